// Resources that extend a machine: as a child of its providers, or with the machine as their scope.
import type { UnknownValue } from '../arm/language/unknown.ts';
import type { Evaluation, Resource } from '../resource.ts';
import type { Span } from '../source.ts';
import type { Machine } from './machines.ts';
import {
  allOf,
  type Certainty,
  isSameText,
  knownText,
  type PartialText,
  partialKey,
  partialText,
  segmentsOf,
} from './partial-text.ts';

export interface Attached {
  readonly evaluation: Evaluation;
  readonly resource: Resource;
  /** Of the machine. */
  readonly hostKey: PartialText;
  /** Whether the provider is the one asked for: a child's name holds it. */
  readonly isOfProvider: 'yes' | 'maybe';
  /** Its own name, without the machine's. */
  readonly name: PartialText;
  readonly at: Span;
}

const known = new WeakMap<Evaluation, Map<string, readonly Attached[]>>();

/** Resources of `provider/type` (lower case) that extend another one. */
export function attachedOf(
  evaluation: Evaluation,
  provider: string,
  type: string,
): readonly Attached[] {
  const full = `${provider}/${type}`;
  const before = known.get(evaluation) ?? new Map<string, readonly Attached[]>();
  known.set(evaluation, before);
  const found = before.get(full) ?? findAttached(evaluation, provider, type);
  before.set(full, found);
  return found;
}

/**
 * Whether a resource is a `provider/type` (lower case), written so or as a child of its host's `providers`, whose name
 * is `host/provider/name`.
 */
export function isOfProvider(resource: Resource, provider: string, type: string): Certainty {
  const own = resource.type.toLowerCase();
  if (own === `${provider}/${type}`) return 'yes';
  if (!own.endsWith(`/providers/${type}`)) return 'no';
  const segments = segmentsOf(partialText(resource.name));
  return segments.length < 3 ? 'maybe' : isSameText(segments.at(-2) ?? [], [provider]);
}

function findAttached(evaluation: Evaluation, provider: string, type: string): Attached[] {
  return evaluation.resources.flatMap((resource): Attached[] => {
    if (resource.isExisting || resource.extendsKey === undefined) return [];
    const certainty = isOfProvider(resource, provider, type);
    if (certainty === 'no') return [];
    const name = segmentsOf(partialText(resource.name)).at(-1) ?? [];
    const hostKey = partialKey(resource.extendsKey);
    const at = resource.declaration.nameSpan;
    return [{ evaluation, resource, hostKey, isOfProvider: certainty, name, at }];
  });
}

export function isAttachedTo(attached: Attached, machine: Machine): Certainty {
  const certainty = allOf([attached.isOfProvider, isSameText(attached.hostKey, machine.key)]);
  if (certainty !== 'yes' || attached.evaluation === machine.evaluation) return certainty;
  return knownText(machine.key) === undefined ? 'maybe' : 'yes';
}

/** The unknown in a resource's name, or in what is around it. */
export function unknownNameOf(resource: Resource): UnknownValue | undefined {
  const { name, deployment } = resource;
  return [name, deployment.resourceGroup, deployment.subscription].find(
    (value) => value?.kind === 'unknown',
  );
}
