import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import { endOfError, hostOutputs, runOnHost } from './host-run.ts';
import { outputs } from './options.ts';

const never = new Promise<never>(() => undefined);
const at = (name: string) => join('reports', name);

function sessionOf(signal: AbortSignal, forced: Promise<Error> = never) {
  const runtime: Runtime = {
    now: () => new Date(0),
    env: {},
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    temporaryFolder: 'nowhere',
    signal,
  };
  return { runtime, limit: () => undefined, forced };
}

describe('hostOutputs', () => {
  it('adds what nobody asked for, and places what has no file', () => {
    expect(
      hostOutputs(
        [{ format: 'junit' }, { format: 'sarif', file: 'my.sarif' }, { format: 'table' }],
        ['json', 'sarif'],
        'reports',
      ),
    ).toEqual([
      { format: 'table' },
      { format: 'junit', file: at('junit.xml') },
      { format: 'sarif', file: 'my.sarif' },
      { format: 'json', file: at('result.json') },
    ]);
  });

  it('writes a report that was asked for twice once', () => {
    const asked = [{ format: 'json' as const }, { format: 'json' as const }];
    expect(hostOutputs(asked, ['json'], 'reports')).toEqual([
      { format: 'table' },
      { format: 'json', file: at('result.json') },
    ]);
  });

  it('keeps a table that goes to a file beside the printed one', () => {
    expect(hostOutputs([{ format: 'table', file: 't.txt' }], [], 'reports')).toEqual([
      { format: 'table' },
      { format: 'table', file: 't.txt' },
    ]);
  });
});

describe('endOfError', () => {
  it('sets every output', () => {
    const end = endOfError(new UserError('OUTPUT_UNWRITABLE', 'no folder'));
    expect(Object.keys(end.outputs)).toEqual(outputs.map(({ name }) => name));
    expect(end.outputs).toMatchObject({ verdict: 'error', 'exit-code': '3' });
  });
});

describe('runOnHost', () => {
  const run = {
    always: ['json'] as const,
    reportFolder: resolve('reports'),
    part: () => ({ credentials: [], columns: 80, colour: false }),
  };

  it('ends with every output set when an input is wrong', async () => {
    const session = sessionOf(new AbortController().signal);
    const end = await runOnHost('github', { ...run, given: {}, session });
    expect(end.kind).toBe('error');
    expect(Object.keys(end.outputs)).toEqual(outputs.map(({ name }) => name));
    expect(end.outputs).toMatchObject({ verdict: 'error', 'exit-code': '2', digest: '' });
  });

  it('takes a failure of the credentials for an end, too', async () => {
    const session = sessionOf(new AbortController().signal);
    const part = () => Promise.reject(new UserError('USAGE', 'no such connection'));
    const end = await runOnHost('azure', { ...run, given: { targets: 'x' }, part, session });
    expect(end).toMatchObject({ kind: 'error', outputs: { 'exit-code': '2' } });
  });

  it('says why it was aborted, not what the abort broke', async () => {
    const reason = new UserError('CANCELLED', 'cancelled by SIGINT');
    const session = sessionOf(AbortSignal.abort(reason), Promise.resolve(reason));
    const end = await runOnHost('github', { ...run, given: {}, session });
    expect(end).toMatchObject({ kind: 'error', error: reason, outputs: { 'exit-code': '3' } });
  });
});
