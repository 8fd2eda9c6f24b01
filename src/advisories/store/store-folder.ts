// The folder of the stores: file names, replacing by rename, leftovers of killed runs, and when a store was last checked.

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runtime } from '../../model/runtime.ts';
import { openStore, type Store } from './store-file.ts';

/** No build takes as long: what is older was left by a killed run. */
const leftoverAgeMs = 60 * 60 * 1000;
const extension = '.sqlite';

/** `Azure Linux` → `azure-linux.sqlite`. */
export function storeFile(name: string): string {
  return `${name.toLowerCase().replace(/[^a-z0-9.]+/g, '-')}${extension}`;
}

/** The stores in the folder, sorted; empty where there is no folder. */
export async function listStores(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(extension)).sort();
}

/** Makes the folder and takes away what killed runs left in it. A folder that cannot be written to is left as it is. */
export async function prepareFolder(folder: string, runtime: Runtime): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.tmp')) continue;
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

/** Opens a store of the folder; undefined where there is none that this version can read. */
export async function openStored(
  folder: string,
  name: string,
  runtime: Runtime,
): Promise<Store | undefined> {
  const path = join(folder, storeFile(name));
  if ((await stat(path).catch(() => undefined)) === undefined) return undefined;
  try {
    const store = await openStore(path, runtime);
    if (store === undefined) runtime.log.debug(`${path}: made by another version, built again`);
    return store;
  } catch (error) {
    runtime.log.warn(`${path}: ${error instanceof Error ? error.message : 'damaged'}; built again`);
    return undefined;
  }
}

/**
 * Builds a store beside its name and gives it the name when it is complete, so another run sees the old one or the new
 * one, never a part. Gives back the store that was built here, whatever another run puts under the name meanwhile.
 */
export async function replaceStore(
  folder: string,
  name: string,
  runtime: Runtime,
  build: (path: string) => Promise<unknown>,
): Promise<Store> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, storeFile(name));
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await build(temporary);
    const store = await openOwn(temporary, runtime);
    try {
      await rename(temporary, path);
      return store;
    } catch {
      // Windows does not rename a file that is open.
      await store.close();
      await rename(temporary, path);
      return await openOwn(path, runtime);
    }
  } finally {
    await rm(temporary, { force: true });
  }
}

async function openOwn(path: string, runtime: Runtime): Promise<Store> {
  const store = await openStore(path, runtime);
  if (store === undefined) throw new Error(`${path}: not the store that was just built`);
  return store;
}

const checkedFile = (folder: string, name: string): string =>
  join(folder, storeFile(name).replace(extension, '.checked'));

/** Notes that the source still has what this store was built from. */
export async function noteChecked(
  folder: string,
  name: string,
  digest: string,
  time: string,
): Promise<void> {
  const path = checkedFile(folder, name);
  const temporary = `${path}.${randomUUID()}.tmp`;
  await writeFile(temporary, `${digest} ${time}\n`);
  await rename(temporary, path);
}

/** When the source was last seen to have what the store holds: its fetch, or a later check of the same content. */
export async function lastChecked(folder: string, store: Store): Promise<string> {
  const { name, digest, fetched } = store.meta;
  const text = await readFile(checkedFile(folder, name), 'utf8').catch(() => '');
  const [noted, time] = text.trim().split(' ');
  return noted === digest && time !== undefined && !Number.isNaN(Date.parse(time)) ? time : fetched;
}
