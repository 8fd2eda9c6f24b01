// Names the place of a span by what stands around it: stays the same when lines or other resources come and go.

import type { JsonDocument } from '../arm/syntax/document.ts';
import { type JsonNode, memberOf } from '../arm/syntax/node.ts';

/** An item of an array is known by its own name and type where it has them. */
function itemName(item: JsonNode, index: number): string {
  const name = memberOf(item, 'name')?.value;
  const type = memberOf(item, 'type')?.value;
  if (name?.kind !== 'string') return String(index);
  return type?.kind === 'string' ? `${type.value.toLowerCase()}=${name.value}` : `=${name.value}`;
}

/** The item or member that holds the offset; found by halves, since scale sets of data have thousands. */
function indexAt<T>(items: readonly T[], offset: number, endOf: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && endOf(item) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Names from the document's root to the innermost member or item that holds the offset. */
export function placeNames({ root }: JsonDocument, offset: number): readonly string[] {
  const names: string[] = [];
  let node = root;
  while (node !== undefined) {
    if (node.kind === 'object') {
      const member =
        node.members[
          indexAt(node.members, offset, ({ value, nameEnd }) => Math.max(value.end, nameEnd))
        ];
      if (member === undefined || offset < member.nameStart) break;
      names.push(member.name.toLowerCase());
      if (offset < member.value.start) break;
      node = member.value;
    } else if (node.kind === 'array') {
      const index = indexAt(node.items, offset, ({ end }) => end);
      const item = node.items[index];
      if (item === undefined || offset < item.start) break;
      names.push(itemName(item, index));
      node = item;
    } else break;
  }
  return names;
}
