// SARIF rules: one for each finding id of a run, with what GitHub shows of it.

import type { ReportingDescriptor, Result } from 'sarif';
import type { JudgedFinding } from '../model/finding.ts';
import { printable } from '../model/printable.ts';
import type { AppliedPolicy } from '../model/result.ts';
import { compareSeverity, type RankedSeverity, type Severity } from '../model/severity.ts';
import { webAddresses } from './addresses.ts';
import { shortened } from './lines.ts';
import { markdownText } from './markdown-escape.ts';
import { isPlaced } from './wording.ts';

const longestName = 255;
const longestText = 1024;
const longestHelp = 4000;
const mostTags = 20;
const mostReferences = 10;

/** GitHub's bands of `security-severity`, and what stands for a severity whose score is not known or not in its band. */
const bands: Readonly<Record<RankedSeverity, readonly [from: number, to: number, usual: string]>> =
  {
    critical: [9.1, 10, '9.5'],
    high: [7, 8.9, '8.0'],
    medium: [4, 6.9, '5.5'],
    low: [0.1, 3.9, '2.0'],
    info: [0, 0, '0.0'],
  };

function limited(text: string, length: number, otherwise: string): string {
  const plain = printable(text);
  if (plain.trim() === '') return otherwise;
  return shortened(plain, length);
}

function ranked(severity: Severity, policy: AppliedPolicy): RankedSeverity {
  return severity === 'unknown' ? policy.unknownAs : severity;
}

/** The score where it lies in the band of the severity shown; else the severity's own place, since it may be a distribution's. */
export function securitySeverity(finding: JudgedFinding, policy: AppliedPolicy): string {
  const [from, to, usual] = bands[ranked(finding.severity, policy)];
  const score = finding.cvss?.score;
  return score !== undefined && score >= from && score <= to ? score.toFixed(1) : usual;
}

/** A result's level: by severity; what never gates is a note. */
export function levelOf(finding: JudgedFinding, policy: AppliedPolicy): Result.level {
  if (finding.state === 'incomplete') return 'error';
  if (finding.kind === 'coverage' || finding.state === 'not-gating') return 'note';
  switch (ranked(finding.severity, policy)) {
    case 'critical':
    case 'high':
      return 'error';
    case 'medium':
      return 'warning';
    default:
      return 'note';
  }
}

/** SARIF's rule id of a finding: one line, never empty. */
export function ruleId(finding: JudgedFinding): string {
  return limited(finding.id, longestName, 'unnamed');
}

/** What is true of all findings of its rule: the rule's own reason where it has one. */
function aboutRule(finding: JudgedFinding): string {
  if (finding.rationale !== undefined && finding.rationale !== '') return finding.rationale;
  return isPlaced(finding) ? finding.title : finding.message;
}

function helpOf(finding: JudgedFinding): { text: string; markdown: string } {
  const facts: [string, string][] = [
    ['Severity', `${finding.severity} (${finding.severitySource})`],
    ['Also known as', finding.aliases.slice(0, 20).join(', ')],
    ['CVSS', finding.cvss === undefined ? '' : `${finding.cvss.score} ${finding.cvss.vector}`],
    ['Known to be exploited since', finding.kev?.dateAdded ?? ''],
    ['Remedy', finding.remedy ?? ''],
  ];
  const known = facts.filter(([, value]) => value !== '');
  const references = webAddresses(finding.references, mostReferences);
  const about = aboutRule(finding);
  const text = [
    printable(about),
    ...known.map(([name, value]) => `${name}: ${printable(value)}`),
    ...references,
  ].join('\n');
  const markdown = [
    markdownText(about),
    known.map(([name, value]) => `- **${name}**: ${markdownText(value)}`).join('\n'),
    references.map((reference) => `- <${reference}>`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
  return {
    text: shortened(text, longestHelp),
    markdown: shortened(markdown, longestHelp),
  };
}

function tagsOf(finding: JudgedFinding): string[] {
  const tags = [finding.kind === 'coverage' ? 'coverage' : 'security', finding.kind];
  if (finding.package !== undefined) tags.push(finding.package.ecosystem.split(':', 1)[0] ?? '');
  if (finding.kev !== undefined) tags.push('known-exploited');
  const shown = tags.map((tag) => limited(tag, 100, '')).filter((tag) => tag !== '');
  return [...new Set(shown)].slice(0, mostTags);
}

/** The rules of a run's findings, sorted by id; of several findings with one id the heaviest speaks. */
export function rulesOf(
  findings: readonly JudgedFinding[],
  policy: AppliedPolicy,
): ReportingDescriptor[] {
  const heaviest = new Map<string, JudgedFinding>();
  for (const finding of findings) {
    const id = ruleId(finding);
    const known = heaviest.get(id);
    if (known === undefined || compareSeverity(finding.severity, known.severity) < 0) {
      heaviest.set(id, finding);
    }
  }
  const sorted = [...heaviest].sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([id, finding]): ReportingDescriptor => {
    const [helpUri] = webAddresses(finding.references, mostReferences);
    return {
      id,
      name: id.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, longestName) || 'unnamed',
      shortDescription: { text: limited(finding.title, longestText, id) },
      fullDescription: { text: limited(aboutRule(finding), longestText, id) },
      ...(helpUri === undefined ? {} : { helpUri }),
      help: helpOf(finding),
      defaultConfiguration: { level: levelOf(finding, policy) },
      properties: {
        tags: tagsOf(finding),
        precision: finding.outcome === 'undecided' ? 'low' : 'very-high',
        ...(finding.kind === 'coverage'
          ? {}
          : { 'security-severity': securitySeverity(finding, policy) }),
      },
    };
  });
}
