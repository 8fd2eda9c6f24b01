// Windows registry hives (regf), read-only and by need, without their logs. Source: github.com/msuhanov/regf, "Windows
// registry file format specification".

import { ScanError } from '../model/errors.ts';
import type { Bytes } from '../model/file-tree.ts';
import { Fields } from '../runtime/fields.ts';
import { upperCase } from '../runtime/upper-case.ts';
import {
  baseBytes,
  beyondHiveLimit,
  type Cells,
  cellText,
  damagedHive,
  noCell,
  openCells,
} from './cells.ts';
import { nameHash, readSubkeyList } from './subkey-lists.ts';
import { findValue, type HiveValue, readValues } from './values.ts';

/** Everything that is read later throws ScanError: `TARGET_DAMAGED` with the place, or `LIMIT_EXCEEDED`. */
export interface HiveKey {
  readonly name: string;
  /** From below the root, with backslashes; empty for the root. */
  readonly path: string;
  readonly lastWrittenMs: number;
  /** In the hive's order, which is that of their names. */
  subkeys(): Promise<readonly HiveKey[]>;
  subkey(name: string): Promise<HiveKey | undefined>;
  /** In the order in which they were made. */
  values(): Promise<readonly HiveValue[]>;
  /** `''` for the default value. */
  value(name: string): Promise<HiveValue | undefined>;
}

export interface Hive {
  readonly root: HiveKey;
  readonly lastWrittenMs: number;
  /** Why it may lack the last changes: then what is read of it is read in part. Empty for a hive in order. */
  readonly remarks: readonly string[];
  /** By a path with backslashes from below the root (a slash may be part of a name); case does not count. */
  key(path: string): Promise<HiveKey | undefined>;
}

const nameFlag = 0x20;
const keyBytes = 76;
/** Windows allows 512 levels. */
const mostDepth = 512;
const keysAtOnce = 128;
const epochMs = 11_644_473_600_000;

function timeMs(fields: Fields, at: number): number {
  return Number(fields.big64(at) / 10_000n) - epochMs;
}

interface Place {
  readonly reference: number;
  /** The key above; undefined for the root. */
  readonly parent: { readonly reference: number; readonly path: string } | undefined;
  readonly depth: number;
  readonly rootReference: number;
}

/** Checks that the key is where its parent names it: then keys are a tree, whatever a damaged hive says. */
async function readKey(cells: Cells, place: Place): Promise<HiveKey> {
  const { reference, parent, depth, rootReference } = place;
  const head = await cells.start(reference, keyBytes);
  if (head.text(0, 2) !== 'nk') throw damagedHive(head.where(), 'a key is expected here');
  if (parent !== undefined) {
    if (reference === rootReference || head.u32(16) !== parent.reference) {
      throw damagedHive(head.where(16), 'a key is named by another than its parent');
    }
    if (depth > mostDepth) throw beyondHiveLimit(head.where(), `keys ${depth} levels deep`);
  }
  const nameLength = head.u16(72);
  const whole = await cells.start(reference, keyBytes + nameLength);
  const isLatin1 = (head.u16(2) & nameFlag) !== 0;
  const name = cellText(whole.slice(keyBytes, nameLength), isLatin1);
  const above = parent?.path ?? '';
  const path = parent === undefined ? '' : above === '' ? name : `${above}\\${name}`;

  const list = () => readSubkeyList(cells, head.u32(28), head.u32(20));
  const below = (cell: number) =>
    readKey(cells, {
      reference: cell,
      parent: { reference, path },
      depth: depth + 1,
      rootReference,
    });
  return {
    name,
    path,
    lastWrittenMs: timeMs(head, 4),
    async subkeys() {
      const found: HiveKey[] = [];
      const all = await list();
      // Side by side: keys lie apart, and a disk behind an address takes a while for each place.
      for (let at = 0; at < all.length; at += keysAtOnce) {
        const some = all.slice(at, at + keysAtOnce);
        found.push(...(await Promise.all(some.map(({ cell }) => below(cell)))));
      }
      return found;
    },
    async subkey(wanted) {
      const folded = upperCase(wanted);
      const hash = nameHash(wanted);
      for (const one of await list()) {
        if (one.hash !== undefined && hash !== undefined && one.hash !== hash) continue;
        const found = await below(one.cell);
        if (upperCase(found.name) === folded) return found;
      }
      return undefined;
    },
    values: () => readValues(cells, head.u32(40), head.u32(36)),
    value(wanted) {
      const folded = upperCase(wanted);
      return findValue(cells, head.u32(40), head.u32(36), (one) => upperCase(one) === folded);
    },
  };
}

/** The sum of the base block; 0 and -1 are written as 1 and -2. */
function checksum(base: Fields): number {
  let sum = 0;
  for (let at = 0; at < 508; at += 4) sum ^= base.u32(at);
  const unsigned = sum >>> 0;
  return unsigned === 0 ? 1 : unsigned === noCell ? noCell - 1 : unsigned;
}

function remarksOf(base: Fields): string[] {
  const remarks: string[] = [];
  if (base.u32(4) !== base.u32(8)) {
    remarks.push(
      'its sequence numbers differ: the last changes are in its logs, which are not read',
    );
  }
  if (base.u32(508) !== checksum(base)) {
    remarks.push(
      'the checksum of its base block is wrong: it is damaged, or was not written wholly',
    );
  }
  return remarks;
}

/** Opens the hive in `file`, called `name` in messages. Throws ScanError where it is none or its root is damaged. */
export async function openHive(file: Bytes, name: string): Promise<Hive> {
  const bytes = await file.read(0, Math.min(file.size, baseBytes));
  const base = new Fields(bytes, name, 0);
  if (bytes.length < baseBytes || base.text(0, 4) !== 'regf') {
    throw damagedHive(name, 'is no registry hive: it does not start with "regf"');
  }
  const major = base.u32(20);
  const minor = base.u32(24);
  if (major !== 1 || minor < 2 || minor > 6) {
    throw new ScanError(
      'TARGET_UNSUPPORTED',
      base.where(20),
      `a registry hive of version ${major}.${minor}`,
      { hint: 'Versions 1.2 to 1.6 are read: those that Windows NT 4.0 and later write.' },
    );
  }
  const cells = openCells(file, name, base.u32(40), minor);
  const rootReference = base.u32(36);
  const root = await readKey(cells, {
    reference: rootReference,
    parent: undefined,
    depth: 0,
    rootReference,
  });
  return {
    root,
    lastWrittenMs: timeMs(base, 12),
    remarks: remarksOf(base),
    async key(path) {
      let key: HiveKey | undefined = root;
      for (const part of path.split('\\')) {
        if (part !== '') key = await key?.subkey(part);
      }
      return key;
    },
  };
}
