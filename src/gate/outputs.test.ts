import { describe, expect, it } from 'vitest';
import { ScanError, UserError } from '../model/errors.ts';
import type { ScanResult, TargetResult } from '../model/result.ts';
import { describeError, outputsOf, outputsOfError } from './outputs.ts';
import type { GateOutcome } from './request.ts';

function targetOf(reference: string, manifestDigest?: string): TargetResult {
  return {
    kind: 'registry',
    reference,
    identity: manifestDigest === undefined ? {} : { manifestDigest },
    packages: [],
    findings: [],
    coverage: [],
  };
}

function outcomeOf(targets: readonly TargetResult[]): GateOutcome {
  const counts = { critical: 1, high: 2, medium: 3, low: 4, info: 5, unknown: 6 };
  const result: ScanResult = {
    schemaVersion: '1',
    tool: { name: 'portcullis', version: '0.0.0' },
    created: '2026-01-01T00:00:00Z',
    verdict: {
      status: 'fail',
      exitCode: 1,
      reason: '',
      counts,
      failing: 2,
      unfixed: 0,
      excepted: 0,
    },
    policy: {
      failOn: 'high',
      ignoreUnfixed: true,
      unknownAs: 'medium',
      maxAgeHours: 168,
      exceptions: 0,
      notices: [],
    },
    database: { feeds: [], digest: '' },
    targets,
    errors: [],
    timings: {},
  };
  const written = [
    { format: 'sarif' as const, path: '/r/a.sarif' },
    { format: 'json' as const, path: '/r/a.json' },
    { format: 'json' as const, path: '/r/b.json' },
  ];
  return { result, exitCode: 1, written, printed: [] };
}

describe('outputsOf', () => {
  it('tells verdict, counts and paths', () => {
    expect(outputsOf(outcomeOf([targetOf('a', 'sha256:1')]))).toEqual({
      verdict: 'fail',
      'exit-code': '1',
      'failing-count': '2',
      'critical-count': '1',
      'high-count': '2',
      'medium-count': '3',
      'low-count': '4',
      'info-count': '5',
      'unknown-count': '6',
      digest: 'sha256:1',
      'report-path': '/r/a.json',
      'sarif-path': '/r/a.sarif',
      'sbom-path': '',
    });
  });

  it('says which digest is whose when there are several targets', () => {
    const targets = [
      targetOf('a\n::error::', 'sha256:1'),
      targetOf('b'),
      targetOf('c', 'sha256:3'),
    ];
    expect(outputsOf(outcomeOf(targets)).digest).toBe('sha256:1 a\\n::error::\nsha256:3 c');
    expect(outputsOf(outcomeOf([targetOf('dir')])).digest).toBe('');
  });

  it('falls back to the digest of the configuration', () => {
    const identity = { configDigest: 'sha256:c' };
    expect(outputsOf(outcomeOf([{ ...targetOf('docker:a'), identity }])).digest).toBe('sha256:c');
    const both = { ...identity, manifestDigest: 'sha256:m' };
    expect(outputsOf(outcomeOf([{ ...targetOf('a'), identity: both }])).digest).toBe('sha256:m');
  });
});

describe('describeError', () => {
  it.each([
    [new UserError('USAGE', 'wrong', { hint: 'mend it' }), 'wrong', 'mend it', '2'],
    [new ScanError('TARGET_DAMAGED', 'a.tar', '::error::x'), 'a.tar: ::error::x', undefined, '3'],
    [new UserError('DATABASE_MISSING', 'none\r\n##[x]'), 'none\\r\\n#\\#[x]', undefined, '4'],
    [
      new TypeError('x of undefined'),
      'bug in portcullis: TypeError: x of undefined',
      /report/,
      '3',
    ],
    ['thrown text', 'bug in portcullis: thrown text', /report/, '3'],
  ])('%s', (error, message, hint, exitCode) => {
    const text = describeError(error);
    expect(text.message).toBe(message);
    if (hint === undefined) expect(text.hint).toBeUndefined();
    else expect(text.hint).toMatch(hint);
    expect(outputsOfError(error)['exit-code']).toBe(exitCode);
  });
});
