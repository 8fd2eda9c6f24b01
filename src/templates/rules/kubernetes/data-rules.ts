// AKS008: disks, logs and secrets of a cluster. Settings and defaults: the template reference of
// Microsoft.ContainerService/managedClusters and the pages named at each rule.
import type { Resource } from '../../resource.ts';
import { passingOf } from '../outcome.ts';
import type { Outcome, TemplateRule } from '../rule.ts';
import {
  type Expectation,
  expectIn,
  expectSetting,
  isBool,
  itemsIn,
  placeOf,
  undecided,
} from '../setting.ts';
import { exampleOf, resourceRule } from '../setting-rule.ts';
import { cluster, clusterReference, clusterTypes as types } from './cluster.ts';

const poolType = 'microsoft.containerservice/managedclusters/agentpools';
const secretsProvider = 'properties.addonProfiles.azureKeyvaultSecretsProvider';

const hostEncryption: Expectation = {
  holds: isBool(true),
  wanted: 'true',
  what: 'encryption at the host (enableEncryptionAtHost)',
  absent: 'fail',
  absentMeans: 'false',
};

/** One outcome for each pool of a cluster, or of a pool that is a resource of its own. */
function expectPools(resource: Resource): Outcome | readonly Outcome[] {
  if (resource.type.toLowerCase() === poolType) {
    return expectSetting(resource, 'properties.enableEncryptionAtHost', {
      ...hostEncryption,
      fix: true,
    });
  }
  const pools = itemsIn(placeOf(resource), 'properties.agentPoolProfiles');
  if ('kind' in pools) {
    if (pools.kind !== 'unknown') return { kind: 'not-applicable', reason: 'it names no pool' };
    return undecided(pools, `the pools are not known: ${pools.value.reason.message}`);
  }
  return pools.map((pool) => expectIn(pool, 'enableEncryptionAtHost', hostEncryption));
}

export const kubernetesDataRules: readonly TemplateRule[] = [
  resourceRule({
    id: 'AKS008.host-encryption',
    severity: 'medium',
    title: 'The pools of a cluster encrypt at the host',
    rationale:
      'Temporary disks and the caches of disks hold data of pods and are not encrypted otherwise. Left out, it is off.',
    remedy: 'Set enableEncryptionAtHost to true for each pool.',
    references: ['https://learn.microsoft.com/azure/aks/enable-host-encryption', clusterReference],
    aliases: ['CKV_AZURE_227'],
    controls: ['MCSB:DP-4'],
    types: [...types, poolType],
    example: exampleOf(
      cluster({ agentPoolProfiles: [{ name: 'system', enableEncryptionAtHost: true }] }),
      cluster({ agentPoolProfiles: [{ name: 'system' }] }),
    ),
    check: expectPools,
  }),
  resourceRule({
    id: 'AKS008.monitoring',
    severity: 'medium',
    title: 'A cluster sends its logs to Azure Monitor',
    rationale:
      'Pods and nodes come and go with their logs; what is not collected is gone after an attack. Left out, nothing is collected.',
    remedy:
      'Set properties.addonProfiles.omsagent.enabled to true with the workspace in its config, or properties.azureMonitorProfile.containerInsights.enabled.',
    references: [
      'https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable',
      clusterReference,
    ],
    aliases: ['CKV_AZURE_4', 'AZR-000041', 'AZU-0040', '9b09dee1-f09b-4013-91d2-158fa4695f4b'],
    controls: ['MCSB:LT-3'],
    types,
    example: exampleOf(
      cluster({
        addonProfiles: {
          omsagent: {
            enabled: true,
            config: {
              logAnalyticsWorkspaceResourceID:
                "[resourceId('Microsoft.OperationalInsights/workspaces', 'logs')]",
            },
          },
        },
      }),
      cluster({ addonProfiles: { omsagent: { enabled: false } } }),
    ),
    check: (resource) =>
      passingOf(
        expectSetting(resource, 'properties.addonProfiles.omsagent.enabled', {
          holds: isBool(true),
          wanted: 'true',
          what: 'the monitoring add-on (addonProfiles.omsagent)',
          absent: 'fail',
          absentMeans: 'off',
        }),
        expectSetting(resource, 'properties.azureMonitorProfile.containerInsights.enabled', {
          holds: isBool(true),
          wanted: 'true',
          what: 'container insights (azureMonitorProfile.containerInsights)',
          absent: 'fail',
        }),
      ),
  }),
  resourceRule({
    id: 'AKS008.secret-rotation',
    severity: 'medium',
    title: 'A cluster takes over secrets that were changed in a key vault',
    rationale:
      'Without rotation pods keep the secret that they were started with, also when it was changed because it leaked. Left out, it is off; a cluster without the add-on has nothing to rotate.',
    remedy:
      "Set properties.addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation to 'true'.",
    references: [
      'https://learn.microsoft.com/azure/aks/csi-secrets-store-configuration-options',
      clusterReference,
    ],
    aliases: ['CKV_AZURE_172', 'AZR-000034'],
    controls: ['MCSB:DP-6'],
    types,
    example: exampleOf(
      cluster({
        addonProfiles: {
          azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: 'true' } },
        },
      }),
      cluster({ addonProfiles: { azureKeyvaultSecretsProvider: { enabled: true } } }),
    ),
    check(resource) {
      const isOn = expectSetting(resource, `${secretsProvider}.enabled`, {
        holds: isBool(true),
        wanted: 'true',
        what: 'the secrets provider (azureKeyvaultSecretsProvider)',
        absent: 'not-applicable',
      });
      if (isOn.kind === 'fail' || isOn.kind === 'not-applicable') {
        return { kind: 'not-applicable', reason: 'the secrets provider is off' };
      }
      const rotation = expectSetting(resource, `${secretsProvider}.config.enableSecretRotation`, {
        holds: isBool(true),
        wanted: "'true'",
        what: 'the rotation of secrets (enableSecretRotation)',
        absent: 'fail',
        absentMeans: 'false',
        fix: 'true',
      });
      return rotation.kind === 'fail' && isOn.kind === 'undecided' ? isOn : rotation;
    },
  }),
];
