// ACR001-ACR004: container registries. Settings and defaults: the template reference of
// Microsoft.ContainerRegistry/registries and the pages named at each rule.
import { passingOf } from '../outcome.ts';
import type { TemplateRule } from '../rule.ts';
import { expectSetting, isBool, isText } from '../setting.ts';
import { exampleOf, resourceRule, settingRule } from '../setting-rule.ts';

const types = ['microsoft.containerregistry/registries'];
const reference =
  'https://learn.microsoft.com/azure/templates/microsoft.containerregistry/registries';
const skus = 'https://learn.microsoft.com/azure/container-registry/container-registry-skus';

function registry(properties: object, sku = 'Premium') {
  return {
    type: 'Microsoft.ContainerRegistry/registries',
    apiVersion: '2023-07-01',
    name: 'crexample',
    location: 'westeurope',
    sku: { name: sku },
    properties,
  };
}

export const registryRules: readonly TemplateRule[] = [
  settingRule({
    id: 'ACR001',
    severity: 'high',
    title: 'A container registry has no admin user',
    rationale:
      'The admin user is one password for everyone, with the right to push: what runs in production can be replaced without a name in the log. Left out, it is off.',
    remedy: 'Set properties.adminUserEnabled to false and let clients sign in with their identity.',
    references: [
      'https://learn.microsoft.com/azure/container-registry/container-registry-authentication',
      reference,
    ],
    aliases: ['CKV_AZURE_137', 'AZR-000005'],
    controls: ['MCSB:IM-1'],
    types,
    example: exampleOf(registry({ adminUserEnabled: false }), registry({ adminUserEnabled: true })),
    path: 'properties.adminUserEnabled',
    expected: {
      holds: isBool(false),
      wanted: 'false',
      what: 'the admin user (adminUserEnabled)',
      absent: 'pass',
      fix: false,
    },
  }),
  resourceRule({
    id: 'ACR002',
    severity: 'high',
    title: 'A container registry gives images to nobody without a name',
    rationale:
      'With anonymous pull everyone on the internet may read every image of the registry. Left out, it is off; the Basic SKU does not have it.',
    remedy: 'Set properties.anonymousPullEnabled to false.',
    references: [
      'https://learn.microsoft.com/azure/container-registry/anonymous-pull-access',
      reference,
    ],
    aliases: ['CKV_AZURE_138', 'AZR-000401'],
    controls: ['MCSB:IM-1'],
    types,
    example: exampleOf(
      registry({ anonymousPullEnabled: false }),
      registry({ anonymousPullEnabled: true }, 'Standard'),
    ),
    check(resource) {
      const isBasic = expectSetting(resource, 'sku.name', {
        holds: isText('Basic'),
        wanted: "'Basic'",
        what: 'the SKU',
        absent: 'fail',
      });
      if (isBasic.kind === 'pass') {
        return { kind: 'not-applicable', reason: 'the Basic SKU has no anonymous pull' };
      }
      return expectSetting(resource, 'properties.anonymousPullEnabled', {
        holds: isBool(false),
        wanted: 'false',
        what: 'anonymous pull (anonymousPullEnabled)',
        absent: 'pass',
        fix: false,
      });
    },
  }),
  resourceRule({
    id: 'ACR003',
    severity: 'medium',
    title: 'A container registry is closed to networks that are not named',
    rationale:
      'A registry open to the internet is open to every stolen token. Left out, publicNetworkAccess is Enabled and networkRuleSet.defaultAction is Allow.',
    remedy:
      "Set properties.publicNetworkAccess to 'Disabled' and use private endpoints, or set properties.networkRuleSet.defaultAction to 'Deny' and name the addresses that need it. Both need the Premium SKU.",
    references: [
      'https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks',
      reference,
    ],
    aliases: ['CKV_AZURE_139', 'AZR-000402'],
    controls: ['MCSB:NS-2'],
    types,
    example: exampleOf(
      registry({ publicNetworkAccess: 'Disabled' }),
      registry({ publicNetworkAccess: 'Enabled' }),
    ),
    check: (resource) =>
      passingOf(
        expectSetting(resource, 'properties.publicNetworkAccess', {
          holds: isText('Disabled', 'SecuredByPerimeter'),
          wanted: "'Disabled', or networkRuleSet.defaultAction 'Deny'",
          what: 'public network access (publicNetworkAccess)',
          absent: 'fail',
          absentMeans: "'Enabled'",
        }),
        expectSetting(resource, 'properties.networkRuleSet.defaultAction', {
          holds: isText('Deny'),
          wanted: "'Deny'",
          what: 'the default of the network rules (networkRuleSet.defaultAction)',
          absent: 'fail',
        }),
      ),
  }),
  settingRule({
    id: 'ACR004.sku',
    severity: 'medium',
    title: 'A container registry is Premium',
    rationale:
      'Private endpoints, network rules, quarantine, export policies and keys of your own are to be had in the Premium SKU only.',
    remedy: "Set sku.name to 'Premium'.",
    references: [skus, reference],
    aliases: [],
    controls: ['MCSB:DS-6'],
    types,
    example: exampleOf(registry({}), registry({}, 'Basic')),
    path: 'sku.name',
    expected: {
      holds: isText('Premium'),
      wanted: "'Premium'",
      what: 'the SKU (sku.name)',
      absent: 'fail',
    },
  }),
  settingRule({
    id: 'ACR004.quarantine',
    severity: 'medium',
    title: 'A container registry quarantines images until they were scanned',
    rationale:
      'Without quarantine an image can be pulled in the moment it was pushed, before any scanner saw it. Left out, it is disabled.',
    remedy:
      "Set properties.policies.quarantinePolicy.status to 'enabled' (preview, Premium SKU) with a scanner that releases images.",
    references: ['https://github.com/Azure/acr/tree/main/docs/preview/quarantine', reference],
    aliases: ['CKV_AZURE_166', 'AZR-000008'],
    controls: ['MCSB:DS-6'],
    types,
    example: exampleOf(
      registry({ policies: { quarantinePolicy: { status: 'enabled' } } }),
      registry({ policies: { quarantinePolicy: { status: 'disabled' } } }),
    ),
    path: 'properties.policies.quarantinePolicy.status',
    expected: {
      holds: isText('enabled'),
      wanted: "'enabled'",
      what: 'the quarantine of pushed images (quarantinePolicy.status)',
      absent: 'fail',
      absentMeans: "'disabled'",
    },
  }),
  settingRule({
    id: 'ACR004.export',
    severity: 'medium',
    title: 'A container registry lets no images be exported',
    rationale:
      'An export copies images to a registry or a storage account that nobody here controls, past private endpoints. Left out, exports are allowed.',
    remedy:
      "Set properties.policies.exportPolicy.status to 'disabled' (Premium SKU, with publicNetworkAccess 'Disabled').",
    references: [
      'https://learn.microsoft.com/azure/container-registry/data-loss-prevention',
      reference,
    ],
    aliases: ['AZR-000495'],
    controls: ['MCSB:DS-6'],
    types,
    example: exampleOf(
      registry({
        publicNetworkAccess: 'Disabled',
        policies: { exportPolicy: { status: 'disabled' } },
      }),
      registry({ publicNetworkAccess: 'Disabled' }),
    ),
    path: 'properties.policies.exportPolicy.status',
    expected: {
      holds: isText('disabled'),
      wanted: "'disabled'",
      what: 'the export of images (exportPolicy.status)',
      absent: 'fail',
      absentMeans: "'enabled'",
    },
  }),
];
