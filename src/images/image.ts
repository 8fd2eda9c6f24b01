// What every transport (archive, layout, daemon, registry) yields: one image for one platform.

import type { TargetIdentity } from '../model/target.ts';
import type { FileRange } from '../runtime/file-digest.ts';

export interface LayerDescription {
  /** Names the blob in `ImageSource.layers`: path in an archive, or digest. */
  readonly key: string;
  /** `sha256:…` of the uncompressed tar, from the image configuration. */
  readonly diffId: string;
  /** The history instruction that made it. */
  readonly createdBy?: string;
}

export interface ImageDescription {
  readonly identity: TargetIdentity;
  /** Lowest first. */
  readonly layers: readonly LayerDescription[];
  /** Environment, entry point, labels …: the `config` object of the image configuration, for later rules. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Positioned reads on something that stays readable until the source is closed. */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
  /** As `read`, into a buffer that is used again; gives how many bytes there are. Absent: only `read`. */
  readInto?(offset: number, target: Uint8Array): Promise<number>;
  /** Where it lies, when it is a part of a local file. */
  readonly file?: FileRange | undefined;
}

/** One layer's blob as it lies: gzip, zstd or plain (told by its first bytes). */
export interface LayerStream {
  readonly key: string;
  readonly sizeBytes?: number;
  /** `sha256:…` of the blob as it lies, where the transport promises one; the reader checks it. */
  readonly digest?: string;
  /** Positioned reads on the blob, where it lies in a local file. */
  readonly at?: ByteSource;
  /** To be consumed at most once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface ImageSource {
  /** Whether several of `layers`' streams may be read at once (files, registry), or only one after the other (a daemon). */
  readonly concurrent: boolean;
  /** On a daemon known only after the first pass over `layers` has ended; rejects before. */
  describe(): Promise<ImageDescription>;
  /** One pass over the blobs named by `keys` (all without it), in whatever order they come; a key comes once. */
  layers(keys?: ReadonlySet<string>): AsyncIterable<LayerStream>;
  close(): Promise<void>;
}
