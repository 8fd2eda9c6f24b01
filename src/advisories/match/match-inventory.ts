// Packages to findings: the whole of an inventory against the stores of its ecosystems.

import type { CoverageRow } from '../../model/coverage.ts';
import type { Finding } from '../../model/finding.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { FeedStatus } from '../../model/result.ts';
import type { Store } from '../store/store-file.ts';
import { baseEcosystem } from '../versions/orders.ts';
import { type Enrichment, findingOf } from './findings.ts';
import { compareIds, groupByAlias, groupByCve } from './groups.ts';
import { contextOf, hitsOf } from './hits.ts';
import { type Unit, unitsOf } from './units.ts';

/** Stores of ecosystems by name without release, with what became of those that are not there. */
export interface Stores {
  store(base: string): Store | undefined;
  status(base: string): FeedStatus | undefined;
  readonly enrichment: Enrichment;
}

function coverageOf(units: readonly Unit[], stores: Stores): CoverageRow[] {
  const ecosystems = new Map(units.map(({ ecosystem, isSystem }) => [ecosystem, isSystem]));
  return [...ecosystems.keys()].sort().map((ecosystem): CoverageRow => {
    const base = baseEcosystem(ecosystem);
    const store = stores.store(base);
    const what = `feed:${ecosystem}` as const;
    if (store === undefined) {
      const reason = stores.status(base)?.reason ?? `no advisory feed of ${base} was opened`;
      return { what, status: 'not-scanned', reason, incomplete: true };
    }
    const isKnown = ecosystems.get(ecosystem) !== true || store.meta.releases.includes(ecosystem);
    if (isKnown) return { what, status: 'scanned', incomplete: false };
    const reason = `the advisory feed of ${base} does not speak of this release`;
    return { what, status: 'not-scanned', reason, incomplete: true };
  });
}

/** Two versions of one source package would have one fingerprint: the later ones are told apart by their place. */
function withDistinctFingerprints(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const count = seen.get(finding.fingerprint) ?? 0;
    seen.set(finding.fingerprint, count + 1);
    if (count === 0) return finding;
    return {
      ...finding,
      fingerprint: `${finding.fingerprint.slice(0, -4)}${String(count).padStart(4, '0')}`,
    };
  });
}

/** Findings in the order of package and id, and which feeds spoke of the packages. */
export function matchInventory(
  inventory: Inventory,
  stores: Stores,
): { findings: Finding[]; coverage: CoverageRow[] } {
  const units = unitsOf(inventory.packages);
  const context = contextOf(inventory.packages);
  const findings: Finding[] = [];
  for (const unit of units) {
    const store = stores.store(unit.base);
    if (store === undefined) continue;
    const hits = hitsOf(unit, store, context);
    if (hits.length === 0) continue;
    const groups = unit.isSystem ? groupByCve(hits) : groupByAlias(hits, store);
    for (const group of groups) findings.push(findingOf(unit, group, stores.enrichment));
  }
  findings.sort(compareFindings);
  return { findings: withDistinctFingerprints(findings), coverage: coverageOf(units, stores) };
}

function compareFindings(left: Finding, right: Finding): number {
  const [a, b] = [left.package, right.package];
  return (
    compareText(a?.name, b?.name) ||
    compareText(a?.version, b?.version) ||
    compareText(a?.ecosystem, b?.ecosystem) ||
    compareIds(left.id, right.id)
  );
}

function compareText(left = '', right = ''): number {
  return left < right ? -1 : Number(left > right);
}
