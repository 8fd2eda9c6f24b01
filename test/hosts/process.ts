// Runs a bundle as both hosts do: lines read as they come, cancelled by SIGINT, 7.5 s, SIGTERM, 2.5 s, SIGKILL.

import { spawn } from 'node:child_process';

export interface ProcessRun {
  readonly node: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Called with each line of either stream, as the host would read it. */
  readonly onLine: (line: string) => void;
  /** When it resolves, the run is cancelled. */
  readonly cancelWhen?: Promise<unknown>;
}

export interface ProcessEnd {
  readonly exitCode: number | undefined;
  readonly signals: readonly NodeJS.Signals[];
  /** From the cancellation to the end. */
  readonly cancelledMs?: number;
}

const sigintMs = 7500;
const sigtermMs = 2500;

/** Splits a stream into lines; a lone CR ends one, too. */
function lineReader(onLine: (line: string) => void) {
  let rest = '';
  return {
    push(chunk: Buffer) {
      const lines = (rest + chunk.toString('utf8')).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    },
    end() {
      if (rest !== '') onLine(rest);
    },
  };
}

export function runProcess(run: ProcessRun): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(run.node, [run.script, ...(run.args ?? [])], {
      cwd: run.cwd,
      env: { ...run.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const signals: NodeJS.Signals[] = [];
    const timers: NodeJS.Timeout[] = [];
    let cancelledAt: number | undefined;
    const kill = (signal: NodeJS.Signals) => {
      signals.push(signal);
      child.kill(signal);
    };
    void run.cancelWhen?.then(() => {
      if (child.exitCode !== null) return;
      cancelledAt = performance.now();
      kill('SIGINT');
      timers.push(setTimeout(() => kill('SIGTERM'), sigintMs));
      timers.push(setTimeout(() => kill('SIGKILL'), sigintMs + sigtermMs));
    });
    const readers = [child.stdout, child.stderr].map((stream) => {
      const reader = lineReader(run.onLine);
      stream.on('data', (chunk: Buffer) => reader.push(chunk));
      return reader;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      for (const timer of timers) clearTimeout(timer);
      for (const reader of readers) reader.end();
      resolve({
        exitCode: code ?? undefined,
        signals,
        ...(cancelledAt === undefined ? {} : { cancelledMs: performance.now() - cancelledAt }),
      });
    });
  });
}
