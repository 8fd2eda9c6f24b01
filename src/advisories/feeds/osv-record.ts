// Turns an OSV record into an advisory: OSV schema 1.7 and what each database adds to it (facts of the records themselves).

import type { SeverityStatement } from '../../model/finding.ts';
import { baseEcosystem, type VersionOrder } from '../versions/orders.ts';
import { type Advisory, type AffectedPackage, packageKey } from './advisory.ts';
import { asArray, asObject, asText, asTexts, type JsonObject } from './json.ts';
import { type Interval, intervalsOf, isWithin } from './ranges.ts';
import { severityOfWord, statementOfVector } from './severity-words.ts';

export type ReadRecord =
  | {
      readonly kind: 'advisory';
      readonly advisory: Advisory;
      readonly affected: readonly AffectedPackage[];
    }
  /** Not for us: withdrawn, another ecosystem, a bug-fix advisory. */
  | { readonly kind: 'left-out' }
  | { readonly kind: 'bad'; readonly reason: string };

const longestSummary = 160;
const mostReferences = 5;
/** A record with more of them is no record: to cut them would be to lose what it says. */
const mostIntervals = 10_000;
/** Comparisons of listed versions with ranges, for a record; what is listed beyond them is kept unseen. */
const mostComparisons = 500_000;

/** What is left of `mostComparisons`. */
interface Budget {
  left: number;
}

/** Advisories of these systems are security advisories only under these names. */
const securityPrefixes: Readonly<Record<string, string>> = {
  AlmaLinux: 'ALSA-',
  'Rocky Linux': 'RLSA-',
  'Red Hat': 'RHSA-',
};

/** Systems whose advisory begins its summary with its severity: «Important: nodejs:10 security update». */
const saysInSummary: ReadonlySet<string> = new Set(['AlmaLinux', 'Rocky Linux', 'Red Hat']);

function summaryOf(record: JsonObject): string {
  const text = asText(record['summary']) ?? asText(record['details']) ?? '';
  const line = text
    .slice(0, 4 * longestSummary)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > longestSummary ? `${line.slice(0, longestSummary - 1).trimEnd()}…` : line;
}

function referencesOf(record: JsonObject): string[] {
  const urls = new Set<string>();
  const all = asArray(record['references']).map(asObject);
  for (const wanted of ['ADVISORY', undefined]) {
    for (const reference of all) {
      const url = asText(reference?.['url']);
      if (url === undefined || !/^https?:\/\//i.test(url) || url.length > 500) continue;
      if (wanted === undefined || reference?.['type'] === wanted) urls.add(url);
    }
  }
  return [...urls].slice(0, mostReferences);
}

function vectorStatements(list: unknown): SeverityStatement[] {
  const statements: SeverityStatement[] = [];
  for (const item of asArray(list)) {
    const { type, score } = asObject(item) ?? {};
    if (typeof score !== 'string') continue;
    if (type === 'Ubuntu') {
      const severity = severityOfWord(score);
      if (severity !== undefined) statements.push({ source: 'Ubuntu', severity });
      continue;
    }
    const statement = statementOfVector(score);
    if (statement !== undefined) statements.push(statement);
  }
  return statements;
}

function recordStatements(record: JsonObject, base: string, id: string): SeverityStatement[] {
  const statements = vectorStatements(record['severity']);
  if (saysInSummary.has(base)) {
    const severity = severityOfWord(asText(record['summary'])?.split(':')[0]);
    if (severity !== undefined) statements.push({ source: base, severity });
  }
  const severity = severityOfWord(asText(asObject(record['database_specific'])?.['severity']));
  if (severity !== undefined) {
    statements.push({ source: id.startsWith('GHSA-') ? 'GHSA' : base, severity });
  }
  return statements;
}

function cveStatements(specific: JsonObject | undefined): AffectedPackage['byCve'] {
  const list = asArray(asObject(specific?.['cves_map'])?.['cves']);
  const byCve: Record<string, readonly SeverityStatement[]> = {};
  for (const item of list) {
    const cve = asText(asObject(item)?.['id']);
    const statements = vectorStatements(asObject(item)?.['severity']);
    if (cve?.startsWith('CVE-') === true) byCve[cve] = statements;
  }
  return Object.keys(byCve).length === 0 ? undefined : byCve;
}

function affectedPackage(
  item: JsonObject,
  ecosystem: string,
  name: string,
  order: VersionOrder,
  budget: Budget,
): AffectedPackage | undefined {
  const specific = asObject(item['ecosystem_specific']);
  const database = asObject(item['database_specific']);
  const customRanges = asArray(specific?.['custom_ranges']);
  const custom = customRanges.length > 0;
  const ranges: Interval[] = (custom ? customRanges : asArray(item['ranges'])).flatMap((range) =>
    intervalsOf(range, order),
  );
  // The exports list every known version beside the ranges: only what the ranges do not say is kept.
  const versions = asTexts(item['versions']).filter((version) => {
    budget.left -= ranges.length;
    return budget.left < 0 || !ranges.some((interval) => isWithin(version, interval, order));
  });
  if (ranges.length === 0 && versions.length === 0) return undefined;
  const urgency = asText(specific?.['urgency']);
  const availability = asText(specific?.['availability']);
  const severities = vectorStatements(item['severity']);
  const base = baseEcosystem(ecosystem);
  const word = severityOfWord(asText(database?.['severity']));
  if (word !== undefined) severities.push({ source: base, severity: word });
  if (base === 'Debian') {
    const severity = severityOfWord(urgency);
    if (severity !== undefined) severities.push({ source: 'Debian', severity });
  }
  const byCve = cveStatements(database);
  return {
    ecosystem,
    name: packageKey(base, name),
    ranges,
    ...(versions.length > 0 && { versions }),
    ...(urgency !== undefined && urgency !== 'not yet assigned' && { urgency }),
    ...(availability !== undefined &&
      availability !== 'No subscription required' && { availability }),
    ...(severities.length > 0 && { severities }),
    ...(byCve !== undefined && { byCve }),
    ...(custom && { custom }),
  };
}

/**
 * Reads one record for the ecosystem `base` (without release). Await `loadCalculator` before. Never throws: what is no
 * record comes back as `bad`.
 */
export function readOsvRecord(value: unknown, base: string, order: VersionOrder): ReadRecord {
  const record = asObject(value);
  const id = asText(record?.['id']);
  if (record === undefined || id === undefined) return { kind: 'bad', reason: 'it has no id' };
  if (!/^[\x21-\x7e]{1,128}$/.test(id)) return { kind: 'bad', reason: 'its id is no id' };
  if (!Array.isArray(record['affected'] ?? [])) {
    return { kind: 'bad', reason: '“affected” is no list' };
  }
  if (record['withdrawn'] !== undefined && record['withdrawn'] !== null)
    return { kind: 'left-out' };
  const prefix = securityPrefixes[base];
  if (prefix !== undefined && !id.startsWith(prefix)) return { kind: 'left-out' };

  const affected: AffectedPackage[] = [];
  const budget: Budget = { left: mostComparisons };
  let intervals = 0;
  for (const entry of asArray(record['affected'])) {
    const item = asObject(entry);
    const named = asObject(item?.['package']);
    const ecosystem = asText(named?.['ecosystem']);
    const name = asText(named?.['name']);
    if (item === undefined || ecosystem === undefined || name === undefined) continue;
    if (baseEcosystem(ecosystem) !== base) continue;
    const read = affectedPackage(item, ecosystem, name, order, budget);
    if (read === undefined) continue;
    intervals += read.ranges.length;
    if (intervals > mostIntervals) {
      return { kind: 'bad', reason: `it has more than ${mostIntervals} ranges` };
    }
    affected.push(read);
  }
  if (affected.length === 0) return { kind: 'left-out' };
  const related = base === 'AlmaLinux' ? asTexts(record['related']) : [];
  return {
    kind: 'advisory',
    advisory: {
      id,
      aliases: asTexts(record['aliases']),
      upstream: [...new Set([...asTexts(record['upstream']), ...related])],
      summary: summaryOf(record),
      severities: recordStatements(record, base, id),
      references: referencesOf(record),
    },
    affected,
  };
}
