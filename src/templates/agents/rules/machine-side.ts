// What a machine needs besides the extensions of agents: an identity, attestation, and that extensions can be installed.
import type { Outcome, ResourceRule, RuleContext } from '../../rules/rule.ts';
import {
  expectIn,
  isBool,
  isText,
  placeIn,
  settingIn,
  settingOf,
  textOf,
  undecided,
} from '../../rules/setting.ts';
import { labelOf } from '../extensions.ts';
import { type Machine, machineOfResource, shownName } from '../machines.ts';
import type { Placed } from '../placement.ts';
import { agentExtension, linuxMachine } from './examples.ts';
import { agentOf } from './extension-rule.ts';
import { placedIn } from './fitting.ts';

const types = ['microsoft.compute/virtualmachines', 'microsoft.compute/virtualmachinescalesets'];

type Text = Omit<ResourceRule, 'on' | 'kind' | 'types' | 'check'>;

/** A rule over virtual machines and scale sets with what is placed on them. */
function machineRule(
  text: Text,
  check: (machine: Machine, placed: readonly Placed[]) => Outcome | readonly Outcome[],
): ResourceRule {
  return {
    ...text,
    kind: 'agent',
    on: 'resource',
    types,
    check(resource, { evaluation }: RuleContext) {
      const machine = machineOfResource(resource, evaluation);
      if (machine === undefined) return [];
      return check(machine, placedIn(evaluation).get(machine) ?? []);
    },
  };
}

function identified(machine: Machine, placed: readonly Placed[]): Outcome {
  const guest = placed.find(
    ({ extension }) => agentOf(extension)?.agent.name === 'guest-configuration',
  );
  if (guest === undefined) {
    return { kind: 'not-applicable', reason: 'it has no Guest Configuration extension' };
  }
  const identity = settingOf(machine.resource, 'identity.type');
  if (identity.kind === 'unknown') {
    return undecided(identity, `the identity is not known: ${identity.value.reason.message}`);
  }
  const text = identity.kind === 'known' ? textOf(identity) : undefined;
  if (
    text
      ?.toLowerCase()
      .split(/\s*,\s*/)
      .includes('systemassigned')
  )
    return { kind: 'pass' };
  return {
    kind: 'fail',
    at: identity.at,
    message: `'${shownName(machine.resource)}' has ${labelOf(guest.extension)} and no system-assigned identity, without which it reports nothing`,
    found: text === undefined ? 'absent' : `'${text}'`,
    wanted: `'SystemAssigned'`,
  };
}

function isAttestation({ extension }: Placed): boolean {
  const publisher = textOf(extension.publisher)?.toLowerCase() ?? '';
  return (
    /^microsoft\.azure\.security\.(?:linux|windows)attestation$/.test(publisher) &&
    textOf(extension.type)?.toLowerCase() === 'guestattestation'
  );
}

function attested(machine: Machine, placed: readonly Placed[]): Outcome {
  const security = placeIn(machine.profile, 'securityProfile');
  const none = { kind: 'not-applicable', reason: 'it is no Trusted Launch machine' } as const;
  if ('kind' in security) {
    if (security.kind === 'unknown') {
      const why = security.value.reason.message;
      return undecided(security, `whether this is a Trusted Launch machine is not known: ${why}`);
    }
    return none;
  }
  const type = settingIn(security, 'securityType');
  if (type.kind === 'unknown') {
    const why = type.value.reason.message;
    return undecided(type, `whether this is a Trusted Launch machine is not known: ${why}`);
  }
  if (type.kind === 'absent' || !isText('TrustedLaunch')(type.value)) return none;
  const isOff = ['secureBootEnabled', 'vTpmEnabled'].some((name) => {
    const setting = settingIn(security, `uefiSettings.${name}`);
    return setting.kind === 'absent' || (setting.kind === 'known' && !isBool(true)(setting.value));
  });
  if (isOff) return { kind: 'not-applicable', reason: 'Secure Boot or vTPM is off' };
  if (placed.some(isAttestation)) return { kind: 'pass' };
  return {
    kind: 'fail',
    at: type.at,
    message: `'${shownName(machine.resource)}' starts by Trusted Launch, and nothing attests to it`,
    found: 'no extension',
    wanted: 'the GuestAttestation extension',
  };
}

const switches = [
  ['osProfile', 'allowExtensionOperations'],
  ['osProfile.windowsConfiguration', 'provisionVMAgent'],
  ['osProfile.linuxConfiguration', 'provisionVMAgent'],
] as const;

function extensible({ profile, kind }: Machine): readonly Outcome[] {
  const above = kind === 'vmss' ? 'properties.virtualMachineProfile' : 'properties';
  return switches.flatMap(([path, name]): Outcome[] => {
    const holder = placeIn(profile, path);
    if ('kind' in holder) return [];
    const expected = {
      what: name,
      wanted: 'true',
      holds: isBool(true),
      absent: 'pass',
      fix: true,
    } as const;
    return [expectIn(holder, name, expected, `${above}.${path}.${name}`)];
  });
}

const guest = {
  publisher: 'Microsoft.GuestConfiguration',
  type: 'ConfigurationforLinux',
  typeHandlerVersion: '1.0',
};
const attestation = {
  publisher: 'Microsoft.Azure.Security.LinuxAttestation',
  type: 'GuestAttestation',
  typeHandlerVersion: '1.0',
};
const identity = { identity: { type: 'SystemAssigned' } };
const trusted = {
  securityProfile: {
    securityType: 'TrustedLaunch',
    uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
  },
};

function withSwitch(allowExtensionOperations: boolean) {
  const osProfile = {
    computerName: 'app',
    adminUsername: 'operator',
    allowExtensionOperations,
    linuxConfiguration: { disablePasswordAuthentication: true },
  };
  return { resources: [linuxMachine({ osProfile })] };
}

export const machineSideRules = [
  machineRule(
    {
      id: 'AGT014',
      severity: 'medium',
      title: 'Machines with the Guest Configuration extension have a system-assigned identity',
      rationale:
        'The extension signs in with the identity that the system assigns to the machine. Without one, or with a user-assigned one alone, it is installed and reports nothing. A machine has no identity unless it is declared.',
      remedy: 'Add `identity: { "type": "SystemAssigned" }` to the machine.',
      references: [
        'https://learn.microsoft.com/azure/governance/machine-configuration/overview/01-overview-concepts',
      ],
      aliases: [],
      controls: ['MCSB:IM-3', 'MCSB:PV-4'],
      example: {
        passing: { resources: [linuxMachine({}, identity), agentExtension('vm', guest)] },
        failing: { resources: [linuxMachine(), agentExtension('vm', guest)] },
      },
    },
    identified,
  ),
  machineRule(
    {
      id: 'AGT015',
      severity: 'low',
      title: 'Trusted Launch machines get the Guest Attestation extension',
      rationale:
        'Trusted Launch measures how a machine starts; only the extension has these measurements checked, so that Defender for Cloud can warn of a changed boot chain. Azure does not install it by itself.',
      remedy:
        'Add the extension `GuestAttestation` of publisher `Microsoft.Azure.Security.LinuxAttestation` or `Microsoft.Azure.Security.WindowsAttestation`.',
      references: [
        'https://learn.microsoft.com/azure/virtual-machines/boot-integrity-monitoring-overview',
      ],
      aliases: [],
      controls: ['MCSB:PV-4'],
      example: {
        passing: { resources: [linuxMachine(trusted), agentExtension('vm', attestation)] },
        failing: { resources: [linuxMachine(trusted)] },
      },
    },
    attested,
  ),
  machineRule(
    {
      id: 'AGT018',
      severity: 'high',
      title: 'Extensions can be installed',
      rationale:
        'With allowExtensionOperations or provisionVMAgent set to false no extension can be installed, neither by the template nor by a policy: no agent ever gets onto the machine. Both are true when they are absent.',
      remedy: 'Take the setting away, or set it to true.',
      references: [
        'https://learn.microsoft.com/azure/virtual-machines/extensions/features-linux',
        'https://learn.microsoft.com/rest/api/compute/virtual-machines/create-or-update',
      ],
      aliases: ['AZR-000246'],
      controls: ['MCSB:PV-5'],
      example: { passing: withSwitch(true), failing: withSwitch(false) },
    },
    extensible,
  ),
];
