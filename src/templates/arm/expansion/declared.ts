// How a resource is written: its members as terms, read once for all its instances.
import type { Declaration } from '../../resource.ts';
import { faultAt, type Source, type Span } from '../../source.ts';
import type { Term } from '../language/term.ts';
import { type JsonNode, type Member, memberOf, type ObjectNode } from '../syntax/node.ts';
import { spanOf, termAt } from './terms.ts';

export interface Declared {
  readonly source: Source;
  readonly node: ObjectNode;
  readonly declaration: Declaration;
  readonly type: Term | undefined;
  readonly name: Term | undefined;
  readonly apiVersion: Term | undefined;
  readonly condition: Term | undefined;
  readonly scope: Term | undefined;
  readonly existing: Term | undefined;
  /** Its own loop. */
  readonly loop:
    | {
        /** Of its name; an expression too. */
        readonly name: Term | undefined;
        readonly count: Term | undefined;
        readonly span: Span;
      }
    | undefined;
  /** Nested children: a list, or an object by symbolic name. */
  readonly children: JsonNode | undefined;
  /** The template that it deploys; it is not part of the body. */
  readonly template: JsonNode | undefined;
  /** Where it goes, when it is a deployment. */
  readonly subscriptionId: Term | undefined;
  readonly resourceGroup: Term | undefined;
  /** All of it but loops, children and templates. */
  readonly body: Term;
}

const known = new WeakMap<ObjectNode, Declared>();

function isLeftOut({ name, value }: Member): boolean {
  const lower = name.toLowerCase();
  return lower === 'resources' || (lower === 'copy' && value.kind === 'object');
}

/** The members that are evaluated as the resource's own. */
function bodyNode(node: ObjectNode): ObjectNode {
  const members = node.members
    .filter((member) => !isLeftOut(member))
    .map((member): Member => {
      const { value } = member;
      if (member.name.toLowerCase() !== 'properties' || value.kind !== 'object') return member;
      // Only a deployment has a template of that kind: elsewhere `template` is a setting like others.
      if (!isDeployment(node)) return member;
      const inner = value.members.filter(({ name }) => name.toLowerCase() !== 'template');
      return { ...member, value: { ...value, members: inner } };
    });
  return { ...node, members };
}

function isDeployment(node: ObjectNode): boolean {
  const type = memberOf(node, 'type')?.value;
  return type?.kind === 'string' && isDeploymentType(type.value);
}

/** Whether resources of a type deploy a template: deployments, and deployment stacks. */
export function isDeploymentType(type: string): boolean {
  return type.toLowerCase() === 'microsoft.resources/deployments' || isStackType(type);
}

export function isStackType(type: string): boolean {
  return type.toLowerCase() === 'microsoft.resources/deploymentstacks';
}

function read(source: Source, node: ObjectNode, symbolicName: string | undefined): Declared {
  const term = (name: string): Term | undefined => {
    const value = memberOf(node, name)?.value;
    return value && termAt(source, value);
  };
  const span = spanOf(source, node);
  const copy = memberOf(node, 'copy')?.value;
  const copyTerm = copy?.kind === 'object' ? copy : undefined;
  const loopName = memberOf(copyTerm, 'name')?.value;
  const count = memberOf(copyTerm, 'count')?.value;
  const type = term('type');
  const name = term('name');
  const condition = term('condition');
  return {
    source,
    node,
    type,
    name,
    condition,
    apiVersion: term('apiVersion'),
    scope: term('scope'),
    existing: term('existing'),
    subscriptionId: term('subscriptionId'),
    resourceGroup: term('resourceGroup'),
    loop: copyTerm && {
      name: loopName && termAt(source, loopName),
      count: count && termAt(source, count),
      span: spanOf(source, copyTerm),
    },
    children: memberOf(node, 'resources')?.value,
    template: isDeployment(node)
      ? memberOf(memberOf(node, 'properties')?.value, 'template')?.value
      : undefined,
    body: termAt(source, bodyNode(node)),
    declaration: {
      span,
      nameSpan: name?.span ?? span,
      typeSpan: type?.span ?? span,
      loopSpan: copyTerm && spanOf(source, copyTerm),
      conditionSpan: condition?.span,
      symbolicName,
    },
  };
}

/** The resources of a `resources` list or object. Items that are no objects go to `onFault`. */
export function declaredIn(
  source: Source,
  resources: JsonNode | undefined,
  onFault: (error: unknown) => void,
): Declared[] {
  const nodes: { readonly node: JsonNode; readonly symbolicName: string | undefined }[] =
    resources?.kind === 'array'
      ? resources.items.map((node) => ({ node, symbolicName: undefined }))
      : resources?.kind === 'object'
        ? resources.members.map(({ name, value }) => ({ node: value, symbolicName: name }))
        : [];
  if (resources !== undefined && resources.kind !== 'array' && resources.kind !== 'object') {
    onFault(
      faultAt(spanOf(source, resources), '`resources` is to be a list, or an object of names'),
    );
  }
  const declared: Declared[] = [];
  for (const { node, symbolicName } of nodes) {
    if (node.kind !== 'object') {
      onFault(faultAt(spanOf(source, node), 'a resource is to be an object'));
      continue;
    }
    let each = known.get(node);
    if (each === undefined) {
      each = read(source, node, symbolicName);
      known.set(node, each);
    }
    declared.push(each);
  }
  return declared;
}
