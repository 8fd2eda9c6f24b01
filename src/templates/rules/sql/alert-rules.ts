// SQL003, what audit and alert settings say. Settings and defaults: the template references of
// Microsoft.Sql/servers/auditingSettings and securityAlertPolicies, and the pages named at each rule.
import type { KnownValue } from '../../arm/language/value.ts';
import type { Resource } from '../../resource.ts';
import { isSet } from '../presence.ts';
import type { Outcome, TemplateRule } from '../rule.ts';
import { expectSetting, isBool, isText, settingOf } from '../setting.ts';
import { exampleOf, resourceRule } from '../setting-rule.ts';
import { serverChild } from './server.ts';

const auditTypes = [
  'microsoft.sql/servers/auditingsettings',
  'microsoft.sql/servers/extendedauditingsettings',
  'microsoft.sql/servers/databases/auditingsettings',
  'microsoft.sql/servers/databases/extendedauditingsettings',
  'microsoft.sql/servers/databases/auditingpolicies',
];
const policyTypes = [
  'microsoft.sql/servers/securityalertpolicies',
  'microsoft.sql/servers/databases/securityalertpolicies',
  'microsoft.sql/managedinstances/securityalertpolicies',
];
const policyReference =
  'https://learn.microsoft.com/azure/templates/microsoft.sql/servers/securityalertpolicies';
const policyPages = [
  'https://learn.microsoft.com/azure/azure-sql/database/threat-detection-configure',
  policyReference,
];

/** Judges settings that are on only; those that are off are another rule's. */
function whereEnabled(judge: (resource: Resource) => Outcome): (resource: Resource) => Outcome {
  return (resource) => {
    const state = expectSetting(resource, 'properties.state', {
      holds: isText('Enabled'),
      wanted: "'Enabled'",
      what: 'the state',
      absent: 'fail',
    });
    if (state.kind === 'fail') return { kind: 'not-applicable', reason: 'it is not enabled' };
    const outcome = judge(resource);
    return outcome.kind === 'fail' && state.kind === 'undecided' ? state : outcome;
  };
}

/** Days as a number, from a number or its text. */
function daysOf(value: KnownValue): number | undefined {
  if (value.kind === 'int') return Number(value.value);
  return value.kind === 'string' && /^\d+$/.test(value.value) ? Number(value.value) : undefined;
}

function policy(properties: object) {
  return serverChild('securityAlertPolicies', 'Default', { state: 'Enabled', ...properties });
}

export const sqlAlertRules: readonly TemplateRule[] = [
  resourceRule({
    id: 'SQL003.retention',
    severity: 'medium',
    title: 'The audit log of a SQL server is kept for 90 days',
    rationale:
      'Attacks are found weeks later; by then a shorter log is gone. Left out or 0, a log in a storage account is kept without end; a workspace has its own retention.',
    remedy: 'Set properties.retentionDays to 90 or more, or to 0.',
    references: [
      'https://learn.microsoft.com/azure/azure-sql/database/auditing-setup',
      'https://learn.microsoft.com/azure/templates/microsoft.sql/servers/auditingsettings',
    ],
    aliases: ['CKV_AZURE_24', 'TA-000028', 'AZU-0025', 'c09cdac2-7670-458a-bf6c-efad6880973a'],
    controls: ['MCSB:LT-6', 'CIS:4.1.6'],
    types: auditTypes,
    example: exampleOf(
      serverChild('auditingSettings', 'default', { state: 'Enabled', retentionDays: 90 }),
      serverChild('auditingSettings', 'default', { state: 'Enabled', retentionDays: 30 }),
    ),
    check: whereEnabled((resource) => {
      const storage = settingOf(resource, 'properties.storageEndpoint');
      const monitor = expectSetting(resource, 'properties.isAzureMonitorTargetEnabled', {
        holds: isBool(true),
        wanted: 'true',
        what: 'the log in a workspace',
        absent: 'fail',
      });
      if (storage.kind === 'absent' && monitor.kind === 'pass') {
        return { kind: 'not-applicable', reason: 'the log goes to a workspace' };
      }
      return expectSetting(resource, 'properties.retentionDays', {
        holds: (value) => {
          const days = daysOf(value);
          return days !== undefined && (days === 0 || days >= 90);
        },
        wanted: '90 or more, or 0',
        what: 'the retention of the audit log in days (retentionDays)',
        absent: 'pass',
        fix: 90,
      });
    }),
  }),
  resourceRule({
    id: 'SQL003.alert-types',
    severity: 'medium',
    title: 'Threat detection of a SQL server reports all kinds of attack',
    rationale:
      'A kind of alert that was turned off is an attack that nobody hears of. Left out, all are on.',
    remedy: 'Remove the entries of properties.disabledAlerts.',
    references: policyPages,
    aliases: ['CKV_AZURE_25', 'AZU-0028', '574e8d82-1db2-4b9c-b526-e320ede9a9ff'],
    controls: ['MCSB:LT-1', 'CIS:4.2.1'],
    types: policyTypes,
    example: exampleOf(
      policy({ disabledAlerts: [] }),
      policy({ disabledAlerts: ['Sql_Injection'] }),
    ),
    check: whereEnabled((resource) =>
      expectSetting(resource, 'properties.disabledAlerts', {
        holds: (value) =>
          value.kind === 'array'
            ? value.items.every((item) => item.kind === 'string' && item.value === '')
            : value.kind === 'string' && value.value === '',
        wanted: 'an empty array',
        what: 'the list of alerts that are off (disabledAlerts)',
        absent: 'pass',
      }),
    ),
  }),
  resourceRule({
    id: 'SQL003.alert-emails',
    severity: 'medium',
    title: 'Alerts of a SQL server are sent to someone',
    rationale:
      'An alert that is mailed to nobody is found when it is too late. Left out, there is no address.',
    remedy: 'Name addresses in properties.emailAddresses.',
    references: policyPages,
    aliases: ['CKV_AZURE_26', 'AZU-0018', '89b79fe5-49bd-4d39-84ce-55f5fc6f7764'],
    controls: ['MCSB:LT-1', 'CIS:4.2.4'],
    types: policyTypes,
    example: exampleOf(policy({ emailAddresses: ['security@example.com'] }), policy({})),
    check: whereEnabled((resource) =>
      isSet(resource, 'properties.emailAddresses', {
        what: 'the list of addresses for alerts (emailAddresses)',
        wanted: 'one or more addresses',
        absentMeans: 'nobody',
      }),
    ),
  }),
  resourceRule({
    id: 'SQL003.alert-admins',
    severity: 'medium',
    title: 'Alerts of a SQL server are sent to the administrators of the subscription',
    rationale:
      'Addresses go stale when people leave; those who hold the rights do not. Left out, administrators get no mail.',
    remedy: 'Set properties.emailAccountAdmins to true.',
    references: policyPages,
    aliases: ['CKV_AZURE_27', 'AZU-0023', 'a8852cc0-fd4b-4fc7-9372-1e43fad0732e'],
    controls: ['MCSB:LT-1', 'CIS:4.2.5'],
    types: policyTypes,
    example: exampleOf(policy({ emailAccountAdmins: true }), policy({ emailAccountAdmins: false })),
    check: whereEnabled((resource) =>
      expectSetting(resource, 'properties.emailAccountAdmins', {
        // `Enabled` in the apiVersions of 2014.
        holds: (value) => isBool(true)(value) || isText('Enabled')(value),
        wanted: 'true',
        what: 'mail to the administrators (emailAccountAdmins)',
        absent: 'fail',
        absentMeans: 'false',
        fix: true,
      }),
    ),
  }),
];
