// What reference(), references() and resourceInfo() find among the resources of the evaluation.
import { faultAt, type Span } from '../../source.ts';
import type { ResourceRequest } from '../language/scope.ts';
import { joinTexts, type UnknownValue, unknownValue } from '../language/unknown.ts';
import {
  arrayValue,
  type ObjectValue,
  objectValue,
  property,
  stringValue,
  type Value,
  valueAt,
} from '../language/value.ts';
import { isDeploymentType } from './declared.ts';
import { deployedBy, outputsOf } from './deployments.ts';
import { keyText } from './resource-key.ts';
import { evaluateBody } from './resources.ts';
import { targetId } from './target.ts';
import type { Entry, Template } from './template.ts';

function unknown(request: ResourceRequest, form: string, why: string): UnknownValue {
  const message = `${request.kind}() ${why}`;
  const type = request.kind === 'references' ? 'array' : 'any';
  const mode = request.isFull ? ',full' : '';
  const reason = { kind: 'outside', message, span: request.at } as const;
  return unknownValue(type, reason, `${request.kind}(${form}${mode})`);
}

/** Such an instance is none of a number. */
function isAtAnyIndex({ frame }: Entry): boolean {
  return typeof frame?.index === 'object';
}

/** The instance of `symbol[index]` whose index is not known, inside another loop of its count. */
function ofAnyIndex(target: UnknownValue, template: Template): Entry | undefined {
  const [before, index, after] = target.parts ?? [];
  if (typeof before !== 'string' || typeof index !== 'object' || after !== ']') return undefined;
  const name = /^([^/[\]]+)\[$/.exec(before.toLowerCase())?.[1] ?? '';
  const entries = template.symbols.get(name) ?? template.seen.symbols.get(name);
  return entries?.find(
    ({ frame }) => typeof frame?.index === 'object' && frame.index.form === index.form,
  );
}

/** The entry that a text names: a symbol, `symbol[index]`, an identifier, or a name in the same template. */
function named(text: string, template: Template): Entry | undefined {
  const lower = text.toLowerCase();
  const symbol = /^([^/[\]]+)(?:\[(\d+)\])?$/.exec(lower);
  if (symbol?.[1] !== undefined) {
    const entries = template.symbols.get(symbol[1]) ?? template.seen.symbols.get(symbol[1]);
    const entry = entries?.[Number(symbol[2] ?? 0)];
    if (entry !== undefined) return isAtAnyIndex(entry) ? undefined : entry;
  }
  if (lower.startsWith('/')) return template.run.find(lower.replace(/\/+$/, ''), template);
  return byName(lower, template);
}

/** An outer-scope template is evaluated by the one around it: what that one declares is known in it too. */
function byName(name: string, template: Template): Entry | undefined {
  return template.names.get(name) ?? template.seen.names.get(name);
}

function find(target: Value, template: Template): Entry | undefined {
  if (target.kind === 'string') return named(target.value, template);
  if (target.kind !== 'unknown') return undefined;
  const instance = ofAnyIndex(target, template);
  if (instance !== undefined) return instance;
  const key = keyText(target);
  if (key.startsWith('/')) return template.run.find(key, template);
  return byName(key, template);
}

function ofDeployment(entry: Entry, request: ResourceRequest): Value {
  const { resource } = entry;
  const deployed = deployedBy(entry);
  if (deployed === undefined) {
    return unknown(request, resource.key, 'asks for a deployment whose template is not in the run');
  }
  const outputs = outputsOf(deployed, request.at);
  const state = stringValue('Succeeded', request.at);
  const properties = objectValue(
    [property('outputs', outputs), property('provisioningState', state)],
    request.at,
  );
  const asks = 'asks for what Azure makes of a deployment';
  const whole = unknown({ ...request, isFull: false }, resource.key, asks);
  const open = opened(properties, whole, false);
  if (!request.isFull) return open;
  const full = objectValue([property('properties', open)], request.at);
  return opened(full, unknown(request, resource.key, asks), false);
}

function ofResource(entry: Entry, request: ResourceRequest): Value {
  const { resource } = entry;
  if (isDeploymentType(resource.type) && !resource.isExisting) return ofDeployment(entry, request);
  if (entry.body === 'evaluating') throw faultAt(request.at, 'a resource needs its own properties');
  evaluateBody(entry);
  const whole = unknown(request, resource.key, 'asks for what Azure makes of a resource');
  if (resource.isExisting) return whole;
  const own = request.isFull ? resource.body : valueAt(resource.body, 'properties');
  return own?.kind === 'object' ? opened(own, whole, true) : whole;
}

/** What the template says of a resource; all else of it only Azure knows. */
function opened(value: ObjectValue, whole: UnknownValue, isDeep: boolean): ObjectValue {
  return { ...value, rest: { whole: { ...whole, type: 'object' }, isDeep } };
}

/** The identifier with the case of the template; names that are not known stay pieces of it. */
function idOf({ resource, target, declared }: Entry, at: Span): Value {
  const { name, type, key, extendsKey } = resource;
  const [provider = '', ...kinds] = type.split('/');
  if (key.split('/').at(-2) === 'resourcegroups') return stringValue(key, at);
  const names =
    name.kind === 'string' ? name.value.split('/').map((each) => stringValue(each)) : [name];
  const isPlain = declared.scope === undefined && extendsKey === undefined;
  if (!isPlain || names.length !== kinds.length) return stringValue(key, at);
  const pieces = [...targetId(target), stringValue(`/providers/${provider}`)];
  for (const [index, kind] of kinds.entries()) {
    const each = names[index];
    pieces.push(stringValue(`/${kind}/`));
    if (each?.kind === 'string' || each?.kind === 'unknown') pieces.push(each);
  }
  return joinTexts(pieces, at);
}

function infoOf(entry: Entry, { at }: ResourceRequest): Value {
  const { resource } = entry;
  const text = (value: string) => stringValue(value, at);
  const properties = [
    property('id', idOf(entry, at)),
    property('name', resource.name),
    property('type', text(resource.type)),
  ];
  if (resource.apiVersion !== undefined)
    properties.push(property('apiVersion', text(resource.apiVersion)));
  return objectValue(properties, at);
}

/** Implements `Surroundings.resource` for a template. */
export function answer(request: ResourceRequest, template: Template): Value {
  const { target, kind } = request;
  if (target.kind !== 'string' && target.kind !== 'unknown') {
    throw faultAt(request.at, `${kind}(): the resource is to be named by a string`);
  }
  const key = keyText(target);
  // A name alone means a resource of the template that asks, which another template's name does not.
  const form = key.startsWith('/') ? key : `${key}${template.seen.id}`;
  if (kind === 'references') {
    const entries = target.kind === 'string' ? template.symbols.get(key) : undefined;
    if (
      entries === undefined ||
      entries.some(({ resource }) => typeof resource.loops[0]?.count !== 'number')
    ) {
      return unknown(request, form, 'asks for resources outside of this run');
    }
    return arrayValue(entries.map((entry) => ofResource(entry, { ...request, kind: 'reference' })));
  }
  const entry = find(target, template);
  if (entry === undefined) {
    return unknown(request, form, 'asks for a resource outside of this run');
  }
  return kind === 'resourceInfo' ? infoOf(entry, request) : ofResource(entry, request);
}
