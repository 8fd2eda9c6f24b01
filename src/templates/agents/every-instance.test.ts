import { describe, expect, it } from 'vitest';
import { shownName } from './machines.ts';
import { cellsOf, nested, qualys, requiring, runtime, template, vm } from './testdata/cells.ts';

type Members = { readonly [name: string]: unknown };

const n = "[parameters('n')]";
const members = {
  parameters: {
    n: { type: 'int' },
    m: { type: 'int' },
    names: { type: 'array' },
    prefix: { type: 'string', defaultValue: 'v' },
  },
  variables: { known: ['v0', 'v1', 'v2'] },
};
const loop = (count: unknown = n, name = 'a') => ({ copy: { name, count } });
const named = "[concat('v', copyIndex())]";
const child = "[concat('v', copyIndex(), '/q')]";
const vms = (name = named, properties: Members = {}, more: Members = {}) =>
  vm(name, properties, { ...loop(), ...more });
const agents = (name = child, properties: Members = {}, more: Members = {}) =>
  qualys(name, properties, { ...loop(), ...more });
const disk = (osType: unknown) => ({ storageProfile: { osDisk: { osType } } });

function outcomes(resources: readonly unknown[]): string[] {
  return cellsOf([template(resources, members)]).map(
    ({ machine, outcome }) => `${shownName(machine.resource)} ${outcome.kind}`,
  );
}

describe('machines in a loop of unknown count', () => {
  it.each<[string, readonly unknown[], string]>([
    ['names by concat', [vms(), agents()], 'v0 pass'],
    ['by concat and by format', [vms(), agents("[format('v{0}/q', copyIndex())]")], 'v0 pass'],
    [
      'from 1',
      [vms("[concat('v', copyIndex(1))]"), agents("[concat('v', copyIndex(1), '/q')]")],
      'v1 pass',
    ],
    [
      'by the loops’ names',
      [
        vms("[concat('v', copyIndex('a'))]"),
        agents("[concat('v', copyIndex('b'), '/q')]", {}, loop(n, 'b')),
      ],
      'v0 pass',
    ],
    [
      'names by parameters',
      [
        vms("[parameters('names')[copyIndex()]]"),
        agents("[concat(parameters('names')[copyIndex()], '/q')]"),
      ],
      '{…} pass',
    ],
    [
      'names by a known list',
      [
        vms("[variables('known')[copyIndex()]]"),
        agents("[concat(variables('known')[copyIndex()], '/q')]"),
      ],
      'v0 pass',
    ],
    [
      'filled up with zeros',
      [
        vms("[concat('v', padLeft(copyIndex(), 3, '0'))]"),
        agents("[concat('v', padLeft(copyIndex(), 3, '0'), '/q')]"),
      ],
      'v000 pass',
    ],
    [
      'under one condition',
      [
        vms(named, {}, { condition: '[less(copyIndex(), 5)]' }),
        agents(child, {}, { condition: '[less(copyIndex(), 5)]' }),
      ],
      'v0 pass',
    ],
    [
      'in a module for each',
      [
        vms(),
        nested(
          "[concat('d', copyIndex())]",
          [qualys("[concat(parameters('host'), '/q')]")],
          loop(),
          { parameters: { host: { type: 'string' } } },
          { host: { value: named } },
        ),
      ],
      'v0 pass',
    ],
    [
      'each with both systems’ agent',
      [
        vms(named, disk("[if(equals(copyIndex(), 0), 'Linux', 'Windows')]")),
        agents(),
        agents("[concat('v', copyIndex(), '/w')]", { type: 'QualysAgent' }),
      ],
      'v0 pass',
    ],
    [
      'in two loops inside one another',
      [
        nested(
          "[concat('d', copyIndex())]",
          [
            vm("[concat('v', parameters('i'), '-', copyIndex())]", {}, loop("[parameters('n')]")),
            qualys(
              "[concat('v', parameters('i'), '-', copyIndex(), '/q')]",
              {},
              loop("[parameters('n')]"),
            ),
          ],
          loop(),
          { parameters: { i: { type: 'int' }, n: { type: 'int' } } },
          { i: { value: '[copyIndex()]' }, n: { value: n } },
        ),
      ],
      'v0-0 pass',
    ],
  ])('have it: %s', (_, resources, expected) => {
    expect(outcomes(resources)).toStrictEqual([expected]);
  });

  it.each<[string, readonly unknown[]]>([
    ['on the first alone', [vms(), agents(child, {}, { condition: '[equals(copyIndex(), 0)]' })]],
    ['on some', [vms(), agents(child, {}, { condition: '[less(copyIndex(), 2)]' })]],
    [
      'on the first alone, in a module',
      [
        vms(),
        nested(
          "[concat('d', copyIndex())]",
          [qualys("[concat(parameters('host'), '/q')]")],
          {
            ...loop(),
            condition: '[equals(copyIndex(), 0)]',
          },
          { parameters: { host: { type: 'string' } } },
          { host: { value: named } },
        ),
      ],
    ],
    [
      'by a publisher',
      [vms(), agents(child, { publisher: "[if(equals(copyIndex(), 0), 'Qualys', 'Other')]" })],
    ],
    [
      'by a type',
      [vms(), agents(child, { type: "[createArray('QualysAgentLinux', 'x')[copyIndex()]]" })],
    ],
    ['on each second', [vms(), agents("[concat('v', mul(copyIndex(), 2), '/q')]")]],
    ['on two in turn', [vms(), agents("[concat('v', mod(copyIndex(), 2), '/q')]")]],
    ['on the first by its name', [vms(), agents("[concat('v', min(0, copyIndex()), '/q')]")]],
    [
      'on the first of a list',
      [vms("[parameters('names')[copyIndex()]]"), agents("[concat(parameters('names')[0], '/q')]")],
    ],
    [
      'where extensions may be installed',
      [
        vms(named, { osProfile: { allowExtensionOperations: '[equals(copyIndex(), 0)]' } }),
        agents(),
      ],
    ],
    [
      'for one of two systems',
      [vms(named, disk("[if(equals(copyIndex(), 0), 'Linux', 'Windows')]")), agents()],
    ],
  ])('have it at index 0 alone: %s', (_, resources) => {
    const [cell, ...others] = cellsOf([template(resources, members)]);
    expect(others).toStrictEqual([]);
    expect(cell?.outcome).toMatchObject({
      kind: 'undecided',
      message: expect.stringMatching(
        / has qualys at index 0 of a loop of unknown count; of the others, /,
      ),
    });
  });

  it.each<[string, readonly unknown[], string[]]>([
    ['without the agent', [vms()], ['v0 fail']],
    [
      'with the agent of an unknown condition',
      [vms(), agents(child, {}, { condition: runtime('x') })],
      ['v0 undecided'],
    ],
    [
      'that is not there at index 0',
      [vms(named, {}, { condition: '[greater(copyIndex(), 0)]' })],
      ['v{…} fail'],
    ],
    [
      'that is not there at index 0, as its agent',
      [vms(), agents()].map((each) => ({ ...each, condition: '[greater(copyIndex(), 0)]' })),
      ['v{…} pass'],
    ],
    ['beside one that is in none', [vm('x'), qualys('x'), vms(), agents()], ['x pass', 'v0 pass']],
    [
      'an agent of one index for a machine in no loop',
      [vm('v0'), agents(child, {}, { condition: '[equals(copyIndex(), 0)]' })],
      ['v0 undecided'],
    ],
  ])('%s', (_, resources, expected) => {
    expect(outcomes(resources)).toStrictEqual(expected);
  });

  it.each<[string, Members, string]>([
    ['each', {}, 'pass'],
    ['the first', { condition: '[equals(copyIndex(), 0)]' }, 'undecided'],
  ])('are assessed: %s', (_, more, expected) => {
    const assessment = {
      type: 'Microsoft.Compute/virtualMachines/providers/serverVulnerabilityAssessments',
      apiVersion: '2020-01-01',
      name: "[concat('v', copyIndex(), '/Microsoft.Security/mdeTvm')]",
      ...loop(),
      ...more,
    };
    const cells = cellsOf([template([vms(), assessment], members)], requiring('mdvm'));
    expect(cells.map(({ outcome }) => outcome.kind)).toStrictEqual([expected]);
  });

  it.each([
    ["[format('{0}/q', resourceInfo(format('machines[{0}]', copyIndex())).name)]", 'pass'],
    ["[format('{0}/q', resourceInfo('machines[0]').name)]", 'undecided'],
  ])('are named by a symbol: %s', (name, expected) => {
    const resources = { machines: vms(), agents: agents(name) };
    const cells = cellsOf([{ ...members, languageVersion: '2.0', resources }]);
    expect(cells.map(({ outcome }) => outcome.kind)).toStrictEqual([expected]);
  });

  it('have agents that are deployed with them from another file only if the counts are known', () => {
    const files = [vms(), agents()].map((each) => template([each], members));
    expect(cellsOf(files).map(({ outcome }) => outcome.kind)).toStrictEqual(['undecided']);
  });
});
