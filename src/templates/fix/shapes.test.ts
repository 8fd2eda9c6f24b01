import { evaluate, parse } from '@humanwhocodes/momoa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extensions, fixTexts } from '../../../test/templates/fix-texts.ts';

type Json = { readonly [name: string]: unknown };

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

interface Shape {
  readonly loop: 'none' | 'bare' | 'named';
  readonly condition: 'none' | 'true' | 'parameter';
  readonly os: 'Linux' | 'Windows' | 'tried';
  readonly nesting: readonly ('inner' | 'outer')[];
  readonly isSymbolic: boolean;
  readonly kind: 'vm' | 'vmss' | 'arc';
  readonly neighbours: readonly [before: number, after: number];
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  loop: fc.constantFrom('none', 'bare', 'named'),
  condition: fc.constantFrom('none', 'true', 'parameter'),
  os: fc.constantFrom('Linux', 'Windows', 'tried'),
  nesting: fc.array(fc.constantFrom('inner', 'outer'), { maxLength: 2 }),
  isSymbolic: fc.boolean(),
  kind: fc.constantFrom('vm', 'vmss', 'arc'),
  neighbours: fc.tuple(fc.nat(2), fc.nat(2)),
});

function machine({ loop, condition, os, kind }: Shape): Json {
  const index = loop === 'none' ? "'0'" : loop === 'bare' ? 'copyIndex()' : "copyIndex('all')";
  const osType = os === 'tried' ? "[parameters('os')]" : os;
  const storageProfile = { osDisk: { osType } };
  const types = {
    vm: 'Microsoft.Compute/virtualMachines',
    vmss: 'Microsoft.Compute/virtualMachineScaleSets',
    arc: 'Microsoft.HybridCompute/machines',
  };
  const properties = {
    vm: { storageProfile },
    vmss: {
      virtualMachineProfile: { storageProfile, extensionProfile: { extensions: "[json('[]')]" } },
    },
    arc: { osType },
  };
  return {
    type: types[kind],
    apiVersion: '2024-07-10',
    name: `[concat('m', ${index})]`,
    ...(loop === 'none' ? {} : { copy: { name: 'all', count: 2 } }),
    ...(condition === 'none'
      ? {}
      : { condition: condition === 'true' ? true : "[parameters('on')]" }),
    location: 'westeurope',
    properties: properties[kind],
  };
}

function template(resources: readonly Json[], { isSymbolic }: Shape, parameters: Json): Json {
  const named = Object.fromEntries(resources.map((each, index) => [`r${index}`, each]));
  return {
    $schema: schema,
    contentVersion: '1.0.0.0',
    ...(isSymbolic ? { languageVersion: '2.0' } : {}),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    resources: isSymbolic ? named : resources,
  };
}

function others(count: number, word: string): Json[] {
  return Array.from({ length: count }, (_, index) => ({
    type: 'Microsoft.Network/publicIPAddresses',
    apiVersion: '2024-01-01',
    name: `${word}${index}`,
  }));
}

function whole(shape: Shape): Json {
  const parameters: Record<string, Json> = {};
  if (shape.condition === 'parameter') parameters['on'] = { type: 'bool' };
  if (shape.os === 'tried')
    parameters['os'] = { type: 'string', allowedValues: ['Linux', 'Windows'] };
  const passed = Object.fromEntries(
    Object.keys(parameters).map((name) => [name, { value: `[parameters('${name}')]` }]),
  );
  const [before, after] = shape.neighbours;
  const around = (each: Json) => [...others(before, 'a'), each, ...others(after, 'b')];
  let inner = around(machine(shape));
  for (const scope of shape.nesting) {
    const isInner = scope === 'inner';
    inner = around({
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2022-09-01',
      name: 'nested',
      properties: {
        mode: 'Incremental',
        expressionEvaluationOptions: { scope },
        ...(isInner && Object.keys(passed).length > 0 ? { parameters: passed } : {}),
        template: template(inner, shape, isInner ? parameters : {}),
      },
    });
  }
  return template(inner, shape, parameters);
}

/** What is gone or different in the second value; new members and items do not count. */
function losses(before: unknown, after: unknown, path = ''): string[] {
  if (Array.isArray(before)) {
    if (!Array.isArray(after)) return [path];
    let at = 0;
    return before.flatMap((item: unknown, index) => {
      while (at < after.length && losses(item, after[at]).length > 0) at++;
      return at++ < after.length ? [] : [`${path}/${index}`];
    });
  }
  if (typeof before !== 'object' || before === null) return before === after ? [] : [path];
  if (typeof after !== 'object' || after === null) return [path];
  const found = new Map(Object.entries(after));
  return Object.entries(before).flatMap(([name, value]) =>
    losses(value, found.get(name), `${path}/${name}`),
  );
}

/** The same JSON with blanks, comments and line breaks as people have them. */
function laidOut(
  value: Json,
  indent: string | number,
  lineBreak: string,
  comments: boolean,
): string {
  const text = JSON.stringify(value, undefined, indent);
  const noted = comments
    ? text.replaceAll(/,\n/g, ', // note\n').replaceAll(/\[\n/g, '[ /* list */\n')
    : text;
  return noted.replaceAll('\n', lineBreak);
}

describe('machines of any shape', () => {
  it('are mended whatever the layout, and nothing else changes', async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.constantFrom(0, 2, 4, '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (shape, indent, lineBreak, comments) => {
          const value = whole(shape);
          const text = laidOut(value, indent, lineBreak, comments);
          const fixed = await fixTexts({ 't.json': text });
          expect(fixed.before).toHaveLength(1);
          expect(fixed.after).toEqual([]);
          const tree = parse(fixed.text, { mode: 'jsonc', allowTrailingCommas: true });
          expect(losses(value, evaluate(tree))).toEqual([]);
          expect(new Set(fixed.text.match(/\r?\n/g))).toEqual(new Set(text.match(/\r?\n/g)));
          const count = (word: RegExp, of: string) => of.match(word)?.length ?? 0;
          expect(count(/\/\/ note|\/\* list/g, fixed.text)).toBe(
            count(/\/\/ note|\/\* list/g, text),
          );
          // Each evaluation has an extension for each of its machines.
          const machines = fixed.evaluations.flatMap(({ resources }) =>
            resources.filter(({ type }) =>
              /(virtualMachines|ScaleSets|HybridCompute\/machines)$/.test(type),
            ),
          );
          expect(extensions(fixed)).toHaveLength(machines.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
