// Functions of the language: vectors with their values, and the documentation's samples, whose outputs must be known and
// of the type that they declare.

import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { plainOf } from '../../src/templates/arm/language/evaluate-alone.ts';
import type { Value } from '../../src/templates/arm/language/value.ts';
import type { Case } from './anchors.ts';
import { expandFile } from './expansion.ts';
import { type Asked, jsonFilesOf, type OracleResult, readJsonOf } from './oracle.ts';

interface Vectors {
  readonly context: { readonly subscriptionId: string; readonly resourceGroup: string };
  readonly vectors: readonly { readonly expression: string; readonly value: unknown }[];
}

function valueOf(expression: string, context: Vectors['context']): unknown {
  try {
    return plainOf(expression, { target: { level: 'resourceGroup', ...context } });
  } catch (error) {
    return error;
  }
}

/** `path` is the file of vectors. */
export async function checkFunctionVectors({ path }: Asked): Promise<OracleResult> {
  const { context, vectors } = await readJsonOf<Vectors>(path);
  const cases = vectors.map(({ expression, value }): Case => {
    const isEqual = isDeepStrictEqual(valueOf(expression, context), value);
    const ours = isEqual ? 'pass' : 'fail';
    return { anchor: 'function-vectors', where: expression, theirs: 'pass', ours, resources: [] };
  });
  return { name: 'function-vectors', cases, notOurs: 0, unmapped: new Map() };
}

const kinds: Readonly<Record<string, readonly Value['kind'][]>> = {
  string: ['string'],
  securestring: ['string'],
  int: ['int'],
  bool: ['bool'],
  array: ['array'],
  object: ['object', 'null'],
  secureobject: ['object', 'null'],
};

/** The value is made by Azure, or at the time of the deployment: no one knows it before. */
const runtimeReasons = new Set(['runtime', 'outside']);

/** `path` is the folder of samples. Outputs of runtime functions may be unknown; an unknown says so as `undecided`. */
export async function checkDocsFunctions({ path }: Asked): Promise<OracleResult> {
  const cases: Case[] = [];
  for (const file of await jsonFilesOf(path)) {
    const [evaluation] = await expandFile(join(path, file));
    const outputs = evaluation?.root.outputs ?? [];
    for (const fault of evaluation?.faults ?? []) {
      const where = `${file} ${fault.message}`;
      cases.push({ anchor: 'docs-functions', where, theirs: 'pass', ours: 'fail', resources: [] });
    }
    for (const { name, type, value } of outputs) {
      const isRuntime = value.kind === 'unknown' && runtimeReasons.has(value.reason.kind);
      const isTyped = kinds[type]?.includes(value.kind) ?? false;
      cases.push({
        anchor: isRuntime ? 'docs-functions.runtime' : 'docs-functions',
        where: `${file} ${name}`,
        theirs: 'pass',
        ours: isTyped ? 'pass' : isRuntime ? 'undecided' : 'fail',
        resources: [],
      });
    }
  }
  return { name: 'docs-functions', cases, notOurs: 0, unmapped: new Map() };
}
