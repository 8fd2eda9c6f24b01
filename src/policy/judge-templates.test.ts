import { describe, expect, it } from 'vitest';
import type { Finding } from '../model/finding.ts';
import type { Target } from '../model/target.ts';
import { judge } from './judge.ts';
import { defaultPolicy, type Exception, type Policy } from './policy.ts';

// What is judged otherwise for templates: undecided outcomes, excuses in the file, exceptions for a resource.

const target: Target = { kind: 'arm', reference: 'arm:infra', identity: {} };
const missing: Finding = {
  fingerprint: 'f0',
  id: 'AGT001',
  aliases: [],
  kind: 'agent',
  severity: 'high',
  severitySource: 'portcullis',
  severities: [],
  title: 'The agent is missing',
  message: 'It is missing.',
  fixedVersions: [],
  location: {
    path: 'infra/main.json',
    line: 3,
    column: 5,
    resource: 'Microsoft.Compute/virtualMachines web-1',
  },
  references: [],
  sources: ['portcullis'],
};
const open: Finding = { ...missing, outcome: 'undecided' };
const other: Finding = { ...open, id: 'STO001', kind: 'template' };
const excused: Finding = {
  ...missing,
  suppression: {
    reason: 'replaced in May',
    path: 'infra/main.json',
    line: 2,
    until: '2027-05-31',
    form: 'comment',
  },
};
const exception: Exception = {
  id: 'AGT001',
  reason: 'lab',
  owner: 'team',
  expires: '2027-01-31',
  line: 4,
};

function judged(finding: Finding, policy: Partial<Policy> = {}) {
  const { verdict, targets } = judge({
    targets: [{ target, packages: [], findings: [finding], coverage: [] }],
    database: { feeds: [], digest: '' },
    policy: { ...defaultPolicy, ...policy },
    errors: [],
    now: new Date('2026-11-24T12:00:00Z'),
  });
  const [first] = targets[0]?.findings ?? [];
  return { exitCode: verdict.exitCode, state: first?.state, why: first?.stateReason, verdict };
}

const reportAll = { undecided: { agents: 'report', others: 'report' } } as const;
const closeAll = { undecided: { agents: 'close', others: 'close' } } as const;

describe('findings of templates', () => {
  it.each<[string, Finding, Partial<Policy>, number, string]>([
    ['a missing agent', missing, {}, 1, 'failing'],
    ['an undecided agent', open, {}, 1, 'failing'],
    ['an undecided agent, reported only', open, reportAll, 0, 'not-gating'],
    ['another undecided rule', other, {}, 0, 'not-gating'],
    ['another undecided rule that may close', other, closeAll, 1, 'failing'],
    [
      'the same below the threshold',
      other,
      { ...closeAll, failOn: 'critical' },
      0,
      'below-threshold',
    ],
    ['a missing agent though undecided is reported', missing, reportAll, 1, 'failing'],
    ['an excuse in the file', excused, {}, 0, 'excepted'],
    ['an excuse of an undecided one', { ...excused, outcome: 'undecided' }, {}, 0, 'excepted'],
    ['fail-on none', open, { failOn: 'none' }, 0, 'below-threshold'],
  ])('%s', (_, finding, policy, exitCode, state) => {
    expect(judged(finding, policy)).toMatchObject({ exitCode, state });
  });

  it('says where the excuse is written, and how long it holds', () => {
    expect(judged(excused).why).toBe(
      'Excepted in the template (infra/main.json:2) until 2027-05-31: replaced in May',
    );
  });

  it.each<[string, string, number]>([
    ['its type and name', 'microsoft.compute/virtualmachines WEB-*', 0],
    ['a part at the end', '*web-1', 0],
    ['its file', 'infra/*.json', 0],
    ['another resource', '*web-2', 1],
    ['a part in the middle', 'web', 1],
  ])('an exception for %s', (_, resource, exitCode) => {
    expect(judged(missing, { exceptions: [{ ...exception, resource }] }).exitCode).toBe(exitCode);
  });

  it.each<[string, number]>([
    ['WEB002', 0],
    ['web002.tls', 0],
    ['CKV_AZURE_15', 0],
    ['WEB00', 1],
    ['WEB002.ftps', 1],
  ])('an exception that names %s', (id, exitCode) => {
    const finding: Finding = {
      ...missing,
      id: 'WEB002.tls',
      aliases: ['CKV_AZURE_15'],
      kind: 'template',
    };
    expect(judged(finding, { exceptions: [{ ...exception, id }] }).exitCode).toBe(exitCode);
  });

  it('speaks of no database where nothing was matched', () => {
    expect(judged(missing).verdict.reason).toBe('gate closed: 1 finding (1 high) closes it');
  });
});
