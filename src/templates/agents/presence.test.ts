import { describe, expect, it } from 'vitest';
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

describe('conditions', () => {
  const open = runtime('on');
  const other = runtime('off');
  const bare = (expression: string) => expression.slice(1, -1);
  it.each<[string, object, object, string]>([
    ['none on the machine', {}, { condition: open }, 'undecided'],
    ['the same', { condition: open }, { condition: open }, 'pass'],
    ['another', { condition: other }, { condition: open }, 'undecided'],
    ['only on the machine', { condition: open }, {}, 'pass'],
    [
      'part of the machine’s',
      { condition: `[and(${bare(open)}, ${bare(other)})]` },
      { condition: other },
      'pass',
    ],
    [
      'wider than the machine’s',
      { condition: open },
      { condition: `[or(${bare(other)}, ${bare(open)})]` },
      'pass',
    ],
    [
      'narrower than the machine’s',
      { condition: open },
      { condition: `[and(${bare(other)}, ${bare(open)})]` },
      'undecided',
    ],
    ['false', {}, { condition: false }, 'fail'],
  ])('%s', (_, ofMachine, ofExtension, expected) => {
    const resources = [vm('a', {}, { ...ofMachine }), qualys('a', {}, { ...ofExtension })];
    expect(cellsOf([template(resources)]).map(({ outcome }) => outcome.kind)).toStrictEqual([
      expected,
    ]);
  });

  it('that exclude one another are always one of them', () => {
    const [yes, no] = [open, `[not(${bare(open)})]`];
    const resources = [
      vm('a'),
      qualys('a', {}, { condition: yes }),
      qualys('x', {}, { name: 'a/other', condition: no }),
    ];
    expect(judged([template(resources)])[0]).toMatch(/^a AGT001 pass/);
  });

  it('of two files are not known to exclude one another', () => {
    const parameters = { os: { type: 'string' } };
    const isLinux = "equals(parameters('os'), 'linux')";
    const agents = [
      qualys('a', {}, { condition: `[${isLinux}]` }),
      qualys('a', {}, { condition: `[not(${isLinux})]` }),
    ];
    const files = agents.map((each) => template([each], { parameters }));
    expect(judged([template([vm('a')]), ...files])).toStrictEqual(['a AGT001 undecided']);
    expect(judged([template([vm('a'), ...agents], { parameters })])[0]).toMatch(/^a AGT001 pass/);
  });

  it('on a deployment around both are the machine’s own', () => {
    const inner = nested('d', [vm('a'), qualys('a')], { condition: open });
    expect(judged([template([inner])])).toStrictEqual([`a AGT001 pass${passed}`]);
  });
});

describe('loops', () => {
  const copy = (count: unknown, name = 'loop') => ({ copy: { name, count } });
  const n = { parameters: { n: { type: 'int' }, m: { type: 'int' } } };
  const vms = (count: unknown, name = "[concat('vm', copyIndex())]") => vm(name, {}, copy(count));
  const exts = (count: unknown, name = "[concat('vm', copyIndex(), '/q')]") =>
    qualys(name, {}, copy(count, 'agents'));
  it.each<[string, readonly unknown[], string[]]>([
    ['of one count', [vms(2), exts(2)], ['vm0 pass', 'vm1 pass']],
    ['of a smaller count', [vms(3), exts(2)], ['vm0 pass', 'vm1 pass', 'vm2 fail']],
    ['of one unknown count', [vms("[parameters('n')]"), exts("[parameters('n')]")], ['vm0 pass']],
    [
      'of two unknown counts',
      [vms("[parameters('n')]"), exts("[parameters('m')]")],
      ['vm0 undecided'],
    ],
    [
      'of one unknown count with an offset',
      [vms("[parameters('n')]", "[concat('vm', copyIndex(1))]"), exts("[parameters('n')]")],
      ['vm1 fail'],
    ],
    ['an agent outside the loop', [vms("[parameters('n')]"), qualys('vm0')], ['vm0 undecided']],
    [
      'a loop of agents that may be long enough',
      [vms(2), exts("[parameters('n')]")],
      ['vm0 undecided', 'vm1 undecided'],
    ],
    ['a loop of agents for others', [vm('db'), exts("[parameters('n')]")], ['db fail']],
    [
      'a module for each machine',
      [
        vms(2),
        nested(
          "[concat('agent-', copyIndex())]",
          [qualys("[concat(parameters('host'), '/q')]")],
          copy(2, 'modules'),
          { parameters: { host: { type: 'string' } } },
          { host: { value: "[concat('vm', copyIndex())]" } },
        ),
      ],
      ['vm0 pass', 'vm1 pass'],
    ],
    [
      'machine and agent in one deployment of a loop',
      [
        nested(
          "[concat('m-', copyIndex())]",
          [vm("[parameters('host')]"), qualys("[concat(parameters('host'), '/q')]")],
          copy("[parameters('n')]", 'modules'),
          { parameters: { host: { type: 'string' } } },
          { host: { value: "[concat('vm', copyIndex())]" } },
        ),
      ],
      ['vm0 pass'],
    ],
  ])('%s', (_, resources, expected) => {
    const found = cellsOf([template(resources, n)]).map(
      ({ machine, outcome }) =>
        `${machine.resource.name.kind === 'string' ? machine.resource.name.value : '?'} ${outcome.kind}`,
    );
    expect(found).toStrictEqual(expected);
  });
});
