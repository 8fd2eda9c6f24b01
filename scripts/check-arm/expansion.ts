// Evaluates one template file without parameters, and shows what it deploys as plain text that can be compared.

import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { nothingGiven } from '../../src/templates/arm/expansion/context.ts';
import { expandTemplate } from '../../src/templates/arm/expansion/expand-template.ts';
import type { Value } from '../../src/templates/arm/language/value.ts';
import { readJson } from '../../src/templates/arm/syntax/reader.ts';
import type { Evaluation, Resource } from '../../src/templates/resource.ts';
import { decodeText, type Source, sourceOf } from '../../src/templates/source.ts';

/** One evaluation for each combination of values that is tried. */
export async function expandFile(path: string): Promise<readonly Evaluation[]> {
  const document = readJson(sourceOf(path, decodeText(await readFile(path))));
  return expandTemplate(document, nothingGiven, {
    subscription: '11111111-2222-4333-8444-555555555555',
    resourceGroup: 'rg-check',
    readLinked(from: Source, link: string) {
      const target = resolve(dirname(from.path), link);
      if (!existsSync(target)) return { kind: 'missing', message: `${link} is not there` };
      const text = decodeText(readFileSync(target));
      return { kind: 'file', path: target, document: readJson(sourceOf(target, text)) };
    },
  });
}

/** A value with its keys in order and every unknown as `?`: two spellings of one unknown differ in their form only. */
export function comparable(value: Value): unknown {
  switch (value.kind) {
    case 'unknown':
      return '?';
    case 'null':
      return null;
    case 'int':
      return String(value.value);
    case 'array':
      return value.items.map(comparable);
    case 'object': {
      const pairs = [...value.properties.values()].map(
        (each) => [each.name, comparable(each.value)] as const,
      );
      return Object.fromEntries(pairs.sort(([left], [right]) => (left < right ? -1 : 1)));
    }
    default:
      return value.value;
  }
}

/** What only the form differs in: how resources name one another, and templates inside. */
const formal = new Set(['dependson', 'copy', 'existing']);

function shown(resource: Resource): string {
  const body = comparable(resource.body);
  const isDeployment = resource.type.toLowerCase() === 'microsoft.resources/deployments';
  const entries = Object.entries(typeof body === 'object' && body !== null ? body : {}).filter(
    ([name]) => !formal.has(name.toLowerCase()) && !(isDeployment && name === 'properties'),
  );
  return JSON.stringify([
    resource.type,
    comparable(resource.name),
    resource.key.replace(/\{[^}]*\}/g, '?'),
    entries,
  ]);
}

/** Sorted; without existing ones, which the array form leaves out. */
export function deployedBy(evaluations: readonly Evaluation[]): string[] {
  return evaluations
    .flatMap(({ resources }) => resources.filter(({ isExisting }) => !isExisting).map(shown))
    .sort();
}

/** Of two sorted lists: what is in both, as many times as in both; and what only one has. */
export function compareLists(left: readonly string[], right: readonly string[]) {
  const rest = [...right];
  const onlyLeft: string[] = [];
  let both = 0;
  for (const each of left) {
    const index = rest.indexOf(each);
    if (index < 0) onlyLeft.push(each);
    else {
      rest.splice(index, 1);
      both++;
    }
  }
  return { both, onlyLeft, onlyRight: rest };
}
