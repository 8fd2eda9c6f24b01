import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));
const hasPatch = spawnSync('patch', ['--version']).status === 0;

/** What GNU patch makes of the first text and the diff. */
function patched(before: string, diff: string): string {
  const file = join(folder, 't');
  writeFileSync(file, before);
  const { status, stdout } = spawnSync('patch', ['--binary', '--force', file], { input: diff });
  if (status !== 0) throw new Error(String(stdout));
  return readFileSync(file, 'utf8');
}

describe('unifiedDiff', () => {
  it('of equal texts is empty', () => {
    expect(unifiedDiff('t', 'a\n', 'a\n')).toBe('');
  });

  it('shows three lines around, and joins what is near', () => {
    const before = Array.from({ length: 20 }, (_, index) => `${index}\n`).join('');
    const after = before.replace('4\n', '4\nx\n').replace('9\n', 'y\n').replace('19\n', '');
    expect(unifiedDiff('t', before, after)).toBe(
      [
        '--- a/t',
        '+++ b/t',
        '@@ -3,11 +3,12 @@',
        ' 2\n 3\n 4\n+x\n 5\n 6\n 7\n 8\n-9\n+y\n 10\n 11\n 12',
        '@@ -17,4 +18,3 @@',
        ' 16\n 17\n 18\n-19\n',
      ].join('\n'),
    );
  });

  it('says where a line break is missing at the end', () => {
    expect(unifiedDiff('t', 'a', 'a\n')).toBe(
      '--- a/t\n+++ b/t\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n',
    );
  });

  it.skipIf(!hasPatch)('is what GNU patch applies', () => {
    const text = fc
      .array(fc.constantFrom('a\n', 'b\n', '{\n', '\n', 'c\r\n', 'd\r'), { maxLength: 30 })
      .map((lines) => lines.join(''));
    fc.assert(
      fc.property(text, text, fc.boolean(), (before, after, isOpen) => {
        fc.pre(before !== '' && after !== '');
        const end = isOpen ? `${after}z` : after;
        expect(patched(before, unifiedDiff('t', before, end))).toBe(end);
      }),
      { numRuns: 60 },
    );
  });

  it('shows texts without a line in common as replaced, in bounded time', () => {
    const lines = (word: string) =>
      Array.from({ length: 20_000 }, (_, index) => `${word}${index}\n`).join('');
    const start = performance.now();
    const diff = unifiedDiff('t', lines('a'), lines('b'));
    expect(diff.match(/^[-+](?![-+])/gm)).toHaveLength(40_000);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('is quick for a small change in a large text', () => {
    const before = Array.from({ length: 100_000 }, (_, index) => `${index}\n`).join('');
    const start = performance.now();
    const after = before.replace('100\n', '100\nx\n').replace('99000\n', '99000\ny\n');
    const diff = unifiedDiff('t', before, after);
    expect(diff.match(/^[-+](?![-+])/gm)).toEqual(['+', '+']);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
