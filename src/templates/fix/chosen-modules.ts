// Links of which a parameter chooses the template: others than the linked ones may be deployed there.
import { dirname } from 'node:path';
import { type JsonNode, memberOf } from '../arm/syntax/node.ts';
import type { Deployment, Evaluation, Parameter, Resource } from '../resource.ts';
import { descend, objectAt } from './syntax-path.ts';

/** A parameter that says where templates lie, or how they may be read, rather than which one: an address, a token. */
function isAddress({ name, value }: Parameter): boolean {
  if (/location|artifact|ur[il]|sas|token|branch|repo/i.test(name)) return true;
  return value.kind === 'string' && (value.value === '' || /:\/\/|^\?|\/$/.test(value.value));
}

/** The deployment whose parameters the link's expression reads. */
function readerOf(resource: Resource): Deployment {
  let reader = resource.deployment;
  while (reader.evaluation === 'outer' && reader.parent !== undefined) reader = reader.parent;
  return reader;
}

/** Texts looked through for the parameters of one link. */
const maxTexts = 1000;

function textsIn(node: JsonNode): string[] {
  if (node.kind === 'array') return node.items.flatMap(textsIn);
  if (node.kind === 'object') return node.members.flatMap(({ value }) => textsIn(value));
  return node.kind === 'string' ? [node.value] : [];
}

/**
 * Names, in lower case, of the parameters that an expression reads, also by variables and as keys: a key that chooses
 * leaves no mark on the value.
 */
function parametersOf(link: string, template: JsonNode | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  const variables = memberOf(template, 'variables')?.value;
  const seen = new Set<string>([link]);
  const pending = [link];
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    for (const [, name = ''] of text.matchAll(/\bparameters\(\s*'([^']+)'\s*\)/gi)) {
      names.add(name.toLowerCase());
    }
    for (const [, name = '', path = ''] of text.matchAll(
      /\bvariables\(\s*'([^']+)'\s*\)((?:\.\w+)*)/gi,
    )) {
      const value = memberOf(variables, name)?.value;
      if (value === undefined) continue;
      const { node } = descend(value, path.split('.').slice(1));
      for (const each of textsIn(node)) {
        if (!seen.has(each) && seen.size < maxTexts) pending.push(each);
        seen.add(each);
      }
    }
  }
  return names;
}

const known = new WeakMap<Resource, boolean>();

/** Whether a parameter chooses what a deployment resource links. */
export function choosesByParameter(resource: Resource): boolean {
  const before = known.get(resource);
  if (before !== undefined) return before;
  const isChosen = chooses(resource);
  known.set(resource, isChosen);
  return isChosen;
}

function chooses(resource: Resource): boolean {
  const properties = memberOf(objectAt(resource.declaration.span), 'properties')?.value;
  const link = memberOf(properties, 'templateLink')?.value;
  const { parameters, span } = readerOf(resource);
  return ['uri', 'relativePath', 'id'].some((member) => {
    const address = memberOf(link, member)?.value;
    if (address?.kind !== 'string') return false;
    const names = parametersOf(address.value, objectAt(span));
    return parameters.some((each) => names.has(each.name.toLowerCase()) && !isAddress(each));
  });
}

/** Files that link others, and folders in which a parameter chooses the linked one. */
interface Links {
  readonly linkers: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

const linksIn = new WeakMap<readonly Evaluation[], Links>();

function linksOf(evaluations: readonly Evaluation[]): Links {
  const before = linksIn.get(evaluations);
  if (before !== undefined) return before;
  const linkers = new Set<string>();
  const folders = new Set<string>();
  for (const { source, resource } of evaluations.flatMap(({ deployments }) => deployments)) {
    const from = resource?.deployment.source.path;
    if (resource === undefined || from === undefined || from === source.path) continue;
    linkers.add(from);
    if (choosesByParameter(resource)) folders.add(dirname(source.path));
  }
  const links = { linkers, folders };
  linksIn.set(evaluations, links);
  return links;
}

/**
 * Whether a file that nothing links in this run may be another choice of such a link: it lies beside a template that is
 * chosen so, and links none itself.
 */
export function mayBeChosen(path: string, evaluations: readonly Evaluation[]): boolean {
  const { linkers, folders } = linksOf(evaluations);
  return !linkers.has(path) && folders.has(dirname(path));
}
