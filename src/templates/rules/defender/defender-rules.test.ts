import { describe, expect, it } from 'vitest';
import { judge, judgeTemplate } from '../testdata/judged.ts';

function plan(name: string, properties: object) {
  return { type: 'Microsoft.Security/pricings', apiVersion: '2024-01-01', name, properties };
}

describe('plans of Microsoft Defender', () => {
  it.each([
    ['POL005', 'VirtualMachines'],
    ['POL005', 'default'],
    ['POL006', 'Containers'],
    ['POL006', 'ContainerRegistry'],
    ['POL006', 'KubernetesService'],
    ['POL007.key-vaults', 'KeyVaults'],
    ['POL007.storage-accounts', 'StorageAccounts'],
    ['POL007.sql-servers', 'SqlServers'],
    ['POL007.sql-machines', 'SqlServerVirtualMachines'],
    ['POL007.app-services', 'AppServices'],
    ['POL007.resource-manager', 'Arm'],
    ['POL007.open-source-databases', 'OpenSourceRelationalDatabases'],
    ['POL007.cosmos-dbs', 'CosmosDbs'],
    ['POL008', 'CloudPosture'],
  ])('%s judges %s, without case, and no other', (id, name) => {
    expect(judge(id, plan(name, { pricingTier: 'Standard' }))).toStrictEqual(['pass']);
    expect(judge(id, plan(name.toUpperCase(), { pricingTier: 'free' }))).toStrictEqual([
      'fail at "pricingTier": "free"',
    ]);
    expect(judge(id, plan(name, {}))).toStrictEqual(['fail at "properties": {}']);
    expect(judge(id, plan('Dns', { pricingTier: 'Free' }))).toStrictEqual(['not-applicable']);
  });

  it.each([
    [{ pricingTier: 'Standard', subPlan: 'P2' }, 'pass'],
    [{ pricingTier: 'Standard' }, 'pass'],
    [{ pricingTier: 'Standard', subPlan: 'P1' }, 'fail (low) at "subPlan": "P1"'],
    [{ pricingTier: 'Free', subPlan: 'P1' }, 'fail at "pricingTier": "Free"'],
  ])('POL005: %j gives %s', (properties, expected) => {
    expect(judge('POL005', plan('VirtualMachines', properties))).toStrictEqual([expected]);
  });

  it('is undecided which plan it is only where the tier is wrong', () => {
    const template = (pricingTier: string) => ({
      parameters: { plan: { type: 'string' } },
      resources: [plan("[parameters('plan')]", { pricingTier })],
    });
    expect(judgeTemplate('POL008', template('Standard'))).toStrictEqual(['pass']);
    expect(judgeTemplate('POL008', template('Free'))).toStrictEqual([
      `undecided at "name": "[parameters('plan')]"`,
    ]);
  });

  it('judges each plan of a loop', () => {
    expect(
      judgeTemplate('POL007.key-vaults', {
        variables: { names: ['KeyVaults', 'Arm'] },
        resources: [
          {
            ...plan("[variables('names')[copyIndex()]]", { pricingTier: 'Free' }),
            copy: { name: 'plans', count: "[length(variables('names'))]" },
          },
        ],
      }),
    ).toStrictEqual(['fail at "pricingTier": "Free"', 'not-applicable']);
  });
});

describe('POL009, the security contact', () => {
  function contact(properties: object) {
    const type = 'Microsoft.Security/securityContacts';
    return { type, apiVersion: '2020-01-01-preview', name: 'default', properties };
  }
  const alert = { sourceType: 'Alert', minimalSeverity: 'High' };

  it.each([
    ['email', { emails: 'a@b.c' }, 'pass'],
    ['email', { email: 'a@b.c' }, 'pass'],
    ['email', { emails: '' }, 'fail at "emails": ""'],
    ['email', {}, 'fail at "properties": {}'],
    ['alerts', { alertNotifications: 'On' }, 'pass'],
    ['alerts', { alertNotifications: { state: 'On', minimalSeverity: 'High' } }, 'pass'],
    ['alerts', { notificationsSources: [{ sourceType: 'AttackPath' }, alert] }, 'pass'],
    ['alerts', { notificationsSources: [alert], isEnabled: false }, 'fail at "properties": {'],
    ['alerts', { notificationsSources: [{ sourceType: 'AttackPath' }] }, 'fail at "properties": {'],
    ['alerts', { alertNotifications: { state: 'Off' } }, 'fail at "state": "Off"'],
    ['alerts', { alertNotifications: 'Off' }, 'fail at "alertNotifications": "Off"'],
    ['alerts', {}, 'fail at "properties": {}'],
    ['owners', { alertsToAdmins: 'On' }, 'pass'],
    ['owners', { notificationsByRole: { state: 'On', roles: ['Owner'] } }, 'pass'],
    ['owners', { notificationsByRole: { state: 'Off' } }, 'fail at "state": "Off"'],
    ['owners', {}, 'fail at "properties": {}'],
    ['phone', { phone: '+49 30 123456' }, 'pass'],
    ['phone', { phone: ' ' }, 'fail at "phone": " "'],
    ['phone', {}, 'fail at "properties": {}'],
  ])('%s: %j gives %s', (setting, properties, expected) => {
    expect(judge(`POL009.${setting}`, contact(properties))).toStrictEqual([expected]);
  });
});

describe('POL010, roles', () => {
  function role(actions: unknown, assignableScopes?: unknown) {
    return {
      type: 'Microsoft.Authorization/roleDefinitions',
      apiVersion: '2022-04-01',
      name: 'operator',
      properties: { permissions: [{ actions }], assignableScopes },
    };
  }

  const subscription = '/subscriptions/00000000-1111-2222-3333-444444444444';
  it.each([
    [['*'], [subscription], 'fail at "actions": ['],
    [['*'], ['[subscription().id]'], 'fail at "actions": ['],
    [['*'], ['/'], 'fail at "actions": ['],
    [['*'], ['/providers/Microsoft.Management/managementGroups/all'], 'fail at "actions": ['],
    [['*'], [`${subscription}/resourceGroups/rg`, subscription], 'fail at "actions": ['],
    [['*'], undefined, 'fail at "actions": ['],
    [
      ['Microsoft.Authorization/roleDefinitions/write', 'x/read'],
      [subscription],
      'fail at "actions": [',
    ],
    [['*'], [`${subscription}/resourceGroups/rg`], 'pass'],
    [['*/read', 'Microsoft.Compute/*'], [subscription], 'pass'],
    [[], [subscription], 'pass'],
  ])('actions %j in %j give %s', (actions, scopes, expected) => {
    expect(judge('POL010', role(actions, scopes))).toStrictEqual([expected]);
  });

  it('is undecided where actions or scopes are not known', () => {
    const template = (actions: unknown, scopes: unknown) => ({
      parameters: { list: { type: 'array' }, one: { type: 'string' } },
      resources: [role(actions, scopes)],
    });
    const list = "[parameters('list')]";
    expect(judgeTemplate('POL010', template(list, [subscription]))).toStrictEqual([
      `undecided at "actions": "${list}"`,
    ]);
    expect(judgeTemplate('POL010', template(['*'], list))[0]).toMatch(/^undecided/);
    expect(judgeTemplate('POL010', template(['x/read'], list))).toStrictEqual(['pass']);
    expect(judgeTemplate('POL010', template(["[parameters('one')]", '*'], ['/']))).toStrictEqual([
      'fail at "actions": [',
    ]);
  });

  it('judges each permission', () => {
    const { properties, ...members } = role([], [subscription]);
    const permissions = [{ actions: ['*/read'] }, { actions: ['*'] }];
    expect(
      judge('POL010', { ...members, properties: { ...properties, permissions } }),
    ).toStrictEqual(['pass', 'fail at "actions": [']);
  });
});
