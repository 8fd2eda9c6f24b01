// AKS001-AKS004: who reaches a cluster, and with which rights. Settings and defaults: the template reference of
// Microsoft.ContainerService/managedClusters and the pages named at each rule.

import type { Resource } from '../../resource.ts';
import { type AddressRange, isEverybody, rangeOf } from '../addresses.ts';
import { passingOf } from '../outcome.ts';
import type { Outcome, TemplateRule } from '../rule.ts';
import {
  type Expectation,
  expectSetting,
  isBool,
  isText,
  itemsIn,
  placeOf,
  settingOf,
  shown,
  undecided,
} from '../setting.ts';
import { exampleOf, resourceRule, settingRule } from '../setting-rule.ts';
import { cluster, clusterReference, clusterTypes as types } from './cluster.ts';

/** Whether the API server answers some addresses only; `path` names their list. */
function expectRanges(resource: Resource, path: string): Outcome {
  const items = itemsIn(placeOf(resource), path);
  const expected: Expectation = {
    holds: (value) => value.kind === 'array' && value.items.length > 0,
    wanted: 'address ranges, or a private cluster',
    what: 'the list of addresses that reach the API server (authorizedIPRanges)',
    absent: 'fail',
    absentMeans: 'every address',
  };
  if ('kind' in items) return expectSetting(resource, path, expected);
  const { wanted } = expected;
  const ranges: AddressRange[] = [];
  let unknown: Outcome | undefined;
  let isNamed = false;
  for (const { value, at } of items) {
    if (value.kind === 'unknown') {
      const message = `an address that reaches the API server is not known: ${value.reason.message}`;
      unknown ??= undecided({ value, at }, message);
    }
    if (value.kind !== 'string' || value.value.trim() === '') continue;
    isNamed = true;
    const range = rangeOf(value.value);
    if (range === undefined) continue;
    ranges.push(range);
    if (!isEverybody([range])) continue;
    const message = 'the API server answers everybody; name the ranges that need it';
    return { kind: 'fail', at, message, found: shown(value), wanted };
  }
  const [first] = items;
  if (first !== undefined && isEverybody(ranges)) {
    const message = 'the API server answers everybody: the ranges together hold the internet';
    return { kind: 'fail', at: first.at, message, found: 'ranges', wanted };
  }
  if (unknown !== undefined) return unknown;
  // Empty texts name nobody: the list is as good as empty.
  return expectSetting(resource, path, { ...expected, holds: () => isNamed });
}

/** Azure sets it in Automatic clusters, which may leave it out. */
function expectUnlessAutomatic(resource: Resource, path: string, expected: Expectation): Outcome {
  const sku = settingOf(resource, 'sku.name');
  const isAutomatic = sku.kind === 'known' && isText('Automatic')(sku.value);
  return expectSetting(resource, path, isAutomatic ? { ...expected, absent: 'pass' } : expected);
}

export const kubernetesAccessRules: readonly TemplateRule[] = [
  settingRule({
    id: 'AKS001.local-accounts',
    severity: 'high',
    title: 'A cluster has no local accounts',
    rationale:
      'The local admin account is a certificate without a name and without an end: it goes past Microsoft Entra ID, multi-factor sign-in and conditional access. Left out, it is there.',
    remedy:
      'Set properties.disableLocalAccounts to true (with properties.aadProfile.managed true).',
    references: [
      'https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad',
      clusterReference,
    ],
    aliases: ['CKV_AZURE_141', 'AZR-000031'],
    controls: ['MCSB:IM-1'],
    types,
    example: exampleOf(
      cluster({ aadProfile: { managed: true }, disableLocalAccounts: true }),
      cluster({ aadProfile: { managed: true }, disableLocalAccounts: false }),
    ),
    path: 'properties.disableLocalAccounts',
    expected: {
      holds: isBool(true),
      wanted: 'true',
      what: 'the ban on local accounts (disableLocalAccounts)',
      absent: 'fail',
      absentMeans: 'false',
    },
  }),
  resourceRule({
    id: 'AKS001.entra',
    severity: 'high',
    title: 'A cluster signs users in with Microsoft Entra ID',
    rationale:
      'Without it there are only certificates, which name nobody and cannot be taken back. Left out, it is off, save in Automatic clusters; the older form with an application of your own is retired.',
    remedy: 'Set properties.aadProfile.managed to true and name the groups of administrators.',
    references: [
      'https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id',
      clusterReference,
    ],
    aliases: ['AZR-000029'],
    controls: ['MCSB:IM-1'],
    types,
    example: exampleOf(
      cluster({ aadProfile: { managed: true, enableAzureRBAC: true } }),
      cluster({}),
    ),
    check: (resource) =>
      expectUnlessAutomatic(resource, 'properties.aadProfile.managed', {
        holds: isBool(true),
        wanted: 'true',
        what: 'sign-in with Microsoft Entra ID (aadProfile.managed)',
        absent: 'fail',
        absentMeans: 'off',
      }),
  }),
  resourceRule({
    id: 'AKS002',
    severity: 'high',
    title: 'A cluster uses role-based access control',
    rationale:
      'Without it every account may do everything in the cluster. Azure documents no default, old apiVersions made clusters without it, and the built-in policy "Role-Based Access Control (RBAC) should be used on Kubernetes Services" does not accept it left out. Automatic clusters have it.',
    remedy: 'Set properties.enableRBAC to true; it cannot be changed later.',
    references: ['https://learn.microsoft.com/azure/aks/concepts-identity', clusterReference],
    aliases: [
      'CKV_AZURE_5',
      'AZR-000038',
      'TA-000024',
      'AZU-0042',
      '9307a2ed-35c2-413d-94de-a1a0682c2158',
    ],
    controls: ['MCSB:PA-7'],
    types,
    example: exampleOf(cluster({ enableRBAC: true }), cluster({ enableRBAC: false })),
    check: (resource) =>
      expectUnlessAutomatic(resource, 'properties.enableRBAC', {
        holds: isBool(true),
        wanted: 'true',
        what: 'role-based access control (enableRBAC)',
        absent: 'fail',
        fix: true,
      }),
  }),
  resourceRule({
    id: 'AKS003',
    severity: 'high',
    title: 'The API server of a cluster is private or answers named addresses',
    rationale:
      'An API server open to the internet is open to every stolen token and to every fault in it. Left out, it answers everyone.',
    remedy:
      'Set properties.apiServerAccessProfile.enablePrivateCluster to true, or name address ranges in properties.apiServerAccessProfile.authorizedIPRanges.',
    references: [
      'https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges',
      'https://learn.microsoft.com/azure/aks/private-clusters',
      clusterReference,
    ],
    aliases: [
      'CKV_AZURE_6',
      'AZR-000030',
      'TA-000023',
      'AZU-0041',
      '2583fab1-953b-4fae-bd02-4a136a6c21f9',
    ],
    controls: ['MCSB:NS-2'],
    types,
    example: exampleOf(
      cluster({ apiServerAccessProfile: { authorizedIPRanges: ['203.0.113.0/24'] } }),
      cluster({ apiServerAccessProfile: { authorizedIPRanges: [] } }),
    ),
    check: (resource) =>
      passingOf(
        expectRanges(resource, 'properties.apiServerAccessProfile.authorizedIPRanges'),
        expectSetting(resource, 'properties.apiServerAccessProfile.enablePrivateCluster', {
          holds: isBool(true),
          wanted: 'true',
          what: 'the private API server (enablePrivateCluster)',
          absent: 'fail',
        }),
        // Its place in the previews of 2019.
        expectRanges(resource, 'properties.apiServerAuthorizedIPRanges'),
      ),
  }),
  settingRule({
    id: 'AKS004',
    severity: 'medium',
    title: 'A cluster enforces network policies',
    rationale:
      'Without an engine NetworkPolicy objects are accepted and ignored: every pod reaches every other. Left out, there is none.',
    remedy:
      "Set properties.networkProfile.networkPolicy to 'cilium', 'azure' or 'calico' when the cluster is made.",
    references: ['https://learn.microsoft.com/azure/aks/use-network-policies', clusterReference],
    aliases: ['CKV_AZURE_7', 'AZR-000027', 'AZU-0043', '25c0228e-4444-459b-a2df-93c7df40b7ed'],
    controls: ['MCSB:NS-1'],
    types,
    example: exampleOf(
      cluster({ networkProfile: { networkPlugin: 'azure', networkPolicy: 'calico' } }),
      cluster({ networkProfile: { networkPlugin: 'azure' } }),
    ),
    path: 'properties.networkProfile.networkPolicy',
    expected: {
      holds: (value) =>
        value.kind === 'string' && !['', 'none'].includes(value.value.toLowerCase()),
      wanted: "'cilium', 'azure' or 'calico'",
      what: 'the engine of network policies (networkPolicy)',
      absent: 'fail',
      absentMeans: "'none'",
    },
  }),
];
