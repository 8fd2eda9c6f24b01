// Cells of a registry hive: after the base block of 4 KiB lies one stretch of them; each starts with its size, negative
// where it is in use. References count from the stretch's start. (github.com/msuhanov/regf, "Windows registry file
// format specification".)

import { ScanError } from '../model/errors.ts';
import type { Bytes } from '../model/file-tree.ts';
import { Fields } from '../runtime/fields.ts';

export const baseBytes = 4096;
/** A reference to nothing. */
export const noCell = 0xffff_ffff;

const pageBytes = 128 * 1024;
const keptPages = 128;
/** The largest cell is one of data in hives before version 1.4. */
const mostCellBytes = 16 * 1024 * 1024;

export interface Cells {
  readonly name: string;
  readonly minorVersion: number;
  /** All cells together. */
  readonly size: number;
  /** A cell in use, without its size. Throws ScanError where there is none. */
  cell(reference: number): Promise<Fields>;
  /** The first `length` bytes of a cell with at least as many. */
  start(reference: number, length: number): Promise<Fields>;
}

export function damagedHive(where: string, message: string): ScanError {
  return new ScanError('TARGET_DAMAGED', where, message, {
    hint: 'The registry hive is damaged: load it in Windows (reg load), which repairs it, or capture the image again.',
  });
}

export function beyondHiveLimit(where: string, message: string): ScanError {
  return new ScanError('LIMIT_EXCEEDED', where, message, {
    hint: 'No hive that Windows wrote is like this.',
  });
}

/** Bytes by pages that are kept: cells are small, and lie where the one before lies. */
function pagedReader(file: Bytes, name: string) {
  const pages = new Map<number, Promise<Uint8Array>>();
  const pageAt = (index: number): Promise<Uint8Array> => {
    const page = pages.get(index) ?? file.read(index * pageBytes, pageBytes);
    pages.delete(index);
    pages.set(index, page);
    for (const oldest of pages.keys()) {
      if (pages.size <= keptPages) break;
      pages.delete(oldest);
    }
    return page;
  };
  return async (at: number, length: number): Promise<Uint8Array> => {
    if (at + length > file.size) {
      throw damagedHive(
        `${name}, byte ${at}`,
        `is asked for, but the hive ends at byte ${file.size}`,
      );
    }
    const first = Math.floor(at / pageBytes);
    const within = at - first * pageBytes;
    if (within + length <= pageBytes) {
      return (await pageAt(first)).subarray(within, within + length);
    }
    return file.read(at, length);
  };
}

/** The cells of the hive in `file`; `size` of them as the base block has it. */
export function openCells(file: Bytes, name: string, size: number, minorVersion: number): Cells {
  const read = pagedReader(file, name);

  async function part(reference: number, wanted: number | undefined): Promise<Fields> {
    const at = baseBytes + reference;
    const where = `${name}, byte ${at}`;
    if (reference % 8 !== 0 || reference + 8 > size) {
      throw damagedHive(where, 'is named as a cell, but there can be none');
    }
    const length = -new Fields(await read(at, 4), name, at).i32(0);
    if (length < 8 || length % 8 !== 0 || reference + length > size) {
      const what = length <= 0 ? 'is free' : `has ${length} bytes`;
      throw damagedHive(where, `a cell that is in use ${what}`);
    }
    const rest = wanted ?? length - 4;
    if (rest > mostCellBytes) throw beyondHiveLimit(where, `a cell of ${length} bytes`);
    if (rest > length - 4) throw damagedHive(where, `a cell of ${length} bytes is too short`);
    return new Fields(await read(at + 4, rest), name, at + 4);
  }

  return {
    name,
    minorVersion,
    size,
    cell: (reference) => part(reference, undefined),
    start: (reference, length) => part(reference, length),
  };
}

/** Text as hives have it: Latin-1 where a flag says so, else UTF-16. */
export function cellText(bytes: Uint8Array, isLatin1: boolean): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString(isLatin1 ? 'latin1' : 'utf16le');
}
