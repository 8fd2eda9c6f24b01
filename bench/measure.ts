// Whole processes, cold: one run to warm the page cache, then five; medians. Wall time by our own clock,
// CPU time and peak memory as the kernel tells them to time(1).

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Exit codes that mean it did its work; 0 alone without it. */
  readonly accept?: readonly number[];
  /** Before each run. */
  readonly prepare?: () => void;
}

export interface Figures {
  readonly wallSeconds: number;
  readonly wallRange: readonly [number, number];
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

const time = '/usr/bin/time';

interface Sample {
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number;
}

function runOnce(command: Command, folder: string): Promise<Sample> {
  command.prepare?.();
  const usage = join(folder, 'usage');
  const args = ['-f', '%U %S %M', '-o', usage, '--', command.program, ...command.args];
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('PORTCULLIS_')),
  );
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(time, args, {
      env: { ...env, ...command.env },
      cwd: command.cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const wall = (performance.now() - start) / 1000;
      if (!(command.accept ?? [0]).includes(code ?? -1)) {
        reject(
          new Error(
            `${command.program} ${command.args.join(' ')} ended with ${code}: ${stderr.slice(-2000)}`,
          ),
        );
        return;
      }
      const last = readFileSync(usage, 'utf8').trimEnd().split('\n').at(-1) ?? '';
      const [user = Number.NaN, system = Number.NaN, kibibytes = Number.NaN] = last
        .split(' ')
        .map(Number);
      resolve({ wall, cpu: user + system, peak: (kibibytes * 1024) / 1e6 });
    });
  });
}

/** @example median([3, 1, 2]) // 2 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs a command `1 + runs` times. Throws when it ends with an exit code that is not accepted. */
export async function measure(command: Command, runs = 5): Promise<Figures> {
  if (spawnSync(time, ['true']).status !== 0) {
    throw new Error(`${time} is missing: install Debian's package time`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
  try {
    await runOnce(command, folder);
    const samples: Sample[] = [];
    for (let index = 0; index < runs; index++) samples.push(await runOnce(command, folder));
    const walls = samples.map((sample) => sample.wall);
    return {
      wallSeconds: median(walls),
      wallRange: [Math.min(...walls), Math.max(...walls)],
      cpuSeconds: median(samples.map((sample) => sample.cpu)),
      peakMegabytes: median(samples.map((sample) => sample.peak)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
