import { describe, expect, it } from 'vitest';
import { requiredAgentRules } from '../../../model/template-policy.ts';
import type { Example, RulePolicy } from '../../rules/rule.ts';
import { resultsOf, templateText } from '../../rules/testdata/outcomes.ts';
import { presenceRules } from '../presence-rules.ts';
import { qualys, runtime, template, vm } from '../testdata/cells.ts';
import { agentRules } from './agent-rules.ts';

/** `fail` with the text that the finding stands at, or the kinds of the outcomes. */
function said(id: string, example: Example, policy: Partial<RulePolicy> = {}): string[] {
  const rules = agentRules.filter((rule) => rule.id === id);
  expect(rules).toHaveLength(1);
  return resultsOf(templateText(example), rules, policy).map(({ outcome }) => {
    if (outcome.kind !== 'fail' && outcome.kind !== 'undecided') return outcome.kind;
    const { source, start, end } = outcome.at;
    return `${outcome.kind} ${source.text.slice(start, end).replaceAll(/\s+/g, ' ')}`;
  });
}

const windows = { storageProfile: { osDisk: { osType: 'Windows' } } };
const extension = (
  publisher: string,
  type: string,
  properties: object = {},
  members: object = {},
) => qualys('a', { publisher, type, ...properties }, { ...members });
const monitor = 'Microsoft.Azure.Monitor';
const guest = extension('Microsoft.GuestConfiguration', 'ConfigurationforLinux');
const withIdentity = (identity: unknown) => vm('a', {}, { identity });
const trusted = (uefiSettings: object) =>
  vm('a', { securityProfile: { securityType: 'TrustedLaunch', uefiSettings } });
const bothOn = { secureBootEnabled: true, vTpmEnabled: true };
const switchable = {
  parameters: { on: { type: 'bool', defaultValue: true }, tried: { type: 'bool' } },
};

describe('rules about agents', () => {
  it.each<[string, string, Example, string[]]>([
    [
      'AGT007',
      'withdrawn',
      template([extension('Qualys', 'QualysAgent', { typeHandlerVersion: '3.1' })]),
      ['fail "3.1"'],
    ],
    [
      'AGT007',
      'withdrawn, exact',
      template([extension('qualys', 'qualysagent', { typeHandlerVersion: '3.1.3.34' })]),
      ['fail "3.1.3.34"'],
    ],
    [
      'AGT007',
      'another 3',
      template([extension('Qualys', 'QualysAgent', { typeHandlerVersion: '3.10' })]),
      ['pass'],
    ],
    [
      'AGT007',
      'Linux',
      template([extension('Qualys', 'QualysAgentLinux', { typeHandlerVersion: '3.1' })]),
      [],
    ],
    [
      'AGT007',
      'unknown',
      template([extension('Qualys', 'QualysAgent', { typeHandlerVersion: runtime('v') })]),
      [`undecided ${runtime('v').slice(1, -1)}`],
    ],
    ['AGT008', 'fits', template([vm('a'), qualys('a')]), ['pass']],
    [
      'AGT008',
      'does not fit',
      template([vm('a', windows), qualys('a')]),
      ['fail "QualysAgentLinux"'],
    ],
    ['AGT008', 'machine elsewhere', template([qualys('a')]), ['not-applicable']],
    [
      'AGT009',
      'retired type',
      template([extension('Qualys', 'WindowsAgent.AzureSecurityCenter')]),
      ['fail "WindowsAgent.AzureSecurityCenter"'],
    ],
    [
      'AGT009',
      'grey label',
      template([extension('Qualys.LinuxAgent.GrayLabel', 'QualysAgentGL')]),
      ['fail "QualysAgentGL"'],
    ],
    ['AGT009', 'present type', template([qualys('a')]), []],
    [
      'AGT012',
      'retired',
      template([extension('Microsoft.EnterpriseCloud.Monitoring', 'MicrosoftMonitoringAgent')]),
      ['fail "MicrosoftMonitoringAgent"'],
    ],
    ['AGT012', 'present', template([extension(monitor, 'AzureMonitorLinuxAgent')]), ['pass']],
    [
      'AGT014',
      'no identity',
      template([vm('a'), guest]),
      ['fail "Microsoft.Compute/virtualMachines"'],
    ],
    [
      'AGT014',
      'user-assigned alone',
      template([withIdentity({ type: 'UserAssigned' }), guest]),
      ['fail "UserAssigned"'],
    ],
    [
      'AGT014',
      'both',
      template([withIdentity({ type: 'SystemAssigned, UserAssigned' }), guest]),
      ['pass'],
    ],
    ['AGT014', 'no extension', template([vm('a')]), ['not-applicable']],
    [
      'AGT014',
      'unknown',
      template([withIdentity({ type: runtime('i') }), guest]),
      [`undecided ${runtime('i').slice(1, -1)}`],
    ],
    ['AGT015', 'not attested', template([trusted(bothOn)]), ['fail "TrustedLaunch"']],
    ['AGT015', 'no secure boot', template([trusted({ vTpmEnabled: true })]), ['not-applicable']],
    ['AGT015', 'no Trusted Launch', template([vm('a')]), ['not-applicable']],
    [
      'AGT016',
      'minor off',
      template([qualys('a', { autoUpgradeMinorVersion: false })]),
      ['fail false'],
    ],
    ['AGT016', 'minor absent', template([qualys('a')]), ['fail "properties"']],
    [
      'AGT016',
      'Qualys has no more',
      template([qualys('a', { autoUpgradeMinorVersion: true })]),
      ['pass'],
    ],
    [
      'AGT016',
      'automatic absent',
      template([extension(monitor, 'AzureMonitorLinuxAgent', { autoUpgradeMinorVersion: true })]),
      ['fail "properties"'],
    ],
    [
      'AGT016',
      'other extensions',
      template([extension('Other', 'CustomScript', { autoUpgradeMinorVersion: false })]),
      [],
    ],
    [
      'AGT017',
      'by a default',
      template([vm('a'), qualys('a', {}, { condition: "[parameters('on')]" })], switchable),
      ["fail parameters('on')", "fail parameters('on')"],
    ],
    [
      'AGT017',
      'as the machine',
      template(
        [
          vm('a', {}, { condition: "[parameters('on')]" }),
          qualys('a', {}, { condition: "[ parameters('ON') ]" }),
        ],
        switchable,
      ),
      ['pass', 'pass'],
    ],
    [
      'AGT017',
      'by what was tried',
      template([vm('a'), qualys('a', {}, { condition: "[parameters('tried')]" })], switchable),
      ['pass'],
    ],
    ['AGT018', 'nothing said', template([vm('a')]), []],
    [
      'AGT018',
      'not installed',
      template([vm('a', { osProfile: { windowsConfiguration: { provisionVMAgent: false } } })]),
      ['pass', 'fail false'],
    ],
    [
      'AGT018',
      'unknown',
      template([vm('a', { osProfile: { allowExtensionOperations: runtime('x') } })]),
      [`undecided ${runtime('x').slice(1, -1)}`],
    ],
    [
      'AGT019',
      'by name',
      template([extension('X', 'Y', { settings: { user: 'a', Password: 'secret' } })]),
      ['fail "secret"'],
    ],
    [
      'AGT019',
      'deep',
      template([extension('X', 'Y', { settings: { a: [{ storageAccountKey: 'k' }] } })]),
      ['fail "k"'],
    ],
    [
      'AGT019',
      'by a function',
      template([
        extension('X', 'Y', { settings: { a: "[listKeys('s', '2023-01-01').keys[0].value]" } }),
      ]),
      ["fail listKeys('s', '2023-01-01').keys[0].value"],
    ],
    [
      'AGT019',
      'in a command',
      template([
        extension('X', 'Y', { settings: { commandToExecute: 'join --password hunter2!' } }),
      ]),
      ['fail "join --password hunter2!"'],
    ],
    [
      'AGT019',
      'a command without',
      template([extension('X', 'Y', { settings: { commandToExecute: 'sh setup.sh --verbose' } })]),
      ['pass'],
    ],
    [
      'AGT019',
      'names and places of secrets',
      template([
        extension('X', 'Y', { settings: { secretName: 'a', passwordUri: 'b', keyVaultId: 'c' } }),
      ]),
      ['pass'],
    ],
    [
      'AGT019',
      'protected',
      template([extension('X', 'Y', { protectedSettings: { password: 'secret' } })]),
      ['pass'],
    ],
    ['AGT020', 'without a list', template([qualys('a')]), ['not-applicable']],
  ])('%s, %s', (id, _, example, expected) => {
    expect(said(id, example)).toStrictEqual(expected);
  });

  it.each([
    [['qualys'], ['pass']],
    [['Microsoft.Azure.Monitor'], ['fail "Qualys"']],
    [[], ['fail "Qualys"']],
  ])('AGT020 with the list %j', (approvedPublishers, expected) => {
    expect(said('AGT020', template([qualys('a')]), { approvedPublishers })).toStrictEqual(expected);
  });

  it('stands at the expression that a whole profile comes from', () => {
    const profile =
      "[createObject('extensions', createArray(createObject('name', 'q', 'properties', createObject('publisher', 'Qualys', 'type', 'QualysAgentLinux'))))]";
    const scaleSet = {
      type: 'Microsoft.Compute/virtualMachineScaleSets',
      apiVersion: '2024-07-01',
      name: 's',
      properties: { virtualMachineProfile: { extensionProfile: profile } },
    };
    const [found] = said('AGT016', template([scaleSet]));
    expect(found?.slice('fail '.length)).toSatisfy((text: string) => profile.includes(text));
  });

  it('names the rules of presence as the model does', () => {
    expect(presenceRules.map(({ id }) => id)).toStrictEqual(requiredAgentRules);
  });
});
