// Reads what vitest's JSON reporter wrote, lists the skips, and closes with `N passed, N failed`.
// Where everything should be there (.ci/run), a skip for want of Docker, a registry or ../shared is a failure.
// node scripts/test-summary.ts REPORT [NAME OF A STEP THAT FAILED]…

import { existsSync, readFileSync } from 'node:fs';

interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  /** `file: test`, those that may be skipped. */
  readonly skipped: readonly string[];
  /** `file: test (why it must not be skipped)`. */
  readonly forbidden: readonly string[];
}

/** Words of a test file that say what it needs, by what must be there. */
const needs: readonly (readonly [RegExp, string])[] = [
  [/fixtures\/docker-engine|whyNoDocker/i, 'needs Docker'],
  [/fixtures\/registry|whyNoRegistry/i, 'needs a registry'],
  [/PORTCULLIS_SHARED|fixtures\/shared/, 'needs ../shared'],
];

/** `sourceOf` gives the text of a test file; `sharedExpected`: ../shared is there, or was promised. */
export function summarise(
  report: Report,
  sourceOf: (path: string) => string,
  sharedExpected: boolean,
): Summary {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  const forbidden: string[] = [];
  for (const file of report.testResults) {
    const tests = file.assertionResults;
    // a file that could not be loaded has no tests, and must not count as nothing
    if (file.status === 'failed' && !tests.some((test) => test.status === 'failed')) failed++;
    for (const { fullName, status } of tests) {
      if (status === 'passed') passed++;
      else if (status === 'failed') failed++;
      else {
        const line = `${file.name}: ${fullName.trim()}`;
        const reasons = needs
          .filter(([word]) => word.test(sourceOf(file.name)))
          .map(([, why]) => why)
          .filter((why) => sharedExpected || why !== 'needs ../shared');
        if (reasons.length === 0) skipped.push(line);
        else forbidden.push(`${line} (${reasons.join(', ')})`);
      }
    }
  }
  return { passed, failed: failed + forbidden.length, skipped, forbidden };
}

const [, script = '', path, ...failedSteps] = process.argv;
if (script === import.meta.filename) {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  if (path === undefined || !existsSync(path)) {
    for (const step of failedSteps) say(`failed: ${step}`);
    say('The tests wrote no report: a check before them failed.');
    say(`0 passed, ${Math.max(1, failedSteps.length)} failed`);
    process.exit(1);
  }
  const shared = process.env['PORTCULLIS_SHARED'] !== undefined || existsSync('../shared');
  const report: Report = JSON.parse(readFileSync(path, 'utf8'));
  const summary = summarise(report, (file) => readFileSync(file, 'utf8'), shared);
  const shorten = (line: string): string => line.replace(process.cwd(), '.').replace('./', '');
  for (const line of summary.skipped) say(`skipped: ${shorten(line)}`);
  for (const line of summary.forbidden) say(`must not be skipped: ${shorten(line)}`);
  // `npm test` that failed by the tests counted above is not one failure more
  const steps = failedSteps.filter((step) => step !== 'npm test' || summary.failed === 0);
  for (const step of steps) say(`failed: ${step}`);
  // a run without a single test, or one that vitest calls failed for a reason of its own, is none that passed
  let failed = summary.failed + steps.length;
  if (failed === 0 && (summary.passed === 0 || !report.success)) failed = 1;
  say(`${summary.passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
