import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJson } from '../arm/syntax/reader.ts';
import { sourceOf } from '../source.ts';
import { mayMatter, piecesOf } from './kinds.ts';
import { parameterFile, storage, template } from './test-folder.ts';

const shared = process.env['PORTCULLIS_SHARED'] ?? '../shared';
const schemas = 'https://schema.management.azure.com/schemas';

function kindsOf(content: unknown): string[] {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const kinds = piecesOf(readJson(sourceOf('x.json', text))).map(({ kind }) => kind);
  if (kinds.length > 0) expect(mayMatter(text)).toBe(true);
  return kinds;
}

const rule = JSON.parse('{ "if": { "field": "type" }, "then": { "effect": "audit" } }');

describe('what a document is', () => {
  it.each<[string, unknown, string[]]>([
    ['a template', template([]), ['template']],
    [
      'a template with its schema last',
      {
        resources: [],
        contentVersion: '1',
        $schema: `${schemas}/2019-04-01/deploymentTemplate.json#`,
      },
      ['template'],
    ],
    [
      'a subscription template',
      { $schema: `${schemas}/2018-05-01/subscriptionDeploymentTemplate.json#`, resources: [] },
      ['template'],
    ],
    [
      'a management group template',
      { $schema: `${schemas}/2019-08-01/managementGroupDeploymentTemplate.json#`, resources: [] },
      ['template'],
    ],
    [
      'a tenant template',
      { $schema: `${schemas}/2019-08-01/tenantDeploymentTemplate.json#`, resources: [] },
      ['template'],
    ],
    [
      'a template without resources',
      { $schema: `${schemas}/2019-04-01/deploymentTemplate.json#` },
      ['template'],
    ],
    ['a template without a schema', { contentVersion: '1.0.0.0', resources: {} }, ['template']],
    ['a template told by its resources', { Resources: [storage('a')] }, ['template']],
    [
      'a template in a Blueprint artifact',
      { kind: 'template', properties: { template: template([]) } },
      ['template'],
    ],
    ['a parameter file', parameterFile({ a: 1 }), ['parameters']],
    [
      'a parameter file without a schema',
      { contentVersion: '1', parameters: { a: { value: 1 } } },
      ['parameters'],
    ],
    ['a policy definition', { properties: { policyRule: rule } }, ['policy-definition']],
    ['the properties of a definition', { policyRule: rule, mode: 'All' }, ['policy-definition']],
    ['a rule of a definition', rule, ['policy-definition']],
    ['an initiative', { properties: { policyDefinitions: [] } }, ['initiative']],
    ['an assignment', { properties: { policyDefinitionId: '/x' } }, ['assignment']],
    [
      'several policies',
      [{ properties: { policyRule: rule } }, { properties: { policyDefinitionId: '/x' } }],
      ['policy-definition', 'assignment'],
    ],
    [
      'a form of the portal',
      { $schema: `${schemas}/0.1.2-preview/CreateUIDefinition.MultiVm.json#`, parameters: {} },
      [],
    ],
    ['a package lock', { name: 'x', lockfileVersion: 3, packages: {} }, []],
    ['resources of another tool', { resources: [{ type: 'a', name: 'b' }] }, []],
    ['an empty object', {}, []],
    ['a text', '"deploymentTemplate.json"', []],
  ])('is told of %s', (_, content, expected) => {
    expect(kindsOf(content)).toEqual(expected);
  });

  it.skipIf(!existsSync(shared))('is a policy definition for each of the collected ones', () => {
    const folder = join(shared, 'arm', 'policies');
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files.length).toBeGreaterThan(50);
    for (const name of files) {
      expect([
        name,
        kindsOf(readFileSync(join(folder, name), 'utf8').replace(/^\ufeff/, '')),
      ]).toEqual([name, ['policy-definition']]);
    }
  });
});
