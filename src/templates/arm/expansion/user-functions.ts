// Functions that a template declares: `functions: [{namespace, members}]`.
import type { Source } from '../../source.ts';
import type { UserFunction } from '../language/scope.ts';
import { type JsonNode, memberOf } from '../syntax/node.ts';
import { termAt } from './terms.ts';

function parameterNames(node: JsonNode | undefined): string[] {
  const items = node?.kind === 'array' ? node.items : [];
  return items.flatMap((item) => {
    const name = memberOf(item, 'name')?.value;
    return name?.kind === 'string' ? [name.value] : [];
  });
}

/** Functions by `namespace.name` in lower case. One without an output is left out: calling it is an error. */
export function userFunctions(
  source: Source,
  node: JsonNode | undefined,
): ReadonlyMap<string, UserFunction> {
  const found = new Map<string, UserFunction>();
  for (const group of node?.kind === 'array' ? node.items : []) {
    const namespace = memberOf(group, 'namespace')?.value;
    const members = memberOf(group, 'members')?.value;
    if (namespace?.kind !== 'string' || members?.kind !== 'object') continue;
    for (const { name, value } of members.members) {
      const output = memberOf(memberOf(value, 'output')?.value, 'value')?.value;
      if (output === undefined) continue;
      const parameters = parameterNames(memberOf(value, 'parameters')?.value);
      const key = `${namespace.value}.${name}`.toLowerCase();
      found.set(key, { parameters, output: termAt(source, output) });
    }
  }
  return found;
}
