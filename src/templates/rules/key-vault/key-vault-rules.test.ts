import { describe, expect, it } from 'vitest';
import { judge, judgeTemplate } from '../testdata/judged.ts';

function vault(properties: object, apiVersion = '2023-07-01') {
  return { type: 'Microsoft.KeyVault/vaults', apiVersion, name: 'kv', properties };
}

describe('settings of a vault', () => {
  it.each([
    ['KVT001', { enablePurgeProtection: true }, 'pass'],
    ['KVT001', { enablePurgeProtection: false }, 'fail at "enablePurgeProtection": false'],
    ['KVT001', {}, 'fail at "properties": {}'],
    ['KVT002', { enableSoftDelete: true }, 'pass'],
    ['KVT002', { enableSoftDelete: false }, 'fail at "enableSoftDelete": false'],
    ['KVT002', {}, 'pass'],
    ['KVT003', { enableRbacAuthorization: true }, 'pass'],
    ['KVT003', { enableRbacAuthorization: false }, 'fail at "enableRbacAuthorization": false'],
    ['KVT003', {}, 'fail at "properties": {}'],
    ['KVT004', { networkAcls: { defaultAction: 'Deny' } }, 'pass'],
    ['KVT004', { publicNetworkAccess: 'disabled' }, 'pass'],
    [
      'KVT004',
      { networkAcls: { defaultAction: 'Allow' }, publicNetworkAccess: 'enabled' },
      'fail at "defaultAction": "Allow"',
    ],
    ['KVT004', {}, 'fail at "properties": {}'],
  ])('%s: %j gives %s', (id, properties, expected) => {
    expect(judge(id, vault(properties))).toStrictEqual([expected]);
  });

  it('uses roles by default from apiVersion 2026-02-01 on', () => {
    expect(judge('KVT003', vault({}, '2026-02-01'))).toStrictEqual(['pass']);
    expect(judge('KVT003', vault({ enableRbacAuthorization: false }, '2026-02-01'))).toStrictEqual([
      'fail at "enableRbacAuthorization": false',
    ]);
  });
});

describe('KVT005, expiry', () => {
  function item(kind: string, properties: object) {
    return {
      type: `Microsoft.KeyVault/vaults/${kind}`,
      apiVersion: '2023-07-01',
      name: 'kv/one',
      properties,
    };
  }

  it.each([
    ['secrets', { value: 'x', attributes: { exp: 1830297600 } }, 'pass'],
    ['secrets', { value: 'x', attributes: { enabled: true } }, 'fail at "attributes": {'],
    ['secrets', { value: 'x' }, 'fail at "properties": {'],
    // Known to the deployment only, but there.
    ['secrets', { attributes: { exp: "[add(reference('other').end, 1)]" } }, 'pass'],
    ['keys', { kty: 'RSA', attributes: { exp: 1830297600 } }, 'pass'],
    ['keys', { rotationPolicy: { attributes: { expiryTime: 'P90D' } } }, 'pass'],
    ['keys', { rotationPolicy: { attributes: { expiryTime: '' } } }, 'fail at "properties": {'],
    ['keys', { kty: 'RSA' }, 'fail at "properties": {'],
  ])('%s with %j gives %s', (kind, properties, expected) => {
    expect(judge(`KVT005.${kind}`, item(kind, properties))).toStrictEqual([expected]);
  });

  it('judges secrets that are nested in their vault', () => {
    expect(
      judge('KVT005.secrets', {
        ...vault({}),
        resources: [{ type: 'secrets', apiVersion: '2023-07-01', name: 'one', properties: {} }],
      }),
    ).toStrictEqual(['fail at "properties": {}']);
  });

  it('takes a parameter that cannot be null as given, and one that may be as not known', () => {
    const resources = [item('secrets', { attributes: { exp: "[parameters('end')]" } })];
    expect(
      judgeTemplate('KVT005.secrets', { parameters: { end: { type: 'int' } }, resources }),
    ).toStrictEqual(['pass']);
    expect(
      judgeTemplate('KVT005.secrets', {
        parameters: { all: { type: 'object' } },
        resources: [item('secrets', { attributes: "[parameters('all')]" })],
      }),
    ).toStrictEqual([`undecided at "attributes": "[parameters('all')]"`]);
  });
});

describe('KVT006, the audit log', () => {
  const workspaceId = '/subscriptions/s/resourceGroups/rg/providers/x/y';
  const audit = { category: 'AuditEvent', enabled: true };
  const sent = { workspaceId, logs: [audit] };

  const ways: readonly (readonly [string, (properties: object) => object[]])[] = [
    [
      'by scope',
      (properties) => [
        vault({}),
        {
          type: 'Microsoft.Insights/diagnosticSettings',
          apiVersion: '2021-05-01-preview',
          name: 'audit',
          scope: 'Microsoft.KeyVault/vaults/kv',
          properties,
        },
      ],
    ],
    [
      'nested in the vault',
      (properties) => [
        {
          ...vault({}),
          resources: [
            {
              type: 'providers/diagnosticSettings',
              apiVersion: '2021-05-01-preview',
              name: 'Microsoft.Insights/audit',
              properties,
            },
          ],
        },
      ],
    ],
    [
      'by full name',
      (properties) => [
        vault({}),
        {
          type: 'Microsoft.KeyVault/vaults/providers/diagnosticSettings',
          apiVersion: '2021-05-01-preview',
          name: 'kv/Microsoft.Insights/audit',
          properties,
        },
      ],
    ],
  ];

  it.each(ways)('is found %s', (_, resources) => {
    expect(judge('KVT006', ...resources(sent))).toStrictEqual(['pass']);
  });

  const [, [, nested] = ['', () => []]] = ways;
  it.each([
    ['a group of logs', { workspaceId, logs: [{ categoryGroup: 'audit', enabled: true }] }, 'pass'],
    ['all logs', { workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] }, 'pass'],
    [
      'a log that is off',
      { workspaceId, logs: [{ category: 'AuditEvent', enabled: false }] },
      'fail at "enabled": false',
    ],
    ['no workspace', { storageAccountId: 'x', logs: [audit] }, 'fail at "properties": {'],
    ['metrics alone', { workspaceId, metrics: [{ enabled: true }] }, 'fail at "name": "kv"'],
    [
      'another log alone',
      { workspaceId, logs: [{ category: 'AzurePolicyEvaluationDetails', enabled: true }] },
      'fail at "name": "kv"',
    ],
  ])('%s: %s', (_, properties, expected) => {
    expect(judge('KVT006', ...nested(properties))).toStrictEqual([expected]);
  });

  it('is missing at the name of the vault, also beside that of another vault', () => {
    expect(judge('KVT006', vault({}))).toStrictEqual(['fail at "name": "kv"']);
    const [other, settings] = ways[0]?.[1](sent) ?? [];
    expect(
      judge(
        'KVT006',
        { ...other, name: 'other' },
        { ...settings, scope: 'Microsoft.KeyVault/vaults/kv' },
      ),
    ).toStrictEqual(['fail at "name": "other"']);
  });
});
