// Which advisories hold for a unit: look-ups, ranges, and what each distribution's records need beyond them.

import type { Package } from '../../model/inventory.ts';
import type { Advisory, Affected } from '../feeds/advisory.ts';
import { type Interval, isWithin } from '../feeds/ranges.ts';
import type { AffectedRow, Store } from '../store/store-file.ts';
import { isOrderable, orderOf, type VersionOrder } from '../versions/orders.ts';
import { comparableIntervals } from './module-streams.ts';
import type { LookUp, Unit } from './units.ts';

/** One record that holds for a unit. */
export interface Hit {
  readonly advisory: Advisory;
  /** The parts of the record that matched. */
  readonly affected: readonly Affected[];
  readonly fixedVersions: readonly string[];
  readonly packages: readonly Package[];
}

/** What is known of the whole image before its packages are matched. */
export interface MatchContext {
  /** Ubuntu Pro is attached: some package comes from its archives. */
  readonly hasUbuntuPro: boolean;
}

const enterpriseModules: ReadonlySet<string> = new Set(['AlmaLinux', 'Rocky Linux', 'Red Hat']);

/** Whether the image has packages of Ubuntu Pro. */
export function contextOf(packages: readonly Package[]): MatchContext {
  const hasUbuntuPro = packages.some(
    ({ manager, version }) => manager === 'dpkg' && /[+~]esm\d|fips/i.test(version),
  );
  return { hasUbuntuPro };
}

/** The ecosystems to ask for a look-up; of each record the first that speaks of the package decides. */
function ecosystemsFor(unit: Unit, version: string, context: MatchContext): string[] {
  const { ecosystem, base } = unit;
  if (base !== 'Ubuntu' || !context.hasUbuntuPro) return [ecosystem];
  const release = ecosystem.slice('Ubuntu:'.length);
  const pro = [`Ubuntu:Pro:${release}`, ecosystem];
  if (!/fips/i.test(version)) return pro;
  const channels = ['FIPS-updates', 'FIPS', 'FIPS-preview'];
  return [...channels.map((channel) => `Ubuntu:Pro:${channel}:${release}`), ...pro];
}

function isHitBy(version: string, interval: Interval, order: VersionOrder, orderable: boolean) {
  if (orderable) return isWithin(version, interval, order);
  // A version that is none lies only in a range that holds everything.
  return interval.every((bound) => bound === '');
}

function matchAffected(
  affected: Affected,
  intervals: readonly Interval[],
  lookUp: LookUp,
  order: VersionOrder,
  orderable: boolean,
): readonly Interval[] | undefined {
  const { version } = lookUp;
  const hit = intervals.filter((interval) => isHitBy(version, interval, order, orderable));
  const isListed =
    affected.versions?.some(
      (listed) => listed === version || (orderable && order(listed, version) === 0),
    ) ?? false;
  return hit.length > 0 || isListed ? hit : undefined;
}

/** Module builds of one record are judged together: several `affected` of one package are several builds of one fix. */
function intervalsOf(
  row: AffectedRow,
  unit: Unit,
  lookUp: LookUp,
  advisory: () => Advisory,
  order: VersionOrder,
): ReadonlyMap<Affected, readonly Interval[]> {
  const own = new Map(row.affected.map((affected) => [affected, affected.ranges] as const));
  const [item] = lookUp.packages;
  if (!enterpriseModules.has(unit.base) || item === undefined) return own;
  const all = row.affected.flatMap(({ ranges }) => ranges);
  const kept = new Set(comparableIntervals(item, advisory().summary, all, order));
  return new Map(
    row.affected.map((affected) => [affected, affected.ranges.filter((range) => kept.has(range))]),
  );
}

/** Records that stand beside Go's own ones of the same vulnerability and speak of the same module. */
function hasOwnRange(store: Store, rows: readonly AffectedRow[], advisory: Advisory): boolean {
  const ghsa = advisory.aliases.filter((alias) => alias.startsWith('GHSA-'));
  if (ghsa.length === 0) return false;
  const there = new Set(rows.map(({ n }) => n));
  return ghsa.some((alias) =>
    store.byAlias(alias).some((n) => there.has(n) && store.advisory(n).id === alias),
  );
}

function hitOf(
  row: AffectedRow,
  rows: readonly AffectedRow[],
  unit: Unit,
  lookUp: LookUp,
  store: Store,
  order: VersionOrder,
  orderable: boolean,
): Hit | undefined {
  let read: Advisory | undefined;
  const advisory = (): Advisory => {
    read ??= store.advisory(row.n);
    return read;
  };
  const matched: Affected[] = [];
  const fixed = new Set<string>();
  for (const [affected, intervals] of intervalsOf(row, unit, lookUp, advisory, order)) {
    const hit = matchAffected(affected, intervals, lookUp, order, orderable);
    if (hit === undefined) continue;
    // Go's range «all versions» is no knowledge; the GHSA record of the same vulnerability has the real one.
    if (affected.custom === true && hasOwnRange(store, rows, advisory())) continue;
    matched.push(affected);
    for (const [, version] of hit) if (version !== '') fixed.add(version);
  }
  if (matched.length === 0) return undefined;
  return {
    advisory: advisory(),
    affected: matched,
    fixedVersions: [...fixed].sort(order),
    packages: lookUp.packages,
  };
}

/** What the store says of a unit. */
export interface Hits {
  readonly hits: readonly Hit[];
  /** The look-ups whose version has no place in the order, while some record speaks of the name and may hold for them. */
  readonly undecided: readonly LookUp[];
}

/** Every record of the store that holds for the unit, and for what of the unit it cannot be told. */
export function hitsOf(unit: Unit, store: Store, context: MatchContext): Hits {
  const order = orderOf(unit.base);
  const hits: Hit[] = [];
  const undecided: LookUp[] = [];
  if (order === undefined) return { hits, undecided };
  for (const lookUp of unit.lookUps) {
    const orderable = isOrderable(unit.base, lookUp.version);
    let held = 0;
    const decided = new Set<number>();
    for (const ecosystem of ecosystemsFor(unit, lookUp.version, context)) {
      const rows = store.affected(ecosystem, lookUp.name);
      for (const row of rows) {
        if (decided.has(row.n)) continue;
        decided.add(row.n);
        const hit = hitOf(row, rows, unit, lookUp, store, order, orderable);
        if (hit === undefined) continue;
        hits.push(hit);
        held++;
      }
    }
    if (!orderable && held < decided.size) undecided.push(lookUp);
  }
  return { hits, undecided };
}
