// What is written into a template so that a machine gets an agent: the extensions' versions, settings and parameters.
// Versions and settings: Azure's built-in policies (Azure/azure-policy) and Qualys' extension pages; the name, the
// publisher and the types stand in agents/agents.ts.
import type { AgentName, MachineKind } from '../../model/template-policy.ts';
import type { Json } from './layout.ts';

/** A parameter that a new resource reads. */
export interface NewParameter {
  /** The name it gets unless another parameter has it. */
  readonly name: string;
  readonly description: string;
}

export interface ExtensionShape {
  /** Of the resource; counted up where the machine has another of that name. */
  readonly name: string;
  readonly version: string | { readonly windows: string; readonly linux: string };
  readonly enableAutomaticUpgrade: boolean;
  readonly parameter: NewParameter | undefined;
  /** The machine must have an identity of its own. */
  readonly needsIdentity: boolean;
  /** `parameter` and `machineId` are expressions. */
  settings(parameter: string, machineId: string): { readonly [name: string]: Json };
  protectedSettings?(parameter: string): { readonly [name: string]: Json };
}

/** Extensions of agents that come by one. */
export const extensionShapes: Readonly<Partial<Record<AgentName, ExtensionShape>>> = {
  qualys: {
    name: 'QualysAgent',
    version: '1.6',
    enableAutomaticUpgrade: false,
    parameter: {
      name: 'qualysLicenseCode',
      description: 'Licence code of the Qualys Cloud Agent.',
    },
    needsIdentity: false,
    // In `settings`, as all public samples have it; that the agent reads protectedSettings is proven nowhere.
    settings: (parameter) => ({ LicenseCode: `[${parameter}]` }),
  },
  mde: {
    name: 'MDE',
    version: '1.0',
    enableAutomaticUpgrade: false,
    parameter: {
      name: 'mdeOnboardingScript',
      description: 'Onboarding script of Microsoft Defender for Endpoint, in base64.',
    },
    needsIdentity: false,
    settings: (_parameter, machineId) => ({
      azureResourceId: `[${machineId}]`,
      vNextEnabled: 'true',
    }),
    protectedSettings: (parameter) => ({ defenderForEndpointOnboardingScript: `[${parameter}]` }),
  },
  'guest-configuration': {
    name: 'GuestConfiguration',
    version: { windows: '1.1', linux: '1.0' },
    enableAutomaticUpgrade: true,
    parameter: undefined,
    needsIdentity: true,
    settings: () => ({}),
  },
};

/** Agents that no edit brings, with the reason. */
export const unwritable: Readonly<Partial<Record<AgentName, string>>> = {
  ama: 'the Azure Monitor Agent also needs a data collection rule, which only you can choose',
};

/** Kinds of machines that a Defender vulnerability assessment can be written for. */
export const assessmentKinds: readonly MachineKind[] = ['vm', 'arc'];
export const assessmentVersion = '2020-01-01';

/** Newest version of an extension's resource type that all clouds have, where the machine's own tells none. */
export const extensionApiVersions: Readonly<Record<MachineKind, string>> = {
  vm: '2024-07-01',
  vmss: '2024-07-01',
  arc: '2024-07-10',
};
