// The rules that say whether a machine gets an agent. `evaluateAgents` judges by what the policy requires and over all
// that is deployed together; `check` here judges one template alone, for the rules' examples.
import { type AgentName, defaultTemplatePolicy } from '../../model/template-policy.ts';
import type { Resource } from '../resource.ts';
import type { Outcome, ResourceRule, RuleContext } from '../rules/rule.ts';
import { evaluateAgents } from './evaluate-agents.ts';
import { agentExtension, arcMachine, linuxMachine, scaleSet } from './rules/examples.ts';

type Text = Omit<ResourceRule, 'on' | 'kind' | 'check' | 'severity'>;

function presenceRule(anyOf: readonly AgentName[], text: Text): ResourceRule {
  const policy = { ...defaultTemplatePolicy, requireAgents: [{ anyOf }] };
  return {
    ...text,
    kind: 'agent',
    on: 'resource',
    severity: 'high',
    check(resource: Resource, { evaluation }: RuleContext): readonly Outcome[] {
      return evaluateAgents({ evaluations: [evaluation], documents: [] }, policy)
        .filter(({ machine }) => machine.resource === resource)
        .map(({ outcome }) => outcome);
    },
  };
}

const vm = 'microsoft.compute/virtualmachines';
const vmss = 'microsoft.compute/virtualmachinescalesets';
const arc = 'microsoft.hybridcompute/machines';

const assessment = {
  rationale:
    'A machine without an agent that assesses it keeps its known vulnerabilities unseen. Azure installs none by itself: without an extension, an assessment resource or a policy assignment nothing looks at the machine. The scanner that Defender for Cloud once integrated (`default`) was retired in May 2024 and counts for nothing.',
  remedy:
    'Add the Qualys extension (publisher `Qualys`, type `QualysAgentLinux` or `QualysAgent`), or select Defender Vulnerability Management (`mdeTvm`).',
  references: [
    'https://learn.microsoft.com/azure/virtual-machines/extensions/qualys',
    'https://learn.microsoft.com/azure/defender-for-cloud/deploy-vulnerability-assessment-defender-vulnerability-management',
  ],
  aliases: [],
  controls: ['MCSB:PV-5'],
};

const qualysOnProfile = {
  extensionProfile: {
    extensions: [
      {
        name: 'agent',
        properties: {
          publisher: 'Qualys',
          type: 'QualysAgentLinux',
          typeHandlerVersion: '1.6',
          autoUpgradeMinorVersion: true,
          settings: {},
        },
      },
    ],
  },
};

const qualys = { publisher: 'Qualys', type: 'QualysAgentLinux', typeHandlerVersion: '1.6' };
const endpoint = {
  publisher: 'Microsoft.Azure.AzureDefenderForServers',
  type: 'MDE.Linux',
  typeHandlerVersion: '1.0',
};
const monitor = {
  publisher: 'Microsoft.Azure.Monitor',
  type: 'AzureMonitorLinuxAgent',
  typeHandlerVersion: '1.36',
};
const guest = {
  publisher: 'Microsoft.GuestConfiguration',
  type: 'ConfigurationforLinux',
  typeHandlerVersion: '1.0',
};

/** In the order of the catalogue; see `requiredAgentRules` of the model. */
export const presenceRules: readonly ResourceRule[] = [
  presenceRule(['qualys', 'mdvm'], {
    ...assessment,
    id: 'AGT001',
    title: 'Virtual machines get an agent that assesses their vulnerabilities',
    types: [vm],
    example: {
      passing: { resources: [linuxMachine(), agentExtension('vm', qualys)] },
      failing: { resources: [linuxMachine()] },
    },
  }),
  presenceRule(['qualys', 'mdvm'], {
    ...assessment,
    id: 'AGT002',
    title: 'Scale sets get an agent that assesses their vulnerabilities',
    types: [vmss],
    example: {
      passing: { resources: [scaleSet(qualysOnProfile)] },
      failing: { resources: [scaleSet({})] },
    },
  }),
  presenceRule(['qualys', 'mdvm'], {
    ...assessment,
    id: 'AGT003',
    title: 'Arc machines get an agent that assesses their vulnerabilities',
    types: [arc],
    example: {
      passing: { resources: [arcMachine(), agentExtension('arc', qualys)] },
      failing: { resources: [arcMachine()] },
    },
  }),
  presenceRule(['mde'], {
    id: 'AGT010',
    title: 'Machines get Microsoft Defender for Endpoint',
    rationale:
      'Without endpoint protection, what happens on a machine after it is attacked is neither seen nor stopped. The rule applies where the policy requires the agent `mde`. Azure brings the sensor only through its extension, a policy, or Defender for Servers with its integration of Defender for Endpoint (`WDATP`).',
    remedy:
      'Add the extension `MDE.Linux` or `MDE.Windows` of publisher `Microsoft.Azure.AzureDefenderForServers`, or an assignment of the policy that does.',
    references: [
      'https://learn.microsoft.com/azure/defender-for-cloud/integration-defender-for-endpoint',
    ],
    aliases: [],
    controls: ['MCSB:ES-1'],
    types: [vm, vmss, arc],
    example: {
      passing: { resources: [linuxMachine(), agentExtension('vm', endpoint)] },
      failing: { resources: [linuxMachine()] },
    },
  }),
  presenceRule(['ama'], {
    id: 'AGT011',
    title: 'Machines get Azure Monitor Agent and a data collection rule',
    rationale:
      'Logs of the guest reach a workspace only through Azure Monitor Agent, and only as an associated data collection rule says: an agent without a rule collects nothing. Azure installs neither by itself. The rule applies where the policy requires the agent `ama`.',
    remedy:
      'Add the extension `AzureMonitorLinuxAgent` or `AzureMonitorWindowsAgent` of publisher `Microsoft.Azure.Monitor` and a `Microsoft.Insights/dataCollectionRuleAssociations` on the machine.',
    references: [
      'https://learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-manage',
    ],
    aliases: ['AZR-000345', 'AZR-000346'],
    controls: ['MCSB:LT-3'],
    types: [vm, vmss, arc],
    example: {
      passing: { resources: [linuxMachine(), agentExtension('vm', monitor)] },
      failing: { resources: [linuxMachine()] },
    },
  }),
  presenceRule(['guest-configuration'], {
    id: 'AGT013',
    title: 'Machines get the Guest Configuration extension',
    rationale:
      'Policies that look into a machine (password rules, installed software, the security baseline) work only with this extension. Arc machines have it in their agent; virtual machines and scale sets do not have it unless it is declared. The rule applies where the policy requires the agent `guest-configuration`.',
    remedy:
      'Add the extension `ConfigurationforLinux` or `ConfigurationforWindows` of publisher `Microsoft.GuestConfiguration`, and a system-assigned identity.',
    references: [
      'https://learn.microsoft.com/azure/governance/machine-configuration/overview/01-overview-concepts',
    ],
    aliases: [],
    controls: ['MCSB:PV-4'],
    types: [vm, vmss, arc],
    example: {
      passing: { resources: [linuxMachine(), agentExtension('vm', guest)] },
      failing: { resources: [linuxMachine()] },
    },
  }),
];
