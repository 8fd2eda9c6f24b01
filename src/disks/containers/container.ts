// What a container of a disk is to the rest of the room: bytes in, bytes of the disk out.

import type { ByteSource } from '../byte-source.ts';

export interface Container {
  /** As `portcullis inspect` names it: `VHD (dynamic)`. */
  readonly format: string;
  /** The disk. Closing it closes the file. */
  readonly disk: ByteSource;
  /** In bytes; where the container says it, else undefined: the partition table shows it. */
  readonly sectorBytes?: number;
  /** What a reader of the report should know: a copy of a header was used, a log was applied. */
  readonly notes: readonly string[];
}

/** What a format may look at to recognise its files; no format reads more for that. */
export interface Ends {
  /** 4 KiB, less in a shorter file. */
  readonly head: Uint8Array;
  /** The last 512 bytes. */
  readonly tail: Uint8Array;
}

export interface OpenContext {
  /** Another file in the folder of this one, by its bare name; undefined where there is no folder (an address). */
  readonly beside: ((name: string) => Promise<ByteSource>) | undefined;
}

export interface ContainerFormat {
  readonly id: string;
  recognise(ends: Ends): boolean;
  /** Throws ScanError: damaged, or of a kind that is refused (parents, other files, encryption). */
  open(file: ByteSource, context: OpenContext): Promise<Container>;
}

/** Whether the bytes at `at` are those of the text (Latin-1). */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  const found = bytes.subarray(at, at + text.length);
  return Buffer.from(found).toString('latin1') === text;
}

/** 64 TiB: what formats allow, and more than any machine's disk on Azure. */
export const mostDiskBytes = 64 * 2 ** 40;
