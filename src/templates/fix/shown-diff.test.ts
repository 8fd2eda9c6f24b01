import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sourceOf } from '../source.ts';
import { secretAt } from './secret-texts.ts';
import { shownDiff } from './shown-diff.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-shown-'));
afterAll(() => rmSync(folder, { recursive: true }));
const hasPatch = spawnSync('patch', ['--version']).status === 0;

function show(lines: readonly string[], change: { secrets?: string[]; isPipeline?: boolean } = {}) {
  const before = `{\n${lines.join('\n')}\n  "end": 1\n}\n`;
  const after = before.replace('  "end"', '  "new": 1,\n  "end"');
  return shownDiff({ path: 't.json', before, after, secrets: [], isPipeline: false, ...change });
}

const key = Buffer.alloc(64, 'k3y!').toString('base64');

describe('a shown difference', () => {
  it.each([
    ['a password', '"adminPassword": "S3cr3tV4lue"', 'S3cr3tV4lue'],
    ['a short one', '"adminPassword": "abc"', 'abc'],
    ['one with escapes', '"adminPassword": "a\\"b\\\\cd"', 'cd'],
    ['a parameter’s value', '"sqlPassword": { "value": "S3cr3tV4lue" }', 'S3cr3tV4lue'],
    [
      'a secure default',
      '"x": { "type": "securestring", "defaultValue": "S3cr3tV4lue" }',
      'S3cr3tV4lue',
    ],
    [
      'a secure object’s default',
      '"x": { "type": "secureObject", "defaultValue": { "a": ["S3cr3tV4lue"] } }',
      'S3cr3tV4lue',
    ],
    ['an account key', `"x": "AccountName=a;AccountKey=${key}"`, key],
    ['one in a comment', `"x": 1, // AccountKey=${key}`, key],
  ])('hides %s', (_name, line, secret) => {
    const { text, hidesSecrets } = show([`  ${line.replace(/(?<!,) *$/, ',')}`]);
    expect(hidesSecrets).toBe(true);
    expect(text).not.toContain(secret);
    expect(text).toContain('…');
  });

  it.each([
    ['a reference', '"adminPassword": "[parameters(\'adminPassword\')]",'],
    ['a name of a secret', '"secretName": "database",'],
    ['a plain default', '"x": { "type": "string", "defaultValue": "plain value" },'],
  ])('shows %s', (_name, line) => {
    const { text, hidesSecrets } = show([`  ${line}`]);
    expect([hidesSecrets, text.includes(line)]).toEqual([false, true]);
  });

  it('hides what rules found, wherever it stands', () => {
    const { text } = show(['  "script": "run --with S3cr3tV4lue",'], { secrets: ['S3cr3tV4lue'] });
    expect(text).toContain('"run --with …"');
  });

  it.each([
    ['##vso[task.setvariable variable=x]y', '#\\#vso[task'],
    ['##[command]x', '#\\#[command]'],
    ['::error::x', '\\::error'],
    ['a\u001b[31mb', 'a\\u001b[31mb'],
    ['a\rb', 'a\\rb'],
  ])('breaks %j in a pipeline only', (words, shown) => {
    const line = words.startsWith('::') ? `\t ${words}` : `\t// ${words}`;
    const plain = show([line]);
    expect([plain.isEscaped, plain.text.includes(` ${words}`)]).toEqual([false, true]);
    const safe = show([line], { isPipeline: true });
    expect([safe.isEscaped, safe.text.includes(` ${words}`)]).toEqual([true, false]);
    expect(safe.text).toContain('\t');
    expect(safe.text).toContain(shown);
  });

  it('never holds a command in a pipeline', () => {
    const pieces = fc.constantFrom('##', 'vso[', '[', '::', ' ', '\t', '\r', 'a', '#', '\u001b');
    const line = fc.array(pieces, { maxLength: 8 }).map((all) => `//${all.join('')}`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
        const { text } = show(lines, { isPipeline: true });
        for (const each of text.split(/\r\n|\n|\r/)) {
          expect(each).not.toMatch(/##vso\[|##\[|^\s*::/);
          expect(each).not.toContain('\u001b');
        }
      }),
    );
  });

  it.skipIf(!hasPatch)('names a file so that patch finds it and no terminal minds', () => {
    const path = 'x\n##vso[a]\u001b[31m"\\ä.json';
    const own = mkdtempSync(join(folder, 'run-'));
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, path), 'a\n');
    const request = { path, before: 'a\n', after: 'b\n', secrets: [], isPipeline: true };
    const { text } = shownDiff(request);
    expect([text.includes('##vso'), text.includes('\u001b')]).toEqual([false, false]);
    expect(text.split('\n')).toHaveLength(6);
    const { status } = spawnSync('patch', ['-p1', '--force'], { cwd: own, input: text });
    expect([status, readFileSync(join(own, path), 'utf8')]).toEqual([0, 'b\n']);
  });
});

describe('secretAt', () => {
  it.each([
    ['"a": "S3cr3t"', '"S3cr3t"', 'S3cr3t'],
    ['"S3cr3t": 1', '"S3cr3t"', undefined],
    ['"a": "[parameters(\'p\')]"', '"[parameters(\'p\')]"', undefined],
    ['"a": "[concat(\'S3cr3t\')]"', '"[concat(\'S3cr3t\')]"', "[concat('S3cr3t')]"],
    ['"a": {}', '{}', undefined],
    ['"a": ""', '""', undefined],
  ])('of %s', (text, at, secret) => {
    const start = text.lastIndexOf(at);
    const span = { source: sourceOf('t.json', text), start, end: start + at.length };
    expect(secretAt(span)).toBe(secret);
  });
});
