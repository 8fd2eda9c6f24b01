// The coverage row of one package database.

import type { CoverageRow } from '../../model/coverage.ts';

/**
 * Says that the operating system's package database was read, or what of it was not.
 * @param unread path of a database that could not be read; its own row says why
 */
export function databaseRow(unread: string | undefined, reason = 'could not be read'): CoverageRow {
  if (unread === undefined) return { what: 'os-packages', status: 'scanned', incomplete: false };
  return {
    what: 'os-packages',
    status: 'partial',
    reason: `the package database ${unread} ${reason}`,
    incomplete: true,
  };
}
