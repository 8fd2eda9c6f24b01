// What a run still has to undo in Azure, on disk before it is done: for the step that a host runs after a killed run.
// {"version": 1, "cloud": "public", "resources": [{"id": "/subscriptions/…", "made": true}]}. It holds no secret.

import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../model/errors.ts';
import { type AzureCloud, cloudNames } from './clouds.ts';
import { type ExportableId, parseExportable, resourcePath } from './resource-id.ts';

/** One resource: access to it is to be revoked; what the scan made is then deleted. */
export interface PendingResource {
  readonly id: ExportableId;
  readonly made: boolean;
}

export interface PendingFile {
  readonly cloud: AzureCloud['name'];
  readonly resources: readonly PendingResource[];
}

/** Every resource that a scan makes is called so; nothing else is ever deleted. */
export const madePrefix = 'portcullis-';

/** A name for one run's file in a folder that outlives the run. */
export function newPendingFile(folder: string): string {
  return join(folder, `portcullis-azure-${randomBytes(6).toString('hex')}.json`);
}

/** The files of runs in a folder that did not come to their end; none where the folder cannot be read. */
export function pendingFilesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) =>
      /^portcullis-azure-[0-9a-f]{12}\.json$/.test(name),
    );
    return names.sort().map((name) => join(folder, name));
  } catch {
    // No folder: no run has written there.
    return [];
  }
}

/** Replaces the file in one step; nothing pending removes it. Throws `OUTPUT_UNWRITABLE`. */
export function writePendingFile(path: string, { cloud, resources }: PendingFile): void {
  try {
    if (resources.length === 0) {
      rmSync(path, { force: true });
      return;
    }
    const rows = resources.map(({ id, made }) => ({ id: resourcePath(id), made }));
    const text = JSON.stringify({ version: 1, cloud, resources: rows });
    writeFileSync(`${path}.new`, `${text}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch (cause) {
    throw new UserError('OUTPUT_UNWRITABLE', `${path} cannot be written`, {
      hint: 'What a scan makes in Azure is noted there before it is made: name a folder that this user may write.',
      cause,
    });
  }
}

function damaged(path: string): UserError {
  return new UserError('TARGET_DAMAGED', `${path} is no list of what is to be undone in Azure`, {
    hint: `Look for disks and snapshots with the tag created-by: portcullis, and delete them.`,
  });
}

/** Undefined where there is no such file: nothing is pending. Throws `TARGET_DAMAGED` for anything else than our list. */
export function readPendingFile(path: string): PendingFile | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // Absent after a run that came to its end.
    return undefined;
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw damaged(path);
  }
  const member = (value: unknown, name: string): unknown => Reflect.get(Object(value), name);
  const rows = member(parsed, 'resources');
  const cloud = cloudNames.find((name) => name === member(parsed, 'cloud'));
  if (member(parsed, 'version') !== 1 || !Array.isArray(rows) || cloud === undefined) {
    throw damaged(path);
  }
  const resources = rows.map((row: unknown): PendingResource => {
    const id = member(row, 'id');
    const made = member(row, 'made');
    const parsedId = typeof id === 'string' ? parseExportable(id) : undefined;
    const isOurs = made === false || parsedId?.name.startsWith(madePrefix) === true;
    if (parsedId === undefined || typeof made !== 'boolean' || !isOurs) throw damaged(path);
    return { id: parsedId, made };
  });
  return { cloud, resources };
}
