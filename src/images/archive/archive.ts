// An image archive in a local file: where each of its files lies, so that a layer is read in place.

import { ScanError } from '../../model/errors.ts';
import type { ByteSource } from '../image.ts';
import { openFile, region, type SharedFile } from './file.ts';
import { type OuterNames, PendingNames, twofold } from './pending-names.ts';
import {
  blockBytes,
  normaliseName,
  type OuterHeader,
  type OuterType,
  paddedBytes,
  readHeader,
  resolveLink,
} from './tar-header.ts';

/** More than any image has; a bound for the index's memory. */
const mostEntries = 200_000;
/** Of a pax or long-name header's data. */
const longestExtension = 1024 * 1024;
const mostLinks = 40;

interface Place {
  readonly offset: number;
  readonly sizeBytes: number;
}

export interface Archive {
  readonly path: string;
  readonly file: SharedFile;
  has(name: string): boolean;
  /** The name behind links: two names of the same file give one. Throws as `at` does where it comes twice. */
  realName(name: string): string | undefined;
  /** A file in place, links followed; undefined where there is none. Throws `TARGET_DAMAGED` where it comes twice. */
  at(name: string): ByteSource | undefined;
  /** A small file's bytes. Throws `TARGET_DAMAGED` where it is missing, `LIMIT_EXCEEDED` where it is larger. */
  read(name: string, limitBytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Index {
  readonly files: Map<string, Place>;
  readonly links: Map<string, string>;
  /** Directories, devices and what has a type that nobody knows: some engines look at the name alone. */
  readonly others: Set<string>;
  /** Names that come more than once: engines take the first or the last. */
  readonly repeated: Set<string>;
  /** Every folder that a name goes through. */
  readonly folders: Set<string>;
}

async function extension(
  file: SharedFile,
  header: OuterHeader,
  offset: number,
): Promise<Uint8Array> {
  if (header.sizeBytes > longestExtension) {
    throw new ScanError('LIMIT_EXCEEDED', file.path, `a name at offset ${offset} is too long`);
  }
  return file.read(offset + blockBytes, header.sizeBytes);
}

async function readIndex(file: SharedFile): Promise<Index> {
  const index: Index = {
    files: new Map(),
    links: new Map(),
    others: new Set(),
    repeated: new Set(),
    folders: new Set(),
  };
  const pending = new PendingNames(file.path);
  for (let offset = 0, count = 0; offset + blockBytes <= file.size; count += 1) {
    if (count > mostEntries) {
      throw new ScanError('LIMIT_EXCEEDED', file.path, `more than ${mostEntries} entries`, {
        hint: 'This is no image archive; for an unpacked root file system use dir:.',
      });
    }
    const header = readHeader(await file.read(offset, blockBytes), file.path, offset);
    if (header === undefined) {
      const next = await file.read(offset + blockBytes, blockBytes);
      if (next.some((byte) => byte !== 0))
        throw twofold(file.path, `the archive goes on after the block of zeros at ${offset}`);
      return index;
    }
    const sizeBytes = pending.sizeOf(header);
    const end = offset + blockBytes + sizeBytes;
    if (end > file.size) {
      throw new ScanError('TARGET_DAMAGED', file.path, `the archive ends within ${header.name}`, {
        hint: 'It is truncated: write or download it again.',
      });
    }
    const { type } = header;
    if (type === 'pax' || type === 'global' || type === 'longname' || type === 'longlink')
      pending.take(type, await extension(file, header, offset));
    else {
      const place = { offset: offset + blockBytes, sizeBytes };
      addEntry(index, file.path, type, pending.applyTo(header), place);
    }
    offset += blockBytes + paddedBytes(sizeBytes);
  }
  return index;
}

function addEntry(
  { files, links, others, repeated, folders }: Index,
  where: string,
  type: OuterType,
  entry: OuterNames,
  place: Place,
): void {
  const name = normaliseName(entry.name, where);
  if (files.has(name) || links.has(name) || (type !== 'other' && others.has(name))) {
    repeated.add(name);
  }
  if (type === 'other') {
    others.add(name);
    return;
  }
  // An engine that unpacks the archive would follow such a link, and write over what is there.
  for (let slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
    const folder = name.slice(0, slash);
    if (links.has(folder) || files.has(folder)) throw twofold(where, `${name} lies behind a link`);
    folders.add(folder);
  }
  if (folders.has(name)) throw twofold(where, `${name} takes a folder's place`);
  if (type === 'file') files.set(name, place);
  else if (type === 'link') links.set(name, normaliseName(entry.link, where));
  else links.set(name, resolveLink(name, entry.link) ?? '');
}

/** Indexes a plain tar file by its headers. Throws `TARGET_DAMAGED` where it is none or ends too early. */
export async function openArchive(path: string): Promise<Archive> {
  return indexArchive(await openFile(path));
}

/** `openArchive` on an open file, which the archive then owns. */
export async function indexArchive(file: SharedFile): Promise<Archive> {
  let index: Index;
  try {
    index = await readIndex(file);
  } catch (error) {
    await file.close();
    throw error;
  }
  const { files, links, repeated } = index;
  if (files.size === 0) {
    await file.close();
    throw new ScanError('TARGET_DAMAGED', file.path, 'the archive holds no file');
  }

  function realName(name: string): string | undefined {
    let at = name;
    for (let count = 0; count < mostLinks; count += 1) {
      if (repeated.has(at)) throw twofold(file.path, `the archive holds ${at} more than once`);
      if (files.has(at)) return at;
      const next = links.get(at);
      if (next === undefined) return undefined;
      at = next;
    }
    return undefined;
  }

  function at(name: string): ByteSource | undefined {
    const real = realName(name);
    const place = real === undefined ? undefined : files.get(real);
    return place === undefined ? undefined : region(file, place.offset, place.sizeBytes);
  }

  return {
    path: file.path,
    file,
    has: (name) => realName(name) !== undefined,
    realName,
    at,
    async read(name, limitBytes) {
      const source = at(name);
      if (source === undefined) {
        throw new ScanError('TARGET_DAMAGED', file.path, `the archive does not hold ${name}`);
      }
      if (source.size > limitBytes) {
        throw new ScanError(
          'LIMIT_EXCEEDED',
          file.path,
          `${name} is larger than ${limitBytes} bytes`,
        );
      }
      return source.read(0, source.size);
    },
    close: () => file.close(),
  };
}
