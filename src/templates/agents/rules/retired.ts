// Agents of the past: the scanner that Defender for Cloud integrated, and the Log Analytics agent.
import type { Resource } from '../../resource.ts';
import type { Outcome, ResourceRule, RuleContext } from '../../rules/rule.ts';
import { textOf } from '../../rules/setting.ts';
import { isRetiredExtension } from '../agents.ts';
import { isOfProvider, unknownNameOf } from '../attached.ts';
import { labelOf } from '../extensions.ts';
import { isSameText, partialText, segmentsOf } from '../partial-text.ts';
import { agentExtension, linuxMachine } from './examples.ts';
import { declaredBy, declaringTypes, extensionRule } from './extension-rule.ts';

const assessmentTypes = [
  'microsoft.compute/virtualmachines/providers/servervulnerabilityassessments',
  'microsoft.hybridcompute/machines/providers/servervulnerabilityassessments',
  'microsoft.security/servervulnerabilityassessments',
];

const wayOut = 'an assessment named mdeTvm, or the Qualys Cloud Agent';

function assessmentOutcome(resource: Resource): Outcome {
  if (isOfProvider(resource, 'microsoft.security', 'servervulnerabilityassessments') === 'no') {
    return { kind: 'not-applicable', reason: "it is of another provider than Defender's" };
  }
  const name = segmentsOf(partialText(resource.name)).at(-1) ?? [];
  const at = resource.declaration.nameSpan;
  switch (isSameText(name, ['mdetvm'])) {
    case 'yes':
      return { kind: 'pass' };
    case 'maybe': {
      const unknown = unknownNameOf(resource);
      if (unknown === undefined) return { kind: 'pass' };
      const message = `which scanner this selects is not known: ${unknown.reason.message}`;
      return { kind: 'undecided', at, message, unknown };
    }
    case 'no': {
      const message =
        'this selects the scanner that Defender for Cloud integrated, which was retired in May 2024';
      return { kind: 'fail', at, message, found: 'the retired scanner', wanted: wayOut };
    }
  }
}

function retiredOutcomes(resource: Resource, context: RuleContext): readonly Outcome[] {
  if (assessmentTypes.includes(resource.type.toLowerCase())) return [assessmentOutcome(resource)];
  return declaredBy(resource, context).flatMap((extension): Outcome[] => {
    const publisher = textOf(extension.publisher);
    const type = textOf(extension.type);
    if (publisher === undefined || type === undefined) return [];
    if (!isRetiredExtension(publisher, type)) return [];
    const at = extension.type.at;
    const message = `${labelOf(extension)} is the scanner that Defender for Cloud integrated, which was retired in May 2024`;
    return [{ kind: 'fail', at, message, found: `'${type}'`, wanted: wayOut }];
  });
}

function assessment(name: string) {
  return {
    type: 'Microsoft.Compute/virtualMachines/providers/serverVulnerabilityAssessments',
    apiVersion: '2020-01-01',
    name: `app/Microsoft.Security/${name}`,
  };
}

const retiredScanner: ResourceRule = {
  id: 'AGT009',
  kind: 'agent',
  on: 'resource',
  severity: 'medium',
  types: [...declaringTypes, ...assessmentTypes],
  title: "Nothing selects Defender's retired Qualys scanner",
  rationale:
    'The Qualys scanner that was part of Defender for Cloud was retired in May 2024: assessments named `default` and extensions of type `*.AzureSecurityCenter` bring nothing any more, and machines that have nothing else are not assessed.',
  remedy:
    'Name the assessment `mdeTvm`, set `Microsoft.Security/serverVulnerabilityAssessmentsSettings` to MdeTvm for the subscription, or use the Qualys Cloud Agent with a licence of your own.',
  references: [
    'https://learn.microsoft.com/azure/defender-for-cloud/how-to-migrate-to-built-in',
    'https://learn.microsoft.com/azure/defender-for-cloud/deploy-vulnerability-assessment-defender-vulnerability-management',
  ],
  aliases: [],
  controls: ['MCSB:PV-5'],
  example: {
    passing: { resources: [linuxMachine(), assessment('mdeTvm')] },
    failing: { resources: [linuxMachine(), assessment('default')] },
  },
  check: retiredOutcomes,
};

const legacyTypes = new Set(['omsagentforlinux', 'microsoftmonitoringagent']);
const legacy = {
  publisher: 'Microsoft.EnterpriseCloud.Monitoring',
  type: 'OmsAgentForLinux',
  typeHandlerVersion: '1.13',
};
const current = {
  publisher: 'Microsoft.Azure.Monitor',
  type: 'AzureMonitorLinuxAgent',
  typeHandlerVersion: '1.36',
};

const legacyMonitor = extensionRule(
  {
    id: 'AGT012',
    severity: 'medium',
    title: 'No machine gets the Log Analytics agent',
    rationale:
      'The Log Analytics agent (`OmsAgentForLinux`, `MicrosoftMonitoringAgent`) was retired in August 2024: it gets no fixes, and its uploads are no longer promised to arrive.',
    remedy: 'Use Azure Monitor Agent with a data collection rule in its place.',
    references: [
      'https://learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-migration',
    ],
    aliases: ['AZR-000317', 'AZR-000318'],
    controls: ['MCSB:AM-2'],
    example: {
      passing: { resources: [linuxMachine(), agentExtension('vm', current)] },
      failing: { resources: [linuxMachine(), agentExtension('vm', legacy)] },
    },
  },
  (extension) => {
    const publisher = textOf(extension.publisher)?.toLowerCase();
    const type = textOf(extension.type);
    if (type === undefined || publisher === undefined) return undefined;
    const isLegacy =
      publisher === 'microsoft.enterprisecloud.monitoring' && legacyTypes.has(type.toLowerCase());
    if (!isLegacy) return { kind: 'pass' };
    return {
      kind: 'fail',
      at: extension.type.at,
      message: `${labelOf(extension)} is the Log Analytics agent, which was retired in August 2024`,
      found: `'${type}'`,
      wanted: 'Azure Monitor Agent',
    };
  },
);

export const retiredRules = [retiredScanner, legacyMonitor];
