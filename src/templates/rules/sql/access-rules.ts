// SQL001-SQL002: who reaches a logical server, and over what. Settings and defaults: the template reference of
// Microsoft.Sql/servers and the pages named at each rule.
import type { Evaluation, Resource } from '../../resource.ts';
import { type AddressRange, isEverybody } from '../addresses.ts';
import { resourcesOfType } from '../neighbours.ts';
import { parentKeyOf } from '../related.ts';
import type { TemplateRule } from '../rule.ts';
import { isText, isVersion } from '../setting.ts';
import { exampleOf, resourceRule, settingRule } from '../setting-rule.ts';
import { expectRange, rangeOfRule } from './firewall.ts';
import { server, serverChild, serverReference, serverTypes as types } from './server.ts';

const firewallTypes = ['microsoft.sql/servers/firewallrules'];
const firewallPages = [
  'https://learn.microsoft.com/azure/azure-sql/database/firewall-configure',
  'https://learn.microsoft.com/azure/templates/microsoft.sql/servers/firewallrules',
];

const servers = new WeakMap<Evaluation, ReadonlyMap<string, readonly AddressRange[]>>();

/** What the certain rules of one server let in together; unknown ones let in nobody. */
function rangesOfServer(resource: Resource, evaluation: Evaluation): readonly AddressRange[] {
  let known = servers.get(evaluation);
  if (known === undefined) {
    const made = new Map<string, AddressRange[]>();
    for (const type of firewallTypes) {
      for (const each of resourcesOfType(evaluation, type)) {
        const range = rangeOfRule(each);
        if (range === undefined || each.isExisting || each.conditions.length > 0) continue;
        // One that lets in everybody by itself makes nothing of the others.
        if (isEverybody([range])) continue;
        const key = parentKeyOf(each.key);
        const before = made.get(key);
        if (before === undefined) made.set(key, [range]);
        else before.push(range);
      }
    }
    known = made;
    servers.set(evaluation, known);
  }
  return known.get(parentKeyOf(resource.key)) ?? [];
}

/** A piece of the internet that may stand for it together with others: a 256th. */
const largePiece = 2n ** 24n;

function firewallRule(startIpAddress: string, endIpAddress: string) {
  return serverChild('firewallRules', 'office', { startIpAddress, endIpAddress });
}

export const sqlAccessRules: readonly TemplateRule[] = [
  resourceRule({
    id: 'SQL001.internet',
    severity: 'high',
    title: 'No firewall rule of a SQL server lets in the whole internet',
    rationale:
      'A server open to every address is tried with lists of passwords within minutes. Without a rule nobody gets in.',
    remedy: 'Name the addresses that need the server, or use a private endpoint.',
    references: firewallPages,
    aliases: ['CKV_AZURE_11', 'AZR-000185', 'AZU-0029', '6a3201a5-1630-494b-b294-3129d06b0eca'],
    controls: ['MCSB:NS-2', 'CIS:4.1.2'],
    types: firewallTypes,
    example: exampleOf(
      firewallRule('203.0.113.0', '203.0.113.255'),
      firewallRule('0.0.0.0', '255.255.255.255'),
    ),
    check: (resource, { evaluation }) =>
      expectRange(
        resource,
        (range) =>
          isEverybody([range]) ||
          (range.last - range.first + 1n >= largePiece &&
            isEverybody([range, ...rangesOfServer(resource, evaluation)])),
        {
          message: 'this firewall rule lets in the internet, by itself or with others',
          wanted: 'the addresses that need the server',
        },
      ),
  }),
  resourceRule({
    id: 'SQL001.azure',
    severity: 'low',
    title: 'No firewall rule of a SQL server lets in all of Azure',
    rationale:
      'The rule from 0.0.0.0 to 0.0.0.0 lets in every address of Azure, those of other customers too.',
    remedy:
      'Use a private endpoint or a virtual network rule for the services that need the server.',
    references: firewallPages,
    aliases: ['AZR-000184'],
    controls: ['MCSB:NS-2', 'CIS:4.1.2'],
    types: firewallTypes,
    example: exampleOf(
      firewallRule('203.0.113.7', '203.0.113.7'),
      firewallRule('0.0.0.0', '0.0.0.0'),
    ),
    check: (resource) =>
      expectRange(resource, ({ first, last }) => first === 0n && last === 0n, {
        message: 'this firewall rule lets in every address of Azure, other customers too',
        wanted: 'the addresses that need the server',
      }),
  }),
  settingRule({
    id: 'SQL002.tls',
    severity: 'medium',
    title: 'A SQL server refuses TLS before 1.2',
    rationale:
      'TLS 1.0 and 1.1 are broken, and a client that falls back to them sends its password over them. Left out, there is no minimum.',
    remedy: "Set properties.minimalTlsVersion to '1.2'.",
    references: [
      'https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings',
      serverReference,
    ],
    aliases: ['CKV_AZURE_52', 'AZR-000189', 'AZU-0026'],
    controls: ['MCSB:DP-3', 'MCSB:IM-4'],
    types,
    example: exampleOf(server({ minimalTlsVersion: '1.2' }), server({ minimalTlsVersion: '1.0' })),
    path: 'properties.minimalTlsVersion',
    expected: {
      holds: isVersion('1.2', '1.3'),
      wanted: "'1.2' or '1.3'",
      what: 'the minimum TLS version (minimalTlsVersion)',
      absent: 'fail',
      absentMeans: 'no minimum',
      fix: '1.2',
    },
  }),
  settingRule({
    id: 'SQL002.public-access',
    severity: 'medium',
    title: 'A SQL server is not reached from the internet',
    rationale:
      'A public endpoint is guarded by firewall rules alone, which are easily widened. Left out, it is Enabled.',
    remedy: "Set properties.publicNetworkAccess to 'Disabled' and use private endpoints.",
    references: [
      'https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings',
      serverReference,
    ],
    aliases: ['CKV_AZURE_113', 'AZU-0022'],
    controls: ['MCSB:NS-2', 'CIS:4.1.2'],
    types,
    example: exampleOf(
      server({ publicNetworkAccess: 'Disabled' }),
      server({ publicNetworkAccess: 'Enabled' }),
    ),
    path: 'properties.publicNetworkAccess',
    expected: {
      holds: isText('Disabled', 'SecuredByPerimeter'),
      wanted: "'Disabled'",
      what: 'public network access (publicNetworkAccess)',
      absent: 'fail',
      absentMeans: "'Enabled'",
    },
  }),
];
