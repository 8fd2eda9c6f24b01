// A difference as it may be printed: without secrets, and in a pipeline without what its agent takes for commands.
import { printable } from '../../model/printable.ts';
import { sourceOf } from '../source.ts';
import { SecretTexts } from './secret-texts.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface DiffRequest {
  /** As messages show it. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Texts that rules found to be secrets. */
  readonly secrets: readonly string[];
  /** Whether a pipeline's agent reads what is printed. */
  readonly isPipeline: boolean;
}

export interface ShownDiff {
  readonly text: string;
  /** A secret is hidden, so that the difference cannot be applied. */
  readonly hidesSecrets: boolean;
  /** Something was written otherwise, so that no agent takes it for a command. */
  readonly isEscaped: boolean;
}

/** Tabs stay; of a long line the end is left out. */
function withoutCommands(line: string): string {
  const end = line.endsWith('\r') ? '\r' : '';
  const text = end === '' ? line : line.slice(0, -1);
  return `${text.split('\t').map(printable).join('\t')}${end}`;
}

export function shownDiff({ path, before, after, secrets, isPipeline }: DiffRequest): ShownDiff {
  const hidden = new SecretTexts(secrets, [sourceOf(path, before), sourceOf(path, after)]);
  let hidesSecrets = false;
  let isEscaped = false;
  const lines = unifiedDiff(path, before, after)
    .split('\n')
    .map((line, index) => {
      // The two lines of names are printable as they are.
      if (index < 2) return line;
      const safe = hidden.hideIn(line);
      hidesSecrets ||= safe !== line;
      const shown = isPipeline ? withoutCommands(safe) : safe;
      isEscaped ||= shown !== safe;
      return shown;
    });
  return { text: lines.join('\n'), hidesSecrets, isEscaped };
}
