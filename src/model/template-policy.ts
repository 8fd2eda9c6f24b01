// What a policy says to the scan of templates: plain data, parsed by the policy room, read by the room of templates.

/** Agents that the gate knows: the names that `requireAgents` takes. */
export const agentNames = ['qualys', 'mdvm', 'mde', 'ama', 'guest-configuration'] as const;
export type AgentName = (typeof agentNames)[number];

/** Rules that say whether a required agent is there; where one cannot know, the gate closes by default. */
export const requiredAgentRules: readonly string[] = [
  'AGT001',
  'AGT002',
  'AGT003',
  'AGT010',
  'AGT011',
  'AGT013',
];

/** Virtual machine, scale set, machine connected by Azure Arc. */
export const machineKinds = ['vm', 'vmss', 'arc'] as const;
export type MachineKind = (typeof machineKinds)[number];

/** Every member given must hold; without any, all machines are meant. */
export interface MachineFilter {
  readonly os?: 'windows' | 'linux';
  readonly kind?: readonly MachineKind[];
  /** `*` and `?` over the evaluated name, without case. */
  readonly name?: string;
  /** Tag and value, both without case. */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface AgentRequirement {
  /** One of them satisfies it; `agent: mde` is a list of one. */
  readonly anyOf: readonly AgentName[];
  readonly where?: MachineFilter;
}

/** Images that bring an agent with them. */
export interface BakedInAgent {
  readonly agent: AgentName;
  /** `*` and `?` over an image's resource id or `publisher:offer:sku:version`, without case. */
  readonly images: readonly string[];
}

/** Whether a comment or metadata in a template may excuse a finding. */
export const inlineSuppressionModes = ['forbidden', 'with-reason', 'allowed'] as const;
export type InlineSuppressions = (typeof inlineSuppressionModes)[number];

export interface TemplatePolicy {
  /** Every entry must hold for every machine that its `where` selects. */
  readonly requireAgents: readonly AgentRequirement[];
  readonly bakedIn: readonly BakedInAgent[];
  /** Files that are deployed together; paths count from the policy file's folder, or are as the run names them. */
  readonly deployments: readonly (readonly string[])[];
  /** Folder of the policy file, from which `deployments` counts; absent: the working directory. */
  readonly folder?: string;
  readonly inlineSuppressions: InlineSuppressions;
  /** Publishers whose extensions are approved; absent: the rule is not applicable. */
  readonly approvedPublishers?: readonly string[];
  /** `*` and `?` over an image's resource id or `publisher:offer:sku`; absent: the rule is not applicable. */
  readonly approvedImages?: readonly string[];
}

export const defaultTemplatePolicy: TemplatePolicy = {
  requireAgents: [{ anyOf: ['qualys', 'mdvm'] }],
  bakedIn: [],
  deployments: [],
  inlineSuppressions: 'with-reason',
};
