// Where reports without a path of their own lie, until the job ends.

import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../model/errors.ts';

/**
 * A new folder under `<temporary>/portcullis`: two steps of one job do not overwrite each other's reports.
 * @throws UserError (OUTPUT_UNWRITABLE) where it cannot be made
 */
export function makeReportFolder(temporary: string | undefined): string {
  const parent = join(temporary ?? tmpdir(), 'portcullis');
  try {
    mkdirSync(parent, { recursive: true });
    return mkdtempSync(join(parent, 'run-'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError('OUTPUT_UNWRITABLE', `no folder for reports can be made: ${reason}`, {
      hint: 'The folder for temporary files must be there, and this user must be able to write it.',
      cause,
    });
  }
}
