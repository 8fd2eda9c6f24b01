// The members of a template and the kinds of JSON that Azure takes for them: Microsoft's "Understand the structure and
// syntax of ARM templates". `resources` is told by who reads it.
import { faultAt, type Source } from '../../source.ts';
import { type JsonNode, memberOf } from '../syntax/node.ts';
import { spanOf } from './terms.ts';

const kinds: Readonly<Record<string, { readonly kind: JsonNode['kind']; readonly is: string }>> = {
  contentVersion: { kind: 'string', is: 'a string' },
  languageVersion: { kind: 'string', is: 'a string' },
  parameters: { kind: 'object', is: 'an object of names' },
  variables: { kind: 'object', is: 'an object of names' },
  outputs: { kind: 'object', is: 'an object of names' },
  functions: { kind: 'array', is: 'a list' },
};

/** Tells `onFault` of each member that is of a kind that Azure refuses, and of `resources` that are not there. */
export function checkShape(
  source: Source,
  node: JsonNode,
  onFault: (error: unknown) => void,
): void {
  if (node.kind !== 'object') return;
  for (const [name, { kind, is }] of Object.entries(kinds)) {
    const value = memberOf(node, name)?.value;
    // Null is as good as not there.
    if (value === undefined || value.kind === kind || value.kind === 'null') continue;
    onFault(faultAt(spanOf(source, value), `\`${name}\` is to be ${is}`));
  }
  if (memberOf(node, 'resources') !== undefined) return;
  const at = { source, start: node.start, end: node.start + 1 };
  onFault(faultAt(at, 'the template has no `resources`', 'Give it an empty list if it has none.'));
}
