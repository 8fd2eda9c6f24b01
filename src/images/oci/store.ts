// Where an OCI image's parts come from: a layout's folder, an archive of one, or a registry.

import type { LayerStream } from '../image.ts';
import type { Descriptor } from './manifest.ts';

export interface ContentStore {
  /** For error messages: path or reference. */
  readonly where: string;
  /** Whether several layers may be read at once. */
  readonly concurrent: boolean;
  /** The bytes of a manifest or an index, digest and size checked. */
  manifest(descriptor: Descriptor): Promise<Uint8Array>;
  /** The bytes of a configuration, digest and size checked. */
  config(descriptor: Descriptor): Promise<Uint8Array>;
  /** The blob as it lies; the reader checks its digest. */
  layer(descriptor: Descriptor): Promise<LayerStream>;
  share(): ContentStore;
  close(): Promise<void>;
}
