import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TemplateScan } from './request.ts';
import {
  folderOf,
  machine,
  parameterFile,
  scan,
  storage,
  type TestScan,
  template,
} from './test-folder.ts';

/** Findings of one rule by file, with their instances. */
function found({ scanned }: TemplateScan, rule = 'STO001'): string[] {
  return scanned.flatMap(({ findings }) =>
    findings
      .filter(({ id }) => id === rule)
      .map(({ location: { path = '', instances = [] } = {} }) =>
        [path.split('/').at(-1), ...instances.map((each) => each.split('/').at(-1))].join(' '),
      ),
  );
}

function rows({ scanned }: TemplateScan, kind: string) {
  return scanned.flatMap(({ coverage }) => coverage.filter(({ what }) => what.startsWith(kind)));
}

async function scanIn(
  files: Readonly<Record<string, unknown>>,
  targets: readonly string[] = [''],
  options: TestScan = {},
): Promise<TemplateScan> {
  const folder = folderOf(files);
  return scan(
    targets.map((target) => join(folder, target)),
    options,
  );
}

const open = { parameters: { https: { type: 'bool', defaultValue: true } } };
const byParameter = template([storage('a', "[parameters('https')]")], open);

describe('what is scanned', () => {
  it('is a file, a folder or what a glob fits', async () => {
    const files = { 'a.json': template([storage('a')]), 'd/b.json': template([storage('b')]) };
    expect(found(await scanIn(files, ['a.json']))).toEqual(['a.json']);
    expect(found(await scanIn(files, ['d']))).toEqual(['b.json']);
    expect(found(await scanIn(files))).toEqual(['a.json', 'b.json']);
    expect(found(await scanIn(files, ['**/b.json']))).toEqual(['b.json']);
  });

  it('is a file once, though two targets name it', async () => {
    const result = await scanIn({ 'a.json': template([storage('a')]) }, ['', 'a.json']);
    expect(result.errors).toEqual([]);
    expect(result.scanned.map(({ findings }) => findings.length > 0)).toEqual([true, false]);
  });

  it('has one result where a target is written twice', async () => {
    const result = await scanIn({ 'a.json': template([storage('a')]) }, ['a.json', 'a.json']);
    expect(result.scanned).toHaveLength(1);
    expect(found(result)).toEqual(['a.json']);
  });

  it('says how much it was', async () => {
    const result = await scanIn({ 'a.json': byParameter, 'a.parameters.json': parameterFile({}) });
    expect(rows(result, 'templates')).toMatchObject([
      { status: 'scanned', incomplete: false, reason: '1 template, 1 parameter file' },
    ]);
  });

  it('leaves other JSON out, but not where it is named', async () => {
    const files = { 'a.json': template([storage('a')]), 'package.json': { name: 'x' } };
    const result = await scanIn(files);
    expect(result.errors).toEqual([]);
    expect(rows(result, 'path')).toEqual([]);
    const named = await scanIn(files, ['package.json']);
    expect(named.errors).toMatchObject([{ error: { code: 'TARGET_UNSUPPORTED' } }]);
    expect(named.errors[0]?.error.message).toContain('package.json:1:1: ');
  });

  it('lists Bicep as not read yet, which is a fault only of a target', async () => {
    const files = { 'a.json': template([]), 'main.bicep': 'param x string', 'dev.bicepparam': '' };
    const [row] = rows(await scanIn(files), 'not-read-yet:bicep');
    expect(row).toMatchObject({ status: 'not-scanned', incomplete: false });
    expect(row?.reason).toContain('main.bicep');
    const [named] = rows(await scanIn(files, ['main.bicep']), 'not-read-yet:bicep');
    expect(named).toMatchObject({ status: 'not-scanned', incomplete: true });
    const [globbed] = rows(await scanIn(files, ['*.json', '**/*.bicep']), 'not-read-yet:bicep');
    expect(globbed).toMatchObject({ incomplete: true });
  });

  it.each([
    ['a folder without templates', { 'package.json': {}, 'x/main.bicep': '' }, ''],
    ['an empty folder', { 'x/readme.md': '' }, ''],
    ['a glob that fits other JSON', { 'package.json': {} }, '*.json'],
    ['a glob that fits nothing', { 'package.json': {} }, '**/azuredeploy.json'],
    ['a path that is not there', { 'package.json': {} }, 'none'],
  ])('is not there in %s', async (_, files, target) => {
    const { scanned, errors } = await scanIn(files, [target]);
    expect(scanned).toEqual([]);
    expect(errors).toMatchObject([{ error: { code: 'TARGET_NOT_FOUND' } }]);
  });

  it('goes on with other targets when one is not there', async () => {
    const result = await scanIn({ 'a.json': template([storage('a')]) }, ['none', 'a.json']);
    expect(result.errors).toHaveLength(1);
    expect(found(result)).toEqual(['a.json']);
  });

  it.each(['subscription', 'managementGroup', 'tenant'])('holds %s templates', async (scope) => {
    const schema = `https://schema.management.azure.com/schemas/2019-08-01/${scope}DeploymentTemplate.json#`;
    const nested = {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2022-09-01',
      name: 'group',
      subscriptionId: '00000000-0000-0000-0000-000000000001',
      resourceGroup: 'rg',
      location: 'westeurope',
      properties: { mode: 'Incremental', template: template([storage('a')]) },
    };
    const result = await scanIn({ 'a.json': { ...template([nested]), $schema: schema } });
    expect(found(result)).toEqual(['a.json']);
    expect(rows(result, 'path')).toEqual([]);
  });

  it('holds the template of a Blueprint artifact', async () => {
    const artifact = { kind: 'template', properties: { template: template([storage('a')]) } };
    expect(found(await scanIn({ 'a.json': artifact }))).toEqual(['a.json']);
  });

  it('holds policies, alone too', async () => {
    const rule = JSON.parse('{ "if": { "field": "type" }, "then": { "effect": "audit" } }');
    const result = await scanIn({
      'definition.json': { name: 'd', properties: { policyRule: rule } },
      'initiative.json': { name: 'i', properties: { policyDefinitions: [] } },
      'assignment.json': { name: 'a', properties: { policyDefinitionId: '/d' } },
    });
    expect(result.errors).toEqual([]);
    expect(rows(result, 'templates')).toMatchObject([{ reason: '3 policies' }]);
  });
});

describe('parameter files', () => {
  const off = parameterFile({ https: false });

  it.each(['x.parameters.json', 'x.dev.parameters.json', 'x.parameters.dev.json'])(
    'belong by the name %s, each is one evaluation',
    async (name) => {
      const result = await scanIn({ 'x.json': byParameter, [name]: off });
      expect(found(result)).toEqual([`x.json`]);
    },
  );

  const bare = { https: { value: false } };
  it.each<[string, unknown, readonly string[]]>([
    ['without a schema', { parameters: bare }, ['x.json']],
    ['of the values alone', bare, ['x.json']],
    ['with a version', { contentVersion: '1.0.0.0', parameters: bare }, ['x.json']],
    ['with comments', '{ /* off */ "parameters": { "https": { "value": false }, } }', ['x.json']],
    ['with a value that is none beside', { parameters: { ...bare, other: 5 } }, ['x.json']],
    ['of another tool', { parameters: ['https'] }, []],
    ['of another schema', { $schema: 'https://json.schemastore.org/x', parameters: bare }, []],
  ])('are told by their names: one %s', async (kind, content, expected) => {
    const files = { 'x.json': byParameter, 'x.parameters.json': content };
    expect(found(await scanIn(files))).toEqual(expected);
    const folder = folderOf(files);
    const named = await scan([join(folder, 'x.json')]);
    expect(found(named).length).toBe(expected.length);
    const given = { context: { parameters: [join(folder, 'x.parameters.json')] } };
    const { errors } = await scan([join(folder, 'x.json')], given);
    // Whoever names such a file is told; beside a template it closes the gate.
    const isRefused = expected.length === 0 || kind === 'with a value that is none beside';
    expect(errors.length).toBe(isRefused ? 1 : 0);
  });

  it('name themselves where not all of them give the outcome', async () => {
    const files = {
      'x.json': byParameter,
      'x.dev.parameters.json': off,
      'x.prod.parameters.json': parameterFile({ https: true }),
      'x.qa.parameters.json': off,
    };
    const result = await scanIn(files);
    expect(found(result)).toEqual(['x.json x.dev.parameters.json x.qa.parameters.json']);
    const [finding] = result.scanned
      .flatMap(({ findings }) => findings)
      .filter(({ id }) => id === 'STO001');
    expect(finding?.message).toContain('x.dev.parameters.json');
  });

  it('take the place of the defaults', async () => {
    const defaults = template([storage('a', "[parameters('https')]")], {
      parameters: { https: { type: 'bool', defaultValue: false } },
    });
    expect(found(await scanIn({ 'x.json': defaults }))).toEqual(['x.json']);
    const files = { 'x.json': defaults, 'x.parameters.json': parameterFile({ https: true }) };
    expect(found(await scanIn(files))).toEqual([]);
  });

  it('belong by their metadata before their name, from other folders too', async () => {
    const files = {
      'x.json': byParameter,
      'y.json': byParameter,
      'p/y.parameters.json': parameterFile(
        { https: false },
        { metadata: { template: '../x.json' } },
      ),
    };
    expect(found(await scanIn(files))).toEqual(['x.json']);
  });

  it('beside a template that is a target are taken too, and the other way round', async () => {
    const files = { 'x.json': byParameter, 'x.dev.parameters.json': off, 'y.json': byParameter };
    expect(found(await scanIn(files, ['x.json']))).toEqual(['x.json']);
    expect(found(await scanIn(files, ['**/x.json']))).toEqual(['x.json']);
    expect(found(await scanIn(files, ['x.dev.parameters.json']))).toEqual(['x.json']);
  });

  it('without a template are told; a fault only where one is a target', async () => {
    const files = { 'x.json': byParameter, 'gone.parameters.json': off };
    const [row] = rows(await scanIn(files), 'parameters:');
    expect(row).toMatchObject({ status: 'not-scanned', incomplete: false });
    const named = await scanIn(files, ['gone.parameters.json']);
    expect(rows(named, 'parameters:')).toMatchObject([{ incomplete: true }]);
    expect(rows(named, 'parameters:')[0]?.reason).toContain('gone.parameters.json:1:1: ');
    expect(named.errors).toEqual([]);
  });

  it('whose template is other JSON are told too', async () => {
    const result = await scanIn({
      'x.json': { resources: [] },
      'x.parameters.json': off,
      'y.json': byParameter,
    });
    expect(rows(result, 'parameters:')).toHaveLength(1);
  });

  it('through links of the file system belong as well', async () => {
    const folder = folderOf({ 'x.json': byParameter, 'p/dev.json': off });
    symlinkSync(join(folder, 'p', 'dev.json'), join(folder, 'x.parameters.json'));
    expect(found(await scan([join(folder, 'x.json')]))).toEqual(['x.json']);
  });
});

describe('--parameters', () => {
  const files = { 'x.json': byParameter, 'x.parameters.json': parameterFile({ https: true }) };

  it('gives values, typed by the declaration', async () => {
    const context = { parameters: ['https=false'] };
    expect(found(await scanIn({ 'x.json': byParameter }, [''], { context }))).toEqual(['x.json']);
  });

  it('replaces the files that were found', async () => {
    const folder = folderOf({ ...files, 'other.json': parameterFile({ https: false }) });
    const context = { parameters: [join(folder, 'other.json')] };
    expect(found(await scan([join(folder, 'x.json')], { context }))).toEqual(['x.json']);
    const later = { parameters: [join(folder, 'other.json'), 'https=true'] };
    expect(found(await scan([join(folder, 'x.json')], { context: later }))).toEqual([]);
  });

  it.each([
    ['a file that is not there', 'none.json', 'USAGE'],
    ['a file of Bicep', 'x.bicepparam', 'USAGE'],
    ['a file that is none', 'x.json', 'TARGET_UNSUPPORTED'],
    ['an empty text', '', 'USAGE'],
  ])('of %s is one message', async (_, parameter, code) => {
    const folder = folderOf(files);
    const context = { parameters: [parameter === '' ? '' : join(folder, parameter)] };
    const { scanned, errors } = await scan([folder], { context });
    expect(scanned).toEqual([]);
    expect(errors).toMatchObject([{ error: { code } }]);
  });

  it('of a name that no template declares is a mistake, of several templates each takes its own', async () => {
    const two = { 'x.json': byParameter, 'y.json': template([machine('m')]) };
    const right = await scanIn(two, [''], { context: { parameters: ['https=false'] } });
    expect(right.errors).toEqual([]);
    expect(found(right)).toEqual(['x.json']);
    expect(rows(right, 'path')).toEqual([]);
    const wrong = await scanIn(two, [''], { context: { parameters: ['htps=false'] } });
    expect(wrong.errors).toMatchObject([{ error: { code: 'USAGE', hint: 'Did you mean https?' } }]);
  });
});
