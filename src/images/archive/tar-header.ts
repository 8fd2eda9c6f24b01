// The headers of the outer tar of an image archive: names, sizes and links only. POSIX ustar and pax, GNU long names.
// The layers' own tars have a reader of their own, which knows far more; the fields of a block are the same.

import { ScanError } from '../../model/errors.ts';
import { blockBytes, checkBlock, prefixOf, readNumber, textEnd } from '../layers/tar-fields.ts';

export { blockBytes };

export type OuterType =
  | 'file'
  | 'link'
  | 'symlink'
  | 'other'
  | 'pax'
  | 'global'
  | 'longname'
  | 'longlink';

export interface OuterHeader {
  readonly type: OuterType;
  readonly name: string;
  readonly link: string;
  readonly sizeBytes: number;
}

function text(block: Uint8Array, from: number, length: number): string {
  return Buffer.from(block.subarray(from, textEnd(block, from, length))).toString('utf8');
}

const types: Readonly<Record<string, OuterType>> = {
  '0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'symlink',
  x: 'pax',
  g: 'global',
  L: 'longname',
  K: 'longlink',
};
/** Links, devices, directories and FIFOs have no data, whatever their size says. */
const dataless: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '6']);

/** One header; undefined for a block of zeros (the end). Throws `TARGET_DAMAGED` on a bad checksum or size. */
export function readHeader(
  block: Uint8Array,
  where: string,
  offset: number,
): OuterHeader | undefined {
  const kind = checkBlock(block, 0);
  if (kind === 'zeros') return undefined;
  const sizeBytes = readNumber(block, 124, 12);
  const prefix = prefixOf(block, 0);
  const flag = text(block, 156, 1) || '0';
  const name = text(block, 0, 100);
  // A name with a slash at its end is a file to some readers and a directory to others.
  const isTwofold = prefix.isDoubtful || (flag === '0' && name.endsWith('/') && sizeBytes > 0);
  if (kind === 'damaged' || !(sizeBytes >= 0) || isTwofold) {
    throw new ScanError(
      'TARGET_DAMAGED',
      where,
      offset === 0 ? 'this is no tar archive' : `the tar header at offset ${offset} is damaged`,
      { hint: 'Write the archive again (docker save, skopeo copy).' },
    );
  }
  const before = Buffer.from(prefix.bytes).toString('utf8');
  return {
    type: types[flag] ?? 'other',
    name: before === '' ? name : `${before}/${name}`,
    link: text(block, 157, 100),
    sizeBytes: dataless.has(flag) ? 0 : sizeBytes,
  };
}

/** Bytes that an entry's data takes with its padding. */
export function paddedBytes(sizeBytes: number): number {
  return Math.ceil(sizeBytes / blockBytes) * blockBytes;
}

/**
 * The name without `./`, doubled and leading slashes. Throws `TARGET_DAMAGED` on a name with `..`: no image archive
 * has one, and whoever wrote it means harm.
 */
export function normaliseName(name: string, where: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) {
    throw new ScanError('TARGET_DAMAGED', where, `an entry's name leaves the archive: ${name}`);
  }
  return parts.join('/');
}

/** Where a symbolic link of the archive points to; undefined when out of it. */
export function resolveLink(from: string, link: string): string | undefined {
  const parts = link.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of link.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
