// How a machine's system is kept up to date: patch mode, assessment, Windows' automatic updates, images of scale sets.
// Source of the defaults: Azure's documentation of guest patching and of automatic image upgrades.
import type { Outcome, ResourceRule } from '../rule.ts';
import {
  type Expectation,
  expectIn,
  expectSetting,
  isBool,
  isText,
  settingIn,
  settingOf,
} from '../setting.ts';
import {
  expectOfMachine,
  isFlexible,
  type Machine,
  machineTypes,
  notOn,
  onMachine,
  scaleSetType,
  systemOf,
} from './machine.ts';
import { machine, scaleSet } from './machine-examples.ts';

const patchReference =
  'https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching';
const upgradeReference =
  'https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade';

/** Whether a scale set replaces its instances when there is a new image. */
const osUpgrade = 'properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade';

const linuxSettings = (patchSettings: { readonly [name: string]: unknown }) =>
  machine({
    osProfile: {
      computerName: 'app',
      linuxConfiguration: { disablePasswordAuthentication: true, patchSettings },
    },
  });
const patched = linuxSettings({
  patchMode: 'AutomaticByPlatform',
  assessmentMode: 'AutomaticByPlatform',
});

/** One of the patch settings, below the configuration of the machine's system. */
function patchSetting(
  name: string,
  expected: Omit<Expectation, 'absent' | 'absentMeans'>,
  absentMeans: { readonly linux: string; readonly windows: string },
): ResourceRule['check'] {
  return onMachine((each: Machine): Outcome => {
    const { profile } = each;
    if (each.isScaleSet && !isFlexible(each)) {
      const reason = 'uniform scale sets are patched by new images';
      return { kind: 'not-applicable', reason };
    }
    if (settingIn(profile, 'osProfile').kind === 'absent') {
      return { kind: 'not-applicable', reason: 'the machine has no osProfile' };
    }
    const system = systemOf(each);
    if (system === undefined) return notOn('linux', each) ?? { kind: 'pass' };
    const setting = `osProfile.${system}Configuration.patchSettings.${name}`;
    const whole = {
      ...expected,
      absent: 'fail',
      absentMeans: absentMeans[system],
      knownSince: '2020-12-01',
    } as const;
    const updates = settingIn(profile, 'osProfile.windowsConfiguration.enableAutomaticUpdates');
    const isTurnedOff =
      updates.kind !== 'absent' && !(updates.kind === 'known' && isBool(true)(updates.value));
    // Azure refuses the setting with automatic updates off.
    return expectOfMachine(each, setting, whole, !isTurnedOff);
  });
}

const byPlatform = {
  holds: isText('AutomaticByPlatform'),
  wanted: "'AutomaticByPlatform'",
  fix: 'AutomaticByPlatform',
};

const patchMode: ResourceRule = {
  id: 'VMH007.patch-mode',
  kind: 'template',
  severity: 'medium',
  title: 'Azure installs the patches of a machine',
  rationale:
    'Only AutomaticByPlatform installs critical and security patches of all machines in order, with health checks. Without patchMode Linux does what its image says (ImageDefault) and Windows updates itself (AutomaticByOS). The setting exists from apiVersion 2020-12-01 on; uniform scale sets get new images instead.',
  remedy:
    "Set patchSettings.patchMode to 'AutomaticByPlatform' below linuxConfiguration or windowsConfiguration.",
  references: [patchReference],
  aliases: [],
  controls: ['MCSB:PV-6'],
  example: { passing: patched, failing: linuxSettings({ patchMode: 'ImageDefault' }) },
  on: 'resource',
  types: machineTypes,
  check: patchSetting(
    'patchMode',
    { ...byPlatform, what: 'the patch mode' },
    { linux: 'ImageDefault', windows: 'AutomaticByOS' },
  ),
};

const assessmentMode: ResourceRule = {
  id: 'VMH008',
  kind: 'template',
  severity: 'low',
  title: 'Azure looks daily for missing patches',
  rationale:
    'Without periodic assessment Azure knows what is missing only after somebody asks. assessmentMode is ImageDefault unless the template says otherwise, which means no assessment.',
  remedy:
    "Set patchSettings.assessmentMode to 'AutomaticByPlatform' below linuxConfiguration or windowsConfiguration.",
  references: [
    'https://learn.microsoft.com/azure/update-manager/assessment-options',
    patchReference,
  ],
  aliases: [],
  controls: ['MCSB:PV-6', 'CIS:2.1.13'],
  example: { passing: patched, failing: linuxSettings({ patchMode: 'AutomaticByPlatform' }) },
  on: 'resource',
  types: machineTypes,
  check: patchSetting(
    'assessmentMode',
    { ...byPlatform, what: 'the assessment mode' },
    { linux: 'ImageDefault: none', windows: 'ImageDefault: none' },
  ),
};

const windowsUpdates: ResourceRule = {
  id: 'VMH007.windows-updates',
  kind: 'template',
  severity: 'medium',
  title: "Windows' automatic updates are not turned off",
  rationale:
    'enableAutomaticUpdates is true unless the template says false, and then neither Windows nor Azure installs patches. A scale set that takes new images by itself needs them off.',
  remedy: 'Set windowsConfiguration.enableAutomaticUpdates to true, or leave it out.',
  references: [patchReference],
  aliases: ['CKV_AZURE_177', 'AZR-000247'],
  controls: ['MCSB:PV-6'],
  example: {
    passing: machine({
      osProfile: { computerName: 'app', windowsConfiguration: { enableAutomaticUpdates: true } },
    }),
    failing: machine({
      osProfile: { computerName: 'app', windowsConfiguration: { enableAutomaticUpdates: false } },
    }),
  },
  on: 'resource',
  types: machineTypes,
  check: onMachine((each) => {
    const { profile, path } = each;
    const otherSystem = systemOf(each) === 'linux' ? notOn('windows', each) : undefined;
    if (otherSystem !== undefined) return otherSystem;
    const upgrade = settingOf(each.resource, osUpgrade);
    if (upgrade.kind === 'known' && isBool(true)(upgrade.value)) {
      const reason = 'new images patch the scale set, which Azure takes with automatic updates off';
      return { kind: 'not-applicable', reason };
    }
    const setting = 'osProfile.windowsConfiguration.enableAutomaticUpdates';
    const expected = {
      holds: isBool(true),
      wanted: 'true',
      what: 'enableAutomaticUpdates',
      absent: 'pass',
      fix: true,
    } as const;
    return expectIn(profile, setting, expected, `${path}.${setting}`);
  }),
};

const imageUpgrades: ResourceRule = {
  id: 'VMH009',
  kind: 'template',
  severity: 'medium',
  title: 'A scale set takes new images of its system by itself',
  rationale:
    'Instances of a uniform scale set are patched by replacing them. Automatic image upgrades are off unless the template turns them on. Flexible scale sets are patched as machines are (VMH007).',
  remedy: 'Set upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade to true.',
  references: [upgradeReference],
  aliases: [],
  controls: ['MCSB:PV-7'],
  example: {
    passing: scaleSet(
      { osProfile: { computerNamePrefix: 'web' } },
      {
        upgradePolicy: {
          mode: 'Automatic',
          automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true },
        },
      },
    ),
    failing: scaleSet(
      { osProfile: { computerNamePrefix: 'web' } },
      { upgradePolicy: { mode: 'Manual' } },
    ),
  },
  on: 'resource',
  types: [scaleSetType],
  check: onMachine((each) => {
    if (isFlexible(each)) {
      return { kind: 'not-applicable', reason: 'flexible scale sets are patched as machines are' };
    }
    // No literal mends it alone: Azure also wants a probe of the application's health.
    return expectSetting(each.resource, osUpgrade, {
      holds: isBool(true),
      wanted: 'true',
      what: 'enableAutomaticOSUpgrade',
      absent: 'fail',
      absentMeans: 'false',
    });
  }),
};

export const patchingRules = [patchMode, windowsUpdates, assessmentMode, imageUpgrades];
