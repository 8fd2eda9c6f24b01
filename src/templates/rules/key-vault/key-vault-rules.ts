// KVT001-KVT006: key vaults, their keys and secrets. Settings and defaults: the template reference of
// Microsoft.KeyVault/vaults and the pages named at each rule.
import { expectSince } from '../api-version.ts';
import { passingOf } from '../outcome.ts';
import { isSet } from '../presence.ts';
import { expectRelated } from '../related.ts';
import type { TemplateRule } from '../rule.ts';
import { expectSetting, isBool, isText } from '../setting.ts';
import { exampleOf, resourceRule, settingRule } from '../setting-rule.ts';
import { expectLogs } from './diagnostic-logs.ts';

const types = ['microsoft.keyvault/vaults'];
const reference = 'https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults';
const softDelete = 'https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview';

function vault(properties: object) {
  return {
    type: 'Microsoft.KeyVault/vaults',
    apiVersion: '2023-07-01',
    name: 'kv-example',
    location: 'westeurope',
    properties: {
      sku: { family: 'A', name: 'standard' },
      tenantId: '[subscription().tenantId]',
      ...properties,
    },
  };
}

function item(kind: 'keys' | 'secrets', properties: object) {
  return {
    type: `Microsoft.KeyVault/vaults/${kind}`,
    apiVersion: '2023-07-01',
    name: 'kv-example/example',
    properties,
  };
}

const logs = {
  type: 'Microsoft.Insights/diagnosticSettings',
  apiVersion: '2021-05-01-preview',
  name: 'audit',
  scope: 'Microsoft.KeyVault/vaults/kv-example',
  properties: {
    workspaceId: "[resourceId('Microsoft.OperationalInsights/workspaces', 'log-example')]",
    logs: [{ category: 'AuditEvent', enabled: true }],
  },
};

export const keyVaultRules: readonly TemplateRule[] = [
  settingRule({
    id: 'KVT001',
    severity: 'high',
    title: 'A key vault is protected against purging',
    rationale:
      'Without it, whoever may purge destroys every key at once, and with them all that they encrypt. Left out, it is off.',
    remedy:
      'Set properties.enablePurgeProtection to true. It cannot be taken back: a deleted vault keeps its name until its retention is over.',
    references: [softDelete, reference],
    aliases: ['CKV_AZURE_110', 'AZR-000125', 'AZU-0016'],
    controls: ['MCSB:DP-8', 'CIS:8.5'],
    types,
    example: exampleOf(vault({ enablePurgeProtection: true }), vault({})),
    path: 'properties.enablePurgeProtection',
    expected: {
      holds: isBool(true),
      wanted: 'true',
      what: 'purge protection (enablePurgeProtection)',
      absent: 'fail',
      absentMeans: 'false',
      fix: true,
    },
  }),
  settingRule({
    id: 'KVT002',
    severity: 'medium',
    title: 'A key vault keeps what was deleted',
    rationale:
      'With soft delete a deleted key, secret or vault can be brought back. Left out, it is on, and new vaults cannot be made without it; false still stands for the intent.',
    remedy: 'Remove properties.enableSoftDelete or set it to true.',
    references: [softDelete, reference],
    aliases: ['CKV_AZURE_111', 'AZR-000124'],
    controls: ['MCSB:DP-8', 'CIS:8.5'],
    types,
    example: exampleOf(vault({ enableSoftDelete: true }), vault({ enableSoftDelete: false })),
    path: 'properties.enableSoftDelete',
    expected: {
      holds: isBool(true),
      wanted: 'true',
      what: 'soft delete (enableSoftDelete)',
      absent: 'pass',
      fix: true,
    },
  }),
  resourceRule({
    id: 'KVT003',
    severity: 'medium',
    title: 'A key vault gives access by roles',
    rationale:
      'Access policies hold for the whole vault, and whoever may write the vault may give them to himself; roles can be given for one secret, for a time, and are audited with all others. Left out, access policies are used; from apiVersion 2026-02-01 on a new vault uses roles.',
    remedy:
      'Set properties.enableRbacAuthorization to true and give roles instead of accessPolicies.',
    references: ['https://learn.microsoft.com/azure/key-vault/general/rbac-guide', reference],
    aliases: ['AZR-000388'],
    controls: ['MCSB:PA-7', 'CIS:8.6'],
    types,
    example: exampleOf(
      vault({ enableRbacAuthorization: true }),
      vault({ enableRbacAuthorization: false, accessPolicies: [] }),
    ),
    check: (resource) =>
      expectSince(resource, 'properties.enableRbacAuthorization', {
        holds: isBool(true),
        wanted: 'true',
        what: 'access by roles (enableRbacAuthorization)',
        newSince: '2026-02-01',
        absentBefore: 'fail',
        absentSince: 'pass',
        absentMeans: 'access policies before apiVersion 2026-02-01',
      }),
  }),
  resourceRule({
    id: 'KVT004',
    severity: 'medium',
    title: 'A key vault is closed to networks that are not named',
    rationale:
      'A vault without network rules answers the whole internet: a stolen token is then enough. Left out, networkAcls.defaultAction is Allow and publicNetworkAccess is enabled.',
    remedy:
      "Set properties.networkAcls.defaultAction to 'Deny' and name the networks and addresses that need it, or set properties.publicNetworkAccess to 'disabled' and use private endpoints.",
    references: ['https://learn.microsoft.com/azure/key-vault/general/network-security', reference],
    aliases: ['CKV_AZURE_109', 'AZR-000355', 'AZU-0013'],
    controls: ['MCSB:NS-2'],
    types,
    example: exampleOf(
      vault({ networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' } }),
      vault({ networkAcls: { defaultAction: 'Allow' } }),
    ),
    check: (resource) =>
      passingOf(
        expectSetting(resource, 'properties.networkAcls.defaultAction', {
          holds: isText('Deny'),
          wanted: "'Deny', or publicNetworkAccess 'disabled'",
          what: 'the default of the network rules (networkAcls.defaultAction)',
          absent: 'fail',
          absentMeans: "'Allow'",
        }),
        expectSetting(resource, 'properties.publicNetworkAccess', {
          holds: isText('disabled', 'SecuredByPerimeter'),
          wanted: "'disabled'",
          what: 'public network access (publicNetworkAccess)',
          absent: 'fail',
        }),
      ),
  }),
  resourceRule({
    id: 'KVT005.secrets',
    severity: 'low',
    title: 'A secret in a key vault expires',
    rationale:
      'A secret without an end is never changed: who once read it keeps access. Left out, it never expires.',
    remedy: 'Set properties.attributes.exp to the end of its life, in seconds since 1970.',
    references: [
      'https://learn.microsoft.com/azure/key-vault/secrets/about-secrets',
      'https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults/secrets',
    ],
    aliases: ['CKV_AZURE_41', 'AZU-0017', 'cff9c3f7-e8f0-455f-9fb4-5f72326da96e'],
    controls: ['MCSB:DP-6', 'CIS:8.3', 'CIS:8.4'],
    types: ['microsoft.keyvault/vaults/secrets'],
    example: exampleOf(
      item('secrets', { value: '[newGuid()]', attributes: { exp: 1830297600 } }),
      item('secrets', { value: '[newGuid()]', attributes: { enabled: true } }),
    ),
    check: (resource) =>
      isSet(resource, 'properties.attributes.exp', {
        what: 'the expiry date (attributes.exp)',
        wanted: 'a date in seconds since 1970',
        absentMeans: 'that it never expires',
      }),
  }),
  resourceRule({
    id: 'KVT005.keys',
    severity: 'low',
    title: 'A key in a key vault expires',
    rationale:
      'A key without an end is never changed. Left out, it never expires; a rotation policy with an expiry time gives each version its end.',
    remedy:
      'Set properties.attributes.exp (seconds since 1970), or properties.rotationPolicy.attributes.expiryTime (such as P90D).',
    references: [
      'https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation',
      'https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults/keys',
    ],
    aliases: ['CKV_AZURE_40', 'AZU-0014'],
    controls: ['MCSB:DP-6', 'CIS:8.1', 'CIS:8.2'],
    types: ['microsoft.keyvault/vaults/keys'],
    example: exampleOf(
      item('keys', { kty: 'RSA', attributes: { exp: 1830297600 } }),
      item('keys', { kty: 'RSA' }),
    ),
    check: (resource) =>
      passingOf(
        isSet(resource, 'properties.attributes.exp', {
          what: 'the expiry date (attributes.exp)',
          wanted: 'a date in seconds since 1970',
          absentMeans: 'that it never expires',
        }),
        isSet(resource, 'properties.rotationPolicy.attributes.expiryTime', {
          what: 'the expiry time of the rotation policy',
          wanted: 'a time such as P90D',
        }),
      ),
  }),
  resourceRule({
    id: 'KVT006',
    severity: 'medium',
    title: 'A key vault sends its audit log to a workspace',
    rationale:
      'Without the log nobody can say who read which secret. A vault logs nothing until a diagnostic setting says where to.',
    remedy:
      "Add a Microsoft.Insights/diagnosticSettings resource with the vault as its scope, a workspaceId, and the log category 'AuditEvent' or the category group 'audit' or 'allLogs' enabled.",
    references: [
      'https://learn.microsoft.com/azure/key-vault/general/howto-logging',
      'https://learn.microsoft.com/azure/templates/microsoft.insights/diagnosticsettings',
    ],
    aliases: ['AZR-000119'],
    controls: ['MCSB:LT-3', 'MCSB:DP-8', 'CIS:5.1.5'],
    types,
    example: exampleOf([vault({}), logs], vault({})),
    check: (resource, context) =>
      expectRelated(resource, context, {
        types: ['*/diagnosticsettings'],
        judge: expectLogs(['AuditEvent'], ['audit', 'allLogs']),
        message: 'no diagnostic setting sends the audit log of this key vault to a workspace',
        wanted: 'a diagnostic setting with AuditEvent and a workspaceId',
      }),
  }),
];
