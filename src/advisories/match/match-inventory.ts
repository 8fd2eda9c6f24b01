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
import { type LookUp, type Unit, unitsOf } from './units.ts';

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

const mostNamed = 3;
/** Characters of a name or version in a reason. */
const longestNamed = 80;

const cut = (text: string) =>
  text.length > longestNamed ? `${text.slice(0, longestNamed)}…` : text;

/** A row where advisories speak of packages whose versions have no place in any range. */
function undecidedCoverage(
  what: 'os-packages' | 'language-packages',
  lookUps: readonly LookUp[],
): CoverageRow[] {
  if (lookUps.length === 0) return [];
  const named = lookUps
    .slice(0, mostNamed)
    .map(({ name, version }) => `${cut(name)} ‹${cut(version)}›`);
  const more = lookUps.length > mostNamed ? ' and others' : '';
  const count =
    lookUps.length === 1 ? '1 package has a version' : `${lookUps.length} packages have versions`;
  const reason = `${count} that cannot be compared with the advisories of the same name: ${named.join(', ')}${more}`;
  return [{ what, status: 'partial', reason, incomplete: true }];
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
  const [ofSystem, ofLanguages]: [LookUp[], LookUp[]] = [[], []];
  for (const unit of units) {
    const store = stores.store(unit.base);
    if (store === undefined) continue;
    const { hits, undecided } = hitsOf(unit, store, context);
    if (undecided.length > 0) (unit.isSystem ? ofSystem : ofLanguages).push(...undecided);
    if (hits.length === 0) continue;
    const groups = unit.isSystem ? groupByCve(hits) : groupByAlias(hits, store);
    for (const group of groups) findings.push(findingOf(unit, group, stores.enrichment));
  }
  findings.sort(compareFindings);
  const coverage = [
    ...coverageOf(units, stores),
    ...undecidedCoverage('os-packages', ofSystem),
    ...undecidedCoverage('language-packages', ofLanguages),
  ];
  return { findings: withDistinctFingerprints(findings), coverage };
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
