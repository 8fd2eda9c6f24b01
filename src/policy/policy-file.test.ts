import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../model/errors.ts';
import { defaultPolicy, mergePolicy } from './policy.ts';
import { parsePolicy } from './policy-file.ts';

const full = `# the release gate
failOn: medium
ignoreUnfixed: false
unknownAs: high
exceptions:
  - id: CVE-2024-1234
    reason: not reachable, see ticket 12
    owner: team-web
    expires: 2027-01-31
  - { id: GHSA-aaaa-bbbb-cccc, reason: r, owner: o, expires: '2027-02-28', package: lodash, target: '*web*' }
database:
  maxAge: 36h
coverage:
  - name: path:opt/vendor/*
    reason: scanned by its vendor
requireAgents:
  - anyOf: [qualys, mdvm]
  - agent: mde
    where: { os: windows, kind: [vm, arc], name: 'web-*', tags: { env: prod } }
bakedIn:
  - { agent: qualys, images: ['/subscriptions/*/images/golden/versions/*'] }
deployments: [[main.json, agents.json]]
undecided: { others: close }
suppressions: { inline: forbidden }
approved: { publishers: [Qualys], images: ['Canonical:*'] }
`;

async function faultOf(text: string): Promise<UserError> {
  try {
    await parsePolicy(text, 'p.yml');
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('parsePolicy', () => {
  it('reads every key, with the lines of exceptions', async () => {
    expect(await parsePolicy(full, 'infra/gate.yml')).toEqual({
      path: 'infra/gate.yml',
      failOn: 'medium',
      ignoreUnfixed: false,
      unknownAs: 'high',
      maxAgeHours: 36,
      isMaxAgeSet: true,
      exceptions: [
        {
          id: 'CVE-2024-1234',
          reason: 'not reachable, see ticket 12',
          owner: 'team-web',
          expires: '2027-01-31',
          line: 6,
        },
        {
          id: 'GHSA-aaaa-bbbb-cccc',
          reason: 'r',
          owner: 'o',
          expires: '2027-02-28',
          package: 'lodash',
          target: '*web*',
          line: 10,
        },
      ],
      coverage: [{ name: 'path:opt/vendor/*', reason: 'scanned by its vendor', line: 14 }],
      undecided: { agents: 'close', others: 'close' },
      templates: {
        requireAgents: [
          { anyOf: ['qualys', 'mdvm'] },
          {
            anyOf: ['mde'],
            where: { os: 'windows', kind: ['vm', 'arc'], name: 'web-*', tags: { env: 'prod' } },
          },
        ],
        bakedIn: [{ agent: 'qualys', images: ['/subscriptions/*/images/golden/versions/*'] }],
        deployments: [['main.json', 'agents.json']],
        folder: 'infra',
        inlineSuppressions: 'forbidden',
        approvedPublishers: ['Qualys'],
        approvedImages: ['Canonical:*'],
      },
    });
  });

  it.each(['', '# nothing\n', '{}', '---\n'])('takes %j as the defaults', async (text) => {
    expect(await parsePolicy(text, 'p.yml')).toEqual({
      ...defaultPolicy,
      path: 'p.yml',
      templates: { ...defaultPolicy.templates, folder: '.' },
    });
  });

  it('reads JSON and days', async () => {
    const policy = await parsePolicy('{"database": {"maxAge": "3d"}}', 'p.json');
    expect(policy.maxAgeHours).toBe(72);
  });

  const exception = (rest: string) => `exceptions:\n  - ${rest}\n`;
  it.each([
    [
      'an unknown key',
      'failOn: low\nfail-on: low\n',
      'p.yml:2:1: unknown key ‹fail-on›: did you mean failOn?',
    ],
    ['a key far from all', 'zebra: 1\n', 'p.yml:1:1: unknown key ‹zebra›: known are failOn, '],
    [
      'an unknown nested key',
      'database:\n  maxage: 7d\n',
      'p.yml:2:3: unknown key ‹maxage› in database: did you mean maxAge?',
    ],
    [
      'an unknown severity',
      'failOn: hihg\n',
      'p.yml:1:9: failOn is ‹hihg›: must be one of critical, high',
    ],
    ['a wrong type', 'ignoreUnfixed: "yes"\n', 'p.yml:1:16: ignoreUnfixed must be of type boolean'],
    [
      'a list in place of a mapping',
      '- failOn: low\n',
      'p.yml:1:1: the policy must be of type object',
    ],
    [
      'an unknown agent',
      'requireAgents: [{ agent: qualis }]\n',
      'p.yml:1:26: requireAgents[0].agent is ‹qualis›: must be one of qualys, mdvm, mde',
    ],
    [
      'a requirement without an agent',
      'requireAgents: [{ where: { os: linux } }]\n',
      'p.yml:1:17: requireAgents[0] names no agent: write agent: NAME, or anyOf: [NAME, …]',
    ],
    [
      'a requirement with two forms',
      'requireAgents:\n  - { agent: mde, anyOf: [mde] }\n',
      'p.yml:2:5: requireAgents[0] names both agent and anyOf',
    ],
    ['a deployment of one file', 'deployments: [[a.json]]\n', 'p.yml:1:15: deployments[0] '],
    ['a lone word', 'high', 'p.yml:1:1: the policy must be of type object'],
    [
      'a duplicate key',
      'failOn: low\nfailOn: high\n',
      'p.yml:2:1: the key ‹failOn› is there twice',
    ],
    ['broken YAML', 'failOn: [low\n', 'p.yml:'],
    ['two documents', 'failOn: low\n---\nfailOn: high\n', 'p.yml:'],
    ['an unknown tag', 'failOn: !!js/regexp low\n', 'p.yml:1:9: '],
    [
      'a missing reason',
      exception('{ id: CVE-1, owner: o, expires: 2027-01-31 }'),
      'p.yml:2:5: exceptions[0] lacks ‹reason›',
    ],
    [
      'an empty reason',
      exception('{ id: CVE-1, reason: " ", owner: o, expires: 2027-01-31 }'),
      'p.yml:2:26: exceptions[0].reason must not be empty',
    ],
    [
      'a missing owner',
      exception('{ id: CVE-1, reason: r, expires: 2027-01-31 }'),
      'lacks ‹owner›',
    ],
    ['a missing last day', exception('{ id: CVE-1, reason: r, owner: o }'), 'lacks ‹expires›'],
    [
      'a day that is none',
      exception('{ id: CVE-1, reason: r, owner: o, expires: 2027-02-30 }'),
      'p.yml:2:48: exceptions[0].expires is ‹2027-02-30›, no day of the calendar',
    ],
    [
      'a month that is none',
      exception('{ id: CVE-1, reason: r, owner: o, expires: 2027-13-01 }'),
      'no day of the calendar',
    ],
    [
      'another form of date',
      exception('{ id: CVE-1, reason: r, owner: o, expires: 31.1.2027 }'),
      'must be a day such as 2027-01-31',
    ],
    [
      'a wildcard as an id',
      exception('{ id: CVE-*, reason: r, owner: o, expires: 2027-01-31 }'),
      'exceptions[0].id must be one id',
    ],
    [
      'an age that is none',
      'database: { maxAge: 7w }\n',
      'database.maxAge must be a number of days or hours',
    ],
    [
      'an unknown coverage name',
      'coverage: [{ name: os-package, reason: r }]\n',
      'did you mean os-packages?',
    ],
    ['every coverage name at once', 'coverage: [{ name: "*", reason: r }]\n', 'no coverage name'],
    ['a whole target', 'coverage: [{ name: target, reason: r }]\n', 'cannot be accepted'],
    [
      'too many aliases',
      `a: &a [1]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]\n`,
      'p.yml:1:1: no YAML',
    ],
    ['an unknown alias', 'failOn: *nothing\n', 'p.yml:'],
    ['a key of the prototype', '__proto__: 1\n', 'unknown key ‹__proto__›'],
  ])('refuses %s', async (_, text, message) => {
    const fault = await faultOf(text);
    expect(fault.code).toBe('POLICY_INVALID');
    expect(fault.message).toContain(message);
    expect(fault.hint).toContain('p.yml');
  });

  it('names five faults and counts the rest', async () => {
    const text = Array.from({ length: 8 }, (_, index) => `unknown${index}: 1\n`).join('');
    const { message } = await faultOf(text);
    expect(message.split('; ')).toHaveLength(6);
    expect(message).toMatch(/… and 3 more$/);
  });

  it('refuses a file that is too long or too deep, without a stack overflow', async () => {
    expect((await faultOf('#'.repeat(5 * 1024 * 1024))).message).toContain('longer than 256 KiB');
    expect((await faultOf('['.repeat(50_000))).code).toBe('POLICY_INVALID');
  });

  it.each([
    ['unknown keys', Array.from({ length: 25_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['equal keys', 'k: 1\n'.repeat(40_000)],
  ])('refuses a file full of %s in bounded time', async (_, text) => {
    const start = performance.now();
    const { message } = await faultOf(text);
    expect(message).toContain('more');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('gives a policy or a POLICY_INVALID, whatever the text', async () => {
    const words = fc.constantFrom(
      'failOn',
      ': ',
      '\n',
      '- ',
      'high',
      '{',
      '}',
      '&a',
      '*a',
      '"',
      '  ',
      'exceptions',
      '#',
      '|',
      '!!',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 12 }), async (parts) => {
        try {
          await parsePolicy(parts.join(''), 'p.yml');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect(String(error)).toMatch(/p\.yml:\d+:\d+: /);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('mergePolicy', () => {
  it('lets the command line win, and only where it speaks', () => {
    const policy = { ...defaultPolicy, failOn: 'low', ignoreUnfixed: false } as const;
    expect(mergePolicy(policy, {})).toEqual(policy);
    expect(mergePolicy(policy, { failOn: 'none' })).toEqual({ ...policy, failOn: 'none' });
    expect(mergePolicy(policy, { ignoreUnfixed: true })).toEqual({
      ...policy,
      ignoreUnfixed: true,
    });
  });

  it('refuses an unknown severity with a hint', () => {
    expect(() => mergePolicy(defaultPolicy, { failOn: 'hihg' })).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        hint: expect.stringContaining('Did you mean high?'),
      }),
    );
  });
});
