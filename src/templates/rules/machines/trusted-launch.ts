// Trusted launch of virtual machines and scale sets: securityProfile.securityType and uefiSettings.
// Source of the defaults: Azure's documentation of trusted launch and of the Microsoft.Compute resource types.
import { unknownValue } from '../../arm/language/unknown.ts';
import type { Outcome, ResourceRule } from '../rule.ts';
import { isBool, isSince, isText, settingIn, undecided } from '../setting.ts';
import { expectOfMachine, type Machine, machineTypes, onMachine } from './machine.ts';
import { linuxMachine } from './machine-examples.ts';

const references = [
  'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
  'https://learn.microsoft.com/azure/templates/microsoft.compute/virtualmachines',
];
const trusted = linuxMachine({
  securityProfile: {
    securityType: 'TrustedLaunch',
    uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
  },
});
const isTrusted = isText('TrustedLaunch', 'ConfidentialVM');
/** The first apiVersion with securityType. */
const knownSince = '2020-12-01';
/** From this apiVersion on a machine without securityType may get trusted launch: subscription and image decide. */
const trustedByDefaultSince = '2025-11-01';

function undecidedDefault({ resource, profile }: Machine, what: string): Outcome | undefined {
  const type = settingIn(profile, 'securityProfile.securityType');
  if (type.kind !== 'absent' || resource.apiVersion === undefined) return undefined;
  if (isSince(resource, trustedByDefaultSince) === false) return undefined;
  const message = `without securityType, apiVersion ${resource.apiVersion} gives trusted launch or not by image and subscription`;
  const value = unknownValue(
    'string',
    { kind: 'runtime', message, span: type.at },
    `securityType(${resource.key})`,
  );
  return undecided({ value, at: type.at }, `${what} is not known: ${message}`);
}

const vmh001: ResourceRule = {
  id: 'VMH001',
  kind: 'template',
  severity: 'medium',
  title: 'A machine starts by trusted launch or as a confidential machine',
  rationale:
    'Without a security type the boot chain is not measured, so a boot kit stays unseen and secure boot and the virtual TPM cannot be had. A machine without securityType is Standard; below apiVersion 2020-12-01 the setting does not exist, from 2025-11-01 on the image and the subscription decide, which leaves the outcome undecided.',
  remedy:
    "Set securityProfile.securityType to 'TrustedLaunch' (with a generation 2 image), or to 'ConfidentialVM'.",
  references,
  aliases: [],
  controls: ['MCSB:PV-4'],
  example: { passing: trusted, failing: linuxMachine({}) },
  on: 'resource',
  types: machineTypes,
  check: onMachine(
    (machine) =>
      undecidedDefault(machine, 'the security type') ??
      expectOfMachine(machine, 'securityProfile.securityType', {
        holds: isTrusted,
        wanted: "'TrustedLaunch' or 'ConfidentialVM'",
        what: 'the security type',
        absent: 'fail',
        absentMeans: 'Standard',
        knownSince,
      }),
  ),
};

/** Secure boot and the TPM: without trusted launch there are none, with it Azure turns on what is not written. */
function uefiSetting(name: string, what: string): ResourceRule['check'] {
  return onMachine((machine) => {
    const { profile } = machine;
    const undecidedHere = undecidedDefault(machine, what);
    const setting = `securityProfile.uefiSettings.${name}`;
    if (undecidedHere !== undefined && settingIn(profile, setting).kind === 'absent') {
      return undecidedHere;
    }
    const type = settingIn(profile, 'securityProfile.securityType');
    if (type.kind === 'unknown' && settingIn(profile, setting).kind === 'absent') {
      return undecided(type, `${what} is not known: ${type.value.reason.message}`);
    }
    const isKnown = isSince(machine.resource, knownSince) !== false;
    const isOnByDefault = isKnown && type.kind === 'known' && isTrusted(type.value);
    const expected = {
      holds: isBool(true),
      wanted: 'true',
      what,
      absent: isOnByDefault ? 'pass' : 'fail',
      absentMeans: 'false',
      fix: true,
      knownSince,
    } as const;
    // Without a trusted security type one literal would not mend it: Azure refuses the setting.
    return expectOfMachine(machine, setting, expected, isOnByDefault);
  });
}

const vmh002: ResourceRule = {
  id: 'VMH002',
  kind: 'template',
  severity: 'medium',
  title: 'Secure boot is on',
  rationale:
    'Secure boot lets only signed boot loaders and kernels start. It needs a trusted security type, which turns it on unless the template turns it off; on a Standard machine it is off.',
  remedy:
    "Set securityProfile.uefiSettings.secureBootEnabled to true beside securityType 'TrustedLaunch'.",
  references,
  aliases: ['AZR-000538', 'AZR-000539'],
  controls: ['MCSB:PV-4'],
  example: {
    passing: trusted,
    failing: linuxMachine({
      securityProfile: {
        securityType: 'TrustedLaunch',
        uefiSettings: { secureBootEnabled: false, vTpmEnabled: true },
      },
    }),
  },
  on: 'resource',
  types: machineTypes,
  check: uefiSetting('secureBootEnabled', 'secure boot'),
};

const vmh003: ResourceRule = {
  id: 'VMH003',
  kind: 'template',
  severity: 'medium',
  title: 'The virtual TPM is on',
  rationale:
    'The virtual TPM keeps the measurements of the boot that attestation reads. It needs a trusted security type, which turns it on unless the template turns it off; on a Standard machine there is none.',
  remedy:
    "Set securityProfile.uefiSettings.vTpmEnabled to true beside securityType 'TrustedLaunch'.",
  references,
  aliases: [],
  controls: ['MCSB:PV-4'],
  example: {
    passing: trusted,
    failing: linuxMachine({
      securityProfile: {
        securityType: 'TrustedLaunch',
        uefiSettings: { secureBootEnabled: true, vTpmEnabled: false },
      },
    }),
  },
  on: 'resource',
  types: machineTypes,
  check: uefiSetting('vTpmEnabled', 'the virtual TPM'),
};

export const trustedLaunchRules = [vmh001, vmh002, vmh003];
