// The first pass over an image's layers: each blob once, several at a time where the transport allows it.

import type { Origin } from '../../model/file-tree.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { GlobAutomaton } from '../../trees/automaton.ts';
import type { ByteSource, ImageDescription, ImageSource, LayerStream } from '../image.ts';
import { readBlob } from './blob-reader.ts';
import type { Collector } from './collector.ts';
import type { EntryTable } from './entry-table.ts';
import { LayerRows } from './layer-rows.ts';
import { TarReader } from './tar-reader.ts';

/** Blobs read at the same time. */
const layersAtOnce = 3;

/** A layer that has passed. */
export interface PassedLayer {
  readonly key: string;
  readonly rows: LayerRows;
  /** Positioned reads on its tar, for a plain local one. */
  readonly inPlace: ByteSource | undefined;
  /** Absent where decompression failed. */
  readonly diffId: string | undefined;
  /** Why it could not be read to its end. */
  readonly failure: string | undefined;
  /** What other readers of tars than ours take otherwise. */
  readonly doubt: string | undefined;
  /** Of the blob, where the transport promised one; it was checked. */
  readonly digest: string | undefined;
}

export interface Pass {
  readonly source: ImageSource;
  readonly table: EntryTable;
  readonly automaton: GlobAutomaton;
  readonly collector: Collector;
  readonly runtime: Runtime;
  /** Where the transport knows it beforehand. */
  readonly description: ImageDescription | undefined;
}

/** For a daemon's stream: which layer this is, only its end tells. */
const unknownOrigin: Origin = { kind: 'layer', index: 0, diffId: '' };

function originOf(description: ImageDescription | undefined, key: string): Origin {
  const index = description?.layers.findIndex((layer) => layer.key === key) ?? -1;
  const layer = description?.layers[index];
  return layer === undefined ? unknownOrigin : layerOrigin(index, layer.diffId, layer.createdBy);
}

export function layerOrigin(index: number, diffId: string, createdBy: string | undefined): Origin {
  const origin = { kind: 'layer', index, diffId } as const;
  return createdBy === undefined ? origin : { ...origin, createdBy };
}

async function passLayer(pass: Pass, stream: LayerStream, number: number): Promise<PassedLayer> {
  const { table, automaton, collector, runtime } = pass;
  let inPlace: ByteSource | undefined;
  let rows: LayerRows | undefined;
  let reader: TarReader | undefined;
  const start = () => {
    rows = new LayerRows({
      table,
      layer: number,
      automaton,
      collector,
      origin: originOf(pass.description, stream.key),
      isInPlace: inPlace !== undefined,
    });
    reader = new TarReader(rows);
  };
  const result = await readBlob(stream, {
    needsDiffId: true,
    signal: runtime.signal,
    started: (compression) => {
      if (compression === 'plain') inPlace = stream.at;
      start();
    },
    chunk: (chunk) => {
      reader?.push(chunk);
      const relief = collector.relieved();
      return relief === undefined ? false : relief.then(() => false);
    },
  });
  if (rows === undefined) start();
  if (result.failure === undefined) reader?.end();
  await collector.settle();
  if (rows === undefined) throw new TypeError('no rows');
  return {
    key: stream.key,
    rows,
    inPlace,
    diffId: result.diffId,
    failure: result.failure ?? reader?.failure,
    doubt: reader?.doubt,
    digest: stream.digest,
  };
}

/**
 * Reads every layer that the source gives. Rejects with what the source throws, and as `readBlob` does; then all
 * streams have ended.
 */
export async function passLayers(pass: Pass): Promise<PassedLayer[]> {
  const { source, runtime } = pass;
  const passed: PassedLayer[] = [];
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const atOnce = source.concurrent ? layersAtOnce : 1;
  let number = 0;
  for await (const stream of source.layers()) {
    runtime.signal.throwIfAborted();
    const place = number++;
    const task = passLayer(pass, stream, place)
      .then((layer) => {
        passed[place] = layer;
      })
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(task));
    running.add(task);
    while (running.size >= atOnce) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  return passed;
}
