// Machines and extensions for the rules' examples: complete enough to be deployed.
type Members = { readonly [name: string]: unknown };

export function linuxMachine(properties: Members = {}, members: Members = {}): Members {
  return {
    type: 'Microsoft.Compute/virtualMachines',
    apiVersion: '2024-07-01',
    name: 'app',
    location: 'westeurope',
    ...members,
    properties: {
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      storageProfile: { osDisk: { createOption: 'FromImage', osType: 'Linux' } },
      ...properties,
    },
  };
}

export function scaleSet(profile: Members, members: Members = {}): Members {
  return {
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    apiVersion: '2024-07-01',
    name: 'web',
    location: 'westeurope',
    sku: { name: 'Standard_D2s_v5', capacity: 2 },
    ...members,
    properties: {
      orchestrationMode: 'Uniform',
      virtualMachineProfile: {
        storageProfile: { osDisk: { createOption: 'FromImage', osType: 'Linux' } },
        ...profile,
      },
    },
  };
}

export function arcMachine(): Members {
  return {
    type: 'Microsoft.HybridCompute/machines',
    apiVersion: '2024-07-10',
    name: 'edge',
    location: 'westeurope',
    properties: { osType: 'Linux' },
  };
}

/** An extension of the machine above of that kind. */
export function agentExtension(
  kind: 'vm' | 'arc',
  properties: Members,
  members: Members = {},
): Members {
  const machine =
    kind === 'vm' ? 'Microsoft.Compute/virtualMachines' : 'Microsoft.HybridCompute/machines';
  return {
    type: `${machine}/extensions`,
    apiVersion: kind === 'vm' ? '2024-07-01' : '2024-07-10',
    name: kind === 'vm' ? 'app/agent' : 'edge/agent',
    location: 'westeurope',
    ...members,
    properties: { autoUpgradeMinorVersion: true, settings: {}, ...properties },
  };
}

/** A parameter for a licence code, and the expression that asks for it. */
export const licenceParameter = { licenseCode: { type: 'secureString' } } as const;
export const licence = "[parameters('licenseCode')]";
