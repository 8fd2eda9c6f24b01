// AKS005-AKS008: what runs in a cluster to guard it and keep it current. Settings and defaults: the template reference
// of Microsoft.ContainerService/managedClusters and the pages named at each rule.
import { expectSince } from '../api-version.ts';
import { passingOf } from '../outcome.ts';
import type { TemplateRule } from '../rule.ts';
import { expectSetting, isBool, isText } from '../setting.ts';
import { exampleOf, resourceRule, settingRule } from '../setting-rule.ts';
import { cluster, clusterReference, clusterTypes as types } from './cluster.ts';

export const kubernetesOperationRules: readonly TemplateRule[] = [
  settingRule({
    id: 'AKS005.policy',
    severity: 'medium',
    title: 'A cluster has the Azure Policy add-on',
    rationale:
      'The add-on refuses pods that the policies of the subscription forbid: privileged ones, host paths, images from elsewhere. Left out, those policies are not enforced in the cluster.',
    remedy: 'Set properties.addonProfiles.azurepolicy.enabled to true.',
    references: [
      'https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes',
      clusterReference,
    ],
    aliases: ['AZR-000028', 'AZU-0066'],
    controls: ['MCSB:PV-2'],
    types,
    example: exampleOf(
      cluster({ addonProfiles: { azurepolicy: { enabled: true } } }),
      cluster({ addonProfiles: { azurepolicy: { enabled: false } } }),
    ),
    path: 'properties.addonProfiles.azurepolicy.enabled',
    expected: {
      holds: isBool(true),
      wanted: 'true',
      what: 'the Azure Policy add-on (addonProfiles.azurepolicy)',
      absent: 'fail',
      absentMeans: 'off',
      fix: true,
    },
  }),
  settingRule({
    id: 'AKS005.dashboard',
    severity: 'medium',
    title: 'A cluster has no Kubernetes dashboard',
    rationale:
      'The dashboard acts with rights of its own and was the way into many clusters; the add-on is retired. Left out, it is off in clusters made with Kubernetes 1.18 or later, and older ones are no longer to be had.',
    remedy: 'Remove properties.addonProfiles.kubeDashboard or set its enabled to false.',
    references: ['https://learn.microsoft.com/azure/aks/kubernetes-portal', clusterReference],
    aliases: ['CKV_AZURE_8', 'c62d3b92-9a11-4ffd-b7b7-6faaae83faed'],
    controls: ['MCSB:PV-2'],
    types,
    example: exampleOf(
      cluster({ addonProfiles: { kubeDashboard: { enabled: false } } }),
      cluster({ addonProfiles: { kubeDashboard: { enabled: true } } }),
    ),
    path: 'properties.addonProfiles.kubeDashboard.enabled',
    expected: {
      holds: isBool(false),
      wanted: 'false',
      what: 'the Kubernetes dashboard (addonProfiles.kubeDashboard)',
      absent: 'pass',
      fix: false,
    },
  }),
  resourceRule({
    id: 'AKS006',
    severity: 'high',
    title: 'A cluster is watched by Microsoft Defender for Containers',
    rationale:
      'The sensor on the nodes sees what runs: miners, shells, escapes. Left out, it is off even where the plan of the subscription is on.',
    remedy:
      'Set properties.securityProfile.defender.securityMonitoring.enabled to true and name the workspace.',
    references: [
      'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction',
      clusterReference,
    ],
    aliases: ['AZR-000370'],
    controls: ['MCSB:LT-1'],
    types,
    example: exampleOf(
      cluster({ securityProfile: { defender: { securityMonitoring: { enabled: true } } } }),
      cluster({}),
    ),
    check: (resource) =>
      passingOf(
        expectSetting(resource, 'properties.securityProfile.defender.securityMonitoring.enabled', {
          holds: isBool(true),
          wanted: 'true',
          what: 'the Defender sensor (defender.securityMonitoring)',
          absent: 'fail',
          absentMeans: 'off',
        }),
        // Its name in the apiVersions until 2022-04.
        expectSetting(resource, 'properties.securityProfile.azureDefender.enabled', {
          holds: isBool(true),
          wanted: 'true',
          what: 'the Defender sensor (azureDefender)',
          absent: 'fail',
        }),
      ),
  }),
  settingRule({
    id: 'AKS007.channel',
    severity: 'medium',
    title: 'A cluster upgrades itself',
    rationale:
      'A Kubernetes version gets fixes for about a year; a cluster that nobody upgrades runs without them. Left out, nothing is upgraded.',
    remedy: "Set properties.autoUpgradeProfile.upgradeChannel to 'patch' or 'stable'.",
    references: ['https://learn.microsoft.com/azure/aks/auto-upgrade-cluster', clusterReference],
    aliases: ['CKV_AZURE_171', 'AZR-000036'],
    controls: ['MCSB:PV-7'],
    types,
    example: exampleOf(
      cluster({ autoUpgradeProfile: { upgradeChannel: 'stable' } }),
      cluster({ autoUpgradeProfile: { upgradeChannel: 'none' } }),
    ),
    path: 'properties.autoUpgradeProfile.upgradeChannel',
    expected: {
      holds: (value) =>
        value.kind === 'string' && !['', 'none'].includes(value.value.toLowerCase()),
      wanted: "'patch', 'stable', 'rapid' or 'node-image'",
      what: 'the upgrade channel (upgradeChannel)',
      absent: 'fail',
      absentMeans: "'none'",
      fix: 'stable',
    },
  }),
  resourceRule({
    id: 'AKS007.node-os',
    severity: 'medium',
    title: 'The nodes of a cluster get fixed images',
    rationale:
      'Kernel and packages of the nodes are patched by new images only. Left out, the channel is NodeImage from apiVersion 2023-06-01 on; before, there is none.',
    remedy:
      "Set properties.autoUpgradeProfile.nodeOSUpgradeChannel to 'NodeImage' or 'SecurityPatch' (apiVersion 2023-06-01 or later).",
    references: [
      'https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image',
      clusterReference,
    ],
    aliases: ['AZR-000435'],
    controls: ['MCSB:PV-7'],
    types,
    example: exampleOf(
      cluster({ autoUpgradeProfile: { nodeOSUpgradeChannel: 'SecurityPatch' } }),
      cluster({ autoUpgradeProfile: { nodeOSUpgradeChannel: 'None' } }),
    ),
    check: (resource) =>
      expectSince(resource, 'properties.autoUpgradeProfile.nodeOSUpgradeChannel', {
        holds: isText('NodeImage', 'SecurityPatch'),
        wanted: "'NodeImage' or 'SecurityPatch'",
        what: 'the channel for images of nodes (nodeOSUpgradeChannel)',
        newSince: '2023-06-01',
        absentBefore: 'fail',
        absentSince: 'pass',
        absentMeans: "'None' before apiVersion 2023-06-01",
      }),
  }),
];
