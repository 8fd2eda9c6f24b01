// The headers of the outer tar of an image archive: names, sizes and links only. POSIX ustar and pax, GNU long names.
// The layers' own tars have a reader of their own, which knows far more.

import { ScanError } from '../../model/errors.ts';

export const blockBytes = 512;

export type OuterType = 'file' | 'link' | 'symlink' | 'other' | 'pax' | 'longname' | 'longlink';

export interface OuterHeader {
  readonly type: OuterType;
  readonly name: string;
  readonly link: string;
  readonly sizeBytes: number;
}

function text(block: Uint8Array, from: number, length: number): string {
  const end = block.indexOf(0, from);
  const to = end < 0 || end > from + length ? from + length : end;
  return Buffer.from(block.buffer, block.byteOffset + from, to - from).toString('utf8');
}

/** Octal text, or base-256 where the first bit is set. NaN: neither. */
function number(block: Uint8Array, from: number, length: number): number {
  const first = block[from] ?? 0;
  if ((first & 0x80) === 0) {
    const digits = text(block, from, length).trim();
    if (digits === '') return 0;
    return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
  }
  let value = first & 0x3f;
  for (let at = from + 1; at < from + length; at += 1) value = value * 256 + (block[at] ?? 0);
  return (first & 0x40) === 0 && Number.isSafeInteger(value) ? value : Number.NaN;
}

const types: Readonly<Record<string, OuterType>> = {
  '0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'symlink',
  x: 'pax',
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
  let sum = 0;
  for (let at = 0; at < blockBytes; at += 1) {
    sum += at >= 148 && at < 156 ? 32 : (block[at] ?? 0);
  }
  if (sum === 256) return undefined;
  const sizeBytes = number(block, 124, 12);
  if (number(block, 148, 8) !== sum || Number.isNaN(sizeBytes)) {
    throw new ScanError(
      'TARGET_DAMAGED',
      where,
      offset === 0 ? 'this is no tar archive' : `the tar header at offset ${offset} is damaged`,
      { hint: 'Write the archive again (docker save, skopeo copy).' },
    );
  }
  const flag = text(block, 156, 1) || '0';
  const prefix = text(block, 257, 5) === 'ustar' && block[263] !== 32 ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  return {
    type: types[flag] ?? 'other',
    name: prefix === '' ? name : `${prefix}/${name}`,
    link: text(block, 157, 100),
    sizeBytes: dataless.has(flag) ? 0 : sizeBytes,
  };
}

/** The `path`, `linkpath` and `size` records of a pax header; the others do not matter here. */
export function readPax(data: Uint8Array): { path?: string; linkpath?: string; size?: number } {
  const found: { path?: string; linkpath?: string; size?: number } = {};
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const length = space < 0 ? Number.NaN : Number(bytes.toString('latin1', at, space));
    if (!Number.isInteger(length) || length <= space - at || at + length > bytes.length) break;
    const record = bytes.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    const value = record.slice(equals + 1);
    if (record.startsWith('path=')) found.path = value;
    else if (record.startsWith('linkpath=')) found.linkpath = value;
    else if (record.startsWith('size=') && /^\d{1,15}$/.test(value)) found.size = Number(value);
    at += length;
  }
  return found;
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
