// Secrets of a machine: its administrator's password, and what is handed to it at its first start.
// Source: Azure's documentation of osProfile, custom data and user data.
import { isSecret, marksOf } from '../../arm/language/marks.ts';
import type { Value } from '../../arm/language/value.ts';
import type { Outcome, ResourceRule } from '../rule.ts';
import { credentialsIn } from '../secrets/patterns.ts';
import { originFault, secretOrigin } from '../secrets/secret-origin.ts';
import { settingIn, undecided } from '../setting.ts';
import { machineTypes, onMachine } from './machine.ts';
import { linuxMachine, machine } from './machine-examples.ts';

const withPassword = (adminPassword: string) =>
  machine({ osProfile: { computerName: 'app', adminUsername: 'operator', adminPassword } });

const vmh014: ResourceRule = {
  id: 'VMH014',
  kind: 'secret',
  severity: 'high',
  title: "The administrator's password comes from a secure parameter",
  rationale:
    'A password that stands in the template, or comes through a plain parameter, can be read in the repository or in the history of deployments.',
  remedy:
    'Take adminPassword from a secureString parameter, best one that the parameter file takes from a Key Vault.',
  references: [
    'https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#security-recommendations-for-parameters',
    'https://learn.microsoft.com/azure/azure-resource-manager/templates/template-test-cases',
  ],
  aliases: ['AZR-000316'],
  controls: ['MCSB:IM-8'],
  example: {
    passing: {
      parameters: { password: { type: 'secureString' } },
      ...withPassword("[parameters('password')]"),
    },
    failing: {
      parameters: { password: { type: 'string' } },
      ...withPassword("[parameters('password')]"),
    },
  },
  on: 'resource',
  types: machineTypes,
  check: onMachine(({ profile, resource }): Outcome => {
    const password = settingIn(profile, 'osProfile.adminPassword');
    if (password.kind === 'absent') {
      return { kind: 'not-applicable', reason: 'the machine is given no password' };
    }
    const { value, at } = password;
    const origin = secretOrigin(value, resource.deployment);
    if (origin.kind === 'open') {
      const { unknown } = origin;
      const message = `where the password comes from is not known: ${unknown.reason.message}`;
      return undecided({ value: unknown, at }, message);
    }
    const fault = originFault(origin);
    if (fault === undefined) return { kind: 'pass' };
    const found = origin.kind === 'plain' ? `plain parameter '${origin.parameter}'` : 'a text';
    const message = `the administrator's password ${fault}`;
    return { kind: 'fail', at, message, found, wanted: 'a secure parameter' };
  }),
};

const base64 = /^[A-Za-z0-9+/\s]{16,}={0,2}\s*$/;

/** The texts of a value that are known, also what they decode to. */
function knownTexts(value: Value): readonly string[] {
  if (value.kind === 'string') {
    if (!base64.test(value.value)) return [value.value];
    return [value.value, Buffer.from(value.value, 'base64').toString('utf8')];
  }
  if (value.kind !== 'unknown') return [];
  return (value.parts ?? []).filter((part) => typeof part === 'string');
}

const script = (text: string) => `#!/bin/sh\n${text}\n`;
// Put together here, so that no search for credentials takes this file for a find.
const exampleKey = `${'Pc7'.repeat(28)}Qq==`;
const started = (text: string) =>
  linuxMachine({
    osProfile: {
      computerName: 'app',
      adminUsername: 'operator',
      customData: Buffer.from(script(text)).toString('base64'),
      linuxConfiguration: { disablePasswordAuthentication: true },
    },
  });

const vmh016: ResourceRule = {
  id: 'VMH016',
  kind: 'secret',
  severity: 'critical',
  title: 'No credential is handed to a machine by custom data or user data',
  rationale:
    'Custom data lies on the disk of the machine and user data is answered by its metadata service, both in clear to whatever runs there. Credentials are found by their form, in the text and in what it decodes to; a secure parameter in user data counts as well.',
  remedy: 'Let the machine fetch what it needs from a Key Vault by its managed identity.',
  references: ['https://learn.microsoft.com/azure/virtual-machines/custom-data'],
  aliases: ['CKV_AZURE_45', 'AZU-0037'],
  controls: ['MCSB:IM-8'],
  example: {
    passing: started('apt-get update'),
    failing: started(`export STORAGE='AccountName=data;AccountKey=${exampleKey}'`),
  },
  on: 'resource',
  types: machineTypes,
  check: onMachine(({ profile }): Outcome | readonly Outcome[] => {
    const outcomes = ['osProfile.customData', 'userData'].flatMap((path): Outcome[] => {
      const data = settingIn(profile, path);
      if (data.kind === 'absent') return [];
      const name = path.slice(path.lastIndexOf('.') + 1);
      const wanted = 'no credential';
      const [credential] = knownTexts(data.value).flatMap(credentialsIn);
      if (credential !== undefined) {
        const message = `${name} holds ${credential.what}`;
        return [{ kind: 'fail', at: data.at, message, found: credential.what, wanted }];
      }
      if (path === 'userData' && marksOf(data.value).some(isSecret)) {
        const message = 'userData holds a secret, which the metadata service answers in clear';
        return [{ kind: 'fail', at: data.at, message, found: 'a secret', wanted }];
      }
      if (data.kind === 'unknown' && data.value.parts === undefined) {
        const message = `${name} is not known: ${data.value.reason.message}`;
        return [undecided(data, message)];
      }
      return [{ kind: 'pass' }];
    });
    if (outcomes.length > 0) return outcomes;
    return { kind: 'not-applicable', reason: 'the machine is handed no data' };
  }),
};

export const machineSecretRules = [vmh014, vmh016];
