// POL009: whom Microsoft Defender for Cloud tells. The three shapes of Microsoft.Security/securityContacts: apiVersion
// 2017-08-01-preview, 2020-01-01-preview and 2023-12-01-preview, see its template reference.
import type { Resource } from '../../resource.ts';
import { failingOf, passingOf } from '../outcome.ts';
import { isSet } from '../presence.ts';
import type { Outcome, TemplateRule } from '../rule.ts';
import {
  type Expectation,
  expectIn,
  expectSetting,
  isBool,
  isText,
  itemsIn,
  placeOf,
  undecided,
} from '../setting.ts';
import { exampleOf, resourceRule } from '../setting-rule.ts';

const types = ['microsoft.security/securitycontacts'];
const references = [
  'https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications',
  'https://learn.microsoft.com/azure/templates/microsoft.security/securitycontacts',
];

function contact(properties: object) {
  return {
    type: 'Microsoft.Security/securityContacts',
    apiVersion: '2020-01-01-preview',
    name: 'default',
    properties: { emails: 'security@example.com', phone: '+49 30 123456', ...properties },
  };
}

const on = (what: string): Expectation => ({
  holds: isText('On'),
  wanted: "'On'",
  what,
  absent: 'fail',
});

function expectAddress(resource: Resource, name: string): Outcome {
  return isSet(resource, `properties.${name}`, {
    what: `the address of the security contact (${name})`,
    wanted: 'one or more addresses',
  });
}

/** The form of 2023-12: a source `Alert` in a contact that is enabled. */
function expectAlertSource(resource: Resource): Outcome {
  const sources = itemsIn(placeOf(resource), 'properties.notificationsSources');
  if ('kind' in sources) {
    if (sources.kind === 'unknown') return undecided(sources, 'the sources are not known');
    const message = 'no notification of alerts is asked for';
    return { kind: 'fail', at: sources.at, message, found: 'absent', wanted: 'a source Alert' };
  }
  const [first, ...rest] = sources.map((source) =>
    expectIn(source, 'sourceType', {
      holds: isText('Alert'),
      wanted: "'Alert'",
      what: 'the source of notifications (sourceType)',
      absent: 'fail',
    }),
  );
  const enabled = expectSetting(resource, 'properties.isEnabled', {
    holds: isBool(true),
    wanted: 'true',
    what: 'the contact (isEnabled)',
    absent: 'pass',
  });
  if (first === undefined) return { kind: 'not-applicable', reason: 'it names no source' };
  return failingOf(enabled, passingOf(first, ...rest));
}

export const defenderContactRules: readonly TemplateRule[] = [
  resourceRule({
    id: 'POL009.email',
    severity: 'low',
    title: 'The security contact has an address',
    rationale:
      'Microsoft tells the contact when data of the subscription was taken; without an address nobody hears of it.',
    remedy: 'Name addresses in properties.emails (properties.email before apiVersion 2020-01-01).',
    references,
    aliases: ['AZR-000209', 'AZU-0062'],
    controls: ['MCSB:IR-2', 'CIS:2.1.19'],
    types,
    example: exampleOf(contact({}), contact({ emails: '' })),
    check: (resource) =>
      passingOf(expectAddress(resource, 'emails'), expectAddress(resource, 'email')),
  }),
  resourceRule({
    id: 'POL009.alerts',
    severity: 'low',
    title: 'The security contact is told of alerts',
    rationale:
      'Alerts of high severity are mailed only where that is on; with a lower minimal severity more of them are.',
    remedy:
      "Set properties.alertNotifications.state to 'On', or name a source Alert in properties.notificationsSources (apiVersion 2023-12-01-preview).",
    references,
    aliases: ['CKV_AZURE_21', 'AZU-0044'],
    controls: ['MCSB:IR-2', 'CIS:2.1.20'],
    types,
    example: exampleOf(
      contact({ alertNotifications: { state: 'On', minimalSeverity: 'High' } }),
      contact({ alertNotifications: { state: 'Off' } }),
    ),
    check: (resource) =>
      passingOf(
        expectSetting(resource, 'properties.alertNotifications.state', {
          ...on('mail about alerts (alertNotifications)'),
          absentMeans: "'Off'",
        }),
        expectSetting(resource, 'properties.alertNotifications', on('mail about alerts')),
        expectAlertSource(resource),
      ),
  }),
  resourceRule({
    id: 'POL009.owners',
    severity: 'low',
    title: 'Owners of the subscription are told of alerts',
    rationale:
      'Addresses go stale when people leave; owners are those who can act. Off unless the template says so.',
    remedy:
      "Set properties.notificationsByRole.state to 'On' with the role Owner (properties.alertsToAdmins before apiVersion 2020-01-01).",
    references,
    aliases: ['CKV_AZURE_22'],
    controls: ['MCSB:IR-2', 'CIS:2.1.18'],
    types,
    example: exampleOf(
      contact({ notificationsByRole: { state: 'On', roles: ['Owner'] } }),
      contact({ notificationsByRole: { state: 'Off' } }),
    ),
    check: (resource) =>
      passingOf(
        expectSetting(resource, 'properties.notificationsByRole.state', {
          ...on('mail to owners (notificationsByRole)'),
          absentMeans: "'Off'",
        }),
        expectSetting(resource, 'properties.alertsToAdmins', on('mail to owners (alertsToAdmins)')),
      ),
  }),
  resourceRule({
    id: 'POL009.phone',
    severity: 'low',
    title: 'The security contact has a phone number',
    rationale: 'When mail is what was broken into, a call still reaches someone.',
    remedy: 'Name a number in properties.phone.',
    references,
    aliases: ['CKV_AZURE_20', 'AZU-0046', '3e9fcc67-1f64-405f-b2f9-0a6be17598f0'],
    controls: ['MCSB:IR-2'],
    types,
    example: exampleOf(contact({}), contact({ phone: '' })),
    check: (resource) =>
      isSet(resource, 'properties.phone', {
        what: 'the phone number of the security contact (phone)',
        wanted: 'a number',
      }),
  }),
];
