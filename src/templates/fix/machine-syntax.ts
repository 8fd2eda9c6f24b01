// A machine as it is written, and the pieces of its declaration that a resource for it repeats.
import type { ArrayNode, JsonNode, ObjectNode } from '../arm/syntax/node.ts';
import { memberOf } from '../arm/syntax/node.ts';
import type { LoopInstance, Resource } from '../resource.ts';
import type { Source } from '../source.ts';
import { expressionOf, quoted, withLoopRenamedIn } from './expression-text.ts';
import { type Json, toJson } from './layout.ts';
import { nodesTo } from './syntax-path.ts';

export interface MachineSyntax {
  readonly source: Source;
  readonly object: ObjectNode;
  /** What it is an item or a member of. */
  readonly container: ArrayNode | ObjectNode;
  /** Its place in that. */
  readonly index: number;
  /** The expression that its name is. */
  readonly name: string;
}

/** Undefined where it is not written as an object with a name. */
export function machineSyntax(resource: Resource): MachineSyntax | undefined {
  const { span } = resource.declaration;
  const nodes = nodesTo(span);
  const object = nodes?.at(-1);
  const container = nodes?.at(-2);
  if (object?.kind !== 'object') return undefined;
  if (container?.kind !== 'array' && container?.kind !== 'object') return undefined;
  const children: readonly JsonNode[] =
    container.kind === 'array' ? container.items : container.members.map(({ value }) => value);
  const name = expressionOf(memberOf(object, 'name')?.value);
  if (name === undefined) return undefined;
  return { source: span.source, object, container, index: children.indexOf(object), name };
}

/** A name that no text of the file is, without case: `wanted`, `wanted2` … */
export function freeText(source: Source, wanted: string): string {
  const text = source.text.toLowerCase();
  let name = wanted;
  for (let number = 2; text.includes(`"${name.toLowerCase()}"`); number++)
    name = `${wanted}${number}`;
  return name;
}

/** The machine's own loop and condition, for a resource beside it. */
export interface Repetition {
  /** `copy` and `condition`, as far as the machine has them. */
  readonly members: { readonly [name: string]: Json };
  /** In what is taken from the machine, its loop's name becomes the new one's. */
  adapt(json: Json): Json;
  readonly isLooped: boolean;
}

/** Undefined where the loop cannot be repeated. `suffix` makes the new loop's name. */
export function repetitionOf(
  syntax: MachineSyntax,
  loops: readonly LoopInstance[],
  suffix: string,
): Repetition | undefined {
  const copy = memberOf(syntax.object, 'copy')?.value;
  const condition = memberOf(syntax.object, 'condition')?.value;
  const own = condition === undefined ? {} : { condition: toJson(condition) };
  if (copy === undefined) return { members: own, adapt: (json) => json, isLooped: false };
  const expression = expressionOf(memberOf(copy, 'name')?.value);
  const count = memberOf(copy, 'count')?.value;
  const [loop] = loops;
  if (expression === undefined || loop === undefined || count === undefined) return undefined;
  const isLiteral = expression === quoted(loop.name);
  const name = freeText(syntax.source, isLiteral ? `${loop.name}${suffix}` : `${suffix}Loop`);
  const from = { name: loop.name, expression };
  const adapt = (json: Json) => withLoopRenamedIn(json, from, name);
  const members = { ...adaptAll(own, adapt), copy: { name, count: toJson(count) } };
  return { members, adapt, isLooped: true };
}

function adaptAll(
  members: { readonly [name: string]: Json },
  adapt: (json: Json) => Json,
): { readonly [name: string]: Json } {
  return Object.fromEntries(Object.entries(members).map(([name, json]) => [name, adapt(json)]));
}
