import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { deployments, evaluationsOf, inner, linked, nested } from './expand-alone.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

// One of everything that expansion knows.
const whole = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  languageVersion: '2.0',
  definitions: { size: { type: 'string', allowedValues: ['S', 'L'] } },
  parameters: {
    on: { type: 'bool' },
    size: { $ref: '#/definitions/size' },
    count: { type: 'int', minValue: 0, defaultValue: 2 },
    secret: { type: 'securestring' },
    tags: { type: 'object', nullable: true },
  },
  functions: [
    {
      namespace: 'n',
      members: {
        f: {
          parameters: [{ name: 'x', type: 'string' }],
          output: { type: 'string', value: "[toUpper(parameters('x'))]" },
        },
      },
    },
  ],
  variables: {
    copy: [{ name: 'list', count: "[parameters('count')]", input: "[copyIndex('list')]" }],
    name: "[n.f(parameters('size'))]",
  },
  resources: {
    vm: {
      type: 'Microsoft.Compute/virtualMachines',
      apiVersion: '2024-07-01',
      name: "[format('vm{0}', copyIndex())]",
      copy: { name: 'vms', count: "[length(variables('list'))]" },
      condition: "[parameters('on')]",
      properties: {
        copy: [
          { name: 'disks', count: 2, input: { lun: "[copyIndex('disks')]", at: '[copyIndex()]' } },
        ],
        ip: "[reference('other').ip]",
      },
      resources: [
        { type: 'extensions', name: 'agent', properties: { key: "[parameters('secret')]" } },
      ],
    },
    other: { type: 'A.B/c', name: "[variables('name')]", properties: { ip: 1 } },
    old: { existing: true, type: 'A.B/c', name: 'old', resourceGroup: 'g', scope: '/' },
    outer: nested('outer', { resources: [{ type: 'A.B/c', name: "[variables('name')]" }] }),
    inner: inner(
      'inner',
      {
        parameters: { p: { type: 'string' } },
        resources: [{ type: 'A.B/c', name: "[parameters('p')]" }],
        outputs: { v: { type: 'string', value: "[parameters('p')]" } },
      },
      { p: { value: "[variables('name')]" } },
      { subscriptionId: 's', resourceGroup: 'g' },
    ),
    linked: linked('linked', { relativePath: 'small.json' }),
    spec: { type: deployments, name: 'spec', properties: { templateLink: { id: 'x' } } },
  },
  outputs: {
    v: { type: 'string', value: "[reference('inner').outputs.v.value]" },
    list: { type: 'array', copy: { count: 2, input: '[copyIndex()]' } },
  },
};

const files = { 'small.json': { resources: [{ type: 'A.B/c', name: 'small' }] } };

/** What stands in for a part: values of every kind, expressions that ask for everything. */
const strange = fc.oneof(
  fc.constantFrom<Json>(null, true, -1, 1e300, '', '[', '[[x]', [], {}, [null], {
    copy: [{ name: 'a', count: 3, input: 1 }],
  }),
  fc.constantFrom<Json>(
    "[parameters('secret')]",
    "[parameters('on')]",
    "[variables('list')]",
    "[variables('name')]",
    '[copyIndex()]',
    "[copyIndex('vms')]",
    '[resourceGroup()]',
    '[deployment()]',
    "[reference('vm')]",
    "[references('vm')]",
    "[reference('inner').outputs]",
    "[reference('outer', '2020', 'Full')]",
    "[resourceInfo('other').id]",
    "[n.f('x')]",
    "[listKeys('vm', '1')]",
    '[newGuid()]',
    '[utcNow()]',
    "[reference('linked')]",
    'Microsoft.Resources/deployments',
    'A.B/c/d/e',
    '/subscriptions/x',
  ),
);

/** The paths of every part. */
function pathsOf(json: Json, path: readonly string[] = []): (readonly string[])[] {
  const inside = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  return [
    path,
    ...inside.flatMap(([name, value]: [string, Json]) => pathsOf(value, [...path, name])),
  ];
}

function replaced(json: Json, path: readonly string[], by: Json | undefined): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return by;
  if (typeof json !== 'object' || json === null) return json;
  const pairs = Object.entries(json).flatMap(([key, value]: [string, Json]) => {
    const next = key === name ? replaced(value, rest, by) : value;
    return next === undefined ? [] : [[key, next] as const];
  });
  return Array.isArray(json) ? pairs.map(([, value]) => value) : Object.fromEntries(pairs);
}

it('answers every template, whatever stands where in it', () => {
  const template: Json = JSON.parse(JSON.stringify(whole));
  const paths = pathsOf(template);
  const change = fc.tuple(fc.constantFrom(...paths), fc.option(strange, { nil: undefined }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
      let changed: Json | undefined = template;
      for (const [path, by] of changes) changed = changed && replaced(changed, path, by);
      for (const { faults, resources } of evaluationsOf(changed ?? null, { files })) {
        for (const { where } of faults) expect(where).toMatch(/^main\.json:\d+:\d+$/);
        for (const { key, body } of resources) {
          expect(key).toBe(key.toLowerCase());
          expect(body.kind).toBe('object');
        }
      }
    }),
    { numRuns: 400 },
  );
}, 60_000);
