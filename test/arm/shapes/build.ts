// Small templates for the tests of shapes: each builder gives the least that its resource needs.

export type Body = Readonly<Record<string, unknown>>;

const schemas = 'https://schema.management.azure.com/schemas';

/** A template for a resource group; `rest` are its other members. */
export const template = (resources: readonly Body[] | Body, rest: Body = {}): Body => ({
  $schema: `${schemas}/2019-04-01/deploymentTemplate.json#`,
  contentVersion: '1.0.0.0',
  ...rest,
  resources,
});

export const subscriptionTemplate = (resources: readonly Body[], rest: Body = {}): Body => ({
  ...template(resources, rest),
  $schema: `${schemas}/2018-05-01/subscriptionDeploymentTemplate.json#`,
});

export const managementGroupTemplate = (resources: readonly Body[]): Body => ({
  ...template(resources),
  $schema: `${schemas}/2019-08-01/managementGroupDeploymentTemplate.json#`,
});

export const parameterFile = (values: Body): Body => ({
  $schema: `${schemas}/2019-04-01/deploymentParameters.json#`,
  contentVersion: '1.0.0.0',
  parameters: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
});

const linuxProfile = { linuxConfiguration: { disablePasswordAuthentication: true } };
const windowsProfile = { windowsConfiguration: { enableAutomaticUpdates: true } };

/** A machine that runs Linux; `rest` are members of the resource, `properties` among them. */
export const vm = (name: string, { properties, ...rest }: Body = {}): Body => ({
  type: 'Microsoft.Compute/virtualMachines',
  apiVersion: '2023-09-01',
  name,
  ...rest,
  properties: { osProfile: linuxProfile, ...(typeof properties === 'object' ? properties : {}) },
});

export const windowsVm = (name: string): Body =>
  vm(name, { properties: { osProfile: windowsProfile } });

export const arc = (name: string): Body => ({
  type: 'Microsoft.HybridCompute/machines',
  apiVersion: '2022-12-27',
  name,
  properties: { osType: 'Linux' },
});

/** `profile` are members of `virtualMachineProfile`. */
export const vmss = (name: string, profile: Body = {}, properties: Body = {}): Body => ({
  type: 'Microsoft.Compute/virtualMachineScaleSets',
  apiVersion: '2023-09-01',
  name,
  properties: {
    orchestrationMode: 'Uniform',
    ...properties,
    virtualMachineProfile: { osProfile: linuxProfile, ...profile },
  },
});

export const qualys = { publisher: 'Qualys', type: 'QualysAgentLinux', typeHandlerVersion: '1.6' };

/** The agent as a flat resource; `rest` are members of the resource, `publisher` one of its properties. */
export const agent = (name: string, { publisher, ...rest }: Body = {}): Body => ({
  type: 'Microsoft.Compute/virtualMachines/extensions',
  apiVersion: '2023-09-01',
  name,
  properties: publisher === undefined ? qualys : { ...qualys, publisher },
  ...rest,
});

/** `nested` is a template of outer scope. */
export const deployment = (name: string, nested: Body, rest: Body = {}): Body => ({
  type: 'Microsoft.Resources/deployments',
  apiVersion: '2022-09-01',
  name,
  ...rest,
  properties: { mode: 'Incremental', template: nested },
});

const passed = (values: Body) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

/** A template of inner scope with values for its parameters, all of them texts or expressions. */
export const module = (name: string, nested: Body, values: Body, rest: Body = {}): Body => ({
  type: 'Microsoft.Resources/deployments',
  apiVersion: '2022-09-01',
  name,
  ...rest,
  properties: {
    mode: 'Incremental',
    expressionEvaluationOptions: { scope: 'inner' },
    parameters: passed(values),
    template: nested,
  },
});

export const linked = (
  name: string,
  templateLink: Body,
  values: Body = {},
  rest: Body = {},
): Body => ({
  type: 'Microsoft.Resources/deployments',
  apiVersion: '2022-09-01',
  name,
  ...rest,
  properties: { mode: 'Incremental', templateLink, parameters: passed(values) },
});

export const loop = (count: number | string, name = 'loop'): Body => ({ copy: { name, count } });

/** An assignment that can act: with an identity and a place for it. */
export const assignment = (
  policyDefinitionId: string,
  properties: Body = {},
  rest: Body = {},
): Body => ({
  type: 'Microsoft.Authorization/policyAssignments',
  apiVersion: '2022-06-01',
  name: 'assignment',
  location: 'westeurope',
  identity: { type: 'SystemAssigned' },
  ...rest,
  properties: { policyDefinitionId, ...properties },
});
