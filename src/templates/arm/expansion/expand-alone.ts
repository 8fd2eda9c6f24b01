// Expands templates written as plain JSON, for the tests of this folder: files beside them are given by name.
import { posix } from 'node:path';
import type { Evaluation, Resource } from '../../resource.ts';
import { type Source, sourceOf } from '../../source.ts';
import { jsonText, type Plain, toPlain } from '../language/plain.ts';
import { formOf } from '../language/unknown.ts';
import type { Value } from '../language/value.ts';
import { readJson } from '../syntax/reader.ts';
import { type ExpansionContext, type LinkedFile, nothingGiven } from './context.ts';
import { expandTemplate } from './expand-template.ts';
import { readParameterFile, withArguments } from './parameter-file.ts';

export interface World {
  /** Content of a parameter file: `{name: {value}}`. */
  readonly parameters?: unknown;
  readonly arguments?: Readonly<Record<string, string>>;
  /** Files beside `main.json`. */
  readonly files?: Readonly<Record<string, unknown>>;
  readonly context?: Partial<ExpansionContext>;
}

function documentOf(path: string, json: unknown) {
  const text = typeof json === 'string' ? json : JSON.stringify(json, undefined, 2);
  return readJson(sourceOf(path, text));
}

function reader(files: Readonly<Record<string, unknown>>) {
  return (from: Source, link: string): LinkedFile => {
    if (/^https?:/.test(link)) return { kind: 'remote', message: 'it is elsewhere' };
    const path = posix.join(posix.dirname(from.path), link);
    if (path.startsWith('..')) return { kind: 'outside', message: 'it is outside' };
    const json = files[path];
    if (json === undefined) return { kind: 'missing', message: 'it is not there' };
    return { kind: 'file', path, document: documentOf(path, json) };
  };
}

/** The template with a list of no resources at its end where it says nothing of any. */
function withResources(template: unknown): unknown {
  const isObject = typeof template === 'object' && template !== null && !Array.isArray(template);
  return isObject && !('resources' in template) ? { ...template, resources: [] } : template;
}

/** Every evaluation of a template; `$schema` is that of a resource group unless given. */
export function evaluationsOf(template: unknown, world: World = {}): readonly Evaluation[] {
  const { parameters, files = {}, context } = world;
  const given =
    parameters === undefined
      ? nothingGiven
      : readParameterFile(documentOf('main.parameters.json', { parameters }));
  const whole = withResources(template);
  const all = { 'main.json': whole, ...files };
  return expandTemplate(
    documentOf('main.json', whole),
    withArguments(given, new Map(Object.entries(world.arguments ?? {}))),
    { readLinked: reader(all), ...context },
  );
}

/** The only evaluation of a template. */
export function evaluationOf(template: unknown, world: World = {}): Evaluation {
  const [evaluation, ...others] = evaluationsOf(template, world);
  if (evaluation === undefined || others.length > 0) throw new Error('not one evaluation');
  return evaluation;
}

/** Plain data; an unknown shows as its form in angle brackets. */
export function shownValue(value: Value | undefined): Plain | undefined {
  if (value === undefined) return undefined;
  const plain = toPlain(value);
  return plain === undefined ? `<${formOf(value)}>` : plain;
}

/** A value as text: a string as it is, an unknown as its form in angle brackets, others as JSON. */
export function textOf(value: Value | undefined): string {
  if (value?.kind === 'string') return value.value;
  return value === undefined ? '' : jsonText(value, 10_000);
}

/** `Type name` of the resources that are deployed. */
export function namesOf({ resources }: Evaluation): string[] {
  return resources
    .filter(({ isExisting }) => !isExisting)
    .map(({ type, name }) => `${type.replace(/^Microsoft\./, '')} ${textOf(name)}`);
}

/** The values of the outputs of the file itself, by name. */
export function outputsOf({ root }: Evaluation): Record<string, Plain | undefined> {
  return Object.fromEntries(root.outputs.map(({ name, value }) => [name, shownValue(value)]));
}

export function messagesOf({ faults }: Evaluation): string[] {
  return faults.map(({ message }) => message);
}

/** The resource of a name; throws when there is none. */
export function resourceOf({ resources }: Evaluation, name: string): Resource {
  const found = resources.find((each) => shownValue(each.name) === name);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found;
}

export const deployments = 'Microsoft.Resources/deployments';
/** A deployment of an outer scope. */
export function nested(
  name: string,
  template: unknown,
  more: object = {},
  properties: object = {},
) {
  return {
    type: deployments,
    name,
    ...more,
    properties: { mode: 'Incremental', template, ...properties },
  };
}

/** A deployment of an inner scope. */
export function inner(
  name: string,
  template: unknown,
  parameters: unknown = {},
  more: object = {},
) {
  const expressionEvaluationOptions = { scope: 'Inner' };
  return nested(name, template, more, { expressionEvaluationOptions, parameters });
}

/** A deployment of a template in another file. */
export function linked(name: string, templateLink: object, parameters: unknown = {}) {
  return { type: deployments, name, properties: { templateLink, parameters } };
}
