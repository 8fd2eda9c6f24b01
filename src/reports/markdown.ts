// The job summary of both hosts, in GitHub-flavoured Markdown. GitHub drops a whole summary above 1024 KiB, so this
// one stays below 900 KiB by leaving out whole sections, those of least weight first.

import type { JudgedFinding } from '../model/finding.ts';
import type { ScanResult, TargetResult } from '../model/result.ts';
import { webAddresses } from './addresses.ts';
import { joinLines, shortened } from './lines.ts';
import { htmlText, markdownCode, markdownText } from './markdown-escape.ts';
import { fixSection } from './markdown-fixes.ts';
import { machineSection } from './markdown-machines.ts';
import type { Report, ReportOptions } from './report.ts';
import {
  allSeverities,
  closingText,
  compareForPeople,
  contentText,
  isPlaced,
  originText,
  placeText,
  plural,
  reasonOf,
  sourceText,
  sparedText,
  statusWords,
  systemText,
} from './wording.ts';

const budgetBytes = 900 * 1024;
const mostFailingRows = 500;
const mostSparedRows = 200;
/** What the rows of all targets may take together, so that a long list is cut rather than left out. */
const failingBytes = 500 * 1024;
const sparedBytes = 200 * 1024;
const longestText = 400;
const mostCoverageRows = 100;

const marks = { pass: '✅', fail: '⛔', error: '⚠️' } as const;
const severityMarks = {
  critical: '🟣',
  high: '🔴',
  medium: '🟠',
  low: '🔵',
  info: '⚪',
  unknown: '❔',
} as const;

/** A part of the page; one of lower rank is left out first, and the later of equals. */
interface Section {
  readonly rank: number;
  readonly lines: readonly string[];
}

function text(untrusted: string): string {
  return markdownText(shortened(untrusted, longestText));
}

function code(untrusted: string): string {
  return markdownCode(shortened(untrusted, longestText));
}

function linked(finding: JudgedFinding): string {
  const [address] = webAddresses(finding.references, 1);
  const id = text(finding.id);
  return address === undefined ? id : `[${id}](<${address.replaceAll('&', '&amp;')}>)`;
}

/** `main.json:12`; empty where the finding is about no file, or the file is all that is known of its place. */
function filePlace(location: JudgedFinding['location']): string {
  const { path = '', line } = location ?? {};
  return line === undefined ? path : `${path}:${line}`;
}

function row(finding: JudgedFinding, isFailing: boolean, hasPackages: boolean): string {
  const { package: about, location } = finding;
  const kev = finding.kev === undefined ? '' : ' **KEV**';
  const name = about === undefined ? '' : `${code(about.name)} ${code(about.version)}`;
  const places =
    about === undefined
      ? [location?.resource ?? '', filePlace(location)]
      : [placeText(about), originText(about.origin)];
  const where = places
    .filter((place) => place !== '')
    .map((place) => text(place).replaceAll('/', '/<wbr>'));
  const remark = isFailing
    ? text(closingText(finding))
    : `${text(isPlaced(finding) ? finding.message : finding.title)}<br>${text(finding.stateReason)}`;
  const cells = [
    [`${severityMarks[finding.severity]} ${finding.severity}`, text(sourceText(finding))]
      .filter((part) => part !== '')
      .join('<br>'),
    `${linked(finding)}${kev}<br>${remark}`,
    ...(hasPackages ? [name, finding.fixedVersions.map(code).join(', ')] : []),
    where.join('<br>'),
  ];
  return `| ${cells.join(' | ')} |`;
}

function rows(
  findings: readonly JudgedFinding[],
  isFailing: boolean,
  limits: { readonly rows: number; readonly bytes: number },
): string[] {
  const hasPackages = findings.some((finding) => finding.package !== undefined);
  const lines = hasPackages
    ? ['| Severity | Finding | Installed | Fixed in | Where |', '|---|---|---|---|---|']
    : ['| Severity | Finding | Where |', '|---|---|---|'];
  let bytes = 0;
  let shown = 0;
  for (const finding of [...findings].sort(compareForPeople).slice(0, limits.rows)) {
    const line = row(finding, isFailing, hasPackages);
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > limits.bytes) break;
    lines.push(line);
    shown += 1;
  }
  if (findings.length > shown) lines.push('', `… and ${findings.length - shown} more.`);
  return [...lines, ''];
}

function coverageSection(target: TargetResult): string[] {
  const gaps = target.coverage.filter(({ status }) => status !== 'scanned');
  if (gaps.length === 0) return [];
  const stateOf = new Map(
    target.findings
      .filter(({ kind }) => kind === 'coverage')
      .map((finding) => [finding.location?.resource, finding.state]),
  );
  const sorted = [...gaps].sort(
    (left, right) => Number(right.incomplete) - Number(left.incomplete),
  );
  const lines = ['**Not scanned, or not wholly**', ''];
  for (const { what, status, reason, incomplete } of sorted.slice(0, mostCoverageRows)) {
    const isAccepted = incomplete && stateOf.get(what) === 'excepted';
    const mark = incomplete && !isAccepted ? '⚠️ ' : '';
    const why = reason === undefined ? '' : `: ${markdownText(reason)}`;
    const accepted = isAccepted ? ' (accepted by the policy)' : '';
    lines.push(`- ${mark}${markdownCode(what)} ${status}${why}${accepted}`);
  }
  const more = sorted.length - mostCoverageRows;
  if (more > 0) lines.push(`- … and ${more} more`);
  return [...lines, ''];
}

function targetSections(target: TargetResult, targets: number): Section[] {
  const findings = target.findings.filter(({ kind }) => kind !== 'coverage');
  const failing = findings.filter(({ state }) => state === 'failing');
  const spared = findings.filter(({ state }) => state !== 'failing');
  const { manifestDigest, configDigest, platform } = target.identity;
  const facts = [systemText(target), platform ?? '', contentText(target)];
  const about = facts.filter((fact) => fact !== '').map(markdownText);
  const digest = manifestDigest ?? configDigest;
  if (digest !== undefined) about.push(markdownCode(digest));
  const sections: Section[] = [
    { rank: 4, lines: [`### ${markdownText(target.reference)}`, '', about.join(' · '), ''] },
  ];
  if (findings.length === 0) sections.push({ rank: 4, lines: ['Nothing was found.', ''] });
  if (failing.length > 0) {
    const lines = [
      `**Closes the gate: ${failing.length}**`,
      '',
      ...rows(failing, true, { rows: mostFailingRows, bytes: failingBytes / targets }),
    ];
    sections.push({ rank: 3, lines });
    const fixes = fixSection(failing);
    if (fixes.length > 0) sections.push({ rank: 1, lines: fixes });
  }
  const machines = machineSection(target);
  if (machines.length > 0) sections.push({ rank: 3, lines: machines });
  const coverage = coverageSection(target);
  if (coverage.length > 0) sections.push({ rank: 2, lines: coverage });
  if (spared.length > 0) {
    const heading = htmlText(`Does not close it: ${spared.length} (${sparedText(spared)})`);
    const lines = [
      `<details><summary>${heading}</summary>`,
      '',
      ...rows(spared, false, { rows: mostSparedRows, bytes: sparedBytes / targets }),
      '</details>',
      '',
    ];
    sections.push({ rank: 1, lines });
  }
  return sections;
}

function headSection(result: ScanResult): Section {
  const { status, exitCode, reason, counts } = result.verdict;
  const lines = [
    `## ${marks[status]} Portcullis: ${statusWords[status]}`,
    '',
    `**${markdownText(reasonOf(reason))}** (exit code ${exitCode})`,
    '',
    `| ${allSeverities.map((severity) => `${severityMarks[severity]} ${severity}`).join(' | ')} |`,
    `|${'---|'.repeat(allSeverities.length)}`,
    `| ${allSeverities.map((severity) => counts[severity]).join(' | ')} |`,
    '',
  ];
  return { rank: 9, lines };
}

function messagesSection(result: ScanResult): Section[] {
  const lines = [
    ...result.errors.map(({ code, message, hint, target }) => {
      const about = target === undefined ? '' : `${markdownCode(target)}: `;
      const mend = hint === undefined ? '' : ` ${markdownText(hint)}`;
      return `- ⚠️ ${about}${markdownText(message)} (${markdownText(code)}).${mend}`;
    }),
    ...result.policy.notices.map((notice) => `- 🕑 ${markdownText(notice)}`),
  ];
  return lines.length === 0 ? [] : [{ rank: 5, lines: [...lines, ''] }];
}

function basisSection(result: ScanResult): Section {
  const { policy, database, tool } = result;
  const feeds = database.feeds.map(({ ecosystem, state, fetched, records, source }) => {
    const when = fetched === undefined ? state : `fetched ${fetched}`;
    return `- ${markdownText(ecosystem)}: ${markdownText(when)}, ${plural(records, 'record')}, ${markdownText(source)}`;
  });
  return {
    rank: 2,
    lines: [
      '<details><summary>What it was judged by</summary>',
      '',
      `- Policy ${policy.path === undefined ? 'by default' : markdownCode(policy.path)}: fail on ${policy.failOn}, ` +
        `${policy.ignoreUnfixed ? 'unfixed vulnerabilities spared' : 'unfixed vulnerabilities count'}, ` +
        `unknown severity as ${policy.unknownAs}, ${plural(policy.exceptions, 'exception')}, ` +
        `database at most ${policy.maxAgeHours} h old`,
      ...feeds,
      `- Portcullis ${markdownText(tool.version)}, ${markdownText(result.created)}`,
      '',
      '</details>',
    ],
  };
}

/** The sections that fit, in the order of the page, and how many did not. */
function fitting(sections: readonly Section[]): { lines: string[]; left: number } {
  const ranked = sections.map((section, index) => ({ section, index }));
  ranked.sort((a, b) => b.section.rank - a.section.rank || a.index - b.index);
  const kept = new Set<number>();
  let bytes = 0;
  for (const { section, index } of ranked) {
    const size = Buffer.byteLength(section.lines.join('\n')) + 1;
    if (bytes + size > budgetBytes) continue;
    bytes += size;
    kept.add(index);
  }
  const lines = sections.filter((_, index) => kept.has(index)).flatMap((section) => section.lines);
  return { lines, left: sections.length - kept.size };
}

function render(result: ScanResult, options: ReportOptions): string {
  const { lines, left } = fitting([
    headSection(result),
    ...messagesSection(result),
    ...result.targets.flatMap((target) => targetSections(target, result.targets.length)),
    basisSection(result),
  ]);
  if (left > 0) {
    const where =
      options.fullReport === undefined ? 'the JSON report' : markdownCode(options.fullReport);
    lines.push('', `${plural(left, 'section')} left out to keep this page short: see ${where}.`);
  }
  return joinLines(lines);
}

export const markdown: Report = { format: 'markdown', extension: '.md', render };
