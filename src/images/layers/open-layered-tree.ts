// An image's layers as a source for plugins: passed once, joined in the manifest's order, and in rounds again.

import type { CoverageRow } from '../../model/coverage.ts';
import { ScanError } from '../../model/errors.ts';
import type { Bytes, Entry } from '../../model/file-tree.ts';
import type { Runtime } from '../../model/runtime.ts';
import { compileGlobs } from '../../trees/automaton.ts';
import {
  type Facts,
  type Prefetch,
  type PreparedTree,
  type TreeSource,
  unreadPath,
} from '../../trees/tree-source.ts';
import { failedParse, hasMagic, magicLength, parseFile } from '../../trees/wants.ts';
import type { ImageDescription, ImageSource } from '../image.ts';
import { sparseBytes } from './byte-store.ts';
import { Collector } from './collector.ts';
import { EntryTable } from './entry-table.ts';
import { type Joined, joinLayers } from './join.ts';
import { layerOrigin, type PassedLayer, passLayers } from './layer-pass.ts';
import { fetchRows } from './layer-round.ts';
import { JoinedImage, LayeredTree, type RowBytes } from './layered-tree.ts';
import type { Refusals } from './refusals.ts';

/** Small files in the folders of what a round fetches come along. */
const besideFileBytes = 64 * 1024;
const besideBytes = 4 * 1024 * 1024;

const empty: Bytes = { size: 0, read: () => Promise.resolve(new Uint8Array(0)) };

class LayeredSource implements TreeSource, RowBytes {
  readonly #source: ImageSource;
  readonly #runtime: Runtime;
  readonly #table = new EntryTable();
  #collector: Collector | undefined;
  #layers: readonly PassedLayer[] = [];
  /** Rows for the next round. */
  readonly #asked = new Set<number>();
  readonly #missed = new Set<number>();

  constructor(source: ImageSource, runtime: Runtime) {
    this.#source = source;
    this.#runtime = runtime;
  }

  async prepare(prefetch: Prefetch): Promise<PreparedTree> {
    const { wants, skip } = prefetch;
    const collector = new Collector(wants, skip, this.#runtime);
    this.#collector = collector;
    this.#layers = await passLayers({
      source: this.#source,
      table: this.#table,
      automaton: compileGlobs(wants.map(({ want }) => want.globs)),
      collector,
      runtime: this.#runtime,
      description: this.#source.concurrent ? await this.#source.describe() : undefined,
    });
    this.#table.seal();
    const description = await this.#source.describe();
    const ordered = this.#ordered(description);
    const joined = joinLayers(
      this.#table,
      ordered.map(({ rows }) => ({ rows: rows.rows.values(), root: rows.root })),
    );
    const origins = description.layers.map(({ diffId, createdBy }, index) =>
      layerOrigin(index, diffId, createdBy),
    );
    const image = new JoinedImage(joined.nodes, origins, this);
    const coverage = rowsOf(ordered, joined);
    const found =
      ordered.length === 0
        ? wants.map(() => [])
        : await image.findAll(
            wants.map(({ want }) => want),
            ordered.length - 1,
          );
    const facts = await this.#factsOf(prefetch, collector, image, found, coverage);
    return { tree: new LayeredTree(image, ordered.length - 1), facts, coverage: () => coverage };
  }

  async round(): Promise<void> {
    const rows = new Set(this.#asked);
    this.#addBeside(rows);
    this.#asked.clear();
    this.#missed.clear();
    await this.#fetch([...rows].filter((row) => this.atHand(row) === undefined));
  }

  close(): Promise<void> {
    this.#collector?.store.close();
    return this.#source.close();
  }

  atHand(row: number): Bytes | undefined {
    const size = this.#table.size[row] ?? 0;
    if (size === 0) return empty;
    const kept = this.#collector?.kept(row);
    if (kept !== undefined) return kept;
    const inPlace = this.#layers[this.#table.layer[row] ?? 0]?.inPlace;
    if (inPlace === undefined) return undefined;
    const start = this.#table.dataAt(row);
    const sparse = this.#table.sparse.get(row);
    const stored = sparse?.stored ?? size;
    const bytes: Bytes = {
      size: stored,
      read: (offset, length) =>
        inPlace.read(start + offset, Math.max(0, Math.min(length, stored - offset))),
    };
    return sparse === undefined ? bytes : sparseBytes(bytes, sparse.parts, size);
  }

  ask(row: number, isMissed: boolean): void {
    if (this.atHand(row) !== undefined) return;
    this.#asked.add(row);
    if (isMissed) this.#missed.add(row);
  }

  /** The passed layers in the manifest's order. Throws where one is missing or not what the image says it is. */
  #ordered(description: ImageDescription): PassedLayer[] {
    const byKey = new Map(this.#layers.map((layer) => [layer.key, layer]));
    return description.layers.map(({ key, diffId }, index) => {
      const layer = byKey.get(key);
      if (layer === undefined)
        throw new ScanError('TARGET_DAMAGED', `layer ${index} (${key})`, 'is missing', {
          hint: 'Save or fetch the image again.',
        });
      if (layer.diffId !== undefined && layer.diffId !== diffId)
        throw new ScanError(
          'DIGEST_MISMATCH',
          `layer ${index} (${key})`,
          `its content is ${layer.diffId}, the image says ${diffId}`,
          { hint: 'The layer was damaged or replaced: build, save or fetch the image again.' },
        );
      return layer;
    });
  }

  /** Facts of all wants for what the joined image shows; what the pass could not know is fetched and parsed now. */
  async #factsOf(
    { wants, skip, onSkipped }: Prefetch,
    collector: Collector,
    image: JoinedImage,
    found: readonly (readonly Entry[])[],
    coverage: CoverageRow[],
  ): Promise<Facts[]> {
    const shown = found.map((entries, index) =>
      entries.filter((entry) => {
        if (!skip.matches(entry.path)) return true;
        onSkipped(wants[index]?.plugin ?? '', entry.path);
        return false;
      }),
    );
    await this.#decide(collector, image, shown);
    const facts: (readonly [Entry, unknown])[][] = wants.map(() => []);
    for (const [index, registered] of wants.entries()) {
      const { want, plugin } = registered;
      // Skipped ones stay findable: whoever finds them is told by the attempt.
      image.known.set(
        want,
        want.magic === undefined
          ? (found[index] ?? [])
          : (shown[index] ?? []).filter(
              (entry) => collector.known(image.rowOf(entry), index)?.kind !== 'not-magic',
            ),
      );
      if (want.parse === undefined) continue;
      for (const entry of shown[index] ?? []) {
        if (entry.type !== 'file') continue;
        const known = collector.known(image.rowOf(entry), index);
        if (known?.kind === 'facts') facts[index]?.push([entry, known.facts]);
        if (known?.kind === 'failed') coverage.push(failedParse(plugin, entry.path, known.reason));
      }
    }
    return facts;
  }

  /** Parses, and looks at the first bytes of, what has not been while it passed: links, moved paths, large files. */
  async #decide(
    collector: Collector,
    image: JoinedImage,
    shown: readonly (readonly Entry[])[],
  ): Promise<void> {
    const open: { readonly index: number; readonly entry: Entry; readonly row: number }[] = [];
    const missing = new Set<number>();
    for (const [index, entries] of shown.entries()) {
      const want = collector.wants[index]?.want;
      if (want === undefined || (want.parse ?? want.magic) === undefined) continue;
      for (const entry of entries) {
        const row = image.rowOf(entry);
        if (entry.type !== 'file') {
          if (want.magic !== undefined) collector.setKnown(row, index, { kind: 'not-magic' });
          continue;
        }
        if (collector.known(row, index) !== undefined) continue;
        open.push({ index, entry, row });
        const isTooLarge = want.limitBytes !== undefined && entry.sizeBytes > want.limitBytes;
        if (this.atHand(row) === undefined && !(isTooLarge && want.magic === undefined))
          missing.add(row);
      }
    }
    if (missing.size > 0) await this.#fetch([...missing]);
    for (const { index, entry, row } of open) {
      this.#runtime.signal.throwIfAborted();
      const registered = collector.wants[index];
      if (registered === undefined) continue;
      const bytes = this.atHand(row);
      if (registered.want.magic !== undefined && bytes !== undefined) {
        const first = await bytes.read(0, magicLength);
        if (!hasMagic(registered.want, first)) {
          collector.setKnown(row, index, { kind: 'not-magic' });
          continue;
        }
      }
      const parsed = await parseFile(registered, entry, () => bytes ?? empty);
      collector.setKnown(row, index, parsed);
    }
  }

  async #fetch(rows: readonly number[]): Promise<void> {
    const collector = this.#collector;
    if (collector === undefined || rows.length === 0) return;
    await fetchRows(
      {
        source: this.#source,
        table: this.#table,
        store: collector.store,
        layers: this.#layers,
        runtime: this.#runtime,
        fetched: (row, bytes) => collector.keep(row, bytes),
      },
      rows,
    );
  }

  /** A plugin that missed one file of a folder often wants its neighbours next. */
  #addBeside(rows: Set<number>): void {
    const missed = this.#missed;
    const table = this.#table;
    const folders = new Set<number>();
    for (const row of missed) folders.add(table.parent[row] ?? -1);
    let left = besideBytes;
    for (let row = 0; row < table.count && folders.size > 0 && left > 0; row++) {
      if (table.type[row] !== 0 || !folders.has(table.parent[row] ?? -1)) continue;
      const size = table.size[row] ?? 0;
      if (size > besideFileBytes || size > left || rows.has(row)) continue;
      rows.add(row);
      left -= size;
    }
  }
}

function rowsOf(layers: readonly PassedLayer[], joined: Joined): CoverageRow[] {
  const rows: CoverageRow[] = [];
  for (const [index, { failure, doubt, rows: layer }] of layers.entries()) {
    const reason = [failure, doubt].filter((part) => part !== undefined).join('; ');
    if (reason !== '')
      rows.push({ what: `layer:${index}`, status: 'partial', reason, incomplete: true });
    refusedRows(rows, layer.refused, `layer ${index}: `);
  }
  refusedRows(rows, joined.refused, '');
  return rows;
}

function refusedRows(rows: CoverageRow[], refused: Refusals, where: string): void {
  for (const { path, reason } of refused.named) rows.push(unreadPath(path, `${where}${reason}`));
  if (refused.unnamed > 0)
    rows.push(
      unreadPath('**', `${where}${refused.unnamed} more entries could not be taken for certain`),
    );
}

/** An image as a source for `runPlugins`; closing it closes the image's transport. */
export function openLayeredTree(source: ImageSource, runtime: Runtime): TreeSource {
  return new LayeredSource(source, runtime);
}
