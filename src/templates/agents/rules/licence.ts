// Where a Qualys licence code comes from. The code itself is never shown: whoever has it can add machines to an account.
import { type Mark, marksOf } from '../../arm/language/marks.ts';
import type { Value } from '../../arm/language/value.ts';
import type { Deployment, Parameter } from '../../resource.ts';
import type { Outcome } from '../../rules/rule.ts';
import { branchesOf } from '../../rules/secrets/branches.ts';
import { type Setting, settingIn } from '../../rules/setting.ts';
import type { Extension } from '../extensions.ts';
import { agentExtension, licence, licenceParameter, linuxMachine } from './examples.ts';
import { agentOf, extensionRule } from './extension-rule.ts';

interface Code {
  readonly place: 'settings' | 'protectedSettings';
  readonly setting: Exclude<Setting, { readonly kind: 'absent' }>;
  /** Of the code, and of the objects around it: one parameter may give them all. */
  readonly marks: readonly Mark[];
}

/** The licence codes of an extension: in either of its settings. */
function codesOf(extension: Extension): Code[] {
  if (agentOf(extension)?.agent.name !== 'qualys') return [];
  return (['settings', 'protectedSettings'] as const).flatMap((place): Code[] => {
    const setting = settingIn(extension.properties, `${place}.LicenseCode`);
    if (setting.kind === 'absent') return [];
    const around = settingIn(extension.properties, place);
    const marks = [
      ...marksOf(setting.value),
      ...(around.kind === 'absent' ? [] : around.value.marks),
      ...extension.properties.value.marks,
    ];
    return [{ place, setting, marks }];
  });
}

/** What a pipeline puts a value in place of. */
const placeholder = /^(?:<.*>|#\{.*\}#?|\$\(.*\)|\$\{.*\}|\{\{.*\}\}|__.*__|GEN-.*)$/s;

function isCodeText(text: string): boolean {
  return text.trim() !== '' && !placeholder.test(text);
}

function isCode(value: Value | undefined): boolean {
  return value?.kind === 'string' && isCodeText(value.value);
}

/** The parameters that marks name, in the deployment and those around it. */
function parametersOf(deployment: Deployment, marks: readonly Mark[]): Parameter[] {
  const keyOf = ({ name, isSecure }: { readonly name: string; readonly isSecure: boolean }) =>
    `${name.toLowerCase()} ${isSecure}`;
  const names = new Set(marks.flatMap((mark) => (mark.kind === 'parameter' ? [keyOf(mark)] : [])));
  const found: Parameter[] = [];
  let at: Deployment | undefined = deployment;
  while (at !== undefined) {
    found.push(...at.parameters.filter((each) => names.has(keyOf(each))));
    at = at.parent;
  }
  return found;
}

function isSame(left: Value, right: Value): boolean {
  return left.kind === 'string' && right.kind === 'string' && left.value === right.value;
}

function literalOutcome({ setting, marks }: Code, { deployment }: Extension['resource']): Outcome {
  const { value } = setting;
  const parameters = parametersOf(deployment, marks);
  const fail = (at: Setting['at'], where: string): Outcome => ({
    kind: 'fail',
    at,
    message: `the licence code of Qualys stands ${where} as a literal`,
    found: 'a literal',
    wanted: 'a secureString parameter without a default, given from a Key Vault',
  });
  const withDefault = parameters.find(({ defaultValue }) => isCode(defaultValue));
  if (withDefault?.defaultValue !== undefined) {
    const at = withDefault.defaultValue.span ?? withDefault.nameSpan;
    return fail(at, `in the default of parameter '${withDefault.name}'`);
  }
  const isChoice =
    value.kind === 'unknown' &&
    branchesOf(value).some((each) => each.kind === 'text' && isCodeText(each.text));
  if (isChoice) return fail(setting.at, 'in the template');
  if (!isCode(value)) return { kind: 'pass' };
  // What the command line gives is in no file.
  const isArgument = parameters.some(
    (each) => each.origin === 'argument' && isSame(each.value, value),
  );
  if (isArgument) return { kind: 'pass' };
  const at = value.span ?? setting.at;
  const isInTemplate = parameters.length === 0 || at.source.path === deployment.source.path;
  return fail(at, isInTemplate ? 'in the template' : 'in the parameter file');
}

const references = [
  'https://learn.microsoft.com/azure/virtual-machines/extensions/qualys',
  'https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter',
];
const qualys = { publisher: 'Qualys', type: 'QualysAgentLinux', typeHandlerVersion: '1.6' };

function withLicence(parameters: object, place: string, code: string) {
  const extension = agentExtension('vm', { ...qualys, [place]: { LicenseCode: code } });
  return { parameters, resources: [linuxMachine(), extension] };
}

const passing = withLicence(licenceParameter, 'protectedSettings', licence);

export const licenceRules = [
  extensionRule(
    {
      id: 'AGT004',
      kind: 'secret',
      severity: 'critical',
      title: 'The licence code of Qualys is no literal',
      rationale:
        'Whoever has the licence code can add machines to the Qualys account, and what stands in a template, a variable, a default or a parameter file can be read by everyone who reads the repository and its history.',
      remedy:
        'Declare a secureString parameter without a default and give it from a Key Vault or a secret of the pipeline; then replace the code.',
      references,
      aliases: [],
      controls: ['MCSB:IM-8'],
      example: {
        passing,
        failing: withLicence({}, 'protectedSettings', 'an-example-of-a-code'),
      },
    },
    (extension) => codesOf(extension).map((code) => literalOutcome(code, extension.resource)),
  ),
  extensionRule(
    {
      id: 'AGT005',
      kind: 'secret',
      severity: 'medium',
      title: 'The licence code of Qualys is in protectedSettings',
      rationale:
        'Azure shows `settings` of an extension in the portal, its API and on the machine in clear text, also when the parameter behind them is secure; `protectedSettings` are encrypted. Every public sample uses `settings`: try on one machine that your version of the extension reads the code from `protectedSettings`.',
      remedy:
        'Move LicenseCode from `settings` to `protectedSettings`, and verify that the agent still starts.',
      references,
      aliases: [],
      controls: ['MCSB:IM-8'],
      example: { passing, failing: withLicence(licenceParameter, 'settings', licence) },
    },
    (extension) =>
      codesOf(extension).map(({ place, setting }): Outcome => {
        if (place === 'protectedSettings') return { kind: 'pass' };
        return {
          kind: 'fail',
          at: setting.at,
          message: 'the licence code of Qualys is in settings, which Azure shows in clear text',
          found: 'settings.LicenseCode',
          wanted: 'protectedSettings.LicenseCode',
        };
      }),
  ),
  extensionRule(
    {
      id: 'AGT006',
      kind: 'secret',
      severity: 'high',
      title: 'Parameters for the licence code of Qualys are secure',
      rationale:
        'The value of a parameter of type `string` or `object` is kept with the deployment and shown to all who may read it; that of `secureString` and `secureObject` is not.',
      remedy: 'Make the type of the parameter `secureString`.',
      references: [
        'https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#security-recommendations-for-parameters',
      ],
      aliases: [],
      controls: ['MCSB:IM-8'],
      example: {
        passing,
        failing: withLicence({ licenseCode: { type: 'string' } }, 'protectedSettings', licence),
      },
    },
    (extension) =>
      codesOf(extension).map(({ marks }): Outcome => {
        const { deployment } = extension.resource;
        const parameters = parametersOf(deployment, marks);
        const plain = parameters.find(({ isSecure }) => !isSecure);
        if (plain === undefined) return { kind: 'pass' };
        return {
          kind: 'fail',
          at: plain.nameSpan,
          message: `parameter '${plain.name}' gives the licence code of Qualys and is of type ${plain.type || 'unknown'}`,
          found: plain.type || 'no type',
          wanted: 'secureString',
        };
      }),
  ),
];
