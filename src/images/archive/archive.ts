// An image archive in a local file: where each of its files lies, so that a layer is read in place.

import { ScanError } from '../../model/errors.ts';
import type { ByteSource } from '../image.ts';
import { openFile, region, type SharedFile } from './file.ts';
import {
  blockBytes,
  normaliseName,
  type OuterHeader,
  paddedBytes,
  readHeader,
  readPax,
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
  /** The name behind links: two names of the same file give one. */
  realName(name: string): string | undefined;
  /** A file in place, links followed; undefined where there is none. */
  at(name: string): ByteSource | undefined;
  /** A small file's bytes. Throws `TARGET_DAMAGED` where it is missing, `LIMIT_EXCEEDED` where it is larger. */
  read(name: string, limitBytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Index {
  readonly files: Map<string, Place>;
  readonly links: Map<string, string>;
}

/** Names and size that pax and GNU headers gave to the entry after them. */
interface Pending {
  path?: string;
  linkpath?: string;
  size?: number;
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
  const index: Index = { files: new Map(), links: new Map() };
  let pending: Pending = {};
  for (let offset = 0, count = 0; offset + blockBytes <= file.size; count += 1) {
    if (count > mostEntries) {
      throw new ScanError('LIMIT_EXCEEDED', file.path, `more than ${mostEntries} entries`, {
        hint: 'This is no image archive; for an unpacked root file system use dir:.',
      });
    }
    const header = readHeader(await file.read(offset, blockBytes), file.path, offset);
    if (header === undefined) return index;
    const sizeBytes =
      header.type === 'file' ? (pending.size ?? header.sizeBytes) : header.sizeBytes;
    const end = offset + blockBytes + sizeBytes;
    if (end > file.size) {
      throw new ScanError('TARGET_DAMAGED', file.path, `the archive ends within ${header.name}`, {
        hint: 'It is truncated: write or download it again.',
      });
    }
    switch (header.type) {
      case 'pax':
        pending = { ...pending, ...readPax(await extension(file, header, offset)) };
        break;
      case 'longname':
      case 'longlink': {
        const bytes = await extension(file, header, offset);
        const name = Buffer.from(bytes).toString('utf8').replace(/\0.*$/s, '');
        pending[header.type === 'longname' ? 'path' : 'linkpath'] = name;
        break;
      }
      default:
        addEntry(index, file.path, header, pending, { offset: offset + blockBytes, sizeBytes });
        pending = {};
    }
    offset += blockBytes + paddedBytes(sizeBytes);
  }
  return index;
}

function addEntry(
  index: Index,
  where: string,
  header: OuterHeader,
  pending: Pending,
  place: Place,
): void {
  const name = normaliseName(pending.path ?? header.name, where);
  index.files.delete(name);
  index.links.delete(name);
  const link = pending.linkpath ?? header.link;
  if (header.type === 'file') index.files.set(name, place);
  else if (header.type === 'link') index.links.set(name, normaliseName(link, where));
  else if (header.type === 'symlink') index.links.set(name, resolveLink(name, link) ?? '');
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
  const { files, links } = index;
  if (files.size === 0) {
    await file.close();
    throw new ScanError('TARGET_DAMAGED', file.path, 'the archive holds no file');
  }

  function realName(name: string): string | undefined {
    let at = name;
    for (let count = 0; count < mostLinks; count += 1) {
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
