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

/** The closing lines of a run, the count last, and the exit status. */
function close(path: string | undefined, failedSteps: readonly string[]): [string[], number] {
  const failed = failedSteps.map((step) => `failed: ${step}`);
  if (path === undefined || !existsSync(path)) {
    const why = 'The tests wrote no report: a check before them failed.';
    return [[...failed, why, `0 passed, ${Math.max(1, failedSteps.length)} failed`], 1];
  }
  const shared = process.env['PORTCULLIS_SHARED'] !== undefined || existsSync('../shared');
  const report: Report = JSON.parse(readFileSync(path, 'utf8'));
  const summary = summarise(report, (file) => readFileSync(file, 'utf8'), shared);
  const shorten = (line: string): string => line.replace(`${process.cwd()}/`, '');
  // `npm test` that failed by the tests counted above is not one failure more
  const steps = failed.filter((line) => line !== 'failed: npm test' || summary.failed === 0);
  // a run without a single test, or one that vitest calls failed for a reason of its own, is none that passed
  let count = summary.failed + steps.length;
  if (count === 0 && (summary.passed === 0 || !report.success)) count = 1;
  const lines = [
    ...summary.skipped.map((line) => `skipped: ${shorten(line)}`),
    ...summary.forbidden.map((line) => `must not be skipped: ${shorten(line)}`),
    ...steps,
    `${summary.passed} passed, ${count} failed`,
  ];
  return [lines, count === 0 ? 0 : 1];
}

if (process.argv[1] === import.meta.filename) {
  const [lines, status] = close(process.argv[2], process.argv.slice(3));
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = status;
}
