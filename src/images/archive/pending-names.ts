// What extended headers and long names say of the archive entry after them. An archive of which readers of tars take
// different names or sizes is refused: an engine would load another image than the one that was scanned.

import { ScanError } from '../../model/errors.ts';
import { readPaxRecords } from '../layers/pax.ts';
import { sizeOf } from '../layers/tar-header.ts';
import type { OuterHeader } from './tar-header.ts';

export interface OuterNames {
  readonly name: string;
  readonly link: string;
  readonly sizeBytes: number;
}

interface Pending {
  path?: string;
  linkpath?: string;
  size?: number;
}

/** Sizes from here on do not fit a header's octal field. */
const octalLimit = 8 ** 11;

export class PendingNames {
  readonly #where: string;
  #pending: Pending = {};
  #hasRecords = false;

  constructor(where: string) {
    this.#where = where;
  }

  /** Bytes of an entry's data in the archive. */
  sizeOf({ type, sizeBytes }: OuterHeader): number {
    return type === 'file' ? (this.#pending.size ?? sizeBytes) : sizeBytes;
  }

  /** The data of a header of type pax, global, longname or longlink. Throws `TARGET_DAMAGED`. */
  take(type: 'pax' | 'global' | 'longname' | 'longlink', data: Uint8Array): void {
    if (type === 'longname' || type === 'longlink') {
      const text = Buffer.from(data).toString('utf8').replace(/\0.*$/s, '');
      this.#set(type === 'longname' ? 'path' : 'linkpath', text);
      return;
    }
    const records = readPaxRecords(data);
    if (records === undefined || records.isSparse || records.isContradictory) throw this.#twofold();
    const { values } = records;
    if (type === 'global') {
      const isTelling = ['path', 'linkpath', 'size'].some((key) => values.has(key));
      if (isTelling || this.#hasRecords || Object.keys(this.#pending).length > 0)
        throw this.#twofold();
      return;
    }
    if (this.#hasRecords) throw this.#twofold();
    this.#hasRecords = true;
    for (const key of ['path', 'linkpath'] as const) {
      const value = values.get(key);
      if (value !== undefined) this.#set(key, Buffer.from(value).toString('utf8'));
    }
    const size = values.get('size');
    if (size === undefined) return;
    this.#pending.size = sizeOf(size, Number.NaN);
    if (Number.isNaN(this.#pending.size)) throw this.#twofold();
  }

  /** What an entry is called, and how long it is; the next one starts anew. */
  applyTo(header: OuterHeader): OuterNames {
    const { path, linkpath, size } = this.#pending;
    const isOther = header.type === 'file' && size !== undefined && size !== header.sizeBytes;
    if (isOther && size < octalLimit) throw this.#twofold();
    const sizeBytes = this.sizeOf(header);
    this.#pending = {};
    this.#hasRecords = false;
    return { name: path ?? header.name, link: linkpath ?? header.link, sizeBytes };
  }

  #set(key: 'path' | 'linkpath', text: string): void {
    const before = this.#pending[key];
    if (text === '' || (before !== undefined && before !== text)) throw this.#twofold();
    this.#pending[key] = text;
  }

  #twofold(): ScanError {
    return twofold(this.#where, 'an entry has headers that readers of tars take differently');
  }
}

/** The error of an archive that engines and scanners may read as different images. */
export function twofold(where: string, what: string): ScanError {
  return new ScanError('TARGET_DAMAGED', where, what, {
    hint: 'Write the archive again (docker save, skopeo copy); if you did not make it, do not trust it.',
  });
}
