// Where a run's CPU time goes: V8's own profile, summed up by function.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Milliseconds of their own, largest first: `12.3  readHeader (chunks/x.mjs)`. */
export function hotFunctions(profile: CpuProfile, count = 12): readonly string[] {
  const names = new Map(
    profile.nodes.map(({ id, callFrame }) => {
      const file = callFrame.url === '' ? 'native' : basename(callFrame.url);
      return [id, `${callFrame.functionName || '(anonymous)'} (${file})`];
    }),
  );
  const own = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    const name = names.get(id) ?? '?';
    own.set(name, (own.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000);
  });
  return [...own]
    .filter(([name]) => !name.startsWith('(idle)'))
    .toSorted(([, left], [, right]) => right - left)
    .slice(0, count)
    .map(([name, ms]) => `${ms.toFixed(1).padStart(8)}  ${name}`);
}

/** Runs `node ARGS` once under the profiler. */
export function profileRun(node: string, args: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-profile-'));
  try {
    const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'];
    spawnSync(node, [...flags, ...args], { stdio: 'ignore' });
    const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
    if (file === undefined) return ['no profile was written'];
    return hotFunctions(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
