// The folder of the stores: file names, replacing by rename, leftovers of killed runs, and when a store was last checked.

import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runtime } from '../../model/runtime.ts';
import { makeFolder } from '../../runtime/make-folder.ts';
import type { Stored } from './store-file.ts';

/** No build takes as long: what is older was left by a killed run. */
const leftoverAgeMs = 60 * 60 * 1000;
/** What killed runs leave: a half-built store, and SQLite's journal of it. */
const leftover = /\.tmp(?:-journal)?$/;

/** A store as a file: its name in the folder, and how it is opened (undefined: written by another version). */
export interface StoreKind<S extends Stored> {
  readonly name: string;
  readonly file: string;
  open(path: string, runtime: Runtime): Promise<S | undefined>;
}

/** `Azure Linux` → `azure-linux.sqlite`. */
export function storeFile(name: string, extension: '.sqlite' | '.table' = '.sqlite'): string {
  return `${name.toLowerCase().replace(/[^a-z0-9.]+/g, '-')}${extension}`;
}

/** The stores in the folder, sorted; empty where there is no folder. */
export async function listStores(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /\.(?:sqlite|table)$/.test(name)).sort();
}

/** Makes the folder and takes away what killed runs left in it. A folder that cannot be written to is left as it is. */
export async function prepareFolder(folder: string, runtime: Runtime): Promise<void> {
  try {
    await makeFolder(folder);
    for (const name of await readdir(folder)) {
      if (!leftover.test(name)) continue;
      const path = join(folder, name);
      const info = await stat(path).catch(() => undefined);
      if (info === undefined || runtime.now().getTime() - info.mtimeMs < leftoverAgeMs) continue;
      await rm(path, { force: true });
      runtime.log.debug(`${path}: removed, left by a run that was killed`);
    }
  } catch (error) {
    runtime.log.debug(`${folder}: ${error instanceof Error ? error.message : 'not writable'}`);
  }
}

export interface FoundStore<S extends Stored> {
  readonly store?: S;
  /** Why the file that is there cannot be used. */
  readonly damage?: string;
}

/** Opens a store of the folder; without one where there is none that this version can read. */
export async function openStored<S extends Stored>(
  folder: string,
  kind: StoreKind<S>,
  runtime: Runtime,
): Promise<FoundStore<S>> {
  const path = join(folder, kind.file);
  if ((await stat(path).catch(() => undefined)) === undefined) return {};
  try {
    const store = await kind.open(path, runtime);
    if (store !== undefined) return { store };
    runtime.log.debug(`${path}: made by another version`);
    return {};
  } catch (error) {
    const damage = error instanceof Error ? error.message : `${path}: damaged`;
    runtime.log.warn(damage);
    return { damage };
  }
}

/** Takes a store away, so that no later run meets it. */
export async function throwAway(folder: string, file: string): Promise<void> {
  // A folder that cannot be written to keeps it; every run then sees the damage anew.
  await rm(join(folder, file), { force: true }).catch(() => {});
}

/**
 * Builds a store beside its name and gives it the name when it is complete, so another run sees the old one or the new
 * one, never a part. Gives back the store that was built here, whatever another run puts under the name meanwhile.
 */
export async function replaceStore<S extends Stored>(
  folder: string,
  kind: StoreKind<S>,
  runtime: Runtime,
  build: (path: string) => Promise<unknown>,
): Promise<S> {
  await makeFolder(folder);
  const path = join(folder, kind.file);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await build(temporary);
    const store = await openOwn(temporary, kind, runtime);
    try {
      await rename(temporary, path);
      return store;
    } catch {
      // Windows does not rename a file that is open.
      await store.close();
      await rename(temporary, path);
      return await openOwn(path, kind, runtime);
    }
  } finally {
    await rm(temporary, { force: true });
  }
}

async function openOwn<S extends Stored>(
  path: string,
  kind: StoreKind<S>,
  runtime: Runtime,
): Promise<S> {
  const store = await kind.open(path, runtime);
  if (store === undefined) throw new Error(`${path}: not the store that was just built`);
  return store;
}

const checkedFile = (folder: string, file: string): string => join(folder, `${file}.checked`);

/** Notes that the source still has what this store was built from. */
export async function noteChecked(
  folder: string,
  file: string,
  digest: string,
  time: string,
): Promise<void> {
  const path = checkedFile(folder, file);
  const temporary = `${path}.${randomUUID()}.tmp`;
  await writeFile(temporary, `${digest} ${time}\n`);
  await rename(temporary, path);
}

/** When the source was last seen to have what the store holds: its fetch, or a later check of the same content. */
export async function lastChecked(folder: string, file: string, store: Stored): Promise<string> {
  const { digest, fetched } = store.meta;
  const text = await readFile(checkedFile(folder, file), 'utf8').catch(() => '');
  const [noted, time] = text.trim().split(' ');
  return noted === digest && time !== undefined && !Number.isNaN(Date.parse(time)) ? time : fetched;
}
