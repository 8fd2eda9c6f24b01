// A further pass over some layers, for bytes that were not known to be wanted in the first: each blob is expanded no
// further than to the last byte wanted, and hashed to its end.

import { ScanError } from '../../model/errors.ts';
import type { Bytes } from '../../model/file-tree.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { ImageSource } from '../image.ts';
import { readBlob } from './blob-reader.ts';
import { type ByteStore, type Collected, sparseBytes } from './byte-store.ts';
import type { EntryTable } from './entry-table.ts';
import type { PassedLayer } from './layer-pass.ts';

interface Wanted {
  readonly row: number;
  readonly start: number;
  readonly stored: number;
}

export interface Round {
  readonly source: ImageSource;
  readonly table: EntryTable;
  readonly store: ByteStore;
  readonly layers: readonly PassedLayer[];
  readonly runtime: Runtime;
  /** Takes the bytes of each row that was asked for. */
  readonly fetched: (row: number, bytes: Bytes) => void;
}

/** Cuts the wanted rows' bytes out of a tar that passes. */
class Cutter {
  readonly #round: Round;
  /** By offset. */
  readonly #wanted: readonly Wanted[];
  #next = 0;
  #offset = 0;
  #collected: Collected | undefined;

  constructor(round: Round, wanted: readonly Wanted[]) {
    this.#round = round;
    this.#wanted = wanted;
  }

  /** What a layer that ends too early does not have. */
  giveUp(key: string): void {
    for (const { row } of this.#wanted.slice(this.#next)) {
      this.#round.fetched(row, {
        size: this.#round.table.size[row] ?? 0,
        read: () =>
          Promise.reject(
            new ScanError('TARGET_DAMAGED', key, 'the layer ends before these bytes', {
              hint: 'Build or fetch the image again.',
            }),
          ),
      });
    }
    this.#next = this.#wanted.length;
  }

  get isDone(): boolean {
    return this.#next >= this.#wanted.length;
  }

  push(chunk: Uint8Array): boolean {
    const end = this.#offset + chunk.length;
    for (let wanted = this.#wanted[this.#next]; wanted; wanted = this.#wanted[this.#next]) {
      const from = Math.max(wanted.start, this.#offset);
      const stop = wanted.start + wanted.stored;
      if (from >= end) break;
      this.#collected ??= this.#round.store.collect(wanted.stored);
      this.#collected.write(
        chunk.subarray(from - this.#offset, Math.min(stop, end) - this.#offset),
      );
      if (stop > end) break;
      this.#finish(wanted, this.#collected);
    }
    this.#offset = end;
    return this.isDone;
  }

  #finish(wanted: Wanted, collected: Collected): void {
    const { table, fetched } = this.#round;
    const sparse = table.sparse.get(wanted.row);
    const bytes = collected.bytes();
    const size = table.size[wanted.row] ?? 0;
    fetched(wanted.row, sparse === undefined ? bytes : sparseBytes(bytes, sparse.parts, size));
    this.#collected = undefined;
    this.#next++;
  }
}

function wantedOf(table: EntryTable, rows: readonly number[]): Map<number, Wanted[]> {
  const byLayer = new Map<number, Wanted[]>();
  for (const row of rows) {
    const layer = table.layer[row] ?? 0;
    const stored = table.sparse.get(row)?.stored ?? table.size[row] ?? 0;
    const wanted = byLayer.get(layer) ?? [];
    wanted.push({ row, start: table.dataAt(row), stored });
    byLayer.set(layer, wanted);
  }
  for (const wanted of byLayer.values()) wanted.sort((left, right) => left.start - right.start);
  return byLayer;
}

/**
 * Fetches the bytes of rows, none of which is empty. Throws ScanError TARGET_DAMAGED when a layer is not what it was in
 * the first pass, and what the source throws.
 */
export async function fetchRows(round: Round, rows: readonly number[]): Promise<void> {
  const { source, layers, table, runtime } = round;
  const byLayer = wantedOf(table, rows);
  const byKey = new Map(
    [...byLayer].map(([layer, wanted]) => [layers[layer]?.key ?? '', { layer, wanted }]),
  );
  if (byKey.size === 0) return;
  const left = new Set(byKey.keys());
  for await (const stream of source.layers(new Set(left))) {
    const found = byKey.get(stream.key);
    const before = found === undefined ? undefined : layers[found.layer];
    if (found === undefined || before === undefined) continue;
    left.delete(stream.key);
    const cutter = new Cutter(round, found.wanted);
    const { diffId } = await readBlob(stream, {
      // Without a promised digest only the tar itself can tell that it is the same as before.
      needsDiffId: stream.digest === undefined,
      signal: runtime.signal,
      chunk: (chunk) => cutter.push(chunk),
    });
    if (before.failure !== undefined) cutter.giveUp(stream.key);
    const isSame =
      stream.digest === before.digest &&
      (diffId === undefined || before.diffId === undefined || diffId === before.diffId);
    if (cutter.isDone && isSame) continue;
    throw new ScanError('TARGET_DAMAGED', stream.key, 'it is not the layer that it was before', {
      hint: 'The image was changed during the scan: scan it again.',
    });
  }
  const [missing] = left;
  if (missing !== undefined)
    throw new ScanError('TARGET_DAMAGED', missing, 'the layer is not there any more', {
      hint: 'The image was changed during the scan: scan it again.',
    });
}
