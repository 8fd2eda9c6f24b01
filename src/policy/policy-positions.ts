// Where in a policy file's text a key or value stands.

import type { Document, LineCounter } from 'yaml';

/** Keys and indexes from the document's root. */
export type Path = readonly (string | number)[];

/** Answers «where is this» for a parsed document. */
export class Positions {
  readonly #document: Document;
  readonly #lines: LineCounter;
  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  offset(offset: number): { line: number; col: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), col: Math.max(1, col) };
  }

  of(path: Path, key?: string): { line: number; col: number } {
    for (let length = path.length; length >= 0; length -= 1) {
      const part = path.slice(0, length);
      const node: unknown =
        length === 0 ? this.#document.contents : this.#document.getIn(part, true);
      const inKey = key === undefined || length < path.length ? undefined : keyOffset(node, key);
      const offset = inKey ?? rangeStart(node);
      if (offset !== undefined) return this.offset(offset);
    }
    return { line: 1, col: 1 };
  }
}

/** The offset at which a node of the document begins. */
export function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const start: unknown = Array.isArray(node.range) ? node.range[0] : undefined;
  return typeof start === 'number' ? start : undefined;
}

function keyOffset(node: unknown, key: string): number | undefined {
  if (typeof node !== 'object' || node === null || !('items' in node)) return undefined;
  if (!Array.isArray(node.items)) return undefined;
  for (const pair of node.items as readonly unknown[]) {
    if (typeof pair !== 'object' || pair === null || !('key' in pair)) continue;
    const found = pair.key;
    if (
      typeof found === 'object' &&
      found !== null &&
      'value' in found &&
      String(found.value) === key
    ) {
      return rangeStart(found);
    }
  }
  return undefined;
}
