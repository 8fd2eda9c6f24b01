// From a group of records that hold for a unit to the finding that reports and policy see.

import { createHash } from 'node:crypto';
import type {
  Finding,
  FindingKind,
  KnownExploited,
  SeverityStatement,
} from '../../model/finding.ts';
import type { Package } from '../../model/inventory.ts';
import type { Store } from '../store/store-file.ts';
import type { Table } from '../store/table-file.ts';
import { orderOf } from '../versions/orders.ts';
import type { Group } from './groups.ts';
import { inOrder, needsFallback, statementsOf } from './severity.ts';
import type { Unit } from './units.ts';

/** The stores beside the ecosystem's own. */
export interface Enrichment {
  /** The advisories of all ecosystems of the run: the same CVE may have a severity in another one. */
  readonly stores: readonly Store[];
  readonly kev?: Table;
  readonly severities?: Table;
  readonly epss?: Table;
}

const mostReferences = 10;
const kernelHeaders =
  /^(?:linux-libc-dev(?:-.*)?|linux-(?:headers|kbuild|compiler)(?:-.*)?|kernel(?:-.*)?-(?:headers|devel)(?:-.*)?|kernel-headers|kernel-devel)$/s;

/** Hex SHA-256 of what stays the same when an image is built again. */
export function fingerprintOf(
  kind: FindingKind,
  id: string,
  ecosystem: string,
  name: string,
  path: string,
): string {
  return createHash('sha256').update([kind, id, ecosystem, name, path].join('\0')).digest('hex');
}

const kernelSource = /^(?:linux|kernel)(?:-|$)/;

/** Binaries that bring headers of a kernel and no kernel; in a container the kernel is the host's anyway. */
function areKernelHeaders(packages: readonly Package[]): boolean {
  return (
    packages.length > 0 &&
    packages.every(
      ({ name, source }) =>
        kernelHeaders.test(name) && kernelSource.test(source === undefined ? name : source.name),
    )
  );
}

function withFallbacks(group: Group, enrichment: Enrichment): SeverityStatement[] {
  const statements = statementsOf(group);
  if (!needsFallback(statements)) return inOrder(statements);
  for (const cve of group.cves) {
    for (const store of enrichment.stores) {
      for (const n of store.byAlias(cve)) {
        for (const { severity, cvss } of store.advisory(n).severities) {
          statements.push({ source: cve, severity, ...(cvss !== undefined && { cvss }) });
        }
      }
    }
    const text = enrichment.severities?.text(cve);
    if (text !== undefined) statements.push(JSON.parse(text) as SeverityStatement);
  }
  return inOrder(statements);
}

function knownExploited(group: Group, kev: Table | undefined): KnownExploited | undefined {
  for (const cve of group.cves) {
    const text = kev?.text(cve);
    if (text !== undefined) return JSON.parse(text) as KnownExploited;
  }
  return undefined;
}

function exploitProbability(group: Group, epss: Table | undefined): Finding['epss'] {
  for (const cve of group.cves) {
    const text = epss?.text(cve);
    if (text === undefined) continue;
    const [score, percentile] = JSON.parse(text) as readonly [number, number];
    return { score, percentile };
  }
  return undefined;
}

function notGatingReason(group: Group, packages: readonly Package[]): string | undefined {
  const isUnimportant = group.hits.some(({ affected }) =>
    affected.some(({ urgency }) => urgency === 'unimportant'),
  );
  if (isUnimportant) return 'the distribution calls it unimportant';
  return areKernelHeaders(packages) ? 'kernel headers: no kernel is installed by it' : undefined;
}

function remedyOf(group: Group, unit: Unit, fixed: readonly string[]): string | undefined {
  const availability = group.hits.flatMap(({ affected }) =>
    affected.map((part) => part.availability),
  );
  const needs = availability.find((text) => text !== undefined);
  const upgrade = fixed.length === 0 ? undefined : `Upgrade ${unit.name} to ${fixed.join(' or ')}.`;
  if (needs === undefined) return upgrade;
  return [upgrade, `The fix needs Ubuntu Pro: ${needs}`]
    .filter((text) => text !== undefined)
    .join(' ');
}

function titleOf(group: Group, unit: Unit): string {
  const records = group.hits.map(({ advisory }) => advisory);
  const best =
    records.find(({ id, summary }) => id.startsWith('GHSA-') && summary !== '') ??
    records.find(({ id, summary }) => id.includes('CVE-') && summary !== '') ??
    records.find(({ summary }) => summary !== '');
  return best?.summary ?? `${group.id} in ${unit.name}`;
}

/** The finding of a group. */
export function findingOf(unit: Unit, group: Group, enrichment: Enrichment): Finding {
  const order = orderOf(unit.base);
  const packages = [...new Set(group.hits.flatMap((hit) => hit.packages))].sort((a, b) =>
    a.name < b.name ? -1 : Number(a.name > b.name),
  );
  const locations = [...new Set(packages.flatMap((item) => item.locations))].sort();
  const [first] = packages;
  const isMalware = group.hits.some(({ advisory }) => advisory.id.startsWith('MAL-'));
  const kind = isMalware ? 'malware' : 'vulnerability';
  const fixedVersions = [...new Set(group.hits.flatMap((hit) => hit.fixedVersions))].sort(order);
  const severities = isMalware
    ? [
        { source: 'malicious-packages', severity: 'critical' as const },
        ...withFallbacks(group, enrichment),
      ]
    : withFallbacks(group, enrichment);
  const [decisive] = severities;
  const cvss = severities.find((statement) => statement.cvss !== undefined)?.cvss;
  const kev = knownExploited(group, enrichment.kev);
  const epss = exploitProbability(group, enrichment.epss);
  const notGating = notGatingReason(group, packages);
  const remedy = isMalware
    ? `Remove ${unit.name}, and treat what it could reach as compromised.`
    : remedyOf(group, unit, fixedVersions);
  const isCustom = group.hits.every(({ affected }) =>
    affected.every((part) => part.custom === true),
  );
  const path = unit.isSystem ? '' : (locations[0] ?? '');
  const what = isMalware ? 'is malicious' : `is affected by ${group.id}`;
  const fix =
    fixedVersions.length > 0 ? `fixed in ${fixedVersions.join(', ')}` : 'no fixed version is known';
  return {
    fingerprint: fingerprintOf(kind, group.id, unit.base, unit.name, path),
    id: group.id,
    aliases: group.aliases,
    kind,
    severity: decisive?.severity ?? 'unknown',
    severitySource: decisive?.source ?? 'none',
    severities,
    title: titleOf(group, unit),
    message: `${unit.name} ${unit.version} ${what}; ${fix}${isCustom ? ' (the range counts releases of the product, not of the module)' : ''}.`,
    ...(remedy !== undefined && { remedy }),
    package: {
      name: unit.name,
      version: unit.version,
      ecosystem: unit.ecosystem,
      purl: first?.purl ?? '',
      ...(unit.isSystem && { binaries: [...new Set(packages.map((item) => item.name))] }),
      locations,
      ...(first?.origin !== undefined && { origin: first.origin }),
    },
    fixedVersions,
    ...(notGating !== undefined && { notGating }),
    ...(path !== '' && { location: { path } }),
    ...(kev !== undefined && { kev }),
    ...(epss !== undefined && { epss }),
    ...(cvss !== undefined && { cvss }),
    references: [...new Set(group.hits.flatMap(({ advisory }) => advisory.references))].slice(
      0,
      mostReferences,
    ),
    sources: ['osv'],
  };
}
