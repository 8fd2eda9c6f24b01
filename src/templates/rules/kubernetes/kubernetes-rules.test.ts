import { describe, expect, it } from 'vitest';
import { judge, judgeTemplate } from '../testdata/judged.ts';

function cluster(properties: unknown, apiVersion = '2024-05-01') {
  const type = 'Microsoft.ContainerService/managedClusters';
  return { type, apiVersion, name: 'aks', properties };
}

const absent = 'fail at "properties": {}';

describe('who reaches a cluster', () => {
  it.each([
    ['AKS001.local-accounts', { disableLocalAccounts: true }, 'pass'],
    [
      'AKS001.local-accounts',
      { disableLocalAccounts: false },
      'fail at "disableLocalAccounts": false',
    ],
    ['AKS001.local-accounts', {}, absent],
    ['AKS001.entra', { aadProfile: { managed: true } }, 'pass'],
    ['AKS001.entra', { aadProfile: { serverAppID: 'x' } }, 'fail at "aadProfile": {'],
    ['AKS001.entra', {}, absent],
    ['AKS002', { enableRBAC: true }, 'pass'],
    ['AKS002', { enableRBAC: false }, 'fail at "enableRBAC": false'],
    ['AKS002', {}, absent],
    ['AKS002', 'none', 'fail at "properties": "none"'],
    ['AKS003', { apiServerAccessProfile: { authorizedIPRanges: ['203.0.113.7/32'] } }, 'pass'],
    ['AKS003', { apiServerAccessProfile: { enablePrivateCluster: true } }, 'pass'],
    ['AKS003', { apiServerAuthorizedIPRanges: ['203.0.113.7/32'] }, 'pass'],
    [
      'AKS003',
      { apiServerAccessProfile: { authorizedIPRanges: [] } },
      'fail at "authorizedIPRanges": []',
    ],
    [
      'AKS003',
      { apiServerAccessProfile: { authorizedIPRanges: ['203.0.113.7/32', '0.0.0.0/0'] } },
      'fail at "0.0.0.0/0"',
    ],
    [
      'AKS003',
      { apiServerAccessProfile: { authorizedIPRanges: ['0.0.0.0/1', '128.0.0.0/1'] } },
      'fail at "0.0.0.0/1"',
    ],
    [
      'AKS003',
      { apiServerAccessProfile: { authorizedIPRanges: [''] } },
      'fail at "authorizedIPRanges": [',
    ],
    ['AKS003', { apiServerAccessProfile: {} }, 'fail at "apiServerAccessProfile": {}'],
    ['AKS004', { networkProfile: { networkPolicy: 'cilium' } }, 'pass'],
    ['AKS004', { networkProfile: { networkPolicy: 'none' } }, 'fail at "networkPolicy": "none"'],
    ['AKS004', { networkProfile: {} }, 'fail at "networkProfile": {}'],
  ])('%s: %j gives %s', (id, properties, expected) => {
    expect(judge(id, cluster(properties))).toStrictEqual([expected]);
  });

  it('takes Automatic clusters to have what Azure sets in them', () => {
    const automatic = (properties: object) => ({
      ...cluster(properties),
      sku: { name: 'Automatic', tier: 'Standard' },
    });
    for (const id of ['AKS001.entra', 'AKS002']) {
      expect(judge(id, automatic({}))).toStrictEqual(['pass']);
    }
    expect(judge('AKS002', automatic({ enableRBAC: false }))[0]).toMatch(/^fail/);
  });

  it('is undecided where the ranges are a parameter without a value', () => {
    expect(
      judgeTemplate('AKS003', {
        parameters: { ranges: { type: 'array' } },
        resources: [
          cluster({ apiServerAccessProfile: { authorizedIPRanges: "[parameters('ranges')]" } }),
        ],
      }),
    ).toStrictEqual([`undecided at "authorizedIPRanges": "[parameters('ranges')]"`]);
  });
});

describe('what runs in a cluster', () => {
  it.each([
    ['AKS005.policy', { addonProfiles: { azurePolicy: { enabled: true } } }, 'pass'],
    [
      'AKS005.policy',
      { addonProfiles: { azurepolicy: { enabled: false } } },
      'fail at "enabled": false',
    ],
    ['AKS005.policy', {}, absent],
    ['AKS005.dashboard', { addonProfiles: { kubeDashboard: { enabled: false } } }, 'pass'],
    [
      'AKS005.dashboard',
      { addonProfiles: { kubeDashboard: { enabled: true } } },
      'fail at "enabled": true',
    ],
    ['AKS005.dashboard', {}, 'pass'],
    [
      'AKS006',
      { securityProfile: { defender: { securityMonitoring: { enabled: true } } } },
      'pass',
    ],
    ['AKS006', { securityProfile: { azureDefender: { enabled: true } } }, 'pass'],
    ['AKS006', { securityProfile: {} }, 'fail at "securityProfile": {}'],
    ['AKS007.channel', { autoUpgradeProfile: { upgradeChannel: 'patch' } }, 'pass'],
    [
      'AKS007.channel',
      { autoUpgradeProfile: { upgradeChannel: 'none' } },
      'fail at "upgradeChannel": "none"',
    ],
    ['AKS007.channel', {}, absent],
    ['AKS007.node-os', { autoUpgradeProfile: { nodeOSUpgradeChannel: 'NodeImage' } }, 'pass'],
    [
      'AKS007.node-os',
      { autoUpgradeProfile: { nodeOSUpgradeChannel: 'Unmanaged' } },
      'fail at "nodeOSUpgradeChannel": "Unmanaged"',
    ],
    ['AKS007.node-os', {}, 'pass'],
    ['AKS008.monitoring', { addonProfiles: { omsAgent: { enabled: true } } }, 'pass'],
    [
      'AKS008.monitoring',
      { azureMonitorProfile: { containerInsights: { enabled: true } } },
      'pass',
    ],
    ['AKS008.monitoring', { addonProfiles: {} }, 'fail at "addonProfiles": {}'],
  ])('%s: %j gives %s', (id, properties, expected) => {
    expect(judge(id, cluster(properties))).toStrictEqual([expected]);
  });

  it('gets images of nodes by default from apiVersion 2023-06-01 on', () => {
    expect(judge('AKS007.node-os', cluster({}, '2023-06-01'))).toStrictEqual(['pass']);
    expect(judge('AKS007.node-os', cluster({}, '2023-05-01'))).toStrictEqual([absent]);
  });
});

describe('AKS008.host-encryption', () => {
  it('judges each pool, inside the cluster or beside it', () => {
    expect(
      judge(
        'AKS008.host-encryption',
        cluster({
          agentPoolProfiles: [
            { name: 'one', enableEncryptionAtHost: true },
            { name: 'two', enableEncryptionAtHost: false },
          ],
        }),
        {
          type: 'Microsoft.ContainerService/managedClusters/agentPools',
          apiVersion: '2024-05-01',
          name: 'aks/three',
          properties: {},
        },
      ),
    ).toStrictEqual(['pass', 'fail at "enableEncryptionAtHost": false', absent]);
  });

  it.each([[{}], [{ agentPoolProfiles: 'x' }]])('has nothing to say of %j', (properties) => {
    expect(judge('AKS008.host-encryption', cluster(properties))).toStrictEqual(['not-applicable']);
  });
});

describe('AKS008.secret-rotation', () => {
  const provider = (azureKeyvaultSecretsProvider: object) => ({
    addonProfiles: { azureKeyvaultSecretsProvider },
  });

  it.each([
    [provider({ enabled: true, config: { enableSecretRotation: 'true' } }), 'pass'],
    [
      provider({ enabled: true, config: { enableSecretRotation: 'false' } }),
      'fail at "enableSecretRotation": "false"',
    ],
    [provider({ enabled: true }), 'fail at "azureKeyvaultSecretsProvider": {'],
    [provider({ enabled: false }), 'not-applicable'],
    [{}, 'not-applicable'],
  ])('%j gives %s', (properties, expected) => {
    expect(judge('AKS008.secret-rotation', cluster(properties))).toStrictEqual([expected]);
  });

  it('is undecided when the add-on may be on without rotation', () => {
    expect(
      judgeTemplate('AKS008.secret-rotation', {
        parameters: { on: { type: 'object' } },
        resources: [cluster(provider({ enabled: "[parameters('on').it]" }))],
      }),
    ).toStrictEqual([`undecided at "enabled": "[parameters('on').it]"`]);
  });
});
