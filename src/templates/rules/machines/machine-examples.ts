// Machines for the rules' examples: complete enough to be deployed, with the settings that the example shows.
import type { Example } from '../rule.ts';

type Members = { readonly [name: string]: unknown };

/** A Linux machine; `properties` come on top of what every machine has, `members` stand beside them. */
export function linuxMachine(properties: Members, members: Members = {}): Example {
  return machine(
    {
      osProfile: {
        computerName: 'app',
        adminUsername: 'operator',
        linuxConfiguration: { disablePasswordAuthentication: true },
      },
      ...properties,
    },
    members,
  );
}

/** A machine without a profile of its system. */
export function machine(properties: Members, members: Members = {}): Example {
  const resource = {
    type: 'Microsoft.Compute/virtualMachines',
    apiVersion: '2024-07-01',
    name: 'app',
    location: 'westeurope',
    ...members,
    properties: { hardwareProfile: { vmSize: 'Standard_D2s_v5' }, ...properties },
  };
  return { resources: [resource] };
}

/** A scale set; `profile` is its machine profile, `properties` stand beside it. */
export function scaleSet(profile: Members, properties: Members = {}): Example {
  const resource = {
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    apiVersion: '2024-07-01',
    name: 'web',
    location: 'westeurope',
    sku: { name: 'Standard_D2s_v5', capacity: 2 },
    properties: { ...properties, virtualMachineProfile: profile },
  };
  return { resources: [resource] };
}

/** One resource of any type. */
export function resource(
  type: string,
  apiVersion: string,
  name: string,
  properties: Members,
  members: Members = {},
): Example {
  return {
    resources: [{ type, apiVersion, name, location: 'westeurope', ...members, properties }],
  };
}
