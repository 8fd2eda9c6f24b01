// What the rules over networks answer beyond their examples.
import { describe, expect, it } from 'vitest';
import { asker } from '../testdata/ask.ts';
import { networkRules } from './network-rules.ts';

type Plain = { readonly [name: string]: unknown };

const ask = asker(networkRules);

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
