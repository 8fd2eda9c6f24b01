// OCI image layouts (image-layout.md), in a folder or in a tar archive of one.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanError, UserError } from '../../model/errors.ts';
import type { Archive } from '../archive/archive.ts';
import { openFile, type SharedFile, stream, unreadable } from '../archive/file.ts';
import type { ByteSource, LayerStream } from '../image.ts';
import { openImages, type ResolvedImage, type WantedPlatform } from './image.ts';
import {
  checkDigest,
  configLimitBytes,
  type Descriptor,
  manifestLimitBytes,
  parseManifest,
} from './manifest.ts';
import type { ContentStore } from './store.ts';

/** The names that index.json gives to its images: the specification's own and containerd's. */
const nameAnnotations = ['org.opencontainers.image.ref.name', 'io.containerd.image.name'] as const;

/** The files of a layout, wherever they lie. */
interface LayoutFiles {
  readonly where: string;
  /** Undefined where there is none. */
  open(name: string): Promise<(ByteSource & { close?: () => Promise<void> }) | undefined>;
  share(): LayoutFiles;
  close(): Promise<void>;
}

function blobName(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

async function small(files: LayoutFiles, name: string, limitBytes: number): Promise<Uint8Array> {
  const file = await files.open(name);
  if (file === undefined) {
    throw new ScanError('TARGET_DAMAGED', files.where, `${name} is missing`, {
      hint: 'The layout is incomplete: write it again (skopeo copy, docker buildx --output type=oci).',
    });
  }
  try {
    if (file.size > limitBytes) {
      throw new ScanError(
        'LIMIT_EXCEEDED',
        files.where,
        `${name} is larger than ${limitBytes} bytes`,
      );
    }
    return await file.read(0, file.size);
  } finally {
    await file.close?.();
  }
}

async function checked(
  files: LayoutFiles,
  { digest, size }: Descriptor,
  limitBytes: number,
): Promise<Uint8Array> {
  const bytes = await small(files, blobName(digest), limitBytes);
  checkDigest(bytes, digest, files.where);
  if (bytes.length !== size) {
    throw new ScanError(
      'TARGET_DAMAGED',
      files.where,
      `${digest} has ${bytes.length} bytes, not ${size}`,
    );
  }
  return bytes;
}

function layoutStore(files: LayoutFiles): ContentStore {
  /** Layers stay open until the image is closed: a later round reads them again. */
  const opened = new Map<string, ByteSource & { close?: () => Promise<void> }>();
  return {
    where: files.where,
    concurrent: true,
    manifest: (descriptor) => checked(files, descriptor, manifestLimitBytes),
    config: (descriptor) => checked(files, descriptor, configLimitBytes),
    async layer({ digest, size }): Promise<LayerStream> {
      const file = opened.get(digest) ?? (await files.open(blobName(digest)));
      if (file === undefined) {
        throw new ScanError('TARGET_DAMAGED', files.where, `the blob ${digest} is missing`, {
          hint: 'The layout is incomplete: write it again.',
        });
      }
      opened.set(digest, file);
      if (file.size !== size) {
        throw new ScanError(
          'TARGET_DAMAGED',
          files.where,
          `the blob ${digest} has ${file.size} bytes, not ${size}`,
        );
      }
      return { key: digest, sizeBytes: size, digest, at: file, bytes: stream(file) };
    },
    share: () => layoutStore(files.share()),
    async close() {
      for (const file of opened.values()) await file.close?.();
      opened.clear();
      await files.close();
    },
  };
}

/** The entries of index.json that a name chooses, and the names of all. */
function choose(where: string, roots: readonly Descriptor[], name: string | undefined) {
  const namesOf = ({ annotations }: Descriptor) =>
    nameAnnotations.map((key) => annotations[key]).filter((text) => text !== undefined);
  if (name !== undefined) {
    const matches = roots.filter((root) =>
      namesOf(root).some((text) => text === name || text.endsWith(`:${name}`)),
    );
    if (matches.length > 0)
      return { chosen: matches, tags: [...new Set(matches.flatMap(namesOf))] };
  }
  const names = [...new Set(roots.flatMap(namesOf))].sort();
  // One image may have several names, short and full.
  const isOne = new Set(roots.map(({ digest }) => digest)).size === 1;
  if (name !== undefined || (names.length > 1 && !isOne)) {
    const problem = name === undefined ? 'it holds several images' : `it holds no image ${name}`;
    throw new UserError(
      name === undefined ? 'USAGE' : 'TARGET_NOT_FOUND',
      `${where}: ${problem}; there are: ${names.join(', ') || 'none with a name'}`,
      { hint: 'Name one of them after the path: PATH:NAME.' },
    );
  }
  return { chosen: roots, tags: names };
}

async function openLayout(
  files: LayoutFiles,
  name: string | undefined,
  wanted: WantedPlatform,
): Promise<readonly ResolvedImage[]> {
  const store = layoutStore(files);
  let picked: { chosen: readonly Descriptor[]; tags: readonly string[] };
  try {
    const index = parseManifest(await small(files, 'index.json', manifestLimitBytes), files.where);
    if (index.kind === 'manifest') {
      throw new ScanError('TARGET_DAMAGED', files.where, 'index.json is no index');
    }
    picked = choose(files.where, index.manifests, name);
  } catch (error) {
    await store.close();
    throw error;
  }
  return openImages(store, picked.chosen, wanted, picked.tags);
}

/** Opens an image of a layout's folder. `name` chooses where index.json has several. */
export async function openLayoutFolder(
  path: string,
  name: string | undefined,
  wanted: WantedPlatform,
): Promise<readonly ResolvedImage[]> {
  await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const files: LayoutFiles = {
    where: path,
    async open(name): Promise<SharedFile | undefined> {
      return openFile(join(path, name)).catch((error: unknown) => {
        if (error instanceof UserError && error.code === 'TARGET_NOT_FOUND') return undefined;
        throw error;
      });
    },
    share: () => files,
    close: async () => undefined,
  };
  return openLayout(files, name, wanted);
}

/** Opens an image of an archive that holds a layout; the archive is closed with its last image. */
export function openLayoutArchive(
  archive: Archive,
  name: string | undefined,
  wanted: WantedPlatform,
): Promise<readonly ResolvedImage[]> {
  const files: LayoutFiles = {
    where: archive.path,
    open: async (name) => archive.at(name),
    share() {
      archive.file.share();
      return files;
    },
    close: () => archive.close(),
  };
  return openLayout(files, name, wanted);
}
