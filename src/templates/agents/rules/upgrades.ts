// Versions of agents' extensions: withdrawn ones, and whether Azure keeps them up to date.
import type { AgentName } from '../../../model/template-policy.ts';
import type { Outcome } from '../../rules/rule.ts';
import { expectIn, isBool, settingIn, textOf, undecided } from '../../rules/setting.ts';
import { isWithdrawn } from '../agents.ts';
import { type Extension, labelOf } from '../extensions.ts';
import { agentExtension, linuxMachine } from './examples.ts';
import { agentOf, extensionRule } from './extension-rule.ts';

const windowsQualys = { publisher: 'Qualys', type: 'QualysAgent' };
const monitor = {
  publisher: 'Microsoft.Azure.Monitor',
  type: 'AzureMonitorLinuxAgent',
  typeHandlerVersion: '1.36',
};

function onMachine(properties: object) {
  return { resources: [linuxMachine(), agentExtension('vm', { ...properties })] };
}

function withdrawn(extension: Extension): Outcome | undefined {
  const found = agentOf(extension);
  if (found?.agent.name !== 'qualys' || found.extension.os !== 'windows') return undefined;
  const version = settingIn(extension.properties, 'typeHandlerVersion');
  if (version.kind === 'absent') return { kind: 'not-applicable', reason: 'it names no version' };
  if (version.kind === 'unknown') {
    const why = version.value.reason.message;
    return undecided(version, `the version of ${labelOf(extension)} is not known: ${why}`);
  }
  const text = textOf(version) ?? '';
  if (!isWithdrawn(found.extension, text)) return { kind: 'pass' };
  return {
    kind: 'fail',
    at: version.at,
    message: `version ${text} of ${labelOf(extension)} was withdrawn`,
    found: `'${text}'`,
    wanted: `'1.6'`,
  };
}

/** Agents whose publishers take part in Azure's automatic upgrade of extensions. */
const upgraded: readonly AgentName[] = ['ama', 'guest-configuration'];

function upgrading(extension: Extension): Outcome | undefined {
  const agent = agentOf(extension)?.agent;
  if (agent === undefined) return undefined;
  const isArc = extension.hostType.startsWith('microsoft.hybridcompute/');
  const minor = expectIn(extension.properties, 'autoUpgradeMinorVersion', {
    what: `autoUpgradeMinorVersion of ${labelOf(extension)}`,
    wanted: 'true',
    holds: isBool(true),
    absent: isArc ? 'pass' : 'fail',
    absentMeans: 'false',
  });
  if (minor.kind !== 'pass' || !upgraded.includes(agent.name)) return minor;
  return expectIn(extension.properties, 'enableAutomaticUpgrade', {
    what: `enableAutomaticUpgrade of ${labelOf(extension)}`,
    wanted: 'true',
    holds: isBool(true),
    // The Azure Connected Machine agent upgrades extensions unless it is told not to.
    absent: isArc ? 'pass' : 'fail',
    absentMeans: 'false',
  });
}

export const upgradeRules = [
  extensionRule(
    {
      id: 'AGT007',
      severity: 'medium',
      title: 'The Qualys extension on Windows is not of the withdrawn version 3.1',
      rationale:
        'Version 3.1 of the extension for Windows was withdrawn; Azure no longer offers it to new machines, so that the deployment fails or the machine stays without the agent. Without typeHandlerVersion Azure refuses the extension.',
      remedy: 'Set typeHandlerVersion to `1.6` and autoUpgradeMinorVersion to true.',
      references: ['https://learn.microsoft.com/azure/virtual-machines/extensions/qualys'],
      aliases: [],
      controls: ['MCSB:PV-5'],
      example: {
        passing: onMachine({ ...windowsQualys, typeHandlerVersion: '1.6' }),
        failing: onMachine({ ...windowsQualys, typeHandlerVersion: '3.1' }),
      },
    },
    withdrawn,
  ),
  extensionRule(
    {
      id: 'AGT016',
      severity: 'low',
      title: 'Extensions of agents are kept up to date',
      rationale:
        'An agent that is never upgraded misses new checks and keeps its own faults. autoUpgradeMinorVersion is false when it is absent; enableAutomaticUpgrade, which publishers such as Azure Monitor and Guest Configuration support, is false too when it is absent (on Arc machines it is on).',
      remedy:
        'Set autoUpgradeMinorVersion to true, and enableAutomaticUpgrade to true for Azure Monitor Agent and Guest Configuration.',
      references: [
        'https://learn.microsoft.com/azure/virtual-machines/automatic-extension-upgrade',
        'https://learn.microsoft.com/azure/azure-arc/servers/manage-automatic-vm-extension-upgrade',
      ],
      aliases: [],
      controls: ['MCSB:PV-7'],
      example: {
        passing: onMachine({ ...monitor, enableAutomaticUpgrade: true }),
        failing: onMachine({ ...monitor, enableAutomaticUpgrade: false }),
      },
    },
    upgrading,
  ),
];
