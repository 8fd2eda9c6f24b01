import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TemplateScan } from './request.ts';
import { folderOf, scan, storage, template } from './test-folder.ts';

// Files beside a good template that are templates by their name or their members: none is passed over without a word.

const good = template([{ ...storage('good'), type: 'Microsoft.Network/virtualNetworks' }]);

function reasons({ scanned }: TemplateScan): string[] {
  return scanned.flatMap(({ coverage }) =>
    coverage.filter((row) => row.incomplete).map(({ what, reason = '' }) => `${what} ${reason}`),
  );
}

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplat.json#';

describe('beside a good template', () => {
  it.each([
    ['azuredeploy.json', '', 'the file holds no JSON value'],
    ['main.json', '  \n', 'the file holds no JSON value'],
    ['mainTemplate.json', '{', 'closed'],
    ['azuredeploy.dev.json', 'not JSON', 'no JSON value'],
    ['vm.template.json', '{"a": [}', 'expected'],
    ['main.json', '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> b\n', 'a conflict of a merge'],
  ])('%s that cannot be read is told: %j', async (name, content, reason) => {
    const folder = folderOf({ 'good.json': good, [name]: content });
    const told = reasons(await scan([folder]));
    expect(told).toEqual([expect.stringContaining(reason)]);
    expect(told[0]).toContain(name);
  });

  it.each([
    ['package.json', '{'],
    ['azuredeploy.json', '{"name": "no template"}'],
    ['data.json', ''],
  ])('%s that is none is not: %j', async (name, content) => {
    const folder = folderOf({ 'good.json': good, [name]: content });
    expect(reasons(await scan([folder]))).toEqual([]);
  });

  it('a template whose $schema is misspelt is scanned, and the word is told', async () => {
    const bad = { ...template([storage('bad')]), $schema: schema };
    const { scanned } = await scan([folderOf({ 'good.json': good, 'bad.json': bad })]);
    expect(scanned.flatMap(({ findings }) => findings).length).toBeGreaterThan(0);
    expect(scanned.flatMap(({ coverage }) => coverage)).toContainEqual(
      expect.objectContaining({
        what: expect.stringMatching(/^path:.*bad\.json$/),
        reason: expect.stringContaining('deploymentTemplat.json#'),
        incomplete: false,
      }),
    );
  });

  it('a template in UTF-16 is scanned', async () => {
    const text = `\ufeff${JSON.stringify(template([storage('bad')]))}`;
    const folder = folderOf({ 'good.json': good, 'bad.json': Buffer.from(text, 'utf16le') });
    const { scanned } = await scan([folder]);
    const findings = scanned.flatMap((each) => each.findings);
    expect(findings.some(({ location }) => location?.path?.endsWith('bad.json'))).toBe(true);
  });
});

it('a target whose files an earlier one holds says so', async () => {
  const folder = folderOf({ 'main.json': template([storage('bad')]) });
  const { scanned } = await scan([folder, join(folder, 'main.json')]);
  expect(scanned[0]?.coverage.map(({ reason }) => reason)).toEqual(['1 template']);
  expect(scanned[1]?.coverage).toEqual([
    {
      what: 'templates',
      status: 'scanned',
      reason: `some or all of it is already in arm:${folder}`,
      incomplete: false,
    },
  ]);
});

it.each([['{"parameters": {"a": true}}'], ['{"parameters": {"b": {"value": 1}, "a": {}}}']])(
  'a parameter file whose value is none is told: %s',
  async (text) => {
    const parameters = { a: { type: 'bool', defaultValue: false }, b: { type: 'int' } };
    const schemaOf = text.replace(
      '{"parameters"',
      '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters"',
    );
    const folder = folderOf({
      'main.json': template([], { parameters }),
      'main.parameters.json': schemaOf,
    });
    expect(reasons(await scan([folder]))).toEqual([
      expect.stringMatching(
        /main\.parameters\.json:1:\d+: 'a' has neither a value nor a reference/,
      ),
    ]);
    const context = { parameters: [join(folder, 'main.parameters.json')] };
    const { errors } = await scan([join(folder, 'main.json')], { context });
    expect(errors.map(({ error }) => error.message)).toEqual([
      expect.stringContaining("'a' has neither"),
    ]);
  },
);

it('folders that are left out by their names are told, and a glob reaches them', async () => {
  const folder = folderOf({
    'good.json': good,
    '.azure/a.json': template([storage('a')]),
    'node_modules/b.json': good,
    '.git/config': '',
  });
  const { scanned } = await scan([folder]);
  const rows = scanned
    .flatMap(({ coverage }) => coverage)
    .filter(({ what }) => what !== 'templates');
  expect(rows).toMatchObject([{ status: 'not-scanned', incomplete: false }]);
  expect(rows[0]?.what).toMatch(/^path:.*\/\.azure, .*\/node_modules$/);
  expect((await scan([join(folder, '*.json')])).scanned[0]?.coverage).toHaveLength(1);
  const reached = await scan([join(folder, '.azure/*.json')]);
  expect(reached.scanned[0]?.findings.length).toBeGreaterThan(0);
});
