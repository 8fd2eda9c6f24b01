// The inventory of a folder, by the real extractors over the real tree.

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openFolder } from '../../src/filesystems/host/open-folder.ts';
import { assembleInventory } from '../../src/inventory/assemble.ts';
import { extractors } from '../../src/inventory/list.ts';
import type { CoverageRow } from '../../src/model/coverage.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Runtime } from '../../src/model/runtime.ts';
import { runPlugins } from '../../src/trees/run-plugins.ts';
import type { TreeSource } from '../../src/trees/tree-source.ts';
import { testRuntime } from './memory.ts';

/** Content, or `-> target` for a symbolic link, or content with a mode. */
export type FolderFiles = Readonly<
  Record<
    string,
    string | Uint8Array | { readonly content: string | Uint8Array; readonly mode: number }
  >
>;

export interface FolderScan extends Inventory {
  /** Rows of the tree and of plugins, beside the inventory's own. */
  readonly problems: readonly CoverageRow[];
}

/** Runs every extractor over a source, and closes it. */
export async function scanSource(source: TreeSource, runtime: Runtime): Promise<FolderScan> {
  try {
    const { inventory, coverage } = await runPlugins({
      source,
      extractors,
      rules: [],
      assemble: (extracts) => assembleInventory(extracts.map(({ extract }) => extract)),
      runtime,
    });
    return { ...inventory, problems: coverage };
  } finally {
    await source.close();
  }
}

export async function scanRoot(root: string): Promise<FolderScan> {
  const runtime = testRuntime();
  return scanSource(await openFolder(root, runtime), runtime);
}

export async function withFolder<T>(
  files: FolderFiles,
  use: (root: string) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'portcullis-inventory-'));
  try {
    for (const [path, file] of Object.entries(files)) {
      const full = join(root, path);
      await mkdir(dirname(full), { recursive: true });
      if (typeof file === 'string' && file.startsWith('-> ')) await symlink(file.slice(3), full);
      else if (typeof file === 'string' || file instanceof Uint8Array) await writeFile(full, file);
      else await writeFile(full, file.content, { mode: file.mode });
    }
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Scans a folder made of these files, and removes it. */
export function scanFolder(files: FolderFiles): Promise<FolderScan> {
  return withFolder(files, scanRoot);
}

/** `name@version` of one manager's packages, in the inventory's order. */
export function named({ packages }: Inventory, manager: string): readonly string[] {
  return packages
    .filter((found) => found.manager === manager)
    .map(({ name, version }) => `${name}@${version}`);
}

export function rowOf(scan: FolderScan, what: string): CoverageRow | undefined {
  return scan.coverage.find((row) => row.what === what);
}
