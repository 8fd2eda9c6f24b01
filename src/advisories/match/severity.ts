// Whose word on the severity counts: the distribution's, GitHub's, CVSS 4 before 3 before 2, the CVE's, the fallback's.

import type { SeverityStatement } from '../../model/finding.ts';
import { compareSeverity } from '../../model/severity.ts';
import { orderedEcosystems } from '../versions/orders.ts';
import type { Group } from './groups.ts';

const systems: ReadonlySet<string> = new Set(orderedEcosystems);
const last = 9;

function rank(statement: SeverityStatement): number {
  const { source, severity } = statement;
  // Debian's urgency is about its release, not the flaw; only `unimportant` is a word on the severity.
  if (source === 'Debian') return severity === 'info' ? 0 : last;
  if (systems.has(source)) return 0;
  if (source === 'GHSA') return 1;
  if (source.startsWith('CVSS:4')) return 2;
  if (source.startsWith('CVSS:3')) return 3;
  if (source.startsWith('CVSS:')) return 4;
  return source.startsWith('CVE-') ? 5 : 6;
}

/** Whether no record of the group itself says how severe it is. */
export function needsFallback(statements: readonly SeverityStatement[]): boolean {
  return statements.every((statement) => rank(statement) > 4);
}

/** What the group's own records say. */
export function statementsOf(group: Group): SeverityStatement[] {
  return group.hits.flatMap(({ advisory, affected }) => [
    ...affected.flatMap((part) => [
      ...(part.severities ?? []),
      ...group.cves.flatMap((cve) => part.byCve?.[cve] ?? []),
    ]),
    ...advisory.severities,
  ]);
}

/** Each statement once, the one that counts first; of equal rank the heavier one. */
export function inOrder(statements: readonly SeverityStatement[]): SeverityStatement[] {
  const once = new Map<string, SeverityStatement>();
  for (const statement of statements) {
    const key = [statement.source, statement.severity, statement.cvss?.vector ?? ''].join('\0');
    once.set(key, statement);
  }
  return [...once.values()].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compareSeverity(a.severity, b.severity) ||
      (b.cvss?.score ?? 0) - (a.cvss?.score ?? 0),
  );
}
