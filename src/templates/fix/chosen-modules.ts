// Links of which a parameter chooses the template: others than the linked ones may be deployed there.
import { dirname } from 'node:path';
import { marksOf } from '../arm/language/marks.ts';
import { type Value, valueAt } from '../arm/language/value.ts';
import type { Deployment, Evaluation, Resource } from '../resource.ts';

/** A parameter that says where templates lie, or how they may be read, rather than which one: an address, a token. */
function isAddress({ name, value }: { readonly name: string; readonly value: Value | undefined }) {
  if (/location|artifact|ur[il]|sas|token|branch|repo/i.test(name)) return true;
  return value?.kind === 'string' && (value.value === '' || /:\/\/|^\?|\/$/.test(value.value));
}

/** The deployment whose parameters the link's expression reads. */
function readerOf(resource: Resource): Deployment {
  let reader = resource.deployment;
  while (reader.evaluation === 'outer' && reader.parent !== undefined) reader = reader.parent;
  return reader;
}

/** Whether a parameter chooses what a deployment resource links. */
export function choosesByParameter(resource: Resource): boolean {
  const { parameters } = readerOf(resource);
  return ['uri', 'relativePath', 'id'].some((name) => {
    const link = valueAt(resource.body, 'properties', 'templateLink', name);
    if (link === undefined) return false;
    return marksOf(link).some((mark) => {
      if (mark.kind !== 'parameter') return false;
      const own = mark.name.toLowerCase();
      const value = parameters.find((each) => each.name.toLowerCase() === own)?.value;
      return !isAddress({ name: mark.name, value });
    });
  });
}

/**
 * Whether a file that nothing links in this run may be another choice of such a link: it lies beside a template that is
 * chosen so, and links none itself.
 */
export function mayBeChosen(path: string, evaluations: readonly Evaluation[]): boolean {
  const links = evaluations
    .flatMap(({ deployments }) => deployments)
    .flatMap(({ source, resource }) =>
      resource === undefined || resource.deployment.source.path === source.path
        ? []
        : [{ from: resource.deployment.source.path, to: source.path, resource }],
    );
  return (
    !links.some(({ from }) => from === path) &&
    links.some(({ to, resource }) => dirname(to) === dirname(path) && choosesByParameter(resource))
  );
}
