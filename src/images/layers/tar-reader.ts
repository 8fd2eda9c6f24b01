// Reads a tar as its bytes come, chunk by chunk and without waiting: ustar, pax, GNU long names, sparse files.

import { type PaxRecords, paxNumber, readPaxRecords } from './pax.ts';
import { areSound, MapLines, readMapText, readOldParts, type SparseParts } from './sparse.ts';
import { blockBytes, checkBlock, readNumber, textEnd } from './tar-fields.ts';
import { applyPax, emptyHeader, fillHeader, type TarHeader, typeOf } from './tar-header.ts';

export interface DataSink {
  write(chunk: Uint8Array): void;
  end(): void;
}

export interface TarHandler {
  /** Whoever wants the entry's stored bytes gives a sink. */
  entry(header: TarHeader): DataSink | undefined;
}

/** Extended headers and long names above this are refused. */
const metadataLimit = 4 * 1024 * 1024;

const none = new Uint8Array(0);

type State = 'header' | 'data' | 'metadata' | 'sparse-blocks' | 'sparse-map' | 'ended';

export class TarReader {
  /** Why the rest could not be read, with the offset in the layer; undefined: so far it could. */
  failure: string | undefined;
  readonly #handler: TarHandler;
  readonly #header = emptyHeader();
  readonly #carry = new Uint8Array(blockBytes);
  #carried = 0;
  #state: State = 'header';
  /** Where the current chunk starts in the layer. */
  #base = 0;
  #remaining = 0;
  #padding = 0;
  #zeros = 0;
  #sink: DataSink | undefined;
  #metadata = new Uint8Array(0);
  #metadataFilled = 0;
  #metadataType = 0;
  #map = new MapLines();
  #longPath: Uint8Array | undefined;
  #longLink: Uint8Array | undefined;
  #pax: PaxRecords | undefined;
  #global: PaxRecords | undefined;

  constructor(handler: TarHandler) {
    this.#handler = handler;
  }

  /** Takes the next bytes; never throws for what they are: see `failure`. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && this.#state !== 'ended') {
      if (this.#remaining > 0 || this.#padding > 0) {
        at = this.#advance(chunk, at);
        continue;
      }
      if (this.#carried === 0 && chunk.length - at >= blockBytes) {
        this.#block(chunk, at, this.#base + at);
        at += blockBytes;
        continue;
      }
      const length = Math.min(blockBytes - this.#carried, chunk.length - at);
      this.#carry.set(chunk.subarray(at, at + length), this.#carried);
      this.#carried += length;
      at += length;
      if (this.#carried < blockBytes) break;
      this.#carried = 0;
      this.#block(this.#carry, 0, this.#base + at - blockBytes);
    }
    this.#base += chunk.length;
  }

  /** To be called after the last bytes. */
  end(): void {
    if (this.#state === 'ended') return;
    const isWhole = this.#state === 'header' && this.#carried === 0 && this.#remaining === 0;
    if (!isWhole) this.#fail('ends in the middle of an entry', this.#base);
    this.#state = 'ended';
  }

  #fail(reason: string, offset: number): void {
    this.failure ??= `the tar ${reason} (offset ${offset})`;
    this.#state = 'ended';
    this.#sink = undefined;
  }

  /** Data, metadata and what fills the last block up. */
  #advance(chunk: Uint8Array, at: number): number {
    if (this.#remaining === 0) {
      const length = Math.min(this.#padding, chunk.length - at);
      this.#padding -= length;
      return at + length;
    }
    const length = Math.min(this.#remaining, chunk.length - at);
    this.#remaining -= length;
    if (this.#state === 'metadata') {
      this.#metadata.set(chunk.subarray(at, at + length), this.#metadataFilled);
      this.#metadataFilled += length;
      if (this.#remaining === 0) this.#endMetadata(this.#base + at + length);
    } else {
      this.#sink?.write(length === chunk.length ? chunk : chunk.subarray(at, at + length));
      if (this.#remaining === 0) this.#endData();
    }
    return at + length;
  }

  #endData(): void {
    const sink = this.#sink;
    this.#sink = undefined;
    if (this.#state === 'data') this.#state = 'header';
    sink?.end();
  }

  #endMetadata(offset: number): void {
    const data = this.#metadata;
    this.#metadata = none;
    this.#state = 'header';
    const type = this.#metadataType;
    if (type === 0x4c || type === 0x4b) {
      const text = data.subarray(0, textEnd(data, 0, data.length));
      if (type === 0x4c) this.#longPath = text;
      else this.#longLink = text;
      return;
    }
    const records = readPaxRecords(data);
    if (records === undefined) return this.#fail('has an extended header that is none', offset);
    if (type === 0x67) {
      this.#global ??= { values: new Map(), sparsePairs: [] };
      for (const [key, value] of records.values) this.#global.values.set(key, value);
    } else this.#pax = records;
  }

  #block(block: Uint8Array, start: number, offset: number): void {
    if (this.#state === 'sparse-blocks') return this.#sparseBlock(block, start, offset);
    if (this.#state === 'sparse-map') return this.#sparseMap(block, start, offset);
    const kind = checkBlock(block, start);
    if (kind === 'zeros') {
      if (++this.#zeros === 2) this.#state = 'ended';
      return;
    }
    if (this.#zeros > 0) return this.#fail('goes on after a block of zeros', offset);
    if (kind === 'damaged') return this.#fail('has a header with a wrong checksum', offset);
    const size = readNumber(block, start + 124, 12);
    if (!(size >= 0)) return this.#fail('has a header without a size', offset);
    const flag = block[start + 156] ?? 0;
    // x, g, L, K: what they say is for the next entry.
    if (flag === 0x78 || flag === 0x67 || flag === 0x4c || flag === 0x4b) {
      if (size > metadataLimit) return this.#fail('has an extended header beyond 4 MiB', offset);
      this.#metadata = new Uint8Array(size);
      this.#metadataFilled = 0;
      this.#metadataType = flag;
      this.#state = 'metadata';
      this.#expect(size);
      if (size === 0) this.#endMetadata(offset);
      return;
    }
    this.#entry(block, start, offset, size, flag);
  }

  #expect(size: number): void {
    this.#remaining = size;
    this.#padding = (blockBytes - (size % blockBytes)) % blockBytes;
  }

  #entry(block: Uint8Array, start: number, offset: number, size: number, flag: number): void {
    const header = this.#header;
    fillHeader(header, block, start);
    header.path = this.#longPath ?? header.path;
    header.link = this.#longLink ?? header.link;
    header.size = size;
    if (this.#global !== undefined) applyPax(header, this.#global);
    if (this.#pax !== undefined) applyPax(header, this.#pax);
    header.type = typeOf(flag, header.path);
    // Links, devices, directories and FIFOs have no data, whatever their size says; every other type has.
    const hasData = !(flag >= 0x31 && flag <= 0x36);
    header.stored = hasData ? header.size : 0;
    header.dataAt = offset + blockBytes;
    if (header.type !== 'file') header.size = 0;

    const pax = this.#pax;
    this.#longPath = undefined;
    this.#longLink = undefined;
    this.#pax = undefined;
    // Volume headers and the rest of a file from another volume name nothing that is here.
    if (flag === 0x56 || flag === 0x4d) {
      this.#state = 'data';
      this.#expect(header.stored);
      if (header.stored === 0) this.#state = 'header';
      return;
    }
    if (flag === 0x53) return this.#oldSparse(block, start, offset);
    if (pax !== undefined && header.type === 'file') {
      const verdict = this.#paxSparse(pax, offset);
      if (verdict === 'taken') return;
    }
    this.#emit(offset);
  }

  #oldSparse(block: Uint8Array, start: number, offset: number): void {
    const header = this.#header;
    const parts: SparseParts = [];
    header.parts = parts;
    header.size = readNumber(block, start + 483, 12);
    if (!readOldParts(block, start + 386, 4, parts))
      return this.#fail('has a sparse file without its map', offset);
    if (block[start + 482] === 0) return this.#emit(offset);
    // The chunk may be gone by the time that the last extension block has come.
    header.path = new Uint8Array(header.path);
    this.#state = 'sparse-blocks';
  }

  #sparseBlock(block: Uint8Array, start: number, offset: number): void {
    const parts = this.#header.parts ?? [];
    if (!readOldParts(block, start, 21, parts) || parts.length > 2_000_000)
      return this.#fail('has a sparse file without its map', offset);
    this.#header.dataAt = offset + blockBytes;
    if (block[start + 504] === 0) this.#emit(offset);
  }

  #paxSparse(pax: PaxRecords, offset: number): 'plain' | 'taken' {
    const header = this.#header;
    const value = (key: string) => pax.values.get(`GNU.sparse.${key}`);
    header.path = value('name') ?? header.path;
    const real = paxNumber(value('realsize') ?? value('size'));
    if (paxNumber(value('major')) === 1) {
      header.size = real;
      header.path = new Uint8Array(header.path);
      this.#map = new MapLines();
      this.#state = 'sparse-map';
      if (header.stored < blockBytes) this.#fail('has a sparse file without its map', offset);
      return 'taken';
    }
    const map = value('map');
    if (map === undefined && pax.sparsePairs.length === 0) return 'plain';
    const parts = map === undefined ? pax.sparsePairs : readMapText(map);
    if (parts === undefined) {
      this.#fail('has a sparse file without its map', offset);
      return 'taken';
    }
    header.size = real;
    header.parts = parts;
    return 'plain';
  }

  #sparseMap(block: Uint8Array, start: number, offset: number): void {
    const header = this.#header;
    const parts = this.#map.push(block.subarray(start, start + blockBytes));
    header.stored -= blockBytes;
    if (parts === 'damaged' || header.stored < 0)
      return this.#fail('has a sparse file without its map', offset);
    if (parts === 'more') return;
    header.parts = parts;
    header.dataAt = offset + blockBytes;
    this.#emit(offset);
  }

  #emit(offset: number): void {
    const header = this.#header;
    if (header.parts !== undefined && !areSound(header.parts, header.size, header.stored))
      return this.#fail('has a sparse file whose map does not fit it', offset);
    this.#sink = this.#handler.entry(header);
    this.#state = 'data';
    this.#expect(header.stored);
    if (header.stored === 0) this.#endData();
  }
}
