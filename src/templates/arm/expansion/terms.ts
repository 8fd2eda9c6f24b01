// Terms of the nodes of a text, parsed once: loops, tried values and repeated deployments evaluate them again and again.
import type { Source, Span } from '../../source.ts';
import { termOf } from '../language/json-terms.ts';
import type { Term } from '../language/term.ts';
import type { JsonNode } from '../syntax/node.ts';

const known = new WeakMap<JsonNode, Term>();

/** The term of a node; a node belongs to one source. */
export function termAt(source: Source, node: JsonNode): Term {
  let term = known.get(node);
  if (term === undefined) {
    term = termOf(source, node);
    known.set(node, term);
  }
  return term;
}

export function spanOf(
  source: Source,
  node: { readonly start: number; readonly end: number },
): Span {
  return { source, start: node.start, end: node.end };
}
