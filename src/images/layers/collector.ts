// What plugins want of the files that pass: their bytes, kept or parsed at once. Shared by all layers of an image.

import type { Bytes, Entry } from '../../model/file-tree.ts';
import type { SkippedPaths } from '../../model/ports.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { RegisteredWant } from '../../trees/tree-source.ts';
import { hasMagic, isAccepted, magicLength, type Parsed, parseFile } from '../../trees/wants.ts';
import { ByteStore, type Collected, sparseBytes } from './byte-store.ts';
import type { SparseParts } from './sparse.ts';
import type { DataSink } from './tar-reader.ts';

/** Bytes of files whose parse has not ended; the stream waits above it. */
const inFlightLimit = 16 * 1024 * 1024;
const parsesInFlight = 512;
/** On a layer with positioned reads, larger files are parsed where they lie. */
const collectedInPlace = 1024 * 1024;

/** What is known of one file for one want; absent: nothing yet. */
export type Known = Parsed | { readonly kind: 'not-magic' };

export interface PassingFile {
  readonly row: number;
  readonly entry: Entry;
  readonly stored: number;
  readonly parts: SparseParts | undefined;
  /** Whether its layer can be read in place. */
  readonly isInPlace: boolean;
}

/** A want that needs a file's bytes, with its index. */
export interface Interest {
  readonly index: number;
  readonly registered: RegisteredWant;
}

export class Collector {
  readonly wants: readonly RegisteredWant[];
  readonly store: ByteStore;
  readonly #skip: SkippedPaths;
  readonly #known = new Map<number, (Known | undefined)[]>();
  readonly #kept = new Map<number, Bytes>();
  readonly #jobs = new Set<Promise<void>>();
  #inFlight = 0;

  constructor(wants: readonly RegisteredWant[], skip: SkippedPaths, runtime: Runtime) {
    this.wants = wants;
    this.#skip = skip;
    this.store = new ByteStore(runtime);
  }

  /** What `parse` or `magic` said of a row for a want. */
  known(row: number, want: number): Known | undefined {
    return this.#known.get(row)?.[want];
  }

  setKnown(row: number, want: number, known: Known): void {
    const all = this.#known.get(row) ?? [];
    all[want] = known;
    this.#known.set(row, all);
  }

  /** Bytes of a row that were kept. */
  kept(row: number): Bytes | undefined {
    return this.#kept.get(row);
  }

  keep(row: number, bytes: Bytes): void {
    this.#kept.set(row, bytes);
  }

  /** Which of the wants whose globs match need the bytes of such a file. */
  interestsIn(entry: Entry, matched: readonly number[]): Interest[] {
    const interests: Interest[] = [];
    for (const index of matched) {
      const registered = this.wants[index];
      if (registered === undefined) continue;
      const { want } = registered;
      if (want.limitBytes === undefined && want.magic === undefined) continue;
      if (want.limitBytes !== undefined && entry.sizeBytes > want.limitBytes) continue;
      if (isAccepted(want, entry)) interests.push({ index, registered });
    }
    return interests;
  }

  /** A sink for a file's bytes; undefined where they need not be taken now, or its path is left out. */
  sinkFor(file: PassingFile, interests: readonly Interest[]): DataSink | undefined {
    if (this.#skip.matches(file.entry.path)) return undefined;
    const hasMagicWant = interests.some(({ registered }) => registered.want.magic !== undefined);
    if (!hasMagicWant) return this.collect(file, interests);
    if (file.stored > 0) return new MagicSink(this, file, interests);
    return this.collect(file, this.pleased(file, interests, new Uint8Array(0)));
  }

  /** The interests that a file's first bytes please; the others are known not to be. */
  pleased(file: PassingFile, interests: readonly Interest[], first: Uint8Array): Interest[] {
    return interests.filter(({ index, registered: { want } }) => {
      if (hasMagic(want, first)) return true;
      this.setKnown(file.row, index, { kind: 'not-magic' });
      return false;
    });
  }

  /** A sink that gathers the whole file, if it must be gathered now. */
  collect(file: PassingFile, interests: readonly Interest[]): DataSink | undefined {
    const parsing = interests.filter(({ registered }) => registered.want.parse !== undefined);
    const isKept =
      !file.isInPlace &&
      interests.some(
        ({ registered: { want } }) => want.parse === undefined && want.limitBytes !== undefined,
      );
    const isParsed = parsing.length > 0 && !(file.isInPlace && file.stored > collectedInPlace);
    if (!isKept && !isParsed) return undefined;
    const collected = this.store.collect(file.stored);
    return {
      write: (chunk) => collected.write(chunk),
      end: () => this.#ended(file, collected, isParsed ? parsing : [], isKept),
    };
  }

  #ended(
    file: PassingFile,
    collected: Collected,
    parsing: readonly Interest[],
    isKept: boolean,
  ): void {
    const stored = collected.bytes();
    const bytes =
      file.parts === undefined ? stored : sparseBytes(stored, file.parts, file.entry.sizeBytes);
    if (isKept) this.#kept.set(file.row, bytes);
    if (parsing.length === 0) return;
    this.#inFlight += file.stored;
    const job = Promise.all(
      parsing.map(async ({ index, registered }) => {
        this.setKnown(file.row, index, await parseFile(registered, file.entry, () => bytes));
      }),
    ).then(() => {
      this.#inFlight -= file.stored;
      this.#jobs.delete(job);
      if (!isKept) collected.free();
    });
    this.#jobs.add(job);
  }

  /** While too much is being parsed: settles when there is room again. */
  relieved(): Promise<void> | undefined {
    if (this.#inFlight <= inFlightLimit && this.#jobs.size <= parsesInFlight) return undefined;
    return Promise.race(this.#jobs).then(() => this.relieved());
  }

  /** Waits for all parses. */
  async settle(): Promise<void> {
    while (this.#jobs.size > 0) await Promise.all(this.#jobs);
  }
}

/** Looks at the first bytes, then gathers the file for the wants that they please. */
class MagicSink implements DataSink {
  readonly #collector: Collector;
  readonly #file: PassingFile;
  readonly #interests: readonly Interest[];
  readonly #first: Uint8Array;
  #filled = 0;
  #isDecided = false;
  #sink: DataSink | undefined;

  constructor(collector: Collector, file: PassingFile, interests: readonly Interest[]) {
    this.#collector = collector;
    this.#file = file;
    this.#interests = interests;
    this.#first = new Uint8Array(Math.min(magicLength, file.stored));
  }

  write(chunk: Uint8Array): void {
    if (this.#isDecided) {
      this.#sink?.write(chunk);
      return;
    }
    const taken = Math.min(chunk.length, this.#first.length - this.#filled);
    this.#first.set(chunk.subarray(0, taken), this.#filled);
    this.#filled += taken;
    if (this.#filled < this.#first.length) return;
    this.#decide();
    this.#sink?.write(this.#first);
    if (taken < chunk.length) this.#sink?.write(chunk.subarray(taken));
  }

  end(): void {
    this.#sink?.end();
  }

  #decide(): void {
    this.#isDecided = true;
    const { parts } = this.#file;
    // A sparse file's stored bytes start at its first part.
    const first = parts === undefined || parts[0] === 0 ? this.#first : new Uint8Array(magicLength);
    const pleased = this.#collector.pleased(this.#file, this.#interests, first);
    if (pleased.length > 0) this.#sink = this.#collector.collect(this.#file, pleased);
  }
}
