// Extended headers and long names that wait for their entry, read as Go's archive/tar reads them: the engines are built
// on it. What other readers (POSIX pax, GNU tar, libarchive) take for another name or size is a doubt.

import { type PaxRecords, readPaxRecords } from './pax.ts';
import { flags, textEnd } from './tar-fields.ts';
import { applyPax, sizeOf, type TarHeader } from './tar-header.ts';

const none = new Uint8Array(0);
/** Sizes from here on do not fit a header's octal field, so that only the record has them. */
const octalLimit = 8 ** 11;

/** Records that say what an entry is called and how long it is. */
const telling = ['path', 'linkpath', 'size'];

export class PendingHeaders {
  readonly #doubt: (reason: string) => void;
  #longPath: Uint8Array = none;
  #longLink: Uint8Array = none;
  #pax: PaxRecords | undefined;

  /** `doubt` is told where readers differ. */
  constructor(doubt: (reason: string) => void) {
    this.#doubt = doubt;
  }

  /** The records that wait, until `applyTo` has been called. */
  get pax(): PaxRecords | undefined {
    return this.#pax;
  }

  /** The data of a header of type x, g, L or K; false: it is none. */
  take(flag: number, data: Uint8Array): boolean {
    if (flag === flags.longPath || flag === flags.longLink) {
      const text = data.subarray(0, textEnd(data, 0, data.length));
      const before = flag === flags.longPath ? this.#longPath : this.#longLink;
      if (text.length === 0) this.#doubt('an empty long name');
      if (before.length > 0 && !isSame(before, text)) this.#doubt('two long names of one entry');
      if (flag === flags.longPath) this.#longPath = text;
      else this.#longLink = text;
      return true;
    }
    const records = readPaxRecords(data);
    if (records === undefined) return false;
    if (flag === flags.globalPax) {
      this.#takeGlobal(records);
      return true;
    }
    if (this.#pax !== undefined) this.#doubt('two extended headers of one entry');
    if (records.isContradictory) this.#doubt('two names or sizes in one extended header');
    if (telling.some((key) => records.values.get(key)?.length === 0))
      this.#doubt('an empty name or size in an extended header');
    this.#pax = records;
    return true;
  }

  /** Go ignores what global headers say, and forgets what came before them. */
  #takeGlobal({ values, isSparse }: PaxRecords): void {
    if (isSparse || telling.some((key) => values.has(key)))
      this.#doubt('a global header with names or sizes');
    if (this.#pax !== undefined || this.#longPath.length > 0 || this.#longLink.length > 0)
      this.#doubt('a global header between an entry and its extended header');
    this.#forget();
  }

  /** Changes what a header's block says of itself; false: a size that is none. */
  applyTo(header: TarHeader, hasData: boolean): boolean {
    const pax = this.#pax;
    if (pax !== undefined) {
      const size = sizeOf(pax.values.get('size'), header.size);
      if (Number.isNaN(size)) return false;
      if (hasData && size !== header.size && size < octalLimit)
        this.#doubt('two sizes of one entry');
      header.size = size;
      applyPax(header, pax);
    }
    header.path = this.#chosen(this.#longPath, header.path, pax, 'path');
    header.link = this.#chosen(this.#longLink, header.link, pax, 'linkpath');
    const sparseName = pax?.values.get('GNU.sparse.name') ?? none;
    if (sparseName.length > 0 && this.#longPath.length > 0 && !isSame(sparseName, this.#longPath))
      this.#doubt('two names of one entry');
    this.#forget();
    return true;
  }

  /** A long name wins over a record. */
  #chosen(
    long: Uint8Array,
    other: Uint8Array,
    pax: PaxRecords | undefined,
    key: string,
  ): Uint8Array {
    if (long.length === 0) return other;
    const record = pax?.values.get(key) ?? none;
    if (record.length > 0 && !isSame(record, long)) this.#doubt('two names of one entry');
    return long;
  }

  #forget(): void {
    this.#pax = undefined;
    this.#longPath = none;
    this.#longLink = none;
  }
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
