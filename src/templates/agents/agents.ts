// The agents that a policy may require: extensions by publisher and type, and the rules that speak of them.
// A new agent is one entry here and one name in model/template-policy.ts; the same names serve golden images.
// Publishers and types: Azure's built-in policies (Azure/azure-policy, MIT) and Qualys' extension pages.
import type { AgentName, MachineKind } from '../../model/template-policy.ts';

export type OperatingSystem = 'windows' | 'linux';

export interface AgentExtension {
  readonly publisher: string;
  readonly type: string;
  readonly os: OperatingSystem;
}

export interface Agent {
  readonly name: AgentName;
  /** As messages call it. */
  readonly title: string;
  /** Empty: it comes by other resources only. */
  readonly extensions: readonly AgentExtension[];
  /** Extensions of an earlier product: they satisfy nothing. */
  readonly retired: readonly { readonly publisher: string; readonly type: string }[];
  /** The rule that reports a machine without it. */
  readonly rules: Readonly<Record<MachineKind, string>>;
  /** Kinds of machines that have it without an extension, with the reason. */
  readonly builtIn: Partial<Readonly<Record<MachineKind, string>>>;
}

const assessment = { vm: 'AGT001', vmss: 'AGT002', arc: 'AGT003' } as const;

function oneRule(id: string): Readonly<Record<MachineKind, string>> {
  return { vm: id, vmss: id, arc: id };
}

export const agents: Readonly<Record<AgentName, Agent>> = {
  qualys: {
    name: 'qualys',
    title: 'Qualys Cloud Agent',
    extensions: [
      { publisher: 'Qualys', type: 'QualysAgentLinux', os: 'linux' },
      { publisher: 'Qualys', type: 'QualysAgent', os: 'windows' },
    ],
    retired: [
      { publisher: 'Qualys', type: 'LinuxAgent.AzureSecurityCenter' },
      { publisher: 'Qualys', type: 'WindowsAgent.AzureSecurityCenter' },
      { publisher: 'Qualys.LinuxAgent.GrayLabel', type: 'QualysAgentGL' },
      { publisher: 'Qualys.WindowsAgent.GrayLabel', type: 'QualysAgentGL' },
    ],
    rules: assessment,
    builtIn: {},
  },
  mdvm: {
    name: 'mdvm',
    title: 'Microsoft Defender Vulnerability Management',
    extensions: [],
    retired: [],
    rules: assessment,
    builtIn: {},
  },
  mde: {
    name: 'mde',
    title: 'Microsoft Defender for Endpoint',
    extensions: [
      { publisher: 'Microsoft.Azure.AzureDefenderForServers', type: 'MDE.Linux', os: 'linux' },
      { publisher: 'Microsoft.Azure.AzureDefenderForServers', type: 'MDE.Windows', os: 'windows' },
    ],
    retired: [],
    rules: oneRule('AGT010'),
    builtIn: {},
  },
  ama: {
    name: 'ama',
    title: 'Azure Monitor Agent',
    extensions: [
      { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent', os: 'linux' },
      { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorWindowsAgent', os: 'windows' },
    ],
    retired: [],
    rules: oneRule('AGT011'),
    builtIn: {},
  },
  'guest-configuration': {
    name: 'guest-configuration',
    title: 'Guest Configuration',
    extensions: [
      { publisher: 'Microsoft.GuestConfiguration', type: 'ConfigurationforLinux', os: 'linux' },
      { publisher: 'Microsoft.GuestConfiguration', type: 'ConfigurationforWindows', os: 'windows' },
    ],
    retired: [],
    rules: oneRule('AGT013'),
    // https://learn.microsoft.com/azure/governance/machine-configuration/overview/01-overview-concepts
    builtIn: { arc: 'the Azure Connected Machine agent brings Guest Configuration' },
  },
};

export const allAgents: readonly Agent[] = Object.values(agents);

/** The entry of an extension, whatever its case; undefined when it is none of our agents' (retired ones included). */
export function agentOfExtension(
  publisher: string,
  type: string,
): { readonly agent: Agent; readonly extension: AgentExtension } | undefined {
  for (const agent of allAgents) {
    const extension = agent.extensions.find((each) => isSameExtension(each, publisher, type));
    if (extension !== undefined) return { agent, extension };
  }
  return undefined;
}

// https://learn.microsoft.com/azure/virtual-machines/extensions/qualys: new machines do not get it any more.
const withdrawnOnWindows = /^3\.1(?:\.|$)/;

/** Whether a typeHandlerVersion is of those that Azure no longer gives to new machines. */
export function isWithdrawn({ publisher, os }: AgentExtension, version: string): boolean {
  return publisher === 'Qualys' && os === 'windows' && withdrawnOnWindows.test(version);
}

/** Whether an extension belongs to a product that is no longer: Defender's integrated Qualys scanner. */
export function isRetiredExtension(publisher: string, type: string): boolean {
  return allAgents.some(({ retired }) =>
    retired.some((each) => isSameExtension(each, publisher, type)),
  );
}

function isSameExtension(
  each: { readonly publisher: string; readonly type: string },
  publisher: string,
  type: string,
): boolean {
  return (
    each.publisher.toLowerCase() === publisher.toLowerCase() &&
    each.type.toLowerCase() === type.toLowerCase()
  );
}
