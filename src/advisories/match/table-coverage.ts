// Which of the tables beside the advisories nobody had: without KEV no exploited flaw closes the gate, without the
// end-of-life dates an old system looks as good as a new one.

import type { CoverageRow } from '../../model/coverage.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { FeedStatus } from '../../model/result.ts';
import { productsByEcosystem } from '../feeds/sources.ts';
import { baseEcosystem } from '../versions/orders.ts';

const meanings = {
  kev: 'what is known to be exploited is not told apart',
  eol: 'whether the system still gets security fixes is not known',
} as const;

/**
 * A row for each table that the inventory needs and the source does not have: `feed:kev` for any package, `feed:eol` for
 * the packages of a system. A missing one (offered, but not to be had) is an error of the run and has no row.
 */
export function tableCoverage(
  inventory: Inventory,
  status: (table: 'kev' | 'eol') => FeedStatus | undefined,
): CoverageRow[] {
  const bases = inventory.packages.map(({ ecosystem }) => baseEcosystem(ecosystem));
  const hasSystem = bases.some((base) => Object.hasOwn(productsByEcosystem, base));
  const tables: readonly ('kev' | 'eol')[] = hasSystem ? ['kev', 'eol'] : ['kev'];
  return (bases.length === 0 ? [] : tables).flatMap((table): CoverageRow[] => {
    const feed = status(table);
    if (feed?.state !== 'not-offered') return [];
    const reason = `${feed.reason ?? 'the source does not have it'}: ${meanings[table]}`;
    return [{ what: `feed:${table}`, status: 'not-scanned', reason, incomplete: true }];
  });
}
