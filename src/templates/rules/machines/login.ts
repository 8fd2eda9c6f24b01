// How people get into a machine: password or key, and the name of the administrator.
// Source of the defaults: Azure's documentation of linuxConfiguration and osProfile.
import type { Outcome, ResourceRule } from '../rule.ts';
import { expectIn, isBool, settingIn, shown, undecided } from '../setting.ts';
import { machineTypes, notOn, onMachine } from './machine.ts';
import { linuxMachine, machine } from './machine-examples.ts';

const references = [
  'https://learn.microsoft.com/azure/virtual-machines/linux/create-ssh-keys-detailed',
  'https://learn.microsoft.com/azure/templates/microsoft.compute/virtualmachines',
];
const noProfile: Outcome = {
  kind: 'not-applicable',
  reason: 'the machine takes its accounts from its disk or image',
};
const withKeys = linuxMachine({
  osProfile: {
    computerName: 'app',
    adminUsername: 'operator',
    linuxConfiguration: {
      disablePasswordAuthentication: true,
      ssh: {
        publicKeys: [
          { path: '/home/operator/.ssh/authorized_keys', keyData: "[parameters('publicKey')]" },
        ],
      },
    },
  },
});
const parameters = { publicKey: { type: 'string' }, password: { type: 'secureString' } };
const withPassword = linuxMachine({
  osProfile: {
    computerName: 'app',
    adminUsername: 'operator',
    adminPassword: "[parameters('password')]",
    linuxConfiguration: { disablePasswordAuthentication: false },
  },
});

const passwordLogin: ResourceRule = {
  id: 'VMH005.password-login',
  kind: 'template',
  severity: 'high',
  title: 'A Linux machine takes no passwords over SSH',
  rationale:
    'Passwords are guessed and reused; keys are not. disablePasswordAuthentication is false unless the template says true.',
  remedy:
    'Set osProfile.linuxConfiguration.disablePasswordAuthentication to true and give a public key in ssh.publicKeys.',
  references,
  aliases: [
    'CKV_AZURE_1',
    'CKV_AZURE_49',
    'CKV_AZURE_149',
    '6797f581-0433-4768-ae3e-7ceb2f8b138e',
    'AZU-0039',
    'AZR-000245',
    'AZR-000288',
  ],
  controls: ['MCSB:IM-6'],
  example: { passing: { parameters, ...withKeys }, failing: { parameters, ...withPassword } },
  on: 'resource',
  types: machineTypes,
  check: onMachine((each) => {
    const { profile } = each;
    const osProfile = settingIn(profile, 'osProfile');
    if (osProfile.kind === 'absent') return noProfile;
    const path = 'osProfile.linuxConfiguration.disablePasswordAuthentication';
    const otherSystem = notOn('linux', each);
    if (otherSystem !== undefined) return otherSystem;
    return expectIn(profile, path, {
      holds: isBool(true),
      wanted: 'true',
      what: 'disablePasswordAuthentication',
      absent: 'fail',
      absentMeans: 'false: passwords are taken',
      // No literal mends it alone: a machine without passwords needs a key.
    });
  }),
};

const adminPassword: ResourceRule = {
  id: 'VMH005.admin-password',
  kind: 'template',
  severity: 'low',
  title: 'A Linux machine is given no password',
  rationale:
    'A password that is given stays usable at the serial console and for sudo, also where SSH takes keys only. Templates that hand a key or a password through one parameter give it here too.',
  remedy: 'Leave osProfile.adminPassword out and give a public key.',
  references,
  aliases: [],
  controls: ['MCSB:IM-6'],
  example: { passing: { parameters, ...withKeys }, failing: { parameters, ...withPassword } },
  on: 'resource',
  types: machineTypes,
  check: onMachine((each) => {
    const osProfile = settingIn(each.profile, 'osProfile');
    if (osProfile.kind === 'absent') return noProfile;
    const otherSystem = notOn('linux', each);
    if (otherSystem !== undefined) return otherSystem;
    const password = settingIn(each.profile, 'osProfile.adminPassword');
    if (password.kind === 'absent') return { kind: 'pass' };
    if (password.kind === 'unknown' && password.value.type === 'any') {
      return undecided(
        password,
        `whether a password is given is not known: ${password.value.reason.message}`,
      );
    }
    return {
      kind: 'fail',
      at: password.at,
      message: 'a Linux machine is given a password; it must be given a key alone',
      found: 'a password',
      wanted: 'no password',
    };
  }),
};

const guessed = new Set(['admin', 'administrator', 'root']);

const adminName: ResourceRule = {
  id: 'VMH015',
  kind: 'template',
  severity: 'low',
  title: "The administrator's name is given at deployment and is none that is guessed first",
  rationale:
    'Half of a password login is the name. One that stands in the template is known to all who can read it; admin, administrator and root are tried first everywhere.',
  remedy: 'Take adminUsername from a parameter, and choose another name.',
  references: [
    'https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#security-recommendations-for-parameters',
  ],
  aliases: ['AZR-000284'],
  controls: ['MCSB:PA-1'],
  example: {
    passing: {
      parameters: { name: { type: 'string' } },
      ...machine({ osProfile: { computerName: 'app', adminUsername: "[parameters('name')]" } }),
    },
    failing: machine({ osProfile: { computerName: 'app', adminUsername: 'administrator' } }),
  },
  on: 'resource',
  types: machineTypes,
  check: onMachine(({ profile }) => {
    const name = settingIn(profile, 'osProfile.adminUsername');
    if (name.kind === 'absent') return noProfile;
    const isGiven = name.value.marks.some((mark) => mark.kind === 'parameter');
    if (name.kind === 'unknown') {
      // A name that is known to the deployment only does not stand in the template.
      return { kind: 'pass' };
    }
    const wanted = 'a name from a parameter, not admin, administrator or root';
    const found = shown(name.value);
    if (name.value.kind === 'string' && guessed.has(name.value.value.toLowerCase())) {
      const message = `the administrator's name is ${found}, which is guessed first`;
      return { kind: 'fail', at: name.at, message, found, wanted };
    }
    if (isGiven) return { kind: 'pass' };
    const message = `the administrator's name ${found} stands in the template; it must come from a parameter`;
    return { kind: 'fail', at: name.at, message, found, wanted };
  }),
};

export const loginRules = [passwordLogin, adminPassword, adminName];
