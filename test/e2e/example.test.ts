// `npm run example` shows a closed gate: without network, whatever the date, and only on the whole excerpt.

import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../fixtures/cli.ts';
import { type CommandResult, missingPrograms, must, run } from '../fixtures/commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-example-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node24 = join(projectRoot, 'node_modules/.bin/node');

/** The example, in front of it perhaps a program that runs it. */
function example(
  before: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<CommandResult> {
  const script = join(projectRoot, 'examples/run.ts');
  const [program, ...args] = before.length === 0 ? [node24, script] : [...before, node24, script];
  const own = { EXAMPLE_OUT: join(folder, 'out'), PORTCULLIS_FAIL_ON: 'none', ...env };
  return run(program ?? node24, args, { cwd: projectRoot, env: own, timeoutMs: 60_000 });
}

function expectClosedGate(result: CommandResult): void {
  expect(result.stdout).toContain('A pipeline gets exit code 1');
  expect(result.stdout).toContain('CVE-2021-44906');
  expect(result).toMatchObject({ status: 0 });
}

describe('the example', () => {
  it('shows a closed gate within 20 seconds, whatever the reader has set', async () => {
    const start = Date.now();
    expectClosedGate(await example());
    expect(Date.now() - start).toBeLessThan(20_000);
    const sarif = JSON.parse(readFileSync(join(folder, 'out/result.sarif'), 'utf8'));
    expect(sarif).toMatchObject({ version: '2.1.0' });
  });

  it.skipIf(process.getuid?.() !== 0 || missingPrograms('unshare').length > 0)(
    'needs no network',
    async () => {
      expectClosedGate(await example(['unshare', '--net']));
    },
  );

  it.skipIf(missingPrograms('faketime').length > 0).each(['+2y', '+6y', '2025-01-01 00:00:00'])(
    'shows the same at %s',
    async (date) => {
      const before = date.startsWith('+') ? ['faketime', '-f', date] : ['faketime', date];
      expectClosedGate(await example(before));
    },
  );

  it.skipIf(missingPrograms('zip').length > 0).each([
    ['Debian', 'DEBIAN-CVE-2023-44487.json'],
    ['Debian', 'DEBIAN-CVE-2024-2379.json'],
    ['npm', 'GHSA-xvch-5gv4-984h.json'],
    ['PyPI', 'PYSEC-2026-120.json'],
    ['PyPI', 'PYSEC-2017-24.json'],
  ])('fails when %s lacks %s', async (ecosystem, record) => {
    const feeds = join(folder, `without-${record}`);
    cpSync(join(projectRoot, 'examples/feeds'), feeds, { recursive: true });
    const archive = join(feeds, 'osv', ecosystem, 'all.zip');
    // zip refuses to leave an archive without a file: the one npm record is replaced by one of another package
    const others = await must('unzip', ['-Z1', archive]);
    if (others.trim() === record) {
      await must('sh', [
        '-c',
        'cd "$1" && echo "{}" >other.json && zip -q "$2" other.json',
        'sh',
        folder,
        archive,
      ]);
    }
    await must('zip', ['-q', '-d', archive, record]);
    const result = await example([], { EXAMPLE_FEEDS: feeds });
    expect(result).toMatchObject({ status: 1 });
    expect(result.stdout).toContain('The example did not go as it should');
  });
});
