import { describe, expect, it } from 'vitest';
import type { Example } from '../rules/rule.ts';
import {
  cellsOf,
  judged,
  nested,
  passed,
  qualys,
  runtime,
  template,
  vm,
} from './testdata/cells.ts';

describe('extensions', () => {
  it.each<[string, readonly unknown[], string[]]>([
    ['beside the machine', [vm('a'), qualys('a')], [`a AGT001 pass${passed}`]],
    ['of another machine', [vm('a'), qualys('b')], ['a AGT001 fail']],
    ['in another case', [vm('VM'), qualys('vm')], [`VM AGT001 pass${passed}`]],
    [
      'as a nested child',
      [vm('a', {}, { resources: [{ ...qualys('x'), type: 'extensions', name: 'agent' }] })],
      [`a AGT001 pass${passed}`],
    ],
    [
      'of an unknown publisher',
      [vm('a'), vm('b'), qualys('a', { publisher: runtime('x') })],
      ['a AGT001 undecided', 'b AGT001 fail'],
    ],
    [
      'of an unknown publisher, with a type that is none of the agent',
      [vm('a'), qualys('a', { publisher: runtime('x'), type: 'CustomScript' })],
      ['a AGT001 fail'],
    ],
    [
      'of a type of which the known piece rules the agent out',
      [vm('a'), qualys('a', { type: `[concat('Custom', ${runtime('x').slice(1, -1)})]` })],
      ['a AGT001 fail'],
    ],
    [
      'of unknown properties',
      [vm('a'), { ...qualys('a'), properties: runtime('x') }],
      ['a AGT001 undecided'],
    ],
    [
      'of an unknown machine',
      [vm('a'), vm('b'), qualys('b'), qualys(`[concat(${runtime('x').slice(1, -1)}, '/q')]`)],
      ['a AGT001 undecided', `b AGT001 pass${passed}`],
    ],
    [
      'of a machine whose known piece differs',
      [vm('web-a'), qualys(`[concat('db-', ${runtime('x').slice(1, -1)}, '/q')]`)],
      ['web-a AGT001 fail'],
    ],
    [
      'in another group',
      [vm('a'), nested('d', [qualys('a')], { resourceGroup: 'other' })],
      ['a AGT001 fail'],
    ],
    [
      'in another subscription',
      [
        vm('a'),
        nested('d', [qualys('a')], {
          subscriptionId: '99999999-1111-2222-3333-444444444444',
          resourceGroup: 'rg',
        }),
      ],
      ['a AGT001 fail'],
    ],
    [
      'in a deployment for the same group',
      [vm('a'), nested('d', [qualys('a')])],
      [`a AGT001 pass${passed}`],
    ],
    [
      'of the retired scanner',
      [vm('a'), qualys('a', { type: 'LinuxAgent.AzureSecurityCenter' })],
      ['a AGT001 fail'],
    ],
    ['that exists already', [vm('a'), { ...qualys('a'), existing: true }], ['a AGT001 fail']],
  ])('%s', (_, resources, expected) => {
    const isSymbolic = JSON.stringify(resources).includes('"existing"');
    const example: Example = isSymbolic
      ? {
          languageVersion: '2.0',
          resources: Object.fromEntries(resources.map((each, index) => [`r${index}`, each])),
        }
      : template(resources);
    expect(judged([example])).toStrictEqual(expected);
  });

  it.each([
    ['1.6', 'pass'],
    ['1.0', 'pass'],
    ['3.1', 'fail'],
    ['3.1.3.34', 'fail'],
    ['3.10', 'pass'],
    [runtime('version'), 'pass'],
  ])('of version %s on Windows: %s', (typeHandlerVersion, expected) => {
    const machine = vm('a', { storageProfile: { osDisk: { osType: 'Windows' } } });
    const agent = qualys('a', { type: 'QualysAgent', typeHandlerVersion });
    const [cell] = cellsOf([template([machine, agent])]);
    expect(cell?.outcome.kind).toBe(expected);
    expect(JSON.stringify(cell?.outcome).includes('was withdrawn')).toBe(expected === 'fail');
  });

  it('stands at the name and says why', () => {
    const [cell] = cellsOf([
      template([vm('a'), qualys('a', { type: 'LinuxAgent.AzureSecurityCenter' })]),
    ]);
    expect(cell?.outcome).toMatchObject({
      kind: 'fail',
      severity: 'high',
      message: expect.stringMatching(/'a' does not get Qualys Cloud Agent; .*retired scanner/),
    });
  });

  it('names the unknown and its expression', () => {
    const [cell] = cellsOf([template([vm('a'), qualys('a', { publisher: runtime('x') })])]);
    if (cell?.outcome.kind !== 'undecided') throw new Error('not undecided');
    const span = cell.outcome.unknown.reason.span;
    expect(span?.source.text.slice(span.start, span.end)).toContain("'outside'");
  });
});

describe('names that are not known', () => {
  const members = { parameters: { a: { type: 'string' }, b: { type: 'string' } } };
  const of = (name: string) => `[parameters('${name}')]`;
  const child = (name: string) => qualys(`[concat(parameters('${name}'), '/q')]`);
  it.each<[string, readonly unknown[], string[]]>([
    ['of one parameter', [vm(of('a')), child('a')], ['pass']],
    [
      'of two machines, one with the agent',
      [vm(of('a')), vm(of('b')), child('a')],
      ['pass', 'fail'],
    ],
    ['of another parameter', [vm(of('a')), child('b')], ['undecided']],
    ['of a machine, the agent for a known one', [vm(of('a')), qualys('known')], ['undecided']],
  ])('%s', (_, resources, expected) => {
    const cells = cellsOf([template(resources, members)]);
    expect(cells.map(({ outcome }) => outcome.kind)).toStrictEqual(expected);
  });

  it('say nothing of another file’s', () => {
    const files = [template([vm(of('a'))], members), template([child('a')], members)];
    expect(cellsOf(files).map(({ outcome }) => outcome.kind)).toStrictEqual(['undecided']);
  });
});

it('leaves a missing agent undecided where a link could not be followed', () => {
  const link = {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'agents',
    properties: { mode: 'Incremental', templateLink: { relativePath: 'missing.json' } },
  };
  expect(judged([template([vm('a'), vm('b'), qualys('b'), link])])).toStrictEqual([
    'a AGT001 undecided',
    `b AGT001 pass${passed}`,
  ]);
});
