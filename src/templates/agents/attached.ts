// Resources that extend a machine: as a child of its providers, or with the machine as their scope.
import type { UnknownValue } from '../arm/language/unknown.ts';
import type { Evaluation, Resource } from '../resource.ts';
import type { Span } from '../source.ts';
import type { Machine } from './machines.ts';
import {
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
  const found = before.get(full) ?? findAttached(evaluation, full, `/providers/${type}`);
  before.set(full, found);
  return found;
}

function findAttached(evaluation: Evaluation, full: string, child: string): Attached[] {
  return evaluation.resources.flatMap((resource) => {
    const own = resource.type.toLowerCase();
    if (resource.isExisting || resource.extendsKey === undefined) return [];
    if (own !== full && !own.endsWith(child)) return [];
    const name = segmentsOf(partialText(resource.name)).at(-1) ?? [];
    const hostKey = partialKey(resource.extendsKey);
    const at = resource.declaration.nameSpan;
    return [{ evaluation, resource, hostKey, name, at }];
  });
}

export function isAttachedTo(attached: Attached, machine: Machine): Certainty {
  const certainty = isSameText(attached.hostKey, machine.key);
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
