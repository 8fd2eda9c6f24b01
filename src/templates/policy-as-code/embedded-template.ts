// The template inside a policy's DeployIfNotExists: expanded like any other, then looked at for agents.
import { agentOfExtension, allAgents } from '../agents/agents.ts';
import { extensionsOf, textIn } from '../agents/extensions.ts';
import { kindsByType } from '../agents/machines.ts';
import { isSameText, knownText, partialText, segmentsOf } from '../agents/partial-text.ts';
import { nothingGiven } from '../arm/expansion/context.ts';
import { expandTemplate } from '../arm/expansion/expand-template.ts';
import { jsonText } from '../arm/language/plain.ts';
import { type UnknownValue, unknownIn } from '../arm/language/unknown.ts';
import type { Value } from '../arm/language/value.ts';
import { readJson } from '../arm/syntax/reader.ts';
import type { Evaluation, Resource } from '../resource.ts';
import { isText, settingOf } from '../rules/setting.ts';
import { sourceOf } from '../source.ts';
import type { Deployed } from './definitions.ts';

/** Longest embedded template that is expanded; Azure's built-in ones have at most 40 KB. */
const maxEmbeddedUnits = 256 * 1024;

const plain = { unknown: undefined, not: undefined } as const;
const everyMachine = { kinds: ['vm', 'arc'], os: undefined } as const;

function byExtensions(evaluation: Evaluation): Deployed[] {
  return extensionsOf(evaluation).flatMap((extension): Deployed[] => {
    const kind = kindsByType.get(extension.hostType);
    if (kind === undefined) return [];
    const { publisher, type } = extension;
    const publisherText = textIn(publisher);
    const typeText = textIn(type);
    if (publisherText !== undefined && typeText !== undefined) {
      const found = agentOfExtension(publisherText, typeText);
      if (found === undefined) return [];
      const { agent, extension: entry } = found;
      return [{ ...plain, deploys: agent.name, kinds: [kind], os: entry.os }];
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
        .map((entry) => ({ ...plain, deploys: agent.name, kinds: [kind], os: entry.os, unknown })),
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

function byResource(resource: Resource): Deployed[] {
  const type = resource.type.toLowerCase();
  if (type.endsWith('/servervulnerabilityassessments')) {
    const name = segmentsOf(partialText(resource.name)).at(-1) ?? [];
    const kinds = extendedKinds(resource).filter((kind) => kind !== 'vmss');
    const one: Deployed = { ...plain, deploys: 'mdvm', kinds, os: undefined };
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
    const isCurrent = provider.kind === 'known' && isText('MdeTvm')(provider.value);
    return isCurrent ? [{ ...plain, ...everyMachine, deploys: 'mdvm' }] : [];
  }
  if (type.endsWith('/datacollectionruleassociations')) {
    return [{ ...plain, deploys: 'association', kinds: extendedKinds(resource), os: undefined }];
  }
  return [];
}

/** The agents that a policy's template brings, given the values that the policy passes to it. */
export function deployedByTemplate(
  template: Value | undefined,
  values: ReadonlyMap<string, Value>,
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
  const context = {
    now: new Date(0),
    readLinked: () => ({ kind: 'missing', message: 'a policy links no files' }) as const,
  };
  return expandTemplate(readJson(source), given, context).flatMap((evaluation) => [
    ...byExtensions(evaluation),
    ...evaluation.resources.filter(({ isExisting }) => !isExisting).flatMap(byResource),
  ]);
}
