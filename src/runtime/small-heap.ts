// How V8 trades memory for collections. Its flags are read at each decision, so that they can be set while it runs;
// hosts start Node in ways that leave no other place for them (an action, a task, a shebang that Windows ignores).
import { setFlagsFromString } from 'node:v8';

/**
 * Evaluating templates makes twenty times the garbage of what it keeps, in objects that live as long as one template.
 * V8 answers with a young generation of 128 MB (Node 24) and an old one of four times what lives, without being the
 * faster for it.
 */
const flags = [
  // The young generation stays as it is.
  '--semi-space-growth-factor=1',
  // The old one may grow to twice what lives.
  '--heap-growing-percent=100',
  // Marking beside the program is late on busy machines, and the heap grows while it runs. Nobody waits for a frame.
  '--no-incremental-marking',
];

/** The last release that is known to know the flags: another would complain on stderr, and do without. */
const lastMajor = 24;

/** From here on the process takes less memory, for the price of some time where little garbage is made. */
export function keepHeapSmall(): void {
  if (Number.parseInt(process.versions.node, 10) > lastMajor) return;
  for (const flag of flags) setFlagsFromString(flag);
}
