// STO001-STO005: storage accounts and blob containers. Settings and defaults: the template reference of
// Microsoft.Storage/storageAccounts and the pages named at each rule.

import { expectSince } from '../api-version.ts';
import { passingOf } from '../outcome.ts';
import type { TemplateRule } from '../rule.ts';
import { expectSetting, isBool, isText } from '../setting.ts';
import { exampleOf, resourceRule, settingRule } from '../setting-rule.ts';

const types = ['microsoft.storage/storageaccounts'];
const containerTypes = ['microsoft.storage/storageaccounts/blobservices/containers'];
const reference = 'https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts';

function account(properties: object, apiVersion = '2023-05-01') {
  return {
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion,
    name: 'stexample',
    location: 'westeurope',
    sku: { name: 'Standard_LRS' },
    kind: 'StorageV2',
    properties,
  };
}

function container(publicAccess: string) {
  return {
    type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
    apiVersion: '2023-05-01',
    name: 'stexample/default/reports',
    properties: { publicAccess },
  };
}

export const storageRules: readonly TemplateRule[] = [
  resourceRule({
    id: 'STO001',
    severity: 'high',
    title: 'A storage account takes encrypted connections only',
    rationale:
      'Over plain HTTP, or SMB without encryption, anyone on the way reads the data and the tokens that give access to it. Left out, the setting is true from apiVersion 2019-04-01 on and false before.',
    remedy: 'Set properties.supportsHttpsTrafficOnly to true.',
    references: [
      'https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer',
      reference,
    ],
    aliases: ['CKV_AZURE_3', 'AZR-000196', 'AZU-0008', '1367dd13-2c90-4020-80b7-e4339a3dc2c4'],
    controls: ['MCSB:DP-3', 'CIS:3.1'],
    types,
    example: exampleOf(
      account({ supportsHttpsTrafficOnly: true }),
      account({ supportsHttpsTrafficOnly: false }),
    ),
    check: (resource) =>
      expectSince(resource, 'properties.supportsHttpsTrafficOnly', {
        holds: isBool(true),
        wanted: 'true',
        what: 'secure transfer (supportsHttpsTrafficOnly)',
        knownSince: '2016-12-01',
        newSince: '2019-04-01',
        absentBefore: 'fail',
        absentSince: 'pass',
        absentMeans: 'false before apiVersion 2019-04-01',
        fix: true,
      }),
  }),
  settingRule({
    id: 'STO002',
    severity: 'low',
    title: 'A storage account refuses TLS before 1.2',
    rationale:
      'TLS 1.0 and 1.1 are broken. Left out in a template, the account is created with TLS1_0 as its minimum. The service itself refuses older versions since 2026-02-03, so that the setting says what is meant rather than what happens.',
    remedy: "Set properties.minimumTlsVersion to 'TLS1_2'.",
    references: [
      'https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version',
      reference,
    ],
    aliases: ['CKV_AZURE_44', 'AZR-000200', 'AZU-0011'],
    controls: ['MCSB:DP-3', 'CIS:3.15'],
    types,
    example: exampleOf(
      account({ minimumTlsVersion: 'TLS1_2' }),
      account({ minimumTlsVersion: 'TLS1_0' }),
    ),
    path: 'properties.minimumTlsVersion',
    expected: {
      holds: isText('TLS1_2', 'TLS1_3'),
      wanted: "'TLS1_2' or 'TLS1_3'",
      what: 'the minimum TLS version (minimumTlsVersion)',
      knownSince: '2019-04-01',
      absent: 'fail',
      absentMeans: "'TLS1_0'",
      fix: 'TLS1_2',
    },
  }),
  resourceRule({
    id: 'STO003.account',
    severity: 'high',
    title: 'A storage account lets no container be public',
    rationale:
      'With it, one careless container publishes its blobs to everyone without a key. Accounts made since late 2023 are created with false when it is left out, but an older account that the template deploys to again keeps true: an absent setting is reported as low.',
    remedy: 'Set properties.allowBlobPublicAccess to false.',
    references: [
      'https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent',
      reference,
    ],
    aliases: ['AZR-000198'],
    controls: ['MCSB:NS-2', 'CIS:3.7'],
    types,
    example: exampleOf(
      account({ allowBlobPublicAccess: false }),
      account({ allowBlobPublicAccess: true }),
    ),
    check(resource) {
      const outcome = expectSetting(resource, 'properties.allowBlobPublicAccess', {
        holds: isBool(false),
        wanted: 'false',
        what: 'public access to blobs (allowBlobPublicAccess)',
        knownSince: '2019-04-01',
        absent: 'fail',
        absentMeans: 'false for accounts made since late 2023 and true for older ones',
        fix: false,
      });
      return outcome.kind === 'fail' && outcome.found === 'absent'
        ? { ...outcome, severity: 'low' }
        : outcome;
    },
  }),
  settingRule({
    id: 'STO003.container',
    severity: 'high',
    title: 'A blob container is private',
    rationale:
      'A container with public access Blob or Container gives its blobs to everyone who knows or guesses the address. Left out, it is None.',
    remedy: "Set properties.publicAccess to 'None', and give access by identity or a signed URL.",
    references: [
      'https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-configure',
      'https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts/blobservices/containers',
    ],
    aliases: ['CKV_AZURE_34', 'AZR-000199', 'AZU-0007', 'a0ab985d-660b-41f7-ac81-70957ee8e627'],
    controls: ['MCSB:NS-2', 'CIS:3.7'],
    types: containerTypes,
    example: exampleOf(container('None'), container('Blob')),
    path: 'properties.publicAccess',
    expected: {
      holds: isText('None'),
      wanted: "'None'",
      what: 'public access of the container (publicAccess)',
      absent: 'pass',
      fix: 'None',
    },
  }),
  resourceRule({
    id: 'STO004',
    severity: 'medium',
    title: 'A storage account is closed to networks that are not named',
    rationale:
      'An account without network rules answers the whole internet: a leaked key or token is then enough. Left out, networkAcls.defaultAction is Allow and publicNetworkAccess is Enabled; apiVersions before 2017 cannot say otherwise.',
    remedy:
      "Set properties.networkAcls.defaultAction to 'Deny' and name the networks and addresses that need it, or set properties.publicNetworkAccess to 'Disabled' and use private endpoints.",
    references: [
      'https://learn.microsoft.com/azure/storage/common/storage-network-security',
      reference,
    ],
    aliases: [
      'CKV_AZURE_35',
      'AZR-000202',
      'AZU-0012',
      '9073f073-5d60-4b46-b569-0d6baa80ed95',
      'd855ced8-6157-448f-9f1d-f05a41d046f7',
    ],
    controls: ['MCSB:NS-2', 'CIS:3.8'],
    types,
    example: exampleOf(
      account({ networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' } }),
      account({ networkAcls: { defaultAction: 'Allow' } }),
    ),
    check: (resource) =>
      passingOf(
        expectSetting(resource, 'properties.networkAcls.defaultAction', {
          holds: isText('Deny'),
          wanted: "'Deny', or publicNetworkAccess 'Disabled'",
          what: 'the default of the network rules (networkAcls.defaultAction)',
          knownSince: '2017-06-01',
          absent: 'fail',
          absentMeans: "'Allow'",
        }),
        expectSetting(resource, 'properties.publicNetworkAccess', {
          holds: isText('Disabled', 'SecuredByPerimeter'),
          wanted: "'Disabled'",
          what: 'public network access (publicNetworkAccess)',
          knownSince: '2021-06-01',
          absent: 'fail',
        }),
      ),
  }),
  settingRule({
    id: 'STO005',
    severity: 'medium',
    title: 'A storage account refuses its shared keys',
    rationale:
      'The account keys open everything, name nobody and do not expire. With Microsoft Entra ID each caller has an identity and just the rights it needs. Left out, shared keys are accepted.',
    remedy:
      'Set properties.allowSharedKeyAccess to false once every client signs in with Microsoft Entra ID.',
    references: [
      'https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent',
      reference,
    ],
    aliases: ['AZR-000497'],
    controls: ['MCSB:IM-1'],
    types,
    example: exampleOf(
      account({ allowSharedKeyAccess: false }),
      account({ allowSharedKeyAccess: true }),
    ),
    path: 'properties.allowSharedKeyAccess',
    expected: {
      holds: isBool(false),
      wanted: 'false',
      what: 'access by shared key (allowSharedKeyAccess)',
      knownSince: '2019-04-01',
      absent: 'fail',
      absentMeans: 'true',
    },
  }),
];
