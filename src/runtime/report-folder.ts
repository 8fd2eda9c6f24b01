// Where reports without a path of their own lie, until the job ends.

import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder under `<temporary>/portcullis`: two steps of one job do not overwrite each other's reports. */
export function makeReportFolder(temporary: string | undefined): string {
  const parent = join(temporary ?? tmpdir(), 'portcullis');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'run-'));
}
