// Reads a tar as its bytes come, chunk by chunk and without waiting: ustar, pax, GNU long names, sparse files.

import type { PaxRecords } from './pax.ts';
import { PendingHeaders } from './pending-headers.ts';
import {
  areSound,
  MapLines,
  readMapRecords,
  readOldParts,
  type SparseParts,
  sparseKind,
} from './sparse.ts';
import { blockBytes, checkBlock, flags, isGnu, readNumber } from './tar-fields.ts';
import { emptyHeader, fillHeader, sizeOf, type TarHeader, typeOf } from './tar-header.ts';

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
  /** The first thing that other readers of tars than Go's take otherwise, with its offset: what an engine sees may differ. */
  doubt: string | undefined;
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
  /** Where the header is that is being read. */
  #headerAt = 0;
  readonly #pending = new PendingHeaders((reason) => this.#doubt(reason));

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

  #doubt(reason: string): void {
    this.doubt ??= `readers of tars differ on ${reason} (offset ${this.#headerAt})`;
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
    if (!this.#pending.take(this.#metadataType, data))
      this.#fail('has an extended header that is none', offset);
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
    this.#headerAt = offset;
    const flag = block[start + 156] ?? 0;
    if (
      flag === flags.pax ||
      flag === flags.globalPax ||
      flag === flags.longPath ||
      flag === flags.longLink
    ) {
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
    if (fillHeader(header, block, start)) this.#doubt('the name of an entry');
    header.size = size;
    // Links, devices, directories and FIFOs have no data, whatever their size says; every other type has.
    const hasData = !(flag >= flags.hardLink && flag <= flags.fifo);
    const { pax } = this.#pending;
    if (!this.#pending.applyTo(header, hasData))
      return this.#fail('has an entry without a size', offset);
    header.type = typeOf(flag, header.path);
    const isOldDirectory = flag === flags.oldFile && header.type === 'directory';
    if (isOldDirectory && header.size > 0) this.#doubt('a directory with data');
    if (flag === flags.file && header.path.at(-1) === 0x2f)
      this.#doubt('a file whose name ends with a slash');
    header.stored = hasData && !isOldDirectory ? header.size : 0;
    header.dataAt = offset + blockBytes;
    if (header.type !== 'file') header.size = 0;

    // Volume headers and the rest of a file from another volume name nothing that is here.
    if (flag === flags.volume || flag === flags.otherVolume) {
      this.#doubt('the header of a volume');
      this.#state = 'data';
      this.#expect(header.stored);
      if (header.stored === 0) this.#state = 'header';
      return;
    }
    if (flag === flags.oldSparse) {
      if (pax?.isSparse === true) this.#doubt('two maps of a sparse file');
      return this.#oldSparse(block, start, offset);
    }
    if (pax?.isSparse === true && this.#paxSparse(pax, offset) === 'taken') return;
    this.#emit(offset);
  }

  #oldSparse(block: Uint8Array, start: number, offset: number): void {
    const header = this.#header;
    const parts: SparseParts = [];
    header.parts = parts;
    header.size = readNumber(block, start + 483, 12);
    if (!isGnu(block, start) || !readOldParts(block, start + 386, 4, parts))
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
    const kind = sparseKind(pax);
    if (kind === 'none') {
      this.#doubt('records of a sparse file that has no map');
      return 'plain';
    }
    const value = (key: string) => pax.values.get(`GNU.sparse.${key}`);
    const name = value('name');
    if (name !== undefined && name.length > 0) header.path = name;
    const real = sizeOf(value('realsize'), header.stored);
    const size = sizeOf(value('size'), real);
    if (size !== real && value('realsize') !== undefined) this.#doubt('two sizes of one entry');
    header.size = size;
    const parts = kind === 'records' ? readMapRecords(pax) : [];
    if (header.type !== 'file' || Number.isNaN(size) || parts === undefined) {
      this.#fail('has a sparse file without its map', offset);
      return 'taken';
    }
    if (kind === 'records') {
      header.parts = parts;
      return 'plain';
    }
    header.path = new Uint8Array(header.path);
    this.#map = new MapLines();
    this.#state = 'sparse-map';
    if (header.stored < blockBytes) this.#fail('has a sparse file without its map', offset);
    return 'taken';
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
