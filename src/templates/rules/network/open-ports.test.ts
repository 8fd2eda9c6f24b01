// What the rules over open ports answer beyond their examples.
import { describe, expect, it } from 'vitest';
import { asker } from '../testdata/ask.ts';
import { networkRules } from './network-rules.ts';

type Plain = { readonly [name: string]: unknown };

const ask = asker(networkRules);
const inbound = {
  access: 'Allow',
  direction: 'Inbound',
  priority: 200,
  protocol: 'Tcp',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '22',
};
const group = (...securityRules: readonly Plain[]) => ({
  type: 'Microsoft.Network/networkSecurityGroups',
  apiVersion: '2024-05-01',
  name: 'group',
  properties: {
    securityRules: securityRules.map((properties, at) => ({
      name: `r${at}`,
      properties: { ...inbound, ...properties },
    })),
  },
});
const child = (properties: Plain, members: Plain = {}) => ({
  type: 'Microsoft.Network/networkSecurityGroups/securityRules',
  apiVersion: '2024-05-01',
  name: 'group/child',
  ...members,
  properties: { ...inbound, ...properties },
});

describe('open ports', () => {
  const deny = { access: 'Deny', protocol: '*', destinationPortRange: '*', priority: 100 };
  it.each([
    [
      {},
      /^fail: SSH is open to the internet: security rule 'r0' lets anybody reach TCP port 22 \(SSH\)/,
    ],
    [{ access: 'Deny' }, 'pass'],
    [{ direction: 'Outbound' }, 'pass'],
    [{ protocol: 'Udp' }, 'pass'],
    [{ protocol: 'Icmp' }, 'pass'],
    [{ protocol: '*' }, /^fail/],
    [{ destinationPortRange: 22 }, /^fail/],
    [{ destinationPortRange: '*' }, /^fail/],
    [{ destinationPortRange: '20-30' }, /^fail/],
    [{ destinationPortRange: '23-30' }, 'pass'],
    [{ destinationPortRange: '', destinationPortRanges: ['80', '20-22'] }, /^fail/],
    [{ destinationPortRange: '220' }, 'pass'],
    [{ destinationPortRange: "[parameters('text')]" }, /^undecided: whether security rule 'r0'/],
    [{ destinationPortRange: '443', destinationPortRanges: "[parameters('many')]" }, /^undecided/],
    [{ sourceAddressPrefix: 'internet' }, /^fail/],
    [{ sourceAddressPrefix: '0.0.0.0/0' }, /^fail/],
    [{ sourceAddressPrefix: '10.0.0.0/0' }, /^fail/],
    [{ sourceAddressPrefix: '::/0' }, /^fail/],
    [{ sourceAddressPrefix: 'Any' }, /^fail/],
    [{ sourceAddressPrefix: '10.0.0.0/10' }, 'pass'],
    [{ sourceAddressPrefix: 'VirtualNetwork' }, 'pass'],
    [{ sourceAddressPrefix: null, sourceAddressPrefixes: ['10.0.0.0/8', '*'] }, /^fail/],
    [{ sourceAddressPrefix: null, sourceAddressPrefixes: ['10.0.0.0/8'] }, 'pass'],
    [{ sourceAddressPrefix: "[parameters('text')]" }, /^undecided/],
    [{ sourceAddressPrefix: "[parameters('text')]", destinationPortRange: '443' }, 'pass'],
    [{ access: "[parameters('text')]" }, /^undecided/],
  ])('judges SSH by %j', (properties, expected) => {
    const found = ask('NET001', { resources: [group(properties)] });
    expect(found).toStrictEqual([expect.stringMatching(expected)]);
  });

  it('finds each of several rules, and passes a group without rules', () => {
    expect(ask('NET001', { resources: [group({}, { priority: 300 })] })).toHaveLength(2);
    expect(ask('NET001', { resources: [group()] })).toStrictEqual(['pass']);
  });

  it('leaves a group undecided whose rules are not known', () => {
    const open = { ...group(), properties: { securityRules: "[parameters('many')]" } };
    expect(ask('NET001', { resources: [open] })[0]).toMatch(/^undecided/);
  });

  it('judges every instance of a loop by its own values', () => {
    const index = "copyIndex('securityRules')";
    const properties = { ...inbound, destinationPortRange: `[string(add(21, ${index}))]` };
    const input = { name: `[concat('r', ${index})]`, properties };
    const copy = [{ name: 'securityRules', count: 3, input }];
    const resource = { ...group(), properties: { copy } };
    expect(ask('NET001', { resources: [resource] })).toStrictEqual([
      expect.stringMatching(/^fail: .*security rule 'r1'/),
    ]);
  });

  it('lets a refusal of everybody with a lower priority number hide what a later rule allows', () => {
    const hidden = ask('NET001', { resources: [group({}, deny)] });
    expect(hidden).toStrictEqual(['pass']);
    for (const less of [
      { priority: 300 },
      { sourceAddressPrefix: '10.0.0.0/8' },
      { destinationPortRange: '23' },
      { protocol: 'Udp' },
      { sourcePortRange: '1000' },
      { destinationAddressPrefix: '10.0.0.4' },
      { direction: 'Outbound' },
      { sourceAddressPrefix: '::/0' },
      { sourceAddressPrefix: '0.0.0.0/0' },
      { sourceAddressPrefix: null, sourceAddressPrefixes: ['0.0.0.0/1', '::/0'] },
      { destinationAddressPrefix: null, destinationApplicationSecurityGroups: [{ id: '/db' }] },
      { sourceAddressPrefix: null, sourceApplicationSecurityGroups: [{ id: '/db' }] },
    ]) {
      expect(ask('NET001', { resources: [group({}, { ...deny, ...less })] })[0]).toMatch(/^fail/);
    }
  });

  it.each([
    [{ priority: "[length(parameters('many'))]" }],
    [{ sourceAddressPrefix: "[parameters('text')]" }],
    [{ access: "[parameters('text')]" }],
    [{ destinationPortRange: "[parameters('text')]" }],
  ])('leaves open whether a refusal with %j hides a rule', (properties) => {
    const found = ask('NET001', { resources: [group({}, { ...deny, ...properties })] });
    expect(found[0]).toMatch(/^undecided: whether security rule 'r0'/);
  });

  it('takes refusals together, and for the machines that they name', () => {
    const halves = [{ sourceAddressPrefix: '0.0.0.0/0' }, { sourceAddressPrefix: '::/0' }];
    const refusals = halves.map((half) => ({ ...deny, ...half }));
    expect(ask('NET001', { resources: [group({}, ...refusals)] })).toStrictEqual(['pass']);
    const four = { sourceAddressPrefix: '0.0.0.0/0' };
    const one = group(four, { ...deny, ...four });
    expect(ask('NET001', { resources: [one] })).toStrictEqual(['pass']);
    const to = { destinationAddressPrefix: '10.0.0.4' };
    expect(ask('NET001', { resources: [group(to, { ...deny, ...to })] })).toStrictEqual(['pass']);
  });

  it.each([
    [['0.0.0.0/1', '128.0.0.0/1'], /^fail/],
    [['0.0.0.0/1'], /^fail/],
    [['203.0.113.0/24', '198.51.100.0/24'], 'pass'],
    [["[parameters('text')]", '203.0.113.0/24'], /^undecided/],
    [["[parameters('text')]", '*'], /^fail/],
    ["[concat(parameters('many'), createArray('*'))]", /^fail/],
    ["[concat(parameters('many'), createArray('10.0.0.0/8'))]", /^undecided/],
  ])('judges the sources %j', (sourceAddressPrefixes, expected) => {
    const rule = { sourceAddressPrefix: null, sourceAddressPrefixes };
    const found = ask('NET001', { resources: [group(rule)] });
    expect(found).toStrictEqual([expect.stringMatching(expected)]);
  });

  it('judges the rules that are known beside others that are not', () => {
    const rule = { name: 'r0', properties: inbound };
    const fine = { name: 'r0', properties: { ...inbound, destinationPortRange: '443' } };
    const object = { type: 'object' };
    const kindsOf = (securityRules: unknown, variables: Plain = {}) =>
      ask('NET001', {
        parameters: { object },
        variables,
        resources: [{ ...group(), properties: { securityRules } }],
      }).map((each) => each.replace(/:.*/, ''));
    const joined = "[concat(parameters('many'), variables('own'))]";
    expect(kindsOf(joined, { own: [rule] })).toStrictEqual(['fail', 'undecided']);
    expect(kindsOf(joined, { own: [fine] })).toStrictEqual(['undecided']);
    expect(kindsOf(["[parameters('object')]"])).toStrictEqual(['undecided']);
    expect(kindsOf(["[parameters('object')]", rule])).toStrictEqual(['fail', 'undecided']);
    expect(kindsOf([{ name: 'x', properties: "[parameters('object')]" }])).toStrictEqual([
      'undecided',
    ]);
  });

  it.each([
    ['[string(add(20, copyIndex()))]', ['undecided']],
    ["[if(equals(copyIndex(), 0), '443', '22')]", ['undecided']],
    ['443', []],
    ['22', ['fail']],
  ])('judges port %s in a loop of unknown count', (destinationPortRange, expected) => {
    const copy = { name: 'rules', count: "[length(parameters('many'))]" };
    const name = "[concat('group/', copyIndex())]";
    const found = ask('NET001', { resources: [child({ destinationPortRange }, { copy, name })] });
    const kinds = found.map((each) => each.replace(/:.*/, ''));
    expect(kinds.filter((kind) => kind !== 'pass')).toStrictEqual(expected);
  });

  it('reads rules that are children, flat or nested, beside those of the group', () => {
    expect(ask('NET001', { resources: [child({})] })[0]).toMatch(
      /^fail: .*security rule 'group\/child'/,
    );
    expect(ask('NET001', { resources: [group(deny), child({})] })).toStrictEqual(['pass', 'pass']);
    expect(ask('NET001', { resources: [group({}), child(deny)] })).toStrictEqual(['pass', 'pass']);
    const nested = {
      ...group({}),
      resources: [{ ...child(deny), type: 'securityRules', name: 'x' }],
    };
    expect(ask('NET001', { resources: [nested] })).toStrictEqual(['pass', 'pass']);
    const perhaps = child(deny, { condition: "[equals(parameters('text'), 'a')]" });
    expect(ask('NET001', { resources: [group({}), perhaps] })[0]).toMatch(/^fail/);
  });

  it('leaves rules that open every port to NET004, but for SSH and Remote Desktop', () => {
    const all = [group({ destinationPortRange: '*', protocol: '*' })];
    const kinds = (id: string) => ask(id, { resources: all })[0]?.replace(/:.*/, '');
    expect(
      ['NET001', 'NET002', 'NET003', 'NET004', 'NET005.udp', 'NET005.http'].map(kinds),
    ).toStrictEqual(['fail', 'fail', 'pass', 'fail', 'pass', 'fail']);
    const ranges = [group({ destinationPortRange: '0-65535' })];
    expect(ask('NET004', { resources: ranges })[0]).toMatch(/^fail/);
    const refusedAt = (...destinationPortRanges: readonly string[]) => {
      const refused = { ...deny, destinationPortRange: null, destinationPortRanges };
      return ask('NET004', { resources: [group({ destinationPortRange: '*' }, refused)] })[0];
    };
    expect(refusedAt('*')).toBe('pass');
    expect(refusedAt('1-1024', '1025-65535')).toBe('pass');
    expect(refusedAt('1-1024', '3389', '60000-65535')).toMatch(/^fail/);
    const whole = { destinationPortRange: null, destinationPortRanges: ['1024-65535', '0-1023'] };
    expect(ask('NET004', { resources: [group(whole)] })[0]).toMatch(/^fail/);
  });

  it('names every port of a range', () => {
    const ports = { destinationPortRange: '3306-5432' };
    expect(ask('NET003', { resources: [group(ports)] })[0]).toContain(
      'TCP ports 3306 (MySQL), 5432 (PostgreSQL)',
    );
  });
});
