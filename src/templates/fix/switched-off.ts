// Extensions that a template writes for a machine under a condition that is false here: Azure refuses a second one of
// the same handler as soon as the condition is true, so that none is added.
import type { AgentName } from '../../model/template-policy.ts';
import { agents } from '../agents/agents.ts';
import { kindsByType, type Machine } from '../agents/machines.ts';
import { type JsonNode, memberOf, type ObjectNode } from '../arm/syntax/node.ts';
import { expressionOf } from './expression-text.ts';
import { machineSyntax } from './machine-syntax.ts';
import { objectAt } from './syntax-path.ts';

/** A resource as it is written, with the machine that it stands in. */
interface Written {
  readonly object: ObjectNode;
  readonly parent: ObjectNode | undefined;
  readonly isConditional: boolean;
}

function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}

function itemsOf(node: JsonNode | undefined): readonly ObjectNode[] {
  const items =
    node?.kind === 'array'
      ? node.items
      : node?.kind === 'object'
        ? node.members.map(({ value }) => value)
        : [];
  return items.filter((item): item is ObjectNode => item.kind === 'object');
}

/** The resources of a template, those inside others and inside its nested deployments among them. */
function* resourcesIn(
  template: ObjectNode,
  parent?: ObjectNode,
  isConditional = false,
): Generator<Written> {
  for (const object of itemsOf(memberOf(template, 'resources')?.value)) {
    const has = isConditional || memberOf(object, 'condition') !== undefined;
    yield { object, parent, isConditional: has };
    yield* resourcesIn(object, object, has);
    const nested = memberOf(memberOf(object, 'properties')?.value, 'template')?.value;
    if (nested?.kind === 'object') yield* resourcesIn(nested, undefined, has);
  }
}

function isOf(written: Written, hostType: string, agent: AgentName): boolean {
  const type = textOf(memberOf(written.object, 'type')?.value)?.toLowerCase();
  const isExtension =
    type === `${hostType}/extensions` || (type === 'extensions' && written.parent !== undefined);
  if (!isExtension) return false;
  const properties = memberOf(written.object, 'properties')?.value;
  const publisher = textOf(memberOf(properties, 'publisher')?.value)?.toLowerCase();
  return agents[agent].extensions.some((each) => each.publisher.toLowerCase() === publisher);
}

const bare = (text: string) => text.replace(/[\s'"]+/g, '').toLowerCase();

/** Whether its name may be one below the machine; `others` are the names of the other machines of the template. */
function mayBeOn(written: Written, machine: ObjectNode, name: string, others: readonly string[]) {
  if (written.parent !== undefined) return written.parent === machine;
  const expression = expressionOf(memberOf(written.object, 'name')?.value);
  if (expression === undefined) return true;
  const text = bare(expression);
  if (text.includes(bare(name))) return true;
  const areLiteral = /^'[^']*'$/.test(expression) && /^'[^']*'$/.test(name);
  return !areLiteral && !others.some((other) => text.includes(bare(other)));
}

/** What a template writes, as far as extensions under conditions and the names of machines go. */
interface Inventory {
  readonly extensions: readonly Written[];
  readonly machines: readonly { readonly object: ObjectNode; readonly name: string }[];
}

const inventories = new WeakMap<ObjectNode, Inventory>();

function inventoryOf(template: ObjectNode): Inventory {
  const known = inventories.get(template);
  if (known !== undefined) return known;
  const written = [...resourcesIn(template)];
  const inventory: Inventory = {
    extensions: written.filter(
      ({ object, isConditional }) =>
        isConditional && /(?:^|\/)extensions$/i.test(textOf(memberOf(object, 'type')?.value) ?? ''),
    ),
    machines: written.flatMap(({ object }) => {
      const type = textOf(memberOf(object, 'type')?.value)?.toLowerCase() ?? '';
      const name = expressionOf(memberOf(object, 'name')?.value);
      return !kindsByType.has(type) || name === undefined ? [] : [{ object, name }];
    }),
  };
  inventories.set(template, inventory);
  return inventory;
}

/** Why no agent is added to a machine for which one of them is written, but not deployed here; undefined otherwise. */
export function switchedOff(machine: Machine, anyOf: readonly AgentName[]): string | undefined {
  const { deployment } = machine.resource;
  const template = objectAt(deployment.span);
  if (template === undefined) return undefined;
  const { extensions, machines } = inventoryOf(template);
  const own = extensions.length === 0 ? undefined : machineSyntax(machine.resource);
  if (own === undefined) return undefined;
  const deployed = new Set(
    machine.evaluation.resources.map(({ declaration: { span } }) =>
      span.source.path === deployment.source.path ? span.start : -1,
    ),
  );
  const others = machines.flatMap(({ object, name }) => (object === own.object ? [] : [name]));
  const off = extensions.find(
    (each) =>
      !deployed.has(each.object.start) &&
      anyOf.some((agent) => isOf(each, machine.type, agent)) &&
      mayBeOn(each, own.object, own.name, others),
  );
  if (off === undefined) return undefined;
  const { line } = deployment.source.positionAt(off.object.start);
  return `the extension at line ${line} is written for it under a condition that is false here: change the condition, or the parameter that it depends on`;
}
