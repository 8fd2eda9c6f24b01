// One vulnerability of one package is one finding: records are grouped before anything is counted.
// A distribution's advisory is split into the CVEs that it is about; other records are joined by their aliases.

import type { Store } from '../store/store-file.ts';
import type { Hit } from './hits.ts';

export interface Group {
  /** The CVE where there is one, else GHSA, else the record's own id. */
  readonly id: string;
  /** The other names of it, sorted. */
  readonly aliases: readonly string[];
  readonly cves: readonly string[];
  readonly hits: readonly Hit[];
}

const mostAliases = 200;

/** `DEBIAN-CVE-2025-69419` is about `CVE-2025-69419`, whether its record says so or not. */
function cveIn(id: string): string | undefined {
  return /^(?:[A-Z]+-)?(CVE-\d{4}-\d+)$/.exec(id)?.[1];
}

/** Made once: `localeCompare` with options makes one for each call. */
const collator = new Intl.Collator('en', { numeric: true });

/** `CVE-2024-999` before `CVE-2024-1000`. */
export function compareIds(left: string, right: string): number {
  return collator.compare(left, right);
}

function cvesOf(ids: Iterable<string>): string[] {
  const cves = new Set<string>();
  for (const id of ids) {
    const cve = cveIn(id);
    if (cve !== undefined) cves.add(cve);
  }
  return [...cves].sort(compareIds);
}

/** The CVEs that a distribution's advisory is about for the package that was hit. */
function cvesOfHit({ advisory, affected }: Hit): string[] {
  if (affected.every(({ byCve }) => byCve !== undefined)) {
    return cvesOf(affected.flatMap(({ byCve }) => Object.keys(byCve ?? {})));
  }
  return cvesOf([advisory.id, ...advisory.aliases, ...advisory.upstream]);
}

/** Groups of a distribution: by CVE; an advisory without one is its own group. */
export function groupByCve(hits: readonly Hit[]): Group[] {
  const groups = new Map<string, Hit[]>();
  for (const hit of hits) {
    const cves = cvesOfHit(hit);
    for (const key of cves.length > 0 ? cves : [hit.advisory.id]) {
      const group = groups.get(key) ?? [];
      group.push(hit);
      groups.set(key, group);
    }
  }
  return [...groups].map(([id, group]) => {
    const names = new Set(group.map(({ advisory }) => advisory.id));
    names.delete(id);
    return { id, aliases: [...names].sort(compareIds), cves: cvesOf([id]), hits: group };
  });
}

/** Every id that is connected with the record by aliases, over records of the store that did not match, too. */
function aliasClosure(hit: Hit, store: Store): Set<string> {
  const ids = new Set([hit.advisory.id, ...hit.advisory.aliases]);
  for (const id of ids) {
    if (ids.size > mostAliases) break;
    for (const n of store.byAlias(id)) {
      const advisory = store.advisory(n);
      ids.add(advisory.id);
      for (const alias of advisory.aliases) ids.add(alias);
    }
  }
  return ids;
}

/** Groups of a language's packages: connected by aliases. */
export function groupByAlias(hits: readonly Hit[], store: Store): Group[] {
  const groups: { readonly ids: Set<string>; readonly hits: Hit[] }[] = [];
  for (const hit of hits) {
    const group = { ids: aliasClosure(hit, store), hits: [hit] };
    for (let index = groups.length - 1; index >= 0; index--) {
      const other = groups[index];
      if (other === undefined) continue;
      if (![...other.ids].some((id) => group.ids.has(id))) continue;
      for (const id of other.ids) group.ids.add(id);
      group.hits.unshift(...other.hits);
      groups.splice(index, 1);
    }
    groups.push(group);
  }
  return groups.map((group) => {
    const cves = cvesOf(group.ids);
    const all = [...group.ids].sort(compareIds);
    const own = group.hits.map(({ advisory }) => advisory.id).sort(compareIds);
    const id = cves[0] ?? all.find((name) => name.startsWith('GHSA-')) ?? own[0] ?? '';
    return { id, aliases: all.filter((name) => name !== id), cves, hits: group.hits };
  });
}
