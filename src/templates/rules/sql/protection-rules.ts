// SQL003, what stands beside a server: auditing, threat detection, vulnerability assessment, encryption, sign-in.
// Settings and defaults: the template reference of Microsoft.Sql/servers and the pages named at each rule.
import { valueAt } from '../../arm/language/value.ts';
import type { Resource } from '../../resource.ts';
import { resourcesOfType } from '../neighbours.ts';
import { passingOf } from '../outcome.ts';
import { expectRelated, judgeRelated, ownersOf, relatedOf } from '../related.ts';
import type { Outcome, RuleContext, TemplateRule } from '../rule.ts';
import { expectSetting, isBool, isText } from '../setting.ts';
import { exampleOf, resourceRule } from '../setting-rule.ts';
import { server, serverChild, serverReference, serverTypes as types } from './server.ts';

/** Passes a child whose `state` (or `status` in older apiVersions) is Enabled. */
function isEnabled(what: string): (resource: Resource) => Outcome {
  return (resource) => {
    const expected = {
      holds: isText('Enabled'),
      wanted: "'Enabled'",
      what,
      absent: 'fail',
    } as const;
    return passingOf(
      expectSetting(resource, 'properties.state', { ...expected, fix: 'Enabled' }),
      expectSetting(resource, 'properties.status', expected),
    );
  };
}

/** Whether the template turns on the plan of Microsoft Defender that covers servers. */
function hasDefenderPlan({ evaluation }: RuleContext): boolean {
  return resourcesOfType(evaluation, 'Microsoft.Security/pricings').some(({ name, body }) => {
    const tier = valueAt(body, 'properties', 'pricingTier');
    const isServers = name.kind === 'string' && name.value.toLowerCase() === 'sqlservers';
    return isServers && tier?.kind === 'string' && tier.value.toLowerCase() === 'standard';
  });
}

const databaseTypes = ['microsoft.sql/servers/databases'];

/** What a server, or a database, says of its auditing itself. */
function ownAuditing(resource: Resource, context: RuleContext): Outcome {
  const isServer = types.includes(resource.type.toLowerCase());
  const [type = ''] = isServer ? types : databaseTypes;
  return expectRelated(resource, context, {
    // The policies of 2014 are of databases alone.
    types: ['auditingsettings', 'extendedauditingsettings', 'auditingpolicies'].map(
      (name) => `${type}/${name}`,
    ),
    judge: isEnabled('auditing (state)'),
    message: `no auditing settings are deployed for this SQL ${isServer ? 'server' : 'database'}`,
    wanted: "auditingSettings with state 'Enabled'",
  });
}

/**
 * Auditing of a server, or of each of its databases where the server has none. A database that says nothing is left to
 * its server.
 */
function expectAuditing(resource: Resource, context: RuleContext): Outcome {
  const own = ownAuditing(resource, context);
  if (own.kind === 'pass') return own;
  if (!types.includes(resource.type.toLowerCase())) {
    const isSilent = own.kind === 'fail' && own.found === 'absent';
    const isCovered = ownersOf(resource, context.evaluation).some(
      (owner) => ownAuditing(owner, context).kind === 'pass',
    );
    if (isSilent || isCovered) return { kind: 'not-applicable', reason: 'its server is judged' };
    return own;
  }
  const databases = relatedOf(resource, context.evaluation, databaseTypes);
  const isEach = databases.every((each) => ownAuditing(each.resource, context).kind === 'pass');
  return databases.length > 0 && isEach ? { kind: 'pass' } : own;
}

export const sqlProtectionRules: readonly TemplateRule[] = [
  resourceRule({
    id: 'SQL003.auditing',
    severity: 'medium',
    title: 'A SQL server is audited',
    rationale:
      'Without an audit log nobody can say who read which table. Nothing is logged until auditing settings say so; those of the server cover all its databases.',
    remedy:
      "Add a Microsoft.Sql/servers/auditingSettings resource named 'default' with properties.state 'Enabled' and a place for the log.",
    references: [
      'https://learn.microsoft.com/azure/azure-sql/database/auditing-overview',
      'https://learn.microsoft.com/azure/templates/microsoft.sql/servers/auditingsettings',
    ],
    aliases: ['CKV_AZURE_23', 'AZR-000187', 'AZU-0027', 'e055285c-bc01-48b4-8aa5-8a54acdd29df'],
    controls: ['MCSB:LT-3', 'CIS:4.1.1'],
    types: [...types, ...databaseTypes],
    example: exampleOf(
      [
        server({}),
        serverChild('auditingSettings', 'default', {
          state: 'Enabled',
          isAzureMonitorTargetEnabled: true,
        }),
      ],
      server({}),
    ),
    check: expectAuditing,
  }),
  resourceRule({
    id: 'SQL003.threat-detection',
    severity: 'medium',
    title: 'A SQL server is watched for attacks',
    rationale:
      'Threat detection reports injection, guessed passwords and odd logins. It is off until a policy of the server or the Defender plan of the subscription turns it on.',
    remedy:
      "Add a Microsoft.Sql/servers/securityAlertPolicies resource named 'Default' with properties.state 'Enabled', or the Microsoft.Security/pricings resource 'SqlServers' with tier Standard.",
    references: [
      'https://learn.microsoft.com/azure/azure-sql/database/azure-defender-for-sql',
      'https://learn.microsoft.com/azure/templates/microsoft.sql/servers/securityalertpolicies',
    ],
    aliases: ['AZR-000186'],
    controls: ['MCSB:LT-1', 'CIS:4.2.1'],
    types,
    example: exampleOf(
      [server({}), serverChild('securityAlertPolicies', 'Default', { state: 'Enabled' })],
      server({}),
    ),
    check: (resource, context) =>
      hasDefenderPlan(context)
        ? { kind: 'pass' }
        : expectRelated(resource, context, {
            types: [
              'microsoft.sql/servers/securityalertpolicies',
              'microsoft.sql/servers/advancedthreatprotectionsettings',
            ],
            judge: isEnabled('threat detection (state)'),
            message: 'no security alert policy is deployed for this SQL server',
            wanted: "securityAlertPolicies with state 'Enabled'",
          }),
  }),
  resourceRule({
    id: 'SQL003.vulnerability-assessment',
    severity: 'medium',
    title: 'A SQL server is assessed for vulnerabilities',
    rationale:
      'The assessment finds excessive rights, open settings and sensitive data without protection. It is off until it is deployed.',
    remedy:
      "Add a Microsoft.Sql/servers/sqlVulnerabilityAssessments resource named 'default' with properties.state 'Enabled', or vulnerabilityAssessments with recurring scans.",
    references: [
      'https://learn.microsoft.com/azure/azure-sql/database/sql-vulnerability-assessment',
      'https://learn.microsoft.com/azure/templates/microsoft.sql/servers/sqlvulnerabilityassessments',
    ],
    aliases: ['AZR-000455'],
    controls: ['MCSB:PV-5', 'CIS:4.2.2'],
    types,
    example: exampleOf(
      [server({}), serverChild('sqlVulnerabilityAssessments', 'default', { state: 'Enabled' })],
      server({}),
    ),
    check: (resource, context) =>
      expectRelated(resource, context, {
        types: [
          'microsoft.sql/servers/sqlvulnerabilityassessments',
          'microsoft.sql/servers/vulnerabilityassessments',
        ],
        judge: (child) =>
          passingOf(
            isEnabled('vulnerability assessment (state)')(child),
            expectSetting(child, 'properties.recurringScans.isEnabled', {
              holds: isBool(true),
              wanted: 'true',
              what: 'the recurring scan (recurringScans.isEnabled)',
              absent: 'fail',
            }),
          ),
        message: 'no vulnerability assessment is deployed for this SQL server',
        wanted: "sqlVulnerabilityAssessments with state 'Enabled'",
      }),
  }),
  resourceRule({
    id: 'SQL003.encryption',
    severity: 'medium',
    title: 'A database is encrypted at rest',
    rationale:
      'Without transparent data encryption the files and backups of a database can be read by whoever gets hold of them. A new database is encrypted unless a template turns it off.',
    remedy: "Set properties.state of transparentDataEncryption to 'Enabled', or remove it.",
    references: [
      'https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-tde-overview',
      'https://learn.microsoft.com/azure/templates/microsoft.sql/servers/databases/transparentdataencryption',
    ],
    aliases: ['AZR-000191'],
    controls: ['MCSB:DP-4', 'CIS:4.1.5'],
    types: ['microsoft.sql/servers/databases/transparentdataencryption'],
    example: exampleOf(
      serverChild('databases/transparentDataEncryption', 'db/current', { state: 'Enabled' }),
      serverChild('databases/transparentDataEncryption', 'db/current', { state: 'Disabled' }),
    ),
    check: isEnabled('transparent data encryption (state)'),
  }),
  resourceRule({
    id: 'SQL003.entra-only',
    severity: 'medium',
    title: 'A SQL server takes no SQL passwords',
    rationale:
      'A SQL login is a password that several know and nobody changes; with Microsoft Entra ID each caller has an identity. Left out, SQL logins are accepted.',
    remedy:
      'Set properties.administrators.azureADOnlyAuthentication to true, or add a servers/azureADOnlyAuthentications resource with it.',
    references: [
      'https://learn.microsoft.com/azure/azure-sql/database/authentication-azure-ad-only-authentication',
      serverReference,
    ],
    aliases: ['AZR-000369'],
    controls: ['MCSB:IM-1'],
    types,
    example: exampleOf(
      server({ administrators: { azureADOnlyAuthentication: true } }),
      server({ administratorLogin: 'sqladmin' }),
    ),
    check: (resource, context) => {
      const expected = {
        holds: isBool(true),
        wanted: 'true',
        what: 'sign-in with Microsoft Entra ID alone (azureADOnlyAuthentication)',
        absent: 'fail',
        absentMeans: 'false',
      } as const;
      const own = expectSetting(
        resource,
        'properties.administrators.azureADOnlyAuthentication',
        expected,
      );
      if (own.kind === 'pass') return own;
      return (
        judgeRelated(
          resource,
          context,
          ['microsoft.sql/servers/azureadonlyauthentications'],
          (each) => expectSetting(each, 'properties.azureADOnlyAuthentication', expected),
        ) ?? own
      );
    },
  }),
];
