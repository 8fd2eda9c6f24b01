// Secrets in the settings of any extension, and the publishers that a policy approves.
import { isSecret, marksOf } from '../../arm/language/marks.ts';
import type { Property, Value } from '../../arm/language/value.ts';
import type { Outcome } from '../../rules/rule.ts';
import { placeIn, textOf, undecided } from '../../rules/setting.ts';
import type { Span } from '../../source.ts';
import { type Extension, labelOf } from '../extensions.ts';
import { agentExtension, linuxMachine } from './examples.ts';
import { extensionRule } from './extension-rule.ts';

/** Properties looked at in the settings of one extension. */
const maxProperties = 500;

/** Names of settings that hold secrets; what only names or locates one does not. */
const secretName =
  /(?:password|passwd|secret|(?:account|access|workspace|shared|storage|api)_?key|sas_?token|connectionstring)$/i;
/** A licence code is the matter of rules of its own. */
const ownRules = /^licensecode$/i;
/** Words of a command that are followed by a secret. */
const secretInCommand =
  /(?:^|[\s;'"])(?:--?|\/)?[\w-]{0,30}(?:password|passwd|pwd|secret|account-?key|sas-?token)[\s=:]+(?!true\b|false\b)(?:'[^'<{%][^']{3,}'|['"]?[^\s'"$%<{]{4,})/i;
/** A name with its password for a web address. */
const userOfCurl =
  /\bcurl\b[^|;\n]{0,500}\s(?:-u|--user)[\s=]{0,3}['"]?[^\s:'"$]{1,64}:[^\s'"$%<{]{4,}/i;

function holdsSecret(command: string): boolean {
  return secretInCommand.test(command) || userOfCurl.test(command);
}

/** The texts of a command that are known; a script is one in base64. */
function commandsOf(name: string, value: Value): readonly string[] {
  if (/^commandtoexecute$/i.test(name)) {
    if (value.kind === 'string') return [value.value];
    const parts = value.kind === 'unknown' ? (value.parts ?? []) : [];
    return parts.filter((part) => typeof part === 'string');
  }
  if (!/^script$/i.test(name) || value.kind !== 'string') return [];
  return [value.value, Buffer.from(value.value, 'base64').toString('utf8')];
}

interface Secret {
  readonly name: string;
  readonly at: Span | undefined;
  readonly why: string;
}

function isFilled(value: Value): boolean {
  if (value.kind === 'string') return value.value.trim() !== '';
  return value.kind === 'unknown' && (value.type === 'string' || value.type === 'any');
}

function secretIn({ name, value, at }: Property): Secret | undefined {
  if (ownRules.test(name)) return undefined;
  // An object's own marks: one secret parameter gives all of it.
  if (value.marks.some(isSecret)) return { name, at, why: 'a secret of the template' };
  if (value.kind === 'object' || value.kind === 'array') return undefined;
  if (secretName.test(name) && isFilled(value)) return { name, at, why: 'a secret by its name' };
  if (commandsOf(name, value).some(holdsSecret)) {
    return { name, at, why: 'a password in a command' };
  }
  return undefined;
}

/** The first secret in a tree of settings. */
function firstSecret(settings: Value): Secret | undefined {
  const pending: Value[] = [settings];
  for (let seen = 0; seen < maxProperties; seen++) {
    const next = pending.shift();
    if (next === undefined) return undefined;
    if (next.kind === 'array') pending.push(...next.items);
    if (next.kind !== 'object') continue;
    for (const each of next.properties.values()) {
      const secret = secretIn(each);
      if (secret !== undefined) return secret;
      if (!ownRules.test(each.name)) pending.push(each.value);
    }
  }
  return undefined;
}

function kept(extension: Extension): Outcome | undefined {
  const settings = placeIn(extension.properties, 'settings');
  if ('kind' in settings) {
    if (settings.kind !== 'unknown') return { kind: 'pass' };
    if (!marksOf(settings.value).some(isSecret)) return { kind: 'pass' };
    const message = `the settings of ${labelOf(extension)} come from a secret and are shown in clear text`;
    const wanted = 'protectedSettings';
    return { kind: 'fail', at: settings.at, message, found: 'settings', wanted };
  }
  const secret = settings.value.marks.some(isSecret)
    ? { name: 'settings', at: settings.at, why: 'a secret of the template' }
    : firstSecret(settings.value);
  if (secret === undefined) return { kind: 'pass' };
  return {
    kind: 'fail',
    at: secret.at ?? settings.at,
    message: `${secret.name} in the settings of ${labelOf(extension)} holds ${secret.why}, which Azure shows in clear text`,
    found: `'${secret.name}' in settings`,
    wanted: 'protectedSettings',
  };
}

const script = {
  publisher: 'Microsoft.Azure.Extensions',
  type: 'CustomScript',
  typeHandlerVersion: '2.1',
};
const command = {
  commandToExecute: "[concat('sh join.sh --token ', parameters('token'))]",
};

function withScript(properties: object) {
  return {
    parameters: { token: { type: 'secureString' } },
    resources: [linuxMachine(), agentExtension('vm', { ...script, ...properties })],
  };
}

function withPublisher(publisher: string) {
  const extension = agentExtension('vm', { ...script, publisher, type: 'AzureMonitorLinuxAgent' });
  return { resources: [linuxMachine(), extension] };
}

export const clearTextRules = [
  extensionRule(
    {
      id: 'AGT019',
      kind: 'secret',
      severity: 'high',
      title: 'Secrets of extensions are in protectedSettings',
      rationale:
        'Azure keeps `settings` of an extension in clear text, shows them in the portal and its API, and writes them to the machine; `protectedSettings` are encrypted and never given out.',
      remedy:
        'Move the secret, or the whole commandToExecute that holds it, to `protectedSettings`.',
      references: [
        'https://learn.microsoft.com/azure/virtual-machines/extensions/custom-script-linux',
        'https://learn.microsoft.com/azure/azure-resource-manager/templates/template-test-cases#use-protectedsettings-for-commandtoexecute-secrets',
      ],
      aliases: ['AZR-000332', 'AZR-000333'],
      controls: ['MCSB:IM-8'],
      example: {
        passing: withScript({ protectedSettings: command }),
        failing: withScript({ settings: command }),
      },
    },
    kept,
  ),
  extensionRule(
    {
      id: 'AGT020',
      severity: 'medium',
      title: "Extensions come from the policy's approved publishers",
      rationale:
        'An extension runs as administrator on the machine. A policy that lists `approved.publishers` keeps others out; without the list this rule is not applicable. Azure itself takes every publisher.',
      remedy: "Remove the extension, or add its publisher to the policy's `approved.publishers`.",
      references: ['https://learn.microsoft.com/azure/virtual-machines/extensions/overview'],
      aliases: [],
      controls: ['MCSB:AM-2'],
      example: {
        passing: withPublisher('Microsoft.Azure.Monitor'),
        failing: withPublisher('Contoso.Tools'),
      },
    },
    (extension, { policy }) => {
      const { approvedPublishers } = policy;
      if (approvedPublishers === undefined) {
        return { kind: 'not-applicable', reason: 'the policy lists no approved publishers' };
      }
      const { publisher } = extension;
      if (publisher.kind === 'unknown') {
        const why = publisher.value.reason.message;
        return undecided(publisher, `the publisher of an extension is not known: ${why}`);
      }
      const text = textOf(publisher);
      if (text === undefined) return undefined;
      const approved = approvedPublishers.some((each) => each.toLowerCase() === text.toLowerCase());
      if (approved) return { kind: 'pass' };
      return {
        kind: 'fail',
        at: publisher.at,
        message: `${labelOf(extension)} is of a publisher that the policy does not approve`,
        found: `'${text}'`,
        wanted: 'an approved publisher',
      };
    },
  ),
];
