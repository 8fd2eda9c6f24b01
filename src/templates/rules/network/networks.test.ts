// What the rules over networks answer beyond their examples.
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
  it.each([
    [{}, /^fail: security rule 'r0' lets anybody reach TCP port 22 \(SSH\)/],
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
      expect.stringMatching(/^fail: security rule 'r1'/),
    ]);
  });

  it('lets a refusal of everybody with a lower priority number hide what a later rule allows', () => {
    const deny = { access: 'Deny', protocol: '*', destinationPortRange: '*', priority: 100 };
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
      { priority: "[length(parameters('many'))]" },
    ]) {
      expect(ask('NET001', { resources: [group({}, { ...deny, ...less })] })[0]).toMatch(/^fail/);
    }
  });

  it('reads rules that are children, flat or nested, beside those of the group', () => {
    const deny = { access: 'Deny', protocol: '*', destinationPortRange: '*', priority: 100 };
    expect(ask('NET001', { resources: [child({})] })[0]).toMatch(
      /^fail: security rule 'group\/child'/,
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
    const refused = { access: 'Deny', destinationPortRange: '*', priority: 100 };
    expect(
      ask('NET004', { resources: [group({ destinationPortRange: '*' }, refused)] }),
    ).toStrictEqual(['pass']);
  });

  it('names every port of a range', () => {
    const ports = { destinationPortRange: '3306-5432' };
    expect(ask('NET003', { resources: [group(ports)] })[0]).toContain(
      'TCP ports 3306 (MySQL), 5432 (PostgreSQL)',
    );
  });
});

describe('subnets', () => {
  const network = (...subnets: readonly Plain[]) => ({
    type: 'Microsoft.Network/virtualNetworks',
    apiVersion: '2024-05-01',
    name: 'net',
    properties: { subnets },
  });
  const networkSecurityGroup = { id: '/x' };
  const subnet = (name: string, properties: Plain) => ({
    type: 'Microsoft.Network/virtualNetworks/subnets',
    apiVersion: '2024-05-01',
    name,
    properties,
  });

  it.each([
    [[network({ name: 'a', properties: {} })], [/^fail: subnet 'a' has no network security group/]],
    [[network({ name: 'GatewaySubnet', properties: {} })], ['pass']],
    [[network({ name: 'a', properties: { networkSecurityGroup } })], ['pass']],
    [
      [
        network({
          name: 'a',
          properties: { networkSecurityGroup: { id: "[parameters('text')]" } },
        }),
      ],
      ['pass'],
    ],
    [
      [network({ name: 'a', properties: {} }), subnet('net/a', { networkSecurityGroup })],
      ['pass', 'pass'],
    ],
    [[network({ name: "[parameters('text')]", properties: {} })], [/^fail: the subnet/]],
    [[subnet('net/AzureBastionSubnet', {})], [/^not-applicable/]],
    [[{ ...network(), properties: {} }], [/^not-applicable/]],
    [[{ ...network(), properties: { subnets: "[parameters('many')]" } }], [/^undecided/]],
  ])('judges %j', (resources, expected) => {
    expect(ask('NET006', { resources })).toStrictEqual(
      expected.map((each) => expect.stringMatching(each)),
    );
  });
});

describe('firewalls', () => {
  const gateway = (properties: Plain, apiVersion = '2024-05-01') => ({
    type: 'Microsoft.Network/applicationGateways',
    apiVersion,
    name: 'gate',
    properties,
  });
  const profile = (name: string) => ({
    type: 'Microsoft.Cdn/profiles',
    apiVersion: '2024-02-01',
    name: 'front',
    sku: { name },
  });

  it.each([
    ['NET008.gateway-tls', gateway({}), 'pass'],
    ['NET008.gateway-tls', gateway({}, '2022-09-01'), /^fail: .*TLS 1.0/],
    [
      'NET008.gateway-tls',
      gateway({ sslPolicy: { policyName: 'AppGwSslPolicy20170401' } }),
      /^fail/,
    ],
    [
      'NET008.gateway-tls',
      gateway({ sslPolicy: { policyName: 'AppGwSslPolicy20170401S' } }),
      'pass',
    ],
    [
      'NET008.gateway-tls',
      gateway({ sslPolicy: { minProtocolVersion: 'TLSv1_3' } }, '2020-01-01'),
      'pass',
    ],
    [
      'NET008.gateway-firewall',
      gateway({ firewallPolicy: { id: "[parameters('text')]" } }),
      'pass',
    ],
    [
      'NET008.gateway-firewall',
      gateway({ webApplicationFirewallConfiguration: { enabled: true } }),
      'pass',
    ],
    ['NET008.gateway-mode', gateway({}), /^not-applicable/],
    ['NET008.front-door-firewall', profile('Standard_Microsoft'), /^not-applicable/],
    ['NET008.front-door-firewall', profile('Premium_AzureFrontDoor'), /^fail/],
  ])('%s of %j', (id, resource, expected) => {
    expect(ask(id, { resources: [resource] })[0]).toMatch(expected);
  });

  it('takes the security policy of a Front Door profile', () => {
    const policy = {
      type: 'Microsoft.Cdn/profiles/securityPolicies',
      apiVersion: '2024-02-01',
      name: 'front/waf',
      properties: {},
    };
    const resources = [profile('Premium_AzureFrontDoor'), policy];
    expect(ask('NET008.front-door-firewall', { resources })).toStrictEqual(['pass']);
  });
});

describe('flow logs', () => {
  it.each([
    [{ enabled: true, days: 90 }, 'pass'],
    [{ enabled: true, days: 0 }, 'pass'],
    [{ enabled: true, days: 89 }, /^fail: the retention in days is 89/],
    [{ enabled: false, days: 90 }, /^fail: the retention policy is false/],
    [{ enabled: true }, /^fail/],
    [undefined, /^fail: the retention policy is not set/],
  ])('judges the retention %j', (retentionPolicy, expected) => {
    const resource = {
      type: 'Microsoft.Network/networkWatchers/flowLogs',
      apiVersion: '2024-05-01',
      name: 'watcher/log',
      properties: { enabled: true, ...(retentionPolicy ? { retentionPolicy } : {}) },
    };
    expect(ask('NET009.retention', { resources: [resource] })[0]).toMatch(expected);
  });
});
