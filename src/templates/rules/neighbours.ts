// Finds the resources of one evaluation by key and by type, for rules that look at more than one. Made once for each.
import type { Deployment, Evaluation, Resource } from '../resource.ts';

interface Neighbours {
  readonly byKey: ReadonlyMap<string, readonly Resource[]>;
  readonly byType: ReadonlyMap<string, readonly Resource[]>;
  readonly byParent: ReadonlyMap<string, readonly Resource[]>;
  readonly byDeployment: ReadonlyMap<Deployment, readonly Resource[]>;
}

const known = new WeakMap<Evaluation, Neighbours>();

function neighboursOf(evaluation: Evaluation): Neighbours {
  const before = known.get(evaluation);
  if (before !== undefined) return before;
  const byKey = new Map<string, Resource[]>();
  const byType = new Map<string, Resource[]>();
  const byParent = new Map<string, Resource[]>();
  const byDeployment = new Map<Deployment, Resource[]>();
  const put = <K>(map: Map<K, Resource[]>, key: K, resource: Resource) => {
    const those = map.get(key);
    if (those === undefined) map.set(key, [resource]);
    else those.push(resource);
  };
  for (const resource of evaluation.resources) {
    put(byKey, resource.key, resource);
    put(byType, resource.type.toLowerCase(), resource);
    put(byDeployment, resource.deployment, resource);
    if (resource.parent !== undefined) put(byParent, resource.parent.key, resource);
  }
  const made = { byKey, byType, byParent, byDeployment };
  known.set(evaluation, made);
  return made;
}

/** Resources of a type (without case), existing ones included. */
export function resourcesOfType(evaluation: Evaluation, type: string): readonly Resource[] {
  return neighboursOf(evaluation).byType.get(type.toLowerCase()) ?? [];
}

/** Resources of a key, existing ones included; a condition may give more than one. */
export function resourcesOfKey(evaluation: Evaluation, key: string): readonly Resource[] {
  return neighboursOf(evaluation).byKey.get(key.toLowerCase()) ?? [];
}

/** Child resources one level below (`…/extensions`), nested or flat, existing ones included. */
export function childrenOf(evaluation: Evaluation, parent: Resource): readonly Resource[] {
  return neighboursOf(evaluation).byParent.get(parent.key) ?? [];
}

/** Resources that a template declares itself, without those of the deployments in it. */
export function resourcesIn(evaluation: Evaluation, deployment: Deployment): readonly Resource[] {
  return neighboursOf(evaluation).byDeployment.get(deployment) ?? [];
}
