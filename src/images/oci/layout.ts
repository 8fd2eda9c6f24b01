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
  nameAnnotations,
  parseManifest,
} from './manifest.ts';
import type { ContentStore } from './store.ts';

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

interface Root {
  readonly descriptor: Descriptor;
  /** All that index.json gives to the manifest, in whichever of its entries. */
  readonly names: Set<string>;
}

/** The entries, once for each manifest and platform. */
function rootsOf(entries: readonly Descriptor[]): readonly Root[] {
  const roots = new Map<string, Root>();
  const namesOf = new Map<string, Set<string>>();
  for (const descriptor of entries) {
    const { digest, platform, annotations } = descriptor;
    const names = namesOf.get(digest) ?? new Set();
    namesOf.set(digest, names);
    for (const annotation of nameAnnotations) {
      const name = annotations[annotation];
      if (name !== undefined) names.add(name);
    }
    roots.set(`${digest} ${JSON.stringify(platform)}`, { descriptor, names });
  }
  return [...roots.values()];
}

/**
 * The entries of index.json that are one image, and its names. Several are one where all have the same names, or none:
 * those are its platforms.
 */
function choose(where: string, roots: readonly Root[], name: string | undefined) {
  const carrying = (fits: (text: string) => boolean) =>
    roots.filter(({ names }) => [...names].some(fits));
  const exact = name === undefined ? roots : carrying((text) => text === name);
  const matches = exact.length > 0 ? exact : carrying((text) => text.endsWith(`:${name}`));
  const keys = new Set(matches.map(({ names }) => [...names].sort().join(' ')));
  if (keys.size === 1 || (roots.length === 0 && name === undefined)) {
    return {
      chosen: matches.map(({ descriptor }) => descriptor),
      tags: [...(matches[0]?.names ?? [])],
    };
  }
  const names = new Set((keys.size > 1 ? matches : roots).flatMap((root) => [...root.names]));
  const problem = keys.size > 1 ? 'it holds several images' : `it holds no image ${name}`;
  const without =
    roots.some((root) => root.names.size === 0) && keys.size > 1 ? ', and unnamed' : '';
  throw new UserError(
    keys.size > 1 ? 'USAGE' : 'TARGET_NOT_FOUND',
    `${where}: ${problem}; there are: ${[...names].sort().join(', ') || 'none with a name'}${without}`,
    { hint: 'Name one of them after the path: PATH:NAME.' },
  );
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
    picked = choose(files.where, rootsOf(index.manifests), name);
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
