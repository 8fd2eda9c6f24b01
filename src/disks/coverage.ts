// What a report must say of a machine's volumes before any file system is read.

import type { CoverageRow } from '../model/coverage.ts';
import type { Machine, MachineVolume } from './machine.ts';

function rowOf({ number, name, content }: MachineVolume): CoverageRow | undefined {
  const what = `volume:${number}`;
  switch (content.holds) {
    case 'unread': {
      const reason = `${name}: ${content.reason ?? `${content.title} is not read`}`;
      return { what, status: 'not-scanned', reason, incomplete: true };
    }
    case 'nothing': {
      const reason = `${name}: ${content.title}, which holds no files`;
      return { what, status: 'not-scanned', reason, incomplete: false };
    }
    // A member is read through its group; what is read of files is told by who reads it.
    case 'member':
    case 'files':
      return undefined;
  }
}

/** Rows of all volumes that no file system will be read of, and of what could not even be listed. */
export function machineCoverage({ volumes, unread }: Machine): CoverageRow[] {
  return [
    ...volumes.map(rowOf).filter((row) => row !== undefined),
    ...unread.map(({ what, reason }) => ({
      what,
      status: 'partial' as const,
      reason,
      incomplete: true,
    })),
  ];
}
