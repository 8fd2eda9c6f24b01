// SARIF 2.1.0 for code scanning: one run a target, kept within GitHub's limits of runs, results, tags and size.

import { gzipSync } from 'node:zlib';
import type { Log, Notification, ReportingDescriptor, Result, Run } from 'sarif';
import type { JudgedFinding } from '../model/finding.ts';
import { printable } from '../model/printable.ts';
import type { RunError, ScanResult, TargetResult } from '../model/result.ts';
import { categoriesOf } from './category.ts';
import { shortened } from './lines.ts';
import type { Report, ReportOptions } from './report.ts';
import { safeJsonParts } from './safe-json.ts';
import { locationOf } from './sarif-location.ts';
import { levelOf, ruleId, rulesOf } from './sarif-rules.ts';
import { closingText, compareForPeople, fixText, isPlaced, plural } from './wording.ts';

const mostRuns = 20;
const mostResults = 25_000;
const longestMessage = 4000;
const mostGzipBytes = 10 * 1000 * 1000;
/** Below this many characters gzip stays under its limit whatever the text, so it is not tried. */
const surelySmall = 9 * 1000 * 1000;

/** What goes into one run: a target, or all targets beyond the limit of runs. */
interface Part {
  readonly category: string;
  readonly target?: TargetResult;
  readonly findings: readonly (readonly [finding: JudgedFinding, salt: string])[];
  readonly errors: readonly RunError[];
}

function partsOf(result: ScanResult): Part[] {
  const categories = categoriesOf(result.targets);
  const errorsOf = (reference: string) =>
    result.errors.filter((error) => error.target === reference);
  const parts = result.targets.map((target, index): Part => {
    const category = categories[index] ?? '';
    return {
      category,
      target,
      findings: target.findings.map((finding) => [finding, ''] as const),
      errors: errorsOf(target.reference),
    };
  });
  const known = new Set(result.targets.map((target) => target.reference));
  const general = result.errors.filter(({ target }) => target === undefined || !known.has(target));
  if (parts.length === 0 || general.length > 0) {
    const [first, ...others] = parts;
    if (first === undefined) return [{ category: 'run', findings: [], errors: general }];
    parts.splice(0, parts.length, { ...first, errors: [...general, ...first.errors] }, ...others);
  }
  if (parts.length <= mostRuns) return parts;
  const rest = parts.slice(mostRuns - 1);
  const merged: Part = {
    category: 'others',
    // Two images may share a fingerprint; inside one run it must tell them apart.
    findings: rest.flatMap(({ category, findings }) =>
      findings.map(([finding]) => [finding, `${category}/`] as const),
    ),
    errors: rest.flatMap(({ errors }) => errors),
  };
  return [...parts.slice(0, mostRuns - 1), merged];
}

function messageOf(finding: JudgedFinding): string {
  const { package: about } = finding;
  const subject = about === undefined ? '' : `${about.name} ${about.version}: `;
  const fix = fixText(finding);
  const text = printable(
    isPlaced(finding)
      ? `${closingText(finding)} ${finding.stateReason}`
      : `${subject}${finding.title}${fix === '' ? '' : ` (${fix})`}. ${finding.stateReason}`,
  );
  // Brackets and braces would be read as links and placeholders of a SARIF message.
  return shortened(text, longestMessage).replace(/[[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}

function notificationOf({ code, message, hint }: RunError): Notification {
  const text = printable(hint === undefined ? message : `${message}. ${hint}`);
  return {
    level: 'error',
    message: { text: text || code },
    descriptor: { id: printable(code) || 'error' },
  };
}

/** The file that a finding without a place is about: of templates its own, or what was named as the target. */
function fileOf({ location }: JudgedFinding, target: TargetResult | undefined): string | undefined {
  if (target?.kind !== 'arm') return undefined;
  const what = location?.resource ?? '';
  if (what.startsWith('path:')) return what.slice('path:'.length);
  return location?.path ?? target.reference.replace(/^arm:/, '');
}

function resultsOf(
  part: Part,
  rules: readonly ReportingDescriptor[],
  limit: number,
  result: ScanResult,
  options: ReportOptions,
): Result[] {
  const indexOf = new Map(rules.map((rule, index) => [rule.id, index]));
  const seen = new Map<string, number>();
  const kept = [...part.findings].sort(([a], [b]) => compareForPeople(a, b)).slice(0, limit);
  return kept.map(([finding, salt]): Result => {
    const id = ruleId(finding);
    const fingerprint = salt + finding.fingerprint;
    const nth = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, nth);
    return {
      ruleId: id,
      ruleIndex: indexOf.get(id) ?? 0,
      level: levelOf(finding, result.policy),
      message: { text: messageOf(finding) },
      locations: [locationOf(finding, fileOf(finding, part.target) ?? options.dockerfile)],
      partialFingerprints: { primaryLocationLineHash: `${fingerprint}:${nth}` },
      ...(finding.state === 'excepted'
        ? {
            suppressions: [
              {
                kind:
                  finding.suppression === undefined ? ('external' as const) : ('inSource' as const),
                status: 'accepted' as const,
                justification: printable(finding.stateReason),
              },
            ],
          }
        : {}),
      properties: { state: finding.state, severity: finding.severity },
    };
  });
}

function runOf(part: Part, limit: number, result: ScanResult, options: ReportOptions): Run {
  const findings = part.findings.map(([finding]) => finding);
  const kept = [...findings].sort(compareForPeople).slice(0, limit);
  const rules = rulesOf(kept, result.policy);
  const notifications = part.errors.map(notificationOf);
  const left = findings.length - kept.length;
  if (left > 0) {
    const text = `${plural(left, 'finding')} of least weight left out to keep within the limits of code scanning.`;
    notifications.push({
      level: 'warning',
      message: { text },
      descriptor: { id: 'results-left-out' },
    });
  }
  const { target } = part;
  return {
    tool: {
      driver: {
        name: 'Portcullis',
        version: result.tool.version,
        semanticVersion: result.tool.version,
        rules,
      },
    },
    automationDetails: { id: `portcullis/${part.category}/` },
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the checkout.' } } },
    invocations: [
      {
        executionSuccessful:
          part.errors.length === 0 && !findings.some(({ state }) => state === 'incomplete'),
        endTimeUtc: result.created,
        ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: resultsOf(part, rules, limit, result, options),
    properties: {
      verdict: result.verdict.status,
      exitCode: result.verdict.exitCode,
      reason: printable(result.verdict.reason),
      ...(target === undefined ? {} : { target: printable(target.reference) }),
    },
  };
}

function logOf(result: ScanResult, limit: number, options: ReportOptions): readonly string[] {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: partsOf(result).map((part) => runOf(part, limit, result, options)),
  };
  return [...safeJsonParts(log)];
}

/** The text of the log that keeps within the limits. */
function fittingLog(result: ScanResult, options: ReportOptions): readonly string[] {
  let limit = mostResults;
  for (;;) {
    const parts = logOf(result, limit, options);
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (length <= surelySmall || limit <= 100) return parts;
    if (gzipSync(parts.join(''), { level: 1 }).length <= mostGzipBytes) return parts;
    limit = Math.floor(limit / 2);
  }
}

export const sarif: Report = {
  format: 'sarif',
  extension: '.sarif',
  render: (result, options) => fittingLog(result, options).join(''),
  parts: fittingLog,
};
