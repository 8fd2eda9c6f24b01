// Shapes in which a policy, or what ours asks for, decides about a machine's agent.
import {
  agent,
  assignment,
  type Body,
  deployment,
  managementGroupTemplate,
  subscriptionTemplate,
  template,
  vm,
  vmss,
  windowsVm,
} from './build.ts';
import type { Shape } from './shape.ts';

const provider =
  '/providers/Microsoft.Authorization/policyDefinitions/13ce0167-8ca6-4048-8e6b-f996402e3c1b';
const mdeTvm = { parameters: { vaType: { value: 'mdeTvm' } } };
const either = { requireAgents: [{ anyOf: ['qualys', 'mdvm'] }] };
const together = (policy: Body = either): Body => ({
  ...policy,
  deployments: [['main.json', 'policy.json']],
});

const set = {
  type: 'Microsoft.Authorization/policySetDefinitions',
  apiVersion: '2021-06-01',
  name: 'set',
  properties: {
    policyType: 'Custom',
    parameters: { t: { type: 'String', defaultValue: 'mdeTvm' } },
    policyDefinitions: [
      { policyDefinitionId: provider, parameters: { vaType: { value: "[[parameters('t')]" } } },
    ],
  },
};

const owned = {
  type: 'Microsoft.Authorization/policyDefinitions',
  apiVersion: '2021-06-01',
  name: 'own',
  properties: {
    policyType: 'Custom',
    mode: 'Indexed',
    policyRule: {
      if: {
        allOf: [
          { field: 'type', equals: 'Microsoft.Compute/virtualMachines' },
          {
            field: 'Microsoft.Compute/virtualMachines/osProfile.linuxConfiguration',
            exists: 'true',
          },
        ],
      },
      // oxlint-disable-next-line unicorn/no-thenable -- the name that a policy rule has
      then: {
        effect: 'deployIfNotExists',
        details: {
          type: 'Microsoft.Compute/virtualMachines/extensions',
          deployment: {
            properties: {
              mode: 'incremental',
              parameters: { vm: { value: "[[field('name')]" } },
              template: template([agent("[[concat(parameters('vm'), '/q')]")], {
                parameters: { vm: { type: 'string' } },
              }),
            },
          },
        },
      },
    },
  },
};

const image = {
  id: "[resourceId('11111111-2222-4333-8444-555555555555', 'rg', 'Microsoft.Compute/galleries/images/versions', 'g', 'golden', '1.0.0')]",
};

const shape = (
  title: string,
  main: Body,
  outcomes: Shape['outcomes'],
  policy: Body,
  more: Shape['files'] = {},
): Shape => ({ title, files: { 'main.json': main, ...more }, outcomes, policy });

const byIdentity = {
  identity: {
    type: 'UserAssigned',
    userAssignedIdentities: {
      "[resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'i')]": {},
    },
  },
};

export const policyShapes: readonly Shape[] = [
  shape(
    'only machines of one system are meant',
    template([vm('l'), windowsVm('w')]),
    { w: ['fail'] },
    { requireAgents: [{ anyOf: ['qualys'], where: { os: 'windows' } }] },
  ),
  shape(
    'two agents are required',
    template([vm('v'), agent('v/q')]),
    { v: ['pass,fail'] },
    { requireAgents: [{ anyOf: ['qualys'] }, { anyOf: ['mde'] }] },
  ),
  shape(
    'the image brings the agent',
    template([vm('v', { properties: { storageProfile: { imageReference: image } } })]),
    { v: ['pass'] },
    {
      bakedIn: [
        { agent: 'qualys', images: ['/subscriptions/*/galleries/g/images/golden/versions/*'] },
      ],
    },
  ),
  shape(
    'an appliance',
    template([
      vm('v', {
        properties: {
          storageProfile: {
            imageReference: {
              publisher: 'paloaltonetworks',
              offer: 'vmseries1',
              sku: 'byol',
              version: 'latest',
            },
          },
        },
      }),
    ]),
    { v: ['not-applicable'] },
    {},
  ),
  shape(
    'the setting of the subscription',
    template([vm('v'), vmss('s')]),
    { v: ['pass'], s: ['fail'] },
    together(),
    {
      'policy.json': subscriptionTemplate([
        {
          type: 'Microsoft.Security/serverVulnerabilityAssessmentsSettings',
          apiVersion: '2023-05-01',
          name: 'AzureServersSetting',
          kind: 'AzureServersSetting',
          properties: { selectedProvider: 'MdeTvm' },
        },
      ]),
    },
  ),
  shape(
    'an assignment to the group',
    template([vm('v'), assignment(provider, mdeTvm)]),
    { v: ['pass'] },
    either,
  ),
  shape(
    'an assignment to another group',
    template([
      vm('v'),
      deployment('d', template([assignment(provider, mdeTvm)]), { resourceGroup: 'other' }),
    ]),
    { v: ['fail'] },
    either,
  ),
  shape('an assignment to a management group', template([vm('v')]), { v: ['pass'] }, together(), {
    'policy.json': managementGroupTemplate([assignment(provider, mdeTvm)]),
  }),
  shape(
    'an initiative that hands its parameter down',
    template([vm('v')]),
    { v: ['pass'] },
    together(),
    {
      'policy.json': subscriptionTemplate([
        set,
        assignment(
          "[subscriptionResourceId('Microsoft.Authorization/policySetDefinitions', 'set')]",
        ),
      ]),
    },
  ),
  shape(
    'an assignment with an identity of the user',
    template([vm('v')]),
    { v: ['pass'] },
    together(),
    { 'policy.json': subscriptionTemplate([assignment(provider, mdeTvm, byIdentity)]) },
  ),
  shape(
    'a definition of the own, for one system',
    template([vm('v'), windowsVm('w')]),
    { v: ['pass'], w: ['fail'] },
    together({ requireAgents: [{ anyOf: ['qualys'] }] }),
    {
      'policy.json': subscriptionTemplate([
        owned,
        assignment("[subscriptionResourceId('Microsoft.Authorization/policyDefinitions', 'own')]"),
      ]),
    },
  ),
];
