// Azure's built-in policy definitions and initiatives that give agents to machines, as of 2026-04.
// Source: Azure/azure-policy @f4a50bac, built-in-policies (MIT): identifiers, and what each one deploys to which kind.
import type { AgentName, MachineKind } from '../../model/template-policy.ts';
import type { OperatingSystem } from '../agents/agents.ts';

/** `association`: with a data collection rule, of a machine that has Azure Monitor Agent. */
export type Deployable = AgentName | 'association';

export interface BuiltInDefinition {
  readonly deploys: Deployable;
  readonly kinds: readonly MachineKind[];
  /** Absent: both. */
  readonly os?: OperatingSystem;
  /** A parameter that must have this value, in lower case, for the agent to come; the default is another. */
  readonly needs?: { readonly parameter: string; readonly value: string };
  /** Its effect is no parameter. */
  readonly isFixed?: true;
}

export interface BuiltInInitiative {
  readonly members: readonly string[];
  /** Names of the initiative's parameter for the effect, by member; members without one have their own default. */
  readonly effects: Readonly<Record<string, string>>;
}

/** The definition whose default brings the retired scanner. */
export const assessmentDefinition = '13ce0167-8ca6-4048-8e6b-f996402e3c1b';

const endpoint = {
  windowsVm: '1ec9c2c2-6d64-656d-6465-3ec3309b8579',
  linuxVm: 'd30025d0-6d64-656d-6465-67688881b632',
  windowsArc: '37c043a6-6d64-656d-6465-b362dfeb354a',
  linuxArc: '4eb909e7-6d64-656d-6465-2eeb297a1625',
} as const;

const monitor = {
  windowsVm: 'ca817e41-e85a-4783-bc7f-dc532d36235e',
  windowsVmss: '4efbd9d8-6bc6-45f6-9be2-7fe9dd5d89ff',
  windowsArc: '94f686d6-9a24-4e19-91f1-de937dc171a4',
  linuxVm: 'a4034bc6-ae50-406d-bf76-50f4ee5a7811',
  linuxVmss: '56a3e4f8-649b-4fac-887e-5564d11e8d3a',
  linuxArc: '845857af-0333-4c5d-bbbc-6076697da122',
  /** With a user-assigned identity. */
  windowsVmUser: '637125fd-7c39-4b94-bb0a-d331faf333a9',
  windowsVmssUser: '98569e20-8f32-4f31-bf34-0e91590ae9d3',
  linuxVmUser: 'ae8a10e6-19d6-44a3-a02d-a2bdfc707742',
  linuxVmssUser: '59c3d93f-900b-4827-a8bd-562e7b956e7c',
} as const;

const association = {
  linux: '2ea82cdd-f2e8-4500-af75-67a2e084ca74',
  windows: 'eab1f514-22e3-42e3-9a1f-e1dc9199355c',
  insightsVm: 'a0f27bdc-5b15-4810-b81d-7c4df9df1a37',
  insightsVmss: 'c7f3bf36-b807-4f18-82dc-f480ad713635',
  insightsArc: '7c4214e9-ea57-487a-b38e-310ec09bc21d',
} as const;

/** For Change Tracking and Inventory: the agent again, and associations of its own. */
const tracking = {
  windowsVm: 'ad1eeff9-20d7-4c82-a04e-903acab0bfc1',
  windowsVmss: '4485d24b-a9d3-4206-b691-1fad83bc5007',
  windowsArc: 'a7acfae7-9497-4a3f-a3b5-a16a50abbe2f',
  linuxVm: '56d0ed2b-60fc-44bf-af81-a78c851b5fe1',
  linuxVmss: 'b73e81f3-6303-48ad-9822-b69fc00c15ef',
  linuxArc: '09a1f130-7697-42bc-8d84-8a9ea17e5187',
  windowsVmRule: 'b6faa975-0add-4f35-8d1c-70bba45c4424',
  windowsVmssRule: '8fd85785-1547-4a4a-bf90-d5483c9571c5',
  windowsArcRule: 'ef9fe2ce-a588-4edd-829c-6247069dcfdb',
  linuxVmRule: 'bef2d677-e829-492d-9a3d-f5a20fda818f',
  linuxVmssRule: '1142b015-2bd7-41e0-8645-a531afe09a1e',
  linuxArcRule: '09a1f130-7697-42bc-8d84-8a9ea17e5192',
} as const;

const guest = {
  windows: '385f5831-96d4-41db-9a3c-cd3af78aaae6',
  linux: '331e8ea8-378a-410f-a2e5-ae22f38bb0da',
  formerWindows: '0ecd903d-91e7-4726-83d3-a229d7f2e293',
  formerLinux: 'fb27e9e0-526e-4ae1-89f2-a2a0bf0f8a50',
} as const;

function of(
  deploys: Deployable,
  kinds: readonly MachineKind[],
  os: OperatingSystem | undefined,
): BuiltInDefinition {
  return os === undefined ? { deploys, kinds } : { deploys, kinds, os };
}

export const builtInDefinitions: Readonly<Record<string, BuiltInDefinition>> = {
  [assessmentDefinition]: {
    deploys: 'mdvm',
    kinds: ['vm', 'arc'],
    needs: { parameter: 'vaType', value: 'mdetvm' },
  },
  // Selects Defender Vulnerability Management for the subscription.
  '766e621d-ba95-4e43-a6f2-e945db3d7888': of('mdvm', ['vm', 'arc'], undefined),
  [endpoint.windowsVm]: of('mde', ['vm'], 'windows'),
  [endpoint.linuxVm]: of('mde', ['vm'], 'linux'),
  [endpoint.windowsArc]: of('mde', ['arc'], 'windows'),
  [endpoint.linuxArc]: of('mde', ['arc'], 'linux'),
  [monitor.windowsVm]: of('ama', ['vm'], 'windows'),
  [monitor.windowsVmss]: of('ama', ['vmss'], 'windows'),
  [monitor.windowsArc]: of('ama', ['arc'], 'windows'),
  [monitor.linuxVm]: of('ama', ['vm'], 'linux'),
  [monitor.linuxVmss]: of('ama', ['vmss'], 'linux'),
  [monitor.linuxArc]: of('ama', ['arc'], 'linux'),
  [monitor.windowsVmUser]: of('ama', ['vm'], 'windows'),
  [monitor.windowsVmssUser]: of('ama', ['vmss'], 'windows'),
  [monitor.linuxVmUser]: of('ama', ['vm'], 'linux'),
  [monitor.linuxVmssUser]: of('ama', ['vmss'], 'linux'),
  [association.linux]: of('association', ['vm', 'vmss', 'arc'], 'linux'),
  [association.windows]: of('association', ['vm', 'vmss', 'arc'], 'windows'),
  [association.insightsVm]: of('association', ['vm'], undefined),
  [association.insightsVmss]: of('association', ['vmss'], undefined),
  [association.insightsArc]: of('association', ['arc'], undefined),
  [tracking.windowsVm]: of('ama', ['vm'], 'windows'),
  [tracking.windowsVmss]: of('ama', ['vmss'], 'windows'),
  [tracking.windowsArc]: of('ama', ['arc'], 'windows'),
  [tracking.linuxVm]: of('ama', ['vm'], 'linux'),
  [tracking.linuxVmss]: of('ama', ['vmss'], 'linux'),
  [tracking.linuxArc]: of('ama', ['arc'], 'linux'),
  [tracking.windowsVmRule]: of('association', ['vm'], 'windows'),
  [tracking.windowsVmssRule]: of('association', ['vmss'], 'windows'),
  [tracking.windowsArcRule]: of('association', ['arc'], 'windows'),
  [tracking.linuxVmRule]: of('association', ['vm'], 'linux'),
  [tracking.linuxVmssRule]: of('association', ['vmss'], 'linux'),
  [tracking.linuxArcRule]: of('association', ['arc'], 'linux'),
  [guest.windows]: { ...of('guest-configuration', ['vm'], 'windows'), isFixed: true },
  [guest.linux]: { ...of('guest-configuration', ['vm'], 'linux'), isFixed: true },
  [guest.formerWindows]: { ...of('guest-configuration', ['vm'], 'windows'), isFixed: true },
  [guest.formerLinux]: { ...of('guest-configuration', ['vm'], 'linux'), isFixed: true },
};

/** All members of an initiative whose effect is its parameter `effect`. */
function withEffect(...members: readonly string[]): BuiltInInitiative {
  return { members, effects: Object.fromEntries(members.map((each) => [each, 'effect'])) };
}

const associations = [association.linux, association.windows];

/** The initiative with the associations' own effect: it does not pass its parameter on to them. */
function besideAssociations(...members: readonly string[]): BuiltInInitiative {
  return { ...withEffect(...members), members: [...members, ...associations] };
}

export const builtInInitiatives: Readonly<Record<string, BuiltInInitiative>> = {
  // Microsoft Defender for Endpoint agent.
  'e20d08c5-6d64-656d-6465-ce9e37fd0ebc': {
    members: Object.values(endpoint),
    effects: {
      [endpoint.windowsVm]: 'microsoftDefenderForEndpointWindowsVmAgentDeployEffect',
      [endpoint.linuxVm]: 'microsoftDefenderForEndpointLinuxVmAgentDeployEffect',
      [endpoint.windowsArc]: 'microsoftDefenderForEndpointWindowsArcAgentDeployEffect',
      [endpoint.linuxArc]: 'microsoftDefenderForEndpointLinuxArcAgentDeployEffect',
    },
  },
  // Azure Monitor for hybrid machines, virtual machines and scale sets; the newer ones take the rule's identifier.
  '59e9c3eb-d8df-473b-8059-23fd38ddd0f0': withEffect(
    monitor.windowsArc,
    monitor.linuxArc,
    association.insightsArc,
  ),
  '2b00397d-c309-49c4-aa5a-f0b2c5bc6321': besideAssociations(monitor.windowsArc, monitor.linuxArc),
  '9dffaf29-5905-4145-883c-957eb442c226': withEffect(
    monitor.linuxVmUser,
    monitor.windowsVmUser,
    association.insightsVm,
  ),
  '924bfe3a-762f-40e7-86dd-5c8b95eb09e6': besideAssociations(
    monitor.linuxVmUser,
    monitor.windowsVmUser,
  ),
  '1f9b0c83-b4fa-4585-a686-72b74aeabcfd': withEffect(
    monitor.linuxVmssUser,
    monitor.windowsVmssUser,
    association.insightsVmss,
  ),
  'f5bf694c-cca7-4033-b883-3a23327d5485': besideAssociations(
    monitor.linuxVmssUser,
    monitor.windowsVmssUser,
  ),
  // Azure Monitor Agent with a data collection rule, by system; the first two with a user-assigned identity.
  'babf8e94-780b-4b4d-abaa-4830136a8725': withEffect(
    monitor.linuxVmUser,
    monitor.linuxVmssUser,
    association.linux,
  ),
  '0d1b56c6-6d1f-4a5d-8695-b15efbea6b49': withEffect(
    monitor.windowsVmUser,
    monitor.windowsVmssUser,
    association.windows,
  ),
  '118f04da-0375-44d1-84e3-0fd9e1849403': withEffect(
    monitor.linuxVm,
    monitor.linuxVmss,
    monitor.linuxArc,
    association.linux,
  ),
  '9575b8b7-78ab-4281-b53b-d3c1ace2260b': withEffect(
    monitor.windowsVm,
    monitor.windowsVmss,
    monitor.windowsArc,
    association.windows,
  ),
  // Change Tracking and Inventory for virtual machines, scale sets and Arc machines.
  '92a36f05-ebc9-4bba-9128-b47ad2ea3354': withEffect(
    tracking.windowsVm,
    tracking.linuxVm,
    tracking.windowsVmRule,
    tracking.linuxVmRule,
  ),
  'c4a70814-96be-461c-889f-2b27429120dc': withEffect(
    tracking.windowsVmss,
    tracking.linuxVmss,
    tracking.windowsVmssRule,
    tracking.linuxVmssRule,
  ),
  '53448c70-089b-4f52-8f38-89196d7f2de1': withEffect(
    tracking.windowsArc,
    tracking.linuxArc,
    tracking.windowsArcRule,
    tracking.linuxArcRule,
  ),
  // Defender for Cloud's default pipeline.
  '362ab02d-c362-417e-a525-45805d58e21d': {
    members: [monitor.linuxVmUser, monitor.windowsVmUser, monitor.linuxArc, monitor.windowsArc],
    effects: {},
  },
  // Prerequisites of Guest Configuration policies.
  '12794019-7a00-42cf-95c2-882eed337cc8': { members: [guest.windows, guest.linux], effects: {} },
};
