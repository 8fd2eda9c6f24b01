// The template inside a policy's DeployIfNotExists: expanded like any other, then looked at for agents.
import { agentOfExtension, allAgents } from '../agents/agents.ts';
import { isOfProvider } from '../agents/attached.ts';
import { extensionsOf } from '../agents/extensions.ts';
import { kindsByType } from '../agents/machines.ts';
import {
  allOf,
  type Certainty,
  isSameText,
  knownText,
  type PartialText,
  partialKey,
  partialText,
  segmentsOf,
} from '../agents/partial-text.ts';
import { nothingGiven } from '../arm/expansion/context.ts';
import { expandTemplate } from '../arm/expansion/expand-template.ts';
import { jsonText } from '../arm/language/plain.ts';
import { type UnknownValue, unknownIn } from '../arm/language/unknown.ts';
import type { Value } from '../arm/language/value.ts';
import { readJson } from '../arm/syntax/reader.ts';
import type { Evaluation, Resource } from '../resource.ts';
import { isText, settingOf, textOf } from '../rules/setting.ts';
import { sourceOf } from '../source.ts';
import type { Deployed } from './definition.ts';
import { policyUnknown } from './policy-scope.ts';

/** Longest embedded template that is expanded; Azure's built-in ones have at most 40 KB. */
const maxEmbeddedUnits = 256 * 1024;

/** What the template is deployed for. */
export interface EmbeddedFor {
  /** Of the machine; where it is not known, what the policy hands over for it. */
  readonly name: PartialText;
  readonly key: PartialText;
  readonly subscription: string | undefined;
  readonly resourceGroup: string | undefined;
}

const plain = { unknown: undefined, not: undefined, isWide: false } as const;
const everyMachine = { kinds: ['vm', 'arc'], os: undefined } as const;

/** What keeps something in the template from coming to the machine. */
type Limits = Pick<Deployed, 'unknown' | 'not'>;

/** Whether a part of the template goes to the machine's place, as the template itself does for a resource group. */
function placeCertainty({ deployment }: Resource, { root }: Evaluation, host: EmbeddedFor) {
  const at = (own: Value | undefined, ofRoot: Value | undefined, known: string | undefined) => {
    if (ofRoot !== undefined && isSameText(partialText(own), partialText(ofRoot)) === 'yes') {
      return 'yes';
    }
    return known === undefined ? 'maybe' : isSameText(partialText(own), [known.toLowerCase()]);
  };
  return allOf([
    at(deployment.resourceGroup, root.resourceGroup, host.resourceGroup),
    at(deployment.subscription, root.subscription, host.subscription),
  ]);
}

function limitsOf(
  resource: Resource,
  certainty: Certainty,
  mayBeAbsent: UnknownValue | undefined,
): Limits {
  if (certainty === 'no') return { not: 'its template is for another machine', unknown: undefined };
  const condition = resource.conditions.find(({ value }) => value.kind === 'unknown')?.value;
  const count = resource.loops.find((loop) => typeof loop.count !== 'number')?.count;
  if (condition?.kind === 'unknown') return { not: undefined, unknown: condition };
  if (typeof count === 'object') return { not: undefined, unknown: count };
  if (mayBeAbsent !== undefined || certainty === 'yes') {
    return { not: undefined, unknown: mayBeAbsent };
  }
  const span = resource.declaration.nameSpan;
  const message = 'which machine its template is for is not known';
  const unknown = unknownIn(resource.name);
  return { not: undefined, unknown: unknown ?? policyUnknown('machine', message, span) };
}

function byExtensions(evaluation: Evaluation, host: EmbeddedFor): Deployed[] {
  return extensionsOf(evaluation).flatMap((extension): Deployed[] => {
    const kind = kindsByType.get(extension.hostType);
    if (kind === undefined) return [];
    const { resource, hostName, mayBeAbsent } = extension;
    const named = hostName === undefined ? 'maybe' : isSameText(hostName, host.name);
    const certainty = allOf([named, placeCertainty(resource, evaluation, host)]);
    const limits = limitsOf(resource, certainty, mayBeAbsent);
    const { publisher, type } = extension;
    const publisherText = textOf(publisher);
    const typeText = textOf(type);
    if (publisherText !== undefined && typeText !== undefined) {
      const found = agentOfExtension(publisherText, typeText);
      if (found === undefined) return [];
      const { agent, extension: entry } = found;
      return [{ ...plain, ...limits, deploys: agent.name, kinds: [kind], os: entry.os }];
    }
    const unknown = [publisher, type].find((each) => each.kind === 'unknown')?.value;
    if (unknown?.kind !== 'unknown') return [];
    return allAgents.flatMap((agent) =>
      agent.extensions
        .filter(
          (entry) =>
            publisher.kind !== 'absent' &&
            type.kind !== 'absent' &&
            isSameText(partialText(publisher.value), [entry.publisher.toLowerCase()]) !== 'no' &&
            isSameText(partialText(type.value), [entry.type.toLowerCase()]) !== 'no',
        )
        .map((entry) => ({
          ...plain,
          not: limits.not,
          deploys: agent.name,
          kinds: [kind],
          os: entry.os,
          unknown,
        })),
    );
  });
}

/** The kinds that a resource extends, by its type or by the type in its scope; both where that is not known. */
function extendedKinds({ type, extendsKey }: Resource): Deployed['kinds'] {
  const host = type.toLowerCase().split('/providers/')[0] ?? '';
  const named = kindsByType.get(host);
  if (named !== undefined) return [named];
  const key = extendsKey ?? '';
  const inKey = [...kindsByType].flatMap(([each, kind]) =>
    key.includes(`/providers/${each}/`) ? [kind] : [],
  );
  return inKey.length > 0 ? inKey : ['vm', 'vmss', 'arc'];
}

/** Whether what extends a machine extends this one. */
function extendsHost({ extendsKey }: Resource, host: EmbeddedFor): Certainty {
  const key = partialKey(extendsKey ?? '');
  if (isSameText(key, host.key) === 'yes') return 'yes';
  const isPlaced = host.subscription !== undefined && host.resourceGroup !== undefined;
  if (isPlaced && knownText(host.key) !== undefined) return isSameText(key, host.key);
  return isSameText(segmentsOf(key).at(-1) ?? [], host.name);
}

function byResource(resource: Resource, host: EmbeddedFor): Deployed[] {
  const type = resource.type.toLowerCase();
  const limits = limitsOf(resource, extendsHost(resource, host), undefined);
  if (isOfProvider(resource, 'microsoft.security', 'servervulnerabilityassessments') !== 'no') {
    const name = segmentsOf(partialText(resource.name)).at(-1) ?? [];
    const kinds = extendedKinds(resource).filter((kind) => kind !== 'vmss');
    const one: Deployed = { ...plain, ...limits, deploys: 'mdvm', kinds, os: undefined };
    const certainty = isSameText(name, ['mdetvm']);
    if (certainty === 'yes') return [one];
    const unknown: UnknownValue | undefined = unknownIn(resource.name);
    if (certainty === 'maybe' && unknown !== undefined && knownText(name) === undefined) {
      // The machine's name is never known here; what counts is whether the last piece is.
      return [{ ...one, unknown }];
    }
    return [{ ...one, not: 'it brings the retired scanner' }];
  }
  if (type === 'microsoft.security/servervulnerabilityassessmentssettings') {
    const provider = settingOf(resource, 'properties.selectedProvider');
    const wide = { ...plain, ...everyMachine, deploys: 'mdvm', isWide: true } as const;
    if (provider.kind === 'unknown') return [{ ...wide, unknown: provider.value }];
    const isCurrent = provider.kind === 'known' && isText('MdeTvm')(provider.value);
    return isCurrent ? [{ ...wide, ...limitsOf(resource, 'yes', undefined) }] : [];
  }
  if (isOfProvider(resource, 'microsoft.insights', 'datacollectionruleassociations') !== 'no') {
    const kinds = extendedKinds(resource);
    return [{ ...plain, ...limits, deploys: 'association', kinds, os: undefined }];
  }
  return [];
}

function isSure({ unknown, not }: Deployed): boolean {
  return unknown === undefined && not === undefined;
}

function isLike(left: Deployed, right: Deployed): boolean {
  return (
    left.deploys === right.deploys &&
    left.os === right.os &&
    left.kinds.every((kind) => right.kinds.includes(kind))
  );
}

/** Of templates with values that were tried, what each of them brings is sure. */
function inEach(all: readonly (readonly Deployed[])[], tried: UnknownValue): Deployed[] {
  return all.flatMap((each) =>
    each.map((one) => {
      const isThere = all.every((others) => others.some((o) => isSure(o) && isLike(one, o)));
      return isThere || !isSure(one) ? one : { ...one, unknown: tried };
    }),
  );
}

/** The agents that a policy's template brings to a machine, given the values that the policy passes to it. */
export function deployedByTemplate(
  template: Value | undefined,
  values: ReadonlyMap<string, Value>,
  host: EmbeddedFor,
): readonly Deployed[] {
  if (template?.kind !== 'object') return [];
  const text = jsonText(template, maxEmbeddedUnits);
  if (text.length > maxEmbeddedUnits) return [];
  const source = sourceOf('the template of a policy', text);
  const nameSpan = { source, start: 0, end: 0 };
  const given = {
    ...nothingGiven,
    values: new Map(
      [...values].map(([name, value]) => [
        name.toLowerCase(),
        { kind: 'value', value, nameSpan } as const,
      ]),
    ),
  };
  const { subscription, resourceGroup } = host;
  const context = {
    ...(subscription === undefined ? {} : { subscription }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    readLinked: () => ({ kind: 'missing', message: 'a policy links no files' }) as const,
  };
  const all = expandTemplate(readJson(source), given, context).map((evaluation) => [
    ...byExtensions(evaluation, host),
    ...evaluation.resources
      .filter(({ isExisting }) => !isExisting)
      .flatMap((resource) => byResource(resource, host)),
  ]);
  const message = 'a parameter of its template has no value';
  const found = inEach(all, policyUnknown('tried', message, template.span));
  const open = unknownIn(template);
  return open === undefined
    ? found
    : found.map((each) => (isSure(each) ? { ...each, unknown: open } : each));
}
