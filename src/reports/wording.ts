// How findings, states and targets are called in texts for people; one wording for every report.

import type { Origin } from '../model/file-tree.ts';
import type { Finding, FindingPackage, FindingState, JudgedFinding } from '../model/finding.ts';
import type { TargetResult, VerdictStatus } from '../model/result.ts';
import { compareSeverity, type Severity, severities } from '../model/severity.ts';

export const stateWords: Readonly<Record<FindingState, string>> = {
  failing: 'closes the gate',
  incomplete: 'not scanned',
  excepted: 'excepted',
  unfixed: 'no fix known',
  'below-threshold': 'below threshold',
  'in-grace': 'in grace',
  'in-baseline': 'in baseline',
  'not-affected': 'not affected',
  'not-gating': 'not gating',
};

/** States in the order in which people want to see them. */
export const stateOrder = Object.keys(stateWords) as readonly FindingState[];

export const statusWords: Readonly<Record<VerdictStatus, string>> = {
  pass: 'gate open',
  fail: 'gate closed',
  error: 'not decided',
};

export const allSeverities: readonly Severity[] = [...severities, 'unknown'];

/** Whose word the severity is; empty where nobody states one, or our own rule does. */
export function sourceText({ severitySource }: Finding): string {
  return severitySource === 'none' || severitySource === 'portcullis' ? '' : severitySource;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The verdict's reason without the words that its status already says. */
export function reasonOf(reason: string): string {
  return reason.replace(/^(?:gate open|gate closed|not decided): /, '');
}

/** `→ 1.2.3`, `→ 1.2.3, 2.0.1`; of a finding with a line `line 12`; else empty where no fix is known. */
export function fixText(finding: Finding): string {
  const { location } = finding;
  if (location?.line !== undefined) return `line ${location.line}`;
  return finding.fixedVersions.length === 0 ? '' : `→ ${finding.fixedVersions.join(', ')}`;
}

/** An instruction without the builders' noise: `/bin/sh -c #(nop)`, `# buildkit`, whole digests, runs of blanks. */
export function instructionText(createdBy: string): string {
  return createdBy
    .replace(/^\|\d+ .*?(?=\/bin\/sh -c )/s, '')
    .replace(/^\/bin\/sh -c #\(nop\)\s*/, '')
    .replace(/^\/bin\/sh -c /, 'RUN ')
    .replace(/^RUN \/bin\/sh -c /, 'RUN ')
    .replace(/\s*# buildkit\s*$/, '')
    .replace(/\b([0-9a-f]{12})[0-9a-f]{20,}\b/g, '$1…')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `layer 3: RUN npm ci`, `volume 1`; empty where nothing is known. */
export function originText(origin: Origin | undefined): string {
  if (origin === undefined) return '';
  if (origin.kind === 'volume') return `volume ${origin.volume}`;
  const instruction = origin.createdBy === undefined ? '' : instructionText(origin.createdBy);
  return `layer ${origin.index}${instruction === '' ? '' : `: ${instruction}`}`;
}

/** `Debian GNU/Linux 12 (bookworm)`, `alpine 3.20`; empty without an operating system. */
export function systemText(target: TargetResult): string {
  const { os } = target;
  if (os === undefined) return '';
  return os.prettyName ?? [os.id, os.versionId].filter((part) => part !== undefined).join(' ');
}

/** How much of a target there is: its packages, or its templates. */
export function contentText({ kind, identity, packages }: TargetResult): string {
  if (kind !== 'arm') return plural(packages.length, 'package');
  const { templates = 0, parameterFiles = 0 } = identity;
  const files = parameterFiles === 0 ? '' : ` with ${plural(parameterFiles, 'parameter file')}`;
  return `${plural(templates, 'template')}${files}`;
}

/** What a group of findings is about: a package, else a place, else the target as a whole. */
export interface FindingGroup {
  readonly key: string;
  readonly first: JudgedFinding;
  readonly findings: readonly JudgedFinding[];
}

function groupKey(finding: JudgedFinding): string {
  const { package: about, location } = finding;
  if (about !== undefined) {
    const place = about.binaries === undefined ? about.locations.join('\0') : '';
    return JSON.stringify(['package', about.ecosystem, about.name, about.version, place]);
  }
  const kind = isPlaced(finding) ? '' : finding.kind;
  return JSON.stringify(['place', kind, location?.path ?? '', location?.resource ?? '']);
}

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What closes the gate first, then by weight, known exploitation and id. */
export function compareForPeople(left: JudgedFinding, right: JudgedFinding): number {
  return (
    stateOrder.indexOf(left.state) - stateOrder.indexOf(right.state) ||
    compareSeverity(left.severity, right.severity) ||
    Number(right.kev !== undefined) - Number(left.kev !== undefined) ||
    compareText(left.id, right.id) ||
    compareText(left.fingerprint, right.fingerprint)
  );
}

/** Findings by package, sorted within; groups by their foremost finding, then by package. */
export function groupFindings(findings: readonly JudgedFinding[]): FindingGroup[] {
  const groups = new Map<string, JudgedFinding[]>();
  for (const finding of findings) {
    const key = groupKey(finding);
    const those = groups.get(key);
    if (those === undefined) groups.set(key, [finding]);
    else those.push(finding);
  }
  const sorted: FindingGroup[] = [];
  for (const [key, those] of groups) {
    those.sort(compareForPeople);
    const [first] = those;
    if (first !== undefined) sorted.push({ key, first, findings: those });
  }
  return sorted.sort(
    (left, right) =>
      stateOrder.indexOf(left.first.state) - stateOrder.indexOf(right.first.state) ||
      compareSeverity(left.first.severity, right.first.severity) ||
      compareText(left.first.package?.name ?? '', right.first.package?.name ?? '') ||
      compareText(left.key, right.key),
  );
}

/** `12 no fix known, 3 below threshold`: everything but what closes the gate, in the states' order. */
export function sparedText(findings: readonly JudgedFinding[]): string {
  const parts: string[] = [];
  for (const state of stateOrder) {
    if (state === 'failing') continue;
    const count = findings.filter((finding) => finding.state === state).length;
    if (count > 0) parts.push(`${count} ${stateWords[state]}`);
  }
  return parts.join(', ');
}

/** The binaries of a source package, or the file that declares a language's package; empty where the name says it all. */
export function placeText(about: FindingPackage): string {
  const { binaries, locations, name } = about;
  if (binaries === undefined) return locations[0] ?? '';
  return binaries.length === 1 && binaries[0] === name ? '' : binaries.join(', ');
}

/** Whether it points at a line of a file. */
export function isPlaced({ location }: Finding): boolean {
  return location?.line !== undefined;
}

/** What is to be said of a finding that closes the gate besides its columns: title, why in special cases, what to do where no version mends it. */
export function closingText(
  finding: Finding & { readonly stateReason: string },
  /** The same advice was given before. */
  isRepeated = false,
): string {
  // Of a place in a file: what is wrong there says more than the rule's title.
  const parts = [(isPlaced(finding) ? finding.message : finding.title).replace(/\.$/, '')];
  if (finding.kev !== undefined) parts.push(finding.stateReason.replace(/\.$/, ''));
  if (finding.fixedVersions.length === 0 && finding.remedy !== undefined && !isRepeated) {
    parts.push(finding.remedy.replace(/\.$/, ''));
  }
  if (finding.fix !== undefined && !isRepeated) parts.push('“portcullis scan … --fix” writes it');
  if (parts.length === 1) return isPlaced(finding) ? finding.message : finding.title;
  return parts.map((part) => (part.endsWith('…') ? part : `${part}.`)).join(' ');
}
