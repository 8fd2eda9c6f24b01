// The build information that Go's linker writes into executables (cmd/link, debug/buildinfo): where it lies and
// how it is packed, in both formats: inline strings (Go 1.18 and later) and pointers to string headers (before).

import { ScanError } from '../../../model/errors.ts';
import type { Bytes } from '../../../model/file-tree.ts';
import { readBuffer } from '../../read-bytes.ts';
import { type Executable, openExecutable } from './executable.ts';

/** `\xff Go buildinf:`, aligned to 16 bytes. */
const magic = Buffer.from('ff20476f206275696c64696e663a', 'hex');
const alignment = 16;
const headerBytes = 32;

const chunkBytes = 1024 ** 2;
/** The blob lies at the start of its section; where there is no such section, of the data segment. */
const mostSearchedBytes = 64 * 1024 ** 2;
const mostTextBytes = 16 * 1024 ** 2;

const inlineFlag = 2;
const bigEndianFlag = 1;

export interface GoBuildInfo {
  /** `go1.22.1`; development versions have more words. */
  readonly goVersion: string;
  /** Lines of `path`, `mod`, `dep`, `=>` and `build`; empty for a binary built outside a module. */
  readonly moduleInfo: string;
}

/**
 * Undefined for what is no executable or none of Go. Throws a ScanError for a Go executable whose build information
 * is damaged.
 * @param where names the file in errors
 */
export async function readGoBuildInfo(
  bytes: Bytes,
  where: string,
): Promise<GoBuildInfo | undefined> {
  const executable = await openExecutable(bytes);
  if (executable === undefined) return undefined;
  const at = await findMagic(bytes, executable);
  if (at === undefined) return undefined;
  const header = await readBuffer(bytes, at, headerBytes);
  const pointerBytes = header[14] ?? 0;
  const flags = header[15] ?? 0;
  const found =
    (flags & inlineFlag) !== 0
      ? await readInline(bytes, at + headerBytes)
      : await readPointers(bytes, executable, header, pointerBytes, (flags & bigEndianFlag) !== 0);
  if (found === undefined) {
    throw new ScanError('TARGET_DAMAGED', where, 'its Go build information is damaged', {
      hint: 'Build the program again, or replace the file.',
    });
  }
  // A version that cannot be read is how the linker marks a binary that carries none.
  return found.goVersion === '' ? undefined : found;
}

async function findMagic(bytes: Bytes, { search }: Executable): Promise<number | undefined> {
  if (search === undefined) return undefined;
  const end = Math.min(
    search.offset + search.length,
    bytes.size,
    search.offset + mostSearchedBytes,
  );
  for (let at = search.offset; at < end; at += chunkBytes) {
    // Chunks overlap by the magic's length; it is aligned to the section's start.
    const chunk = await readBuffer(bytes, at, Math.min(chunkBytes + magic.length, end - at));
    for (let hit = chunk.indexOf(magic); hit !== -1; hit = chunk.indexOf(magic, hit + 1)) {
      if ((at + hit - search.offset) % alignment === 0) return at + hit;
    }
  }
  return undefined;
}

async function readInline(bytes: Bytes, start: number): Promise<GoBuildInfo | undefined> {
  const version = await readCounted(bytes, start);
  if (version === undefined) return undefined;
  const modules = await readCounted(bytes, version.next);
  if (modules === undefined) return undefined;
  return { goVersion: version.data.toString('utf8'), moduleInfo: unwrap(modules.data) };
}

/** A string after its length as an unsigned varint. */
async function readCounted(
  bytes: Bytes,
  start: number,
): Promise<{ readonly data: Buffer; readonly next: number } | undefined> {
  const head = await readBuffer(bytes, start, 10);
  let length = 0;
  for (const [index, byte] of head.entries()) {
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte >= 0x80) continue;
    const from = start + index + 1;
    if (length > mostTextBytes || from + length > bytes.size) return undefined;
    return { data: await readBuffer(bytes, from, length), next: from + length };
  }
  return undefined;
}

async function readPointers(
  bytes: Bytes,
  executable: Executable,
  header: Buffer,
  pointerBytes: number,
  isBig: boolean,
): Promise<GoBuildInfo | undefined> {
  if (pointerBytes !== 4 && pointerBytes !== 8) return undefined;
  const wordAt = (data: Buffer, at: number): number => {
    if (data.length < at + pointerBytes) return -1;
    if (pointerBytes === 4) return isBig ? data.readUInt32BE(at) : data.readUInt32LE(at);
    return Number(isBig ? data.readBigUInt64BE(at) : data.readBigUInt64LE(at));
  };
  const stringAt = async (address: number): Promise<Buffer | undefined> => {
    const pair = executable.offsetOf(address);
    if (pair === undefined) return undefined;
    const words = await readBuffer(bytes, pair, 2 * pointerBytes);
    const length = wordAt(words, pointerBytes);
    if (length === 0) return Buffer.alloc(0);
    const data = executable.offsetOf(wordAt(words, 0));
    if (data === undefined || length < 0 || length > mostTextBytes) return undefined;
    return data + length > bytes.size ? undefined : readBuffer(bytes, data, length);
  };
  const version = await stringAt(wordAt(header, 16));
  const moduleAddress = wordAt(header, 16 + pointerBytes);
  const modules = moduleAddress === 0 ? Buffer.alloc(0) : await stringAt(moduleAddress);
  return version === undefined || modules === undefined
    ? undefined
    : { goVersion: version.toString('utf8'), moduleInfo: unwrap(modules) };
}

/** The text stands between two marks of 16 bytes. */
function unwrap(data: Buffer): string {
  const isWrapped = data.length >= 33 && data[data.length - 17] === 0x0a;
  return isWrapped ? data.toString('utf8', 16, data.length - 16) : '';
}
