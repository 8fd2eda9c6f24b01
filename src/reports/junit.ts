// JUnit XML in the strict form of Ant's schema: a suite for each target, a case for each finding. Publishers of test
// results (Azure Pipelines and others) show what closes the gate as failed tests.

import type { JudgedFinding } from '../model/finding.ts';
import type { RunError, ScanResult, TargetResult } from '../model/result.ts';
import { categoriesOf } from './category.ts';
import { joinLines } from './lines.ts';
import type { Report } from './report.ts';
import { compareForPeople, fixText, isPlaced, originText, plural } from './wording.ts';
import { element, xmlText } from './xml.ts';

/** Cases of one suite; a test view with more is of no use, and slow. */
const mostCases = 10_000;

type Outcome = 'passed' | 'failed' | 'error' | 'skipped';

interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  readonly markup: string;
}

function outcomeOf({ state }: JudgedFinding): Outcome {
  switch (state) {
    case 'failing':
      return 'failed';
    case 'incomplete':
      return 'error';
    case 'below-threshold':
      return 'passed';
    default:
      return 'skipped';
  }
}

/** Without versions, so that a test keeps its history from build to build. */
function nameOf(finding: JudgedFinding): string {
  const { package: about, location } = finding;
  if (about === undefined) {
    const { resource, path, line } = location ?? {};
    const file = resource !== undefined && line !== undefined && path !== undefined ? path : '';
    const place = resource ?? path;
    const name = place === undefined ? finding.id : `${finding.id} in ${place}`;
    return file === '' ? name : `${name} (${file})`;
  }
  const path = about.binaries === undefined ? about.locations[0] : undefined;
  return `${finding.id} in ${about.name}${path === undefined ? '' : ` (${path})`}`;
}

function bodyOf(finding: JudgedFinding): string {
  const { package: about } = finding;
  const lines = [
    finding.message,
    isPlaced(finding) ? `${finding.location?.path ?? ''}:${finding.location?.line ?? ''}` : '',
    `Severity: ${finding.severity} (${finding.severitySource})`,
    about === undefined ? '' : `Installed: ${about.name} ${about.version} ${fixText(finding)}`,
    about === undefined ? '' : originText(about.origin),
    finding.remedy ?? '',
    ...finding.references.slice(0, 5),
  ];
  return lines
    .filter((line) => line.trim() !== '')
    .map(xmlText)
    .join('\n');
}

function caseOf(finding: JudgedFinding): Case {
  const outcome = outcomeOf(finding);
  const what = isPlaced(finding) ? finding.message.replace(/\.$/, '') : finding.title;
  const message = `${what}. ${finding.stateReason}`;
  const about = { message, type: `${finding.severity} ${finding.kind}` };
  const name = nameOf(finding);
  switch (outcome) {
    case 'failed':
      return { name, outcome, markup: element('failure', about, bodyOf(finding)) };
    case 'error':
      return { name, outcome, markup: element('error', about, bodyOf(finding)) };
    case 'skipped': {
      const skipped = { message: finding.stateReason };
      return { name, outcome, markup: element('skipped', skipped) };
    }
    case 'passed':
      return { name, outcome, markup: '' };
    default:
      return outcome satisfies never;
  }
}

function errorCase({ code, message, hint, target }: RunError): Case {
  const body = [message, hint ?? '']
    .filter((line) => line !== '')
    .map(xmlText)
    .join('\n');
  return {
    name: target === undefined ? code : `${code} ${target}`,
    outcome: 'error',
    markup: element('error', { message, type: code }, body),
  };
}

function suite(
  id: number,
  name: string,
  cases: readonly Case[],
  properties: Readonly<Record<string, string>>,
  result: ScanResult,
): string[] {
  const number = (outcome: Outcome) => cases.filter((one) => one.outcome === outcome).length;
  const seconds = id === 0 ? ((result.timings['total'] ?? 0) / 1000).toFixed(3) : '0';
  const attributes = {
    id,
    name,
    package: 'portcullis',
    timestamp: result.created.slice(0, 19),
    hostname: 'localhost',
    tests: cases.length,
    failures: number('failed'),
    errors: number('error'),
    skipped: number('skipped'),
    time: seconds,
  };
  const open = element('testsuite', attributes, ' ').replace(' </testsuite>', '');
  const facts = Object.entries(properties)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => element('property', { name: key, value }));
  return [
    `  ${open}`,
    '    <properties>',
    ...facts.map((fact) => `      ${fact}`),
    '    </properties>',
    ...cases.map(
      (one) =>
        `    ${element('testcase', { name: one.name || 'unnamed', classname: name, time: '0' }, one.markup)}`,
    ),
    `    <system-out>${xmlText(result.verdict.reason)}</system-out>`,
    '    <system-err/>',
    '  </testsuite>',
  ];
}

function targetSuite(
  target: TargetResult,
  category: string,
  id: number,
  result: ScanResult,
): string[] {
  const sorted = [...target.findings].sort(compareForPeople);
  const cases = sorted.slice(0, mostCases).map(caseOf);
  if (cases.length === 0) cases.push({ name: 'no findings', outcome: 'passed', markup: '' });
  const left = sorted.length - mostCases;
  const properties = {
    target: target.reference,
    digest: target.identity.manifestDigest ?? target.identity.configDigest ?? '',
    platform: target.identity.platform ?? '',
    verdict: result.verdict.status,
    leftOut: left > 0 ? plural(left, 'finding') : '',
  };
  return suite(id, category, cases, properties, result);
}

export const junit: Report = {
  format: 'junit',
  extension: '.junit.xml',
  render(result) {
    const categories = categoriesOf(result.targets);
    const suites = result.targets.flatMap((target, index) =>
      targetSuite(target, categories[index] ?? 'target', index, result),
    );
    if (result.errors.length > 0 || result.targets.length === 0) {
      const cases = result.errors.map(errorCase);
      const properties = { verdict: result.verdict.status };
      suites.push(...suite(result.targets.length, 'run', cases, properties, result));
    }
    return joinLines([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites>',
      ...suites,
      '</testsuites>',
    ]);
  },
};
