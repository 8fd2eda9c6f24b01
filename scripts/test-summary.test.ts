import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { summarise } from './test-summary.ts';

const sources: Record<string, string> = {
  '/p/plain.test.ts': '',
  '/p/docker.test.ts': "import { startDockerEngine } from '../fixtures/docker-engine.ts'",
  '/p/registry.test.ts': "import { startRegistry } from '../fixtures/registry.ts'",
  '/p/shared.test.ts': "process.env['PORTCULLIS_SHARED'] ?? '../shared'",
};

function reportOf(name: string, status: string, ...statuses: string[]) {
  const assertionResults = statuses.map((each, index) => ({
    fullName: ` test ${index}`,
    status: each,
  }));
  return { success: true, testResults: [{ name, status, assertionResults }] };
}

const sourceOf = (path: string): string => sources[path] ?? '';

describe('summarise', () => {
  it('counts what passed and failed', () => {
    const report = reportOf('/p/plain.test.ts', 'failed', 'passed', 'passed', 'failed');
    expect(summarise(report, sourceOf, true)).toMatchObject({ passed: 2, failed: 1 });
  });

  it('counts a file that could not be loaded', () => {
    const report = reportOf('/p/plain.test.ts', 'failed');
    expect(summarise(report, sourceOf, true)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('lists a skip of a test that needs nothing special', () => {
    const report = reportOf('/p/plain.test.ts', 'passed', 'passed', 'skipped', 'pending');
    expect(summarise(report, sourceOf, true)).toEqual({
      passed: 1,
      failed: 0,
      skipped: ['/p/plain.test.ts: test 1', '/p/plain.test.ts: test 2'],
      forbidden: [],
    });
  });

  it.each([
    ['/p/docker.test.ts', true, 1],
    ['/p/docker.test.ts', false, 1],
    ['/p/registry.test.ts', false, 1],
    ['/p/shared.test.ts', true, 1],
    ['/p/shared.test.ts', false, 0],
  ])('fails on a skip in %s, shared data expected: %s', (name, sharedExpected, failed) => {
    const summary = summarise(reportOf(name, 'passed', 'skipped'), sourceOf, sharedExpected);
    expect(summary.failed).toBe(failed);
    expect(summary.forbidden).toHaveLength(failed);
  });

  it('closes a run without a report with a failure', () => {
    const script = join(import.meta.dirname, 'test-summary.ts');
    const run = spawnSync(process.execPath, [script, '/nowhere.json'], { encoding: 'utf8' });
    expect(run).toMatchObject({ status: 1, stderr: '' });
    expect(run.stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
  });
});
