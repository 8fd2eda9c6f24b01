// One rpm header as the database stores it: index entries and a data store, big-endian (rpm's «Package format» page;
// tag numbers from rpmtag.h). The database leaves out the magic that the header has in a package file.

import { ScanError } from '../../../model/errors.ts';
import { mayBeAsked } from '../owned-paths.ts';

export interface RpmPackage {
  readonly name: string;
  /** `[epoch:]version-release`, with the epoch where the package states one. */
  readonly version: string;
  readonly architecture?: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly modularityLabel?: string;
  readonly licence?: string;
  /** Who says that they made it. */
  readonly vendor?: string;
  /** Manifests and executables that it owns, without leading slash. */
  readonly files: readonly string[];
}

const tags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  licence: 1014,
  architecture: 1022,
  fileModes: 1030,
  sourceRpm: 1044,
  directoryIndexes: 1116,
  baseNames: 1117,
  directoryNames: 1118,
  modularityLabel: 5096,
} as const;

const types = { int16: 3, int32: 4, string: 6, stringArray: 8, i18nString: 9 } as const;

/** rpm's own limits for a header (header.c: hdrchkTags, hdrchkData). */
const mostEntries = 0xffff;
const mostDataBytes = 0x0fff_ffff;

interface Field {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/** The fields of one header that are asked for. */
class Header {
  readonly #bytes: Buffer;
  readonly #data: number;
  readonly #where: string;
  readonly #fields = new Map<number, Field>();

  constructor(bytes: Buffer, where: string) {
    this.#bytes = bytes;
    this.#where = where;
    if (bytes.length < 8) throw this.damaged('is shorter than its preamble');
    const entries = bytes.readUInt32BE(0);
    const dataBytes = bytes.readUInt32BE(4);
    if (entries < 1 || entries > mostEntries || dataBytes > mostDataBytes) {
      throw this.damaged(`claims ${entries} entries and ${dataBytes} bytes`);
    }
    this.#data = 8 + entries * 16;
    if (this.#data + dataBytes > bytes.length) throw this.damaged('ends too early');
    for (let at = 8; at < this.#data; at += 16) {
      // Offsets of region trailers are negative; none of the wanted fields is one.
      this.#fields.set(bytes.readUInt32BE(at), {
        type: bytes.readUInt32BE(at + 4),
        offset: bytes.readInt32BE(at + 8),
        count: bytes.readUInt32BE(at + 12),
      });
    }
  }

  damaged(what: string): ScanError {
    return new ScanError('TARGET_DAMAGED', this.#where, `the rpm header ${what}`, {
      hint: 'Run `rpm --rebuilddb` in the image, or build it again.',
    });
  }

  #field(tag: number, ...allowed: readonly number[]): Field | undefined {
    const field = this.#fields.get(tag);
    if (field === undefined) return undefined;
    if (!allowed.includes(field.type)) throw this.damaged(`has type ${field.type} for tag ${tag}`);
    if (field.offset < 0 || this.#data + field.offset > this.#bytes.length) {
      throw this.damaged(`has tag ${tag} outside its data`);
    }
    return field;
  }

  string(tag: number): string | undefined {
    const field = this.#field(tag, types.string, types.i18nString, types.stringArray);
    if (field === undefined) return undefined;
    return this.#stringAt(this.#data + field.offset, tag).text;
  }

  strings(tag: number): readonly string[] {
    const field = this.#field(tag, types.stringArray, types.string);
    const found: string[] = [];
    let at = this.#data + (field?.offset ?? 0);
    for (let index = 0; index < (field?.count ?? 0); index++) {
      const { text, next } = this.#stringAt(at, tag);
      found.push(text);
      at = next;
    }
    return found;
  }

  #stringAt(start: number, tag: number): { readonly text: string; readonly next: number } {
    const end = this.#bytes.indexOf(0, start);
    if (end === -1) throw this.damaged(`has an endless string at tag ${tag}`);
    return { text: this.#bytes.toString('utf8', start, end), next: end + 1 };
  }

  /** The offset of a field of numbers, when all of them lie within the data. */
  #numbers(
    tag: number,
    type: number,
    width: number,
  ): { readonly at: number; readonly count: number } {
    const field = this.#field(tag, type);
    if (field === undefined) return { at: 0, count: 0 };
    const at = this.#data + field.offset;
    if (at + field.count * width > this.#bytes.length) throw this.damaged(`is cut at tag ${tag}`);
    return { at, count: field.count };
  }

  int32(tag: number): number | undefined {
    const { at, count } = this.#numbers(tag, types.int32, 4);
    return count === 0 ? undefined : this.#bytes.readUInt32BE(at);
  }

  int32s(tag: number): (index: number) => number | undefined {
    const { at, count } = this.#numbers(tag, types.int32, 4);
    return (index) => (index < count ? this.#bytes.readUInt32BE(at + index * 4) : undefined);
  }

  int16s(tag: number): (index: number) => number | undefined {
    const { at, count } = this.#numbers(tag, types.int16, 2);
    return (index) => (index < count ? this.#bytes.readUInt16BE(at + index * 2) : undefined);
  }
}

/**
 * Reads one header. Throws a ScanError where it breaks rpm's own rules for headers.
 * @param where names the header in errors
 */
export function parseRpmHeader(bytes: Buffer, where: string): RpmPackage {
  const header = new Header(bytes, where);
  const name = header.string(tags.name);
  const version = header.string(tags.version);
  const release = header.string(tags.release);
  if (!name || !version || !release) throw header.damaged('has no name, version or release');
  const epoch = header.int32(tags.epoch);
  const prefix = epoch === undefined ? '' : `${epoch}:`;
  const architecture = header.string(tags.architecture);
  const source = splitSourceRpm(header.string(tags.sourceRpm), prefix);
  const modularityLabel = header.string(tags.modularityLabel);
  const licence = header.string(tags.licence);
  const vendor = header.string(tags.vendor);
  return {
    name,
    version: `${prefix}${version}-${release}`,
    ...(architecture ? { architecture } : {}),
    ...(source ? { source } : {}),
    ...(modularityLabel ? { modularityLabel } : {}),
    ...(licence ? { licence } : {}),
    ...(vendor ? { vendor } : {}),
    files: ownedFiles(header),
  };
}

/**
 * `bash-5.1.8-6.el9_1.src.rpm` → name and version. The file name has no epoch, so the package's own is taken: they
 * are equal in all but a handful of packages.
 */
export function splitSourceRpm(
  fileName: string | undefined,
  epochPrefix: string,
): { readonly name: string; readonly version: string } | undefined {
  const match =
    fileName === undefined ? null : /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(fileName);
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { name: match[1], version: `${epochPrefix}${match[2]}` };
}

const regular = 0o100000;
const formatMask = 0o170000;

/** Paths are kept as directory + base name; of all of them only what may be asked for is put together. */
function ownedFiles(header: Header): readonly string[] {
  const directories = header.strings(tags.directoryNames);
  const directoryOf = header.int32s(tags.directoryIndexes);
  const modeOf = header.int16s(tags.fileModes);
  const files: string[] = [];
  for (const [index, name] of header.strings(tags.baseNames).entries()) {
    const mode = modeOf(index) ?? 0;
    const isExecutable = (mode & formatMask) === regular && (mode & 0o111) !== 0;
    if (!mayBeAsked(name, isExecutable)) continue;
    const directory = directories[directoryOf(index) ?? -1];
    if (directory === undefined) throw header.damaged('names a file without directory');
    files.push(`${directory}${name}`.replace(/^\/+/, ''));
  }
  return files;
}
