import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeText, sourceOf } from '../../source.ts';
import { memberOf } from '../syntax/node.ts';
import { readJson } from '../syntax/reader.ts';
import { azureGivens } from './azure-givens.ts';
import { Definitions } from './definitions.ts';
import { plainOf, surroundingsOf } from './evaluate-alone.ts';
import { evaluate } from './evaluator.ts';
import { functionOf } from './functions/all.ts';
import { termOf } from './json-terms.ts';
import { type Surroundings, scopeOf } from './scope.ts';
import { literalText, propertyTerm, type Term } from './term.ts';
import { unknownIn, unknownValue } from './unknown.ts';

// Oracles that we did not write: expected values from Microsoft's documentation, Bicep's and PSRule's tests (their
// sources are named in the file), the signatures of Microsoft's metadata, the samples of the documentation.
const folder = join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'arm');
const isHere = existsSync(folder);

interface Vectors {
  readonly context: { readonly subscriptionId: string; readonly resourceGroup: string };
  readonly vectors: readonly { readonly expression: string; readonly value: unknown }[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

describe.skipIf(!isHere)(`the function vectors of ${folder}`, () => {
  const { context, vectors } = isHere
    ? (read('function-vectors.json') as Vectors)
    : { context: { subscriptionId: '', resourceGroup: '' }, vectors: [] };

  it('are there', () => expect(vectors.length).toBeGreaterThan(50));

  it.each(vectors)('$expression', ({ expression, value }) => {
    expect(plainOf(expression, { target: { level: 'resourceGroup', ...context } })).toEqual(value);
  });
});

interface Signature {
  readonly name: string;
  readonly minimumArguments: number;
  readonly maximumArguments: number | null;
}

/** The metadata is older than the functions: what it allows today, with the documentation's word. */
const widened = new Set([
  // An array of several lambdas' arguments, an optional value lambda, keys in a row, lists without a body.
  'groupBy',
  'tryGet',
  'coalesce',
  'sort',
  'lambda',
]);

describe.skipIf(!isHere)("the signatures of Microsoft's metadata", () => {
  const { functionSignatures } = isHere
    ? (read('ExpressionMetadata.json') as { functionSignatures: readonly Signature[] })
    : { functionSignatures: [] };

  it.each(functionSignatures)('$name', ({ name, minimumArguments, maximumArguments }) => {
    const definition =
      functionOf(name) ?? (name.startsWith('list') ? functionOf('list*') : undefined);
    expect(definition).toBeDefined();
    if (definition === undefined) return;
    // One that takes more than the metadata says accepts what Azure would; less would refuse good templates.
    expect(definition.min).toBeLessThanOrEqual(minimumArguments);
    expect(definition.max).toBeGreaterThanOrEqual(maximumArguments ?? Number.POSITIVE_INFINITY);
    if (widened.has(name) || name.startsWith('list')) return;
    expect(definition.max).toBeLessThanOrEqual((maximumArguments ?? Number.POSITIVE_INFINITY) + 1);
  });
});

/** Samples whose outputs only a deployment knows. */
const runtimeOnly: Readonly<Record<string, readonly string[]>> = {
  'date__utcnow-tag.json': ['utcShortOutput'],
  'deployment__deployment.json': ['deploymentOutput'],
  'resource__reference.json': ['ExistingStorage'],
  'resource__referencewithstorage.json': ['referenceOutput', 'fullReferenceOutput'],
  'resource__resourcegroup.json': ['resourceGroupOutput'],
  'string__newguid.json': ['guidOutput'],
  'string__newguid-storageaccount.json': ['nameOutput'],
};

function definitionsOf(
  what: string,
  term: Term | undefined,
  valueIn: (each: Term) => Term | undefined,
  scope: () => Surroundings,
) {
  const properties = term?.kind === 'object' ? term.properties : [];
  return new Definitions(
    what,
    properties.map(({ name, value }) => ({
      name: literalText(name) ?? '',
      span: name.span,
      evaluate() {
        const wanted = valueIn(value);
        if (wanted !== undefined) return evaluate(wanted, scopeOf(scope()));
        const message = `the parameter '${literalText(name)}' has no value`;
        return unknownValue(
          'any',
          { kind: 'parameter', message, span: value.span },
          `${what}@${value.span.start}`,
        );
      },
    })),
  );
}

describe.skipIf(!isHere)('the samples of the documentation', () => {
  const read = (file: string) => {
    const path = join(folder, 'docs-functions', file);
    const source = sourceOf(file, decodeText(readFileSync(path)));
    return { source, root: readJson(source).root };
  };
  const files = (isHere ? readdirSync(join(folder, 'docs-functions')) : []).filter(
    (file) => memberOf(read(file).root, 'outputs') !== undefined,
  );

  it('are there', () => expect(files.length).toBeGreaterThan(30));

  it.each(files)('%s: every output is known and of its declared type', (file) => {
    const { source, root } = read(file);
    if (root === undefined) throw new Error(`${file} holds no JSON`);
    const template = termOf(source, root);
    const surroundings = (): Surroundings => ({
      ...surroundingsOf(),
      given: azureGivens({ level: 'resourceGroup' }),
      parameter: (name, at) => parameters.get(name, at),
      variable: (name, at) => variables.get(name, at),
    });
    const section = (name: string) => propertyTerm(template, name)?.value;
    const defaultOf = (each: Term) => propertyTerm(each, 'defaultValue')?.value;
    const parameters = definitionsOf('parameter', section('parameters'), defaultOf, surroundings);
    const variables = definitionsOf('variable', section('variables'), (each) => each, surroundings);
    const outputs = section('outputs');
    for (const { name, value } of outputs?.kind === 'object' ? outputs.properties : []) {
      const term = propertyTerm(value, 'value')?.value;
      if (term === undefined) continue;
      const result = evaluate(term, scopeOf(surroundings()));
      const isRuntime = runtimeOnly[file]?.includes(literalText(name) ?? '') ?? false;
      expect([file, literalText(name), unknownIn(result) !== undefined]).toEqual([
        file,
        literalText(name),
        isRuntime,
      ]);
      const type = literalText(propertyTerm(value, 'type')?.value)?.toLowerCase();
      if (result.kind !== 'unknown') expect(result.kind).toBe(type);
    }
  });
});
