// Reads an OSV export: a zip with one `<ID>.json` a record (APPNOTE 4.3). Bounded: a record, their number, their sum.

import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { crc32, inflateRawSync } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { ScanError } from '../../model/errors.ts';
import { WindowedFile } from './windowed-file.ts';

export interface ZipLimits {
  readonly recordBytes: number;
  readonly totalBytes: number;
  readonly records: number;
}

/** The largest export (Chainguard) has 1.4 million records; the largest record of our feeds is below 2 MB. */
export const zipLimits: ZipLimits = {
  recordBytes: 32 * 1024 ** 2,
  totalBytes: 32 * 1024 ** 3,
  records: 5_000_000,
};

export type ZipRecord =
  | { readonly kind: 'record'; readonly name: string; readonly bytes: Uint8Array }
  /** This entry cannot be read; the others can. */
  | { readonly kind: 'bad'; readonly name: string; readonly reason: string };

/** Records between two turns of the event loop. */
const turnRecords = 500;
const localHeaderBytes = 30;
const localSignature = 0x04034b50;
/** Extra fields of a local header are short; a longer one costs a second read. */
const slackBytes = 64;
const methods = { stored: 0, deflated: 8 } as const;

/** Opens the zip's directory over a window of its own: yauzl reads it in steps of a few bytes. */
async function openDirectory(file: FileHandle): Promise<ZipFile> {
  const { fromRandomAccessReaderPromise, RandomAccessReader } = await import('yauzl');
  const directory = new WindowedFile(file);
  class Reader extends RandomAccessReader {
    override read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (error: Error | null) => void,
    ): void {
      directory.read(position, length).then((bytes) => {
        bytes.copy(buffer, offset);
        callback(bytes.length < length ? new Error('the file ends too early') : null);
      }, callback);
    }
  }
  const { size } = await file.stat();
  return fromRandomAccessReaderPromise(new Reader(), size, { autoClose: false });
}

async function readEntry(file: WindowedFile, entry: Entry): Promise<Uint8Array | string> {
  const { compressedSize, uncompressedSize, compressionMethod } = entry;
  if (entry.isEncrypted()) return 'it is encrypted';
  if (compressionMethod !== methods.stored && compressionMethod !== methods.deflated) {
    return `compression method ${compressionMethod} is not read`;
  }
  const at = entry.relativeOffsetOfLocalHeader;
  const guess = localHeaderBytes + entry.fileNameLength + slackBytes + compressedSize;
  let bytes = await file.read(at, guess);
  if (bytes.length < localHeaderBytes || bytes.readUInt32LE(0) !== localSignature) {
    return `there is no entry at offset ${at}`;
  }
  const start = localHeaderBytes + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
  if (start + compressedSize > guess) bytes = await file.read(at, start + compressedSize);
  const data = bytes.subarray(start, start + compressedSize);
  if (data.length < compressedSize) return 'the file ends within it';
  try {
    const plain =
      compressionMethod === methods.stored
        ? Buffer.from(data)
        : inflateRawSync(data, { maxOutputLength: Math.max(uncompressedSize, 1) });
    if (plain.length !== uncompressedSize) return 'its size is not the announced one';
    if (crc32(plain) !== entry.crc32) return 'its checksum is wrong';
    return plain;
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be inflated';
  }
}

/**
 * The records of the zip file at `path`, in its own order; other entries are passed over.
 * Throws a ScanError (`DATABASE_MISSING`, naming `where`) where the file is no zip, is cut, or is larger than `limits`.
 */
export async function* readZipRecords(
  path: string,
  where: string = path,
  limits: ZipLimits = zipLimits,
): AsyncGenerator<ZipRecord> {
  const broken = (message: string, cause?: unknown): ScanError =>
    new ScanError('DATABASE_MISSING', where, message, {
      hint: 'Fetch the advisory feed again; it was damaged on its way or is no OSV export.',
      ...(cause === undefined ? {} : { cause }),
    });
  const file = await open(path);
  let zip: ZipFile;
  try {
    zip = await openDirectory(file);
  } catch (error) {
    await file.close();
    throw broken(`not a whole zip file: ${error instanceof Error ? error.message : ''}`, error);
  }
  const data = new WindowedFile(file);
  let records = 0;
  let totalBytes = 0;
  try {
    const entries = zip.eachEntry();
    for (;;) {
      const next = await entries.next().catch((error: unknown) => {
        throw broken(
          `its directory is damaged: ${error instanceof Error ? error.message : ''}`,
          error,
        );
      });
      if (next.done === true) return;
      const entry = next.value;
      if (!entry.fileName.endsWith('.json')) continue;
      records++;
      // Reads from a window never leave this turn of the event loop: let signals and timers have theirs.
      if (records % turnRecords === 0) await setImmediate();
      totalBytes += entry.uncompressedSize;
      if (records > limits.records) throw broken(`it has more than ${limits.records} records`);
      if (totalBytes > limits.totalBytes) {
        throw broken(`its records are larger than ${limits.totalBytes} bytes together`);
      }
      // Deflated text is not larger than the text; a size that is would only reserve memory.
      if (Math.max(entry.uncompressedSize, entry.compressedSize) > limits.recordBytes) {
        const reason = `it is larger than ${limits.recordBytes} bytes`;
        yield { kind: 'bad', name: entry.fileName, reason };
        continue;
      }
      const bytes = await readEntry(data, entry).catch((error: unknown) =>
        error instanceof Error ? error.message : 'it cannot be read',
      );
      yield typeof bytes === 'string'
        ? { kind: 'bad', name: entry.fileName, reason: bytes }
        : { kind: 'record', name: entry.fileName, bytes };
    }
  } finally {
    zip.close();
    await file.close();
  }
}
