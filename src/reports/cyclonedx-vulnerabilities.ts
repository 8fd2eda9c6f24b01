// CycloneDX vulnerabilities: findings with their ratings and what the policy made of them.

import type { JudgedFinding, SeverityStatement } from '../model/finding.ts';
import type { Package } from '../model/inventory.ts';
import type { TargetResult } from '../model/result.ts';
import { webAddresses } from './addresses.ts';
import { type Property, propertiesOf } from './cyclonedx-components.ts';
import { compareText } from './wording.ts';

const mostAdvisories = 20;

export interface Rating {
  readonly source: { readonly name: string };
  readonly severity: string;
  readonly score?: number;
  readonly method?: string;
  readonly vector?: string;
}

export interface Vulnerability {
  readonly 'bom-ref': string;
  readonly id: string;
  readonly source: { readonly name: string };
  readonly references?: readonly {
    readonly id: string;
    readonly source: { readonly name: string };
  }[];
  readonly ratings: readonly Rating[];
  readonly description: string;
  readonly detail: string;
  readonly recommendation?: string;
  readonly advisories?: readonly { readonly url: string }[];
  readonly analysis: { readonly state: 'in_triage' | 'not_affected'; readonly detail: string };
  readonly affects: readonly { readonly ref: string }[];
  readonly properties: readonly Property[];
}

function methodOf(vector: string): string {
  if (vector.startsWith('CVSS:4')) return 'CVSSv4';
  if (vector.startsWith('CVSS:3.1/')) return 'CVSSv31';
  if (vector.startsWith('CVSS:3')) return 'CVSSv3';
  return vector.startsWith('AV:') ? 'CVSSv2' : 'other';
}

function rating({ source, severity, cvss }: SeverityStatement): Rating {
  return {
    source: { name: source },
    severity,
    ...(cvss === undefined
      ? {}
      : { score: cvss.score, method: methodOf(cvss.vector), vector: cvss.vector }),
  };
}

/** The severity that counted first, then what every other source says. */
function ratingsOf(finding: JudgedFinding): Rating[] {
  const { severity, severitySource: source, severities } = finding;
  const counted = severities.find((one) => one.source === source && one.severity === severity);
  const others = severities.filter((one) => one !== counted);
  return [counted ?? { source, severity }, ...others].map(rating);
}

function namespaceOf(id: string): string {
  if (id.startsWith('CVE-')) return 'NVD';
  if (id.startsWith('GHSA-')) return 'GitHub';
  return 'OSV';
}

type Placed = readonly [one: Package, reference: string];

function byName(packages: ReadonlyMap<Package, string>): ReadonlyMap<string, readonly Placed[]> {
  const index = new Map<string, Placed[]>();
  for (const placed of packages) {
    const key = JSON.stringify([placed[0].ecosystem, placed[0].name]);
    const those = index.get(key);
    if (those === undefined) index.set(key, [placed]);
    else those.push(placed);
  }
  return index;
}

/** The components that a finding is about: the installed binaries of a source package, or the package itself. */
function affectsOf(
  finding: JudgedFinding,
  packages: ReadonlyMap<string, readonly Placed[]>,
  otherwise: string,
): string[] {
  const { package: about } = finding;
  if (about === undefined) return [otherwise];
  const { binaries, ecosystem, version } = about;
  const places = new Set(about.locations);
  const isSame = (one: Package): boolean => {
    if (binaries !== undefined) return (one.source?.version ?? one.version) === version;
    if (one.version !== version) return false;
    return places.size === 0 || one.locations.some((path) => places.has(path));
  };
  const references = (binaries ?? [about.name])
    .flatMap((name) => packages.get(JSON.stringify([ecosystem, name])) ?? [])
    .filter(([one]) => isSame(one))
    .map(([, reference]) => reference);
  return references.length === 0 ? [otherwise] : [...new Set(references)].sort(compareText);
}

/** The vulnerabilities and malicious packages of a target, sorted by id and fingerprint; other kinds have no place in the format. */
export function vulnerabilitiesOf(
  target: TargetResult,
  packages: ReadonlyMap<Package, string>,
  targetReference: string,
  take: (wish: string) => string,
): Vulnerability[] {
  const index = byName(packages);
  return target.findings
    .filter(({ kind }) => kind === 'vulnerability' || kind === 'malware')
    .sort((a, b) => compareText(a.id, b.id) || compareText(a.fingerprint, b.fingerprint))
    .map((finding): Vulnerability => {
      const advisories = webAddresses(finding.references, mostAdvisories);
      const aliases = finding.aliases.filter((alias) => alias !== '' && alias !== finding.id);
      return {
        'bom-ref': take(`vulnerability:${finding.fingerprint}`),
        id: finding.id,
        source: { name: namespaceOf(finding.id) },
        ...(aliases.length === 0
          ? {}
          : { references: aliases.map((id) => ({ id, source: { name: namespaceOf(id) } })) }),
        ratings: ratingsOf(finding),
        description: finding.title,
        detail: finding.message,
        ...(finding.remedy === undefined ? {} : { recommendation: finding.remedy }),
        ...(advisories.length === 0 ? {} : { advisories: advisories.map((url) => ({ url })) }),
        analysis: {
          state: finding.state === 'not-affected' ? 'not_affected' : 'in_triage',
          detail: finding.stateReason,
        },
        affects: affectsOf(finding, index, targetReference).map((ref) => ({ ref })),
        properties: propertiesOf({
          state: finding.state,
          fixedVersions: finding.fixedVersions.join(', '),
          knownExploitedSince: finding.kev?.dateAdded,
          epss: finding.epss?.score,
        }),
      };
    });
}
