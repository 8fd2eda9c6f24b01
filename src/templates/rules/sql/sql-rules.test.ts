import { describe, expect, it } from 'vitest';
import { judge, judgeTemplate } from '../testdata/judged.ts';

function server(properties: object = {}) {
  return { type: 'Microsoft.Sql/servers', apiVersion: '2023-08-01', name: 'sql', properties };
}

function child(kind: string, name: string, properties: object) {
  const type = `Microsoft.Sql/servers/${kind}`;
  return { type, apiVersion: '2023-08-01', name: `sql/${name}`, properties };
}

describe('SQL001, firewall rules', () => {
  it.each([
    ['203.0.113.0', '203.0.113.255', 'pass', 'pass'],
    ['0.0.0.0', '255.255.255.255', 'fail at "endIpAddress": "255.255.255.255"', 'pass'],
    // Not every address, and everyone's all the same.
    ['1.0.0.0', '223.255.255.255', 'fail at "endIpAddress": "223.255.255.255"', 'pass'],
    ['0.0.0.0/0', '255.255.255.255', 'fail at "endIpAddress": "255.255.255.255"', 'pass'],
    ['0.0.0.0', '0.0.0.0', 'pass', 'fail at "endIpAddress": "0.0.0.0"'],
    ['0.0.0.0', '0.0.0.255', 'pass', 'pass'],
    ['300.0.0.0', 'x', 'pass', 'pass'],
    ['0.0.0.0', '127.255.255.255', 'fail at "endIpAddress": "127.255.255.255"', 'pass'],
    ['128.0.0.0', '255.255.255.255', 'fail at "endIpAddress": "255.255.255.255"', 'pass'],
  ])('%s to %s: internet %s, Azure %s', (startIpAddress, endIpAddress, internet, azure) => {
    const rule = child('firewallRules', 'r', { startIpAddress, endIpAddress });
    expect(judge('SQL001.internet', rule)).toStrictEqual([internet]);
    expect(judge('SQL001.azure', rule)).toStrictEqual([azure]);
  });

  it('finds pieces that let in the internet together, but no small rule beside them', () => {
    const pieces = Array.from({ length: 28 }, (_, index) =>
      child('firewallRules', `r${index}`, {
        startIpAddress: `${index * 8}.0.0.0`,
        endIpAddress: `${index * 8 + 6}.255.255.255`,
      }),
    );
    const office = child('firewallRules', 'office', {
      startIpAddress: '203.0.113.0',
      endIpAddress: '203.0.113.255',
    });
    const found = judge('SQL001.internet', ...pieces, office);
    expect(found.filter((each) => each.startsWith('fail'))).toHaveLength(28);
    expect(found.at(-1)).toBe('pass');
    expect(judge('SQL001.internet', ...pieces.slice(0, 9))).toStrictEqual(Array(9).fill('pass'));
  });

  it('judges rules that are nested in their server, and is undecided of an address not known', () => {
    const properties = { startIpAddress: '0.0.0.0', endIpAddress: "[parameters('end')]" };
    expect(
      judgeTemplate('SQL001.internet', {
        parameters: { end: { type: 'string' } },
        resources: [
          {
            ...server(),
            resources: [{ type: 'firewallRules', apiVersion: '2023-08-01', name: 'r', properties }],
          },
        ],
      }),
    ).toStrictEqual([`undecided at "endIpAddress": "[parameters('end')]"`]);
  });
});

it.each([
  ['SQL002.tls', { minimalTlsVersion: '1.2' }, 'pass'],
  ['SQL002.tls', { minimalTlsVersion: 1.3 }, 'pass'],
  ['SQL002.tls', { minimalTlsVersion: '1.1' }, 'fail at "minimalTlsVersion": "1.1"'],
  ['SQL002.tls', {}, 'fail at "properties": {}'],
  ['SQL002.public-access', { publicNetworkAccess: 'Disabled' }, 'pass'],
  [
    'SQL002.public-access',
    { publicNetworkAccess: 'Enabled' },
    'fail at "publicNetworkAccess": "Enabled"',
  ],
  ['SQL002.public-access', {}, 'fail at "properties": {}'],
  ['SQL003.entra-only', { administrators: { azureADOnlyAuthentication: true } }, 'pass'],
  ['SQL003.entra-only', { administrators: {} }, 'fail at "administrators": {}'],
])('%s: %j gives %s', (id, properties, expected) => {
  expect(judge(id, server(properties))).toStrictEqual([expected]);
});

describe('SQL003, what stands beside a server', () => {
  const missing = 'fail at "name": "sql"';
  it.each([
    ['SQL003.auditing', 'auditingSettings', { state: 'Enabled' }, 'pass'],
    ['SQL003.auditing', 'extendedAuditingSettings', { state: 'Enabled' }, 'pass'],
    ['SQL003.auditing', 'auditingSettings', { state: 'Disabled' }, 'fail at "state": "Disabled"'],
    ['SQL003.auditing', 'firewallRules', { state: 'Enabled' }, missing],
    ['SQL003.threat-detection', 'securityAlertPolicies', { state: 'Enabled' }, 'pass'],
    ['SQL003.threat-detection', 'advancedThreatProtectionSettings', { state: 'Enabled' }, 'pass'],
    ['SQL003.threat-detection', 'auditingSettings', { state: 'Enabled' }, missing],
    [
      'SQL003.vulnerability-assessment',
      'sqlVulnerabilityAssessments',
      { state: 'Enabled' },
      'pass',
    ],
    [
      'SQL003.vulnerability-assessment',
      'vulnerabilityAssessments',
      { recurringScans: { isEnabled: true } },
      'pass',
    ],
    ['SQL003.vulnerability-assessment', 'keys', {}, missing],
    [
      'SQL003.entra-only',
      'azureADOnlyAuthentications',
      { azureADOnlyAuthentication: true },
      'pass',
    ],
    ['SQL003.entra-only', 'keys', {}, 'fail at "properties": {}'],
  ])('%s with %s %j gives %s', (id, kind, properties, expected) => {
    expect(judge(id, server(), child(kind, 'default', properties))).toStrictEqual([expected]);
  });

  it('takes the Defender plan as threat detection', () => {
    const plan = (pricingTier: string) => ({
      type: 'Microsoft.Security/pricings',
      apiVersion: '2024-01-01',
      name: 'SqlServers',
      properties: { pricingTier },
    });
    expect(judge('SQL003.threat-detection', server(), plan('Standard'))).toStrictEqual(['pass']);
    expect(judge('SQL003.threat-detection', server(), plan('Free'))).toStrictEqual([missing]);
  });

  it('is audited when each of its databases is', () => {
    const database = (name: string) => child('databases', name, {});
    const audited = (name: string) =>
      child('databases/auditingSettings', `${name}/default`, { state: 'Enabled' });
    const all = [server(), database('a'), database('b'), audited('a')];
    expect(judge('SQL003.auditing', ...all)).toStrictEqual([missing, 'pass', 'not-applicable']);
    expect(judge('SQL003.auditing', ...all, audited('b'))).toStrictEqual(['pass', 'pass', 'pass']);
  });

  it('is undecided when auditing is under a condition of its own', () => {
    const settings = child('auditingSettings', 'default', { state: 'Enabled' });
    const template = (condition: string) => ({
      parameters: { all: { type: 'object' } },
      resources: [server(), { ...settings, condition }],
    });
    expect(judgeTemplate('SQL003.auditing', template("[parameters('all').audit]"))).toStrictEqual([
      'undecided at "name": "sql/default"',
    ]);
    expect(judgeTemplate('SQL003.auditing', template('[true()]'))).toStrictEqual(['pass']);
    expect(judgeTemplate('SQL003.auditing', template('[false()]'))).toStrictEqual([missing]);
  });
});

describe('SQL003, settings of auditing, alerts and databases', () => {
  const database = 'databases/transparentDataEncryption';
  it.each([
    ['SQL003.encryption', database, { state: 'Enabled' }, 'pass'],
    ['SQL003.encryption', database, { status: 'Enabled' }, 'pass'],
    ['SQL003.encryption', database, { state: 'Disabled' }, 'fail at "state": "Disabled"'],
    ['SQL003.retention', 'auditingSettings', { state: 'Enabled', retentionDays: 90 }, 'pass'],
    ['SQL003.retention', 'auditingSettings', { state: 'Enabled', retentionDays: '365' }, 'pass'],
    ['SQL003.retention', 'auditingSettings', { state: 'Enabled', retentionDays: 0 }, 'pass'],
    ['SQL003.retention', 'auditingSettings', { state: 'Enabled' }, 'pass'],
    [
      'SQL003.retention',
      'databases/auditingSettings',
      { state: 'Enabled', retentionDays: 89 },
      'fail at "retentionDays": 89',
    ],
    [
      'SQL003.retention',
      'auditingSettings',
      { state: 'Disabled', retentionDays: 1 },
      'not-applicable',
    ],
    [
      'SQL003.retention',
      'auditingSettings',
      { state: 'Enabled', isAzureMonitorTargetEnabled: true, retentionDays: 1 },
      'not-applicable',
    ],
    ['SQL003.alert-types', 'securityAlertPolicies', { state: 'Enabled' }, 'pass'],
    [
      'SQL003.alert-types',
      'securityAlertPolicies',
      { state: 'Enabled', disabledAlerts: [''] },
      'pass',
    ],
    [
      'SQL003.alert-types',
      'securityAlertPolicies',
      { state: 'Enabled', disabledAlerts: ['Sql_Injection'] },
      'fail at "disabledAlerts": [',
    ],
    [
      'SQL003.alert-emails',
      'securityAlertPolicies',
      { state: 'Enabled', emailAddresses: ['a@b.c'] },
      'pass',
    ],
    [
      'SQL003.alert-emails',
      'securityAlertPolicies',
      { state: 'Enabled', emailAddresses: [''] },
      'fail at "emailAddresses": [',
    ],
    [
      'SQL003.alert-emails',
      'securityAlertPolicies',
      { state: 'Enabled' },
      'fail at "properties": {',
    ],
    [
      'SQL003.alert-admins',
      'securityAlertPolicies',
      { state: 'Enabled', emailAccountAdmins: true },
      'pass',
    ],
    [
      'SQL003.alert-admins',
      'securityAlertPolicies',
      { state: 'Enabled', emailAccountAdmins: 'Enabled' },
      'pass',
    ],
    [
      'SQL003.alert-admins',
      'securityAlertPolicies',
      { state: 'Enabled' },
      'fail at "properties": {',
    ],
    ['SQL003.alert-admins', 'securityAlertPolicies', { state: 'Disabled' }, 'not-applicable'],
  ])('%s: %s with %j gives %s', (id, kind, properties, expected) => {
    const name = kind.startsWith('databases') ? 'db/default' : 'default';
    expect(judge(id, child(kind, name, properties))).toStrictEqual([expected]);
  });
});
