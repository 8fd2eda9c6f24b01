import { execFile, execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { testRuntime } from '../../test/fixtures/test-runtime.ts';
import type { OutputRequest } from './request.ts';
import { runGate } from './run-gate.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-gate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const root = join(folder, 'root');
mkdirSync(join(root, 'app/node_modules/sound'), { recursive: true });
writeFileSync(
  join(root, 'app/node_modules/sound/package.json'),
  JSON.stringify({ name: 'sound', version: '1.0.0' }),
);

const run = (
  outputs: readonly OutputRequest[],
  more: { policy?: string; targets?: string[] } = {},
) =>
  runGate(
    {
      targets: [`dir:${root}`],
      outputs,
      feeds: join(import.meta.dirname, '../../examples/feeds'),
      db: join(folder, 'db'),
      offline: true,
      skipPaths: [],
      templates: { parameters: [] },
      diskScope: 'usual',
      credentials: [],
      columns: 100,
      colour: false,
      ...more,
    },
    testRuntime(),
  );

describe('runGate', () => {
  it('tells of a report that could not be written in every other report', async () => {
    const file = join(folder, 'result.json');
    const outcome = await run([
      { format: 'table' },
      { format: 'json', file },
      { format: 'sarif', file: folder },
    ]);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.written.map(({ format }) => format)).toEqual(['json']);
    expect(outcome.printed[0]?.text).toContain('exit code 3');
    expect(outcome.printed[0]?.text).toContain('cannot be written');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ verdict: { exitCode: 3 } });
  });

  it('writes through a link and into a pipe, and replaces neither', async () => {
    const real = join(folder, 'real.json');
    const link = join(folder, 'link.json');
    writeFileSync(real, 'old');
    symlinkSync(real, link);
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const copy = join(folder, 'copy');
    const reader = promisify(execFile)('sh', ['-c', 'cat "$0" > "$1"', pipe, copy]);
    const outcome = await run([
      { format: 'json', file: link },
      { format: 'sarif', file: pipe },
    ]);
    await reader;
    expect(outcome.exitCode).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toContain('"schemaVersion"');
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    expect(readFileSync(copy, 'utf8')).toContain('"version": "2.1.0"');
  });

  it.each([
    [
      'a pipe',
      () => execFileSync('mkfifo', [join(folder, 'policy-pipe')]),
      'policy-pipe',
      'it is no file',
    ],
    ['no file at all', () => undefined, 'nowhere.yml', 'ENOENT'],
    [
      'a large file',
      () => writeFileSync(join(folder, 'large.yml'), '#'.repeat(300_000)),
      'large.yml',
      'larger than',
    ],
  ])('refuses a policy that is %s', async (_, make, name, message) => {
    make();
    await expect(run([], { policy: join(folder, name) })).rejects.toMatchObject({
      code: 'POLICY_INVALID',
      message: expect.stringContaining(message),
    });
  });

  it('shows no user info of a target that fails', async () => {
    const outcome = await run([{ format: 'table' }, { format: 'json' }], {
      targets: ['registry:me:s3cret/PW@127.0.0.1:1/app:1'],
    });
    expect(outcome.exitCode).toBe(2);
    for (const { text } of outcome.printed) expect(text).not.toMatch(/s3cret|PW@/);
  });

  it('says nothing of what was scanned when nothing was', async () => {
    const { result } = await run([], { targets: [`docker-archive:${folder}/nowhere.tar`] });
    expect(result.verdict.reason).not.toContain('in what was scanned');
  });
});
