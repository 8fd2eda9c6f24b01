// The subkeys of a key: one list (`lf`, `lh`, `li`) or an `ri`, a list of such lists.

import type { Fields } from '../runtime/fields.ts';
import { beyondHiveLimit, type Cells, damagedHive } from './cells.ts';

export interface SubkeyReference {
  readonly cell: number;
  /** Of the name, in an `lh`; undefined elsewhere. */
  readonly hash: number | undefined;
}

/** A key takes as many bytes of cells at least. */
const leastKeyBytes = 80;

/** The hash in an `lh`. Undefined for names that are not ASCII: Windows' upper case may not be ours. */
export function nameHash(name: string): number | undefined {
  let hash = 0;
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index);
    if (code > 0x7f) return undefined;
    const upper = code >= 0x61 && code <= 0x7a ? code - 0x20 : code;
    hash = (Math.imul(hash, 37) + upper) >>> 0;
  }
  return hash;
}

function leafReferences(list: Fields, kind: string): SubkeyReference[] {
  const width = kind === 'li' ? 4 : 8;
  const count = list.u16(2);
  return Array.from({ length: count }, (_, index) => {
    const at = 4 + index * width;
    return { cell: list.u32(at), hash: kind === 'lh' ? list.u32(at + 4) : undefined };
  });
}

/**
 * All of them, in the list's order. Throws ScanError where there are not `count` of them, where one is named twice, and
 * where a list is no list: so a walk over a damaged hive ends.
 */
export async function readSubkeyList(
  cells: Cells,
  reference: number,
  count: number,
): Promise<readonly SubkeyReference[]> {
  if (count === 0) return [];
  const list = await cells.cell(reference);
  if (count > cells.size / leastKeyBytes) {
    throw beyondHiveLimit(list.where(), `${count} subkeys, more than the hive has room for`);
  }
  const kind = list.text(0, 2);
  const found: SubkeyReference[] = [];
  if (kind === 'ri') {
    for (const part of leafReferences(list, 'li')) {
      const leaf = await cells.cell(part.cell);
      const leafKind = leaf.text(0, 2);
      if (!['lf', 'lh', 'li'].includes(leafKind)) {
        throw damagedHive(leaf.where(), 'a list of subkeys is expected here');
      }
      found.push(...leafReferences(leaf, leafKind));
      if (found.length > count) break;
    }
  } else if (kind === 'lf' || kind === 'lh' || kind === 'li') {
    found.push(...leafReferences(list, kind));
  } else {
    throw damagedHive(list.where(), 'a list of subkeys is expected here');
  }
  if (found.length !== count) {
    throw damagedHive(list.where(), `a list of ${found.length} subkeys where the key has ${count}`);
  }
  if (new Set(found.map(({ cell }) => cell)).size !== count) {
    throw damagedHive(list.where(), 'a subkey is named twice');
  }
  return found;
}
