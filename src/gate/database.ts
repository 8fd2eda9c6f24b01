// The advisory database by itself: what `portcullis db` does.

import { databaseStatus, updateDatabase } from '../advisories/advisories.ts';
import type { DatabaseStatus } from '../model/result.ts';
import type { Runtime } from '../model/runtime.ts';
import { defaultDatabaseFolder } from './database-folder.ts';
import type { GateRequest } from './request.ts';

type DatabaseRequest = Pick<GateRequest, 'db' | 'feeds' | 'offline'>;

export interface DatabaseReport {
  readonly folder: string;
  readonly status: DatabaseStatus;
}

/** What the stores say of themselves; nothing is fetched. */
export async function readDatabase(
  request: DatabaseRequest,
  runtime: Runtime,
): Promise<DatabaseReport> {
  const folder = request.db ?? defaultDatabaseFolder(runtime);
  return { folder, status: await databaseStatus(folder, runtime) };
}

/**
 * Fetches and builds; without `ecosystems` those that have a store.
 * @throws UserError (USAGE) for an ecosystem that is not known, or when there is nothing to update
 */
export async function refreshDatabase(
  ecosystems: readonly string[],
  request: DatabaseRequest,
  runtime: Runtime,
): Promise<DatabaseReport> {
  const folder = request.db ?? defaultDatabaseFolder(runtime);
  const { feeds, offline } = request;
  const status = await updateDatabase({ ecosystems, feeds, folder, offline }, runtime);
  return { folder, status };
}
