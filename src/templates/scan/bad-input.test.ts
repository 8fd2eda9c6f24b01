import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../model/errors.ts';
import type { TemplateScan } from './request.ts';
import { folderOf, machine, parameterFile, scan, storage, template } from './test-folder.ts';

const nested = (levels: number) => '[{"a":'.repeat(levels) + '1' + '}]'.repeat(levels);
const schema =
  '"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"';

function incomplete({ scanned }: TemplateScan): string[] {
  return scanned.flatMap(({ coverage }) =>
    coverage.filter((row) => row.incomplete).map(({ what, reason = '' }) => `${what} ${reason}`),
  );
}

async function scanFile(content: unknown, name = 'a.json'): Promise<TemplateScan> {
  return scan([join(folderOf({ [name]: content }), name)]);
}

const loop = (count: unknown) => template([{ ...storage('a'), copy: { name: 'c', count } }]);
const uses = (expression: string) => template([storage('a', expression)]);

/** Each is one message with its place, a coverage row that means exit code 3, and no crash. */
const bad: readonly (readonly [string, unknown, string])[] = [
  ['unbalanced JSON', `{${schema}, "resources": [ {"type": "a" `, 'closed'],
  ['a bracket of the other kind', `{${schema}, "resources": [ }`, 'expected'],
  ['half a name', `{${schema}, "resou`, 'closed'],
  [
    'names that differ in case',
    `{${schema}, "resources": [], "Resources": []}`,
    'differs only in case',
  ],
  ['10,000 levels', `{${schema}, "resources": ${nested(5000)}}`, 'deeper than 500'],
  ['a count of a million', loop(1_000_000), '800'],
  ['a negative count', loop(-1), 'count'],
  ['a count that is no number', loop('three'), 'count'],
  [
    'a cycle of variables',
    template([storage("[variables('a')]")], {
      variables: { a: "[variables('b')]", b: "[variables('a')]" },
    }),
    'needs its own value',
  ],
  [
    'a cycle of parameters',
    template([storage("[parameters('a')]")], {
      parameters: { a: { type: 'string', defaultValue: "[parameters('a')]" } },
    }),
    'needs its own value',
  ],
  ['an unknown function', uses('[nothing()]'), 'nothing'],
  ['a parameter that is not declared', uses("[parameters('no')]"), "'no'"],
  ['an expression that ends early', uses("[concat('a']"), ''],
  [
    'a value of the wrong type',
    template([storage('a')], { parameters: { n: { type: 'int', defaultValue: 'x' } } }),
    "'n'",
  ],
  [
    'a value outside allowedValues',
    template([storage('a')], {
      parameters: { n: { type: 'string', allowedValues: ['a'], defaultValue: 'b' } },
    }),
    "'n'",
  ],
  ['resources that are a text', template('x'), 'resources'],
];

describe('a template that Azure would refuse', () => {
  it.each(bad)('for %s gives one message with its place', async (_, content, says) => {
    const started = performance.now();
    const result = await scanFile(content);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(result.errors).toEqual([]);
    const [row, ...more] = incomplete(result);
    expect(more).toEqual([]);
    expect(row).toMatch(/^path:\S*a\.json \S*a\.json:\d+:\d+: /);
    expect(row).toContain(says);
  });

  it.each(bad.slice(0, 5))('for %s is a fault in a folder too', async (_, content) => {
    const folder = folderOf({ 'a.json': content, 'b.json': template([]) });
    expect(incomplete(await scan([folder]))).toHaveLength(1);
  });

  it('still answers what can be read of it', async () => {
    const content = JSON.stringify(template([storage('a')])).replace('"location":', '"location" ');
    const result = await scanFile(content);
    expect(incomplete(result)).toHaveLength(1);
    expect(result.scanned[0]?.findings.map(({ id }) => id)).toContain('STO001');
  });

  it('counts further faults instead of telling each', async () => {
    const resources = Array.from({ length: 30 }, (_, n) =>
      storage(`a${n}`, `[parameters('p${n}')]`),
    );
    const [row = ''] = incomplete(await scanFile(template(resources)));
    expect(row).toContain('and 27 more');
    expect(row.length).toBeLessThan(2000);
  });

  it('that links itself ends', async () => {
    const self = {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2022-09-01',
      name: 'again',
      properties: { mode: 'Incremental', templateLink: { relativePath: 'a.json' } },
    };
    const result = await scanFile(template([self, machine('vm1')]));
    const [row, ...more] = incomplete(result);
    expect(more).toEqual([]);
    expect(row).toMatch(/a\.json:\d+:\d+: deployments stand inside one another deeper than 30/);
  });

  it('twice at every level ends', async () => {
    const self = (name: string) => ({
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2022-09-01',
      name,
      properties: { mode: 'Incremental', templateLink: { relativePath: 'a.json' } },
    });
    const started = performance.now();
    const result = await scanFile(template([self('x'), self('y'), machine('vm1')]));
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(incomplete(result).length).toBeGreaterThan(0);
  });
});

describe('a file of 50 MB', () => {
  const mib = 1024 * 1024;

  function large(name: string, head: string): string {
    const folder = folderOf({ 'b.json': template([]) });
    const handle = openSync(join(folder, name), 'w');
    writeSync(handle, head);
    const blank = Buffer.alloc(mib, ' ');
    for (let written = 0; written < 85; written++) writeSync(handle, blank);
    writeSync(handle, '}');
    closeSync(handle);
    return folder;
  }

  it('is refused with one message, without the memory to read it', async () => {
    const folder = large('a.json', `{${schema}, "resources": []`);
    const before = process.memoryUsage().rss;
    const result = await scan([join(folder, 'a.json')]);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * mib);
    expect(incomplete(result)).toEqual([expect.stringMatching(/a\.json:1:1: the file has 85 MiB/)]);
    expect(incomplete(await scan([folder]))).toHaveLength(1);
  });

  it('is left out of a folder where it is no template', async () => {
    const folder = large('a.json', '{"data": 1');
    expect(incomplete(await scan([folder]))).toEqual([]);
  });

  it('of text that is read is refused at its place', async () => {
    const content = `{${schema}, "x": "${'y'.repeat(50 * mib)}"}`;
    expect(incomplete(await scanFile(content))).toEqual([
      expect.stringMatching(/a\.json:1:1: the file is longer than 40 MiB/),
    ]);
  });
});

describe('a file that cannot be read', () => {
  it.skipIf(process.getuid?.() === 0)('is told, and never a pass', async () => {
    const folder = folderOf({ 'a.json': template([]), 'b.json': template([]) });
    chmodSync(join(folder, 'a.json'), 0);
    expect(incomplete(await scan([folder]))).toHaveLength(1);
  });

  it('because it is a FIFO does not hold the run', async () => {
    const folder = folderOf({ 'b.json': template([storage('a')]) });
    execFileSync('mkfifo', [join(folder, 'a.json')]);
    const result = await scan([folder]);
    expect(result.scanned[0]?.findings.length).toBeGreaterThan(0);
    const { errors } = await scan([join(folder, 'a.json')]);
    expect(errors.map(({ error }) => exitCodeOf(error))).toEqual([3]);
  });

  it('as text is no template', async () => {
    const { errors } = await scanFile(Uint8Array.from([0xff, 0x00, 0xfe, 0x80]));
    expect(errors.map(({ error }) => exitCodeOf(error))).toEqual([3]);
  });

  it('is a parameter file with a fault: its template is judged with the rest', async () => {
    const broken = JSON.stringify(parameterFile({ https: false })).slice(0, -1);
    const parameters = { https: { type: 'bool', defaultValue: true } };
    const folder = folderOf({
      'x.json': template([storage('a', "[parameters('https')]")], { parameters }),
      'x.parameters.json': broken,
    });
    const result = await scan([folder]);
    expect(incomplete(result)).toEqual([expect.stringMatching(/x\.parameters\.json:1:\d+: /)]);
    expect(result.scanned[0]?.findings.map(({ id }) => id)).toContain('STO001');
  });
});

describe('other encodings', () => {
  it.each(['utf-8 with a mark', 'utf-16le'])('%s is read', async (encoding) => {
    const text = `\ufeff${JSON.stringify(template([storage('a')]))}`;
    const bytes = Buffer.from(text, encoding === 'utf-16le' ? 'utf16le' : 'utf8');
    const result = await scanFile(Uint8Array.from(bytes));
    expect(incomplete(result)).toEqual([]);
    expect(result.scanned[0]?.findings.map(({ id }) => id)).toContain('STO001');
  });
});

describe('a cancelled run', () => {
  it('says so for each target, and that nothing was left out', async () => {
    const folder = folderOf({ 'a.json': template([storage('a')]) });
    const { errors } = await scan([folder, join(folder, 'a.json')], {
      signal: AbortSignal.abort(),
    });
    expect(errors).toMatchObject([
      { error: { code: 'CANCELLED' } },
      { error: { code: 'CANCELLED' } },
    ]);
  });
});
