// The two Nodes that the hosts start our bundles with.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export interface HostNode {
  readonly major: 20 | 24;
  readonly path: string;
}

function majorOf(path: string): number {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return Number(/^v(\d+)\./.exec(stdout ?? '')?.[1] ?? 0);
}

/** `node_modules/.bin/node`, which is 24, and the machine's own when that is 20. */
export function hostNodes(): readonly HostNode[] {
  const found: HostNode[] = [];
  const outside = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find((path) => existsSync(path));
  if (outside !== undefined && majorOf(outside) === 20) found.push({ major: 20, path: outside });
  const own = join(root, 'node_modules', '.bin', 'node');
  if (majorOf(own) === 24) found.push({ major: 24, path: own });
  return found;
}

/** Why a run of the suite covers less than it should; empty when both are there. */
export function missingNodes(): readonly string[] {
  const majors = hostNodes().map(({ major }) => major);
  return [20, 24]
    .filter((major) => !majors.some((one) => one === major))
    .map((major) => `Node ${major}`);
}
