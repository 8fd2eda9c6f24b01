import { describe, expect, it } from 'vitest';
import { judge, judgeTemplate } from '../testdata/judged.ts';

function site(properties: object, members: object = {}) {
  return {
    type: 'Microsoft.Web/sites',
    apiVersion: '2023-12-01',
    name: 'app',
    ...members,
    properties,
  };
}

function config(properties: object, name = 'app/web') {
  return { type: 'Microsoft.Web/sites/config', apiVersion: '2023-12-01', name, properties };
}

it.each([
  ['WEB001', { httpsOnly: true }, 'pass'],
  ['WEB001', { httpsOnly: false }, 'fail at "httpsOnly": false'],
  ['WEB001', {}, 'fail at "properties": {}'],
  ['WEB002.tls', { siteConfig: { minTlsVersion: '1.2' } }, 'pass'],
  ['WEB002.tls', { siteConfig: { minTlsVersion: 1.2 } }, 'pass'],
  ['WEB002.tls', { siteConfig: { minTlsVersion: '1.1' } }, 'fail at "minTlsVersion": "1.1"'],
  ['WEB002.tls', { siteConfig: null }, 'pass'],
  ['WEB002.ftps', { siteConfig: { ftpsState: 'FtpsOnly' } }, 'pass'],
  ['WEB002.ftps', { siteConfig: { ftpsState: 'AllAllowed' } }, 'fail at "ftpsState": "AllAllowed"'],
  ['WEB002.ftps', { siteConfig: {} }, 'fail at "siteConfig": {}'],
  [
    'WEB002.debugging',
    { siteConfig: { remoteDebuggingEnabled: true } },
    'fail at "remoteDebuggingEnabled": true',
  ],
  ['WEB002.debugging', {}, 'pass'],
  ['WEB003.cors', { siteConfig: { cors: { allowedOrigins: ['https://a.example'] } } }, 'pass'],
  [
    'WEB003.cors',
    { siteConfig: { cors: { allowedOrigins: ['https://a.example', '*'] } } },
    'fail at "*"',
  ],
  ['WEB003.cors', {}, 'pass'],
  ['WEB003.client-certificates', { clientCertEnabled: true }, 'pass'],
  ['WEB003.client-certificates', {}, 'fail at "properties": {}'],
  ['WEB003.public-access', { publicNetworkAccess: 'Disabled' }, 'pass'],
  ['WEB003.public-access', { siteConfig: { publicNetworkAccess: 'Disabled' } }, 'pass'],
  ['WEB003.public-access', { siteConfig: { ipSecurityRestrictionsDefaultAction: 'Deny' } }, 'pass'],
  [
    'WEB003.public-access',
    { publicNetworkAccess: 'Enabled' },
    'fail at "publicNetworkAccess": "Enabled"',
  ],
  ['WEB003.public-access', {}, 'fail at "properties": {}'],
])('%s: a site and a slot with %j give %s', (id, properties, expected) => {
  expect(judge(id, site(properties))).toStrictEqual([expected]);
  const slot = { type: 'Microsoft.Web/sites/slots', name: 'app/staging' };
  expect(judge(id, site(properties, slot))).toStrictEqual([expected]);
});

it.each([
  [{ identity: { type: 'SystemAssigned' } }, 'pass'],
  [{ identity: { type: 'SystemAssigned, UserAssigned' } }, 'pass'],
  [{ identity: { type: 'None' } }, 'fail at "type": "None"'],
  [{ identity: {} }, 'fail at "identity": {}'],
  [{}, 'fail at "type": "Microsoft.Web/sites"'],
])('WEB002.identity: %j gives %s', (members, expected) => {
  expect(judge('WEB002.identity', site({}, members))).toStrictEqual([expected]);
});

describe('settings of config/web', () => {
  const off = config({ remoteDebuggingEnabled: false });
  const on = config({ remoteDebuggingEnabled: true });
  const wrong = site({ siteConfig: { remoteDebuggingEnabled: true } });

  it('count before those of the site', () => {
    expect(judge('WEB002.debugging', wrong, off)).toStrictEqual(['pass', 'not-applicable']);
    expect(judge('WEB002.debugging', site({}), on)).toStrictEqual([
      'fail at "remoteDebuggingEnabled": true',
      'not-applicable',
    ]);
  });

  it('count where they are nested in the site, or in its slot', () => {
    const nested = { ...off, type: 'config', name: 'web' };
    expect(judge('WEB002.debugging', { ...wrong, resources: [nested] })).toStrictEqual([
      'pass',
      'not-applicable',
    ]);
    const slot = { ...wrong, type: 'Microsoft.Web/sites/slots', name: 'app/staging' };
    const type = 'Microsoft.Web/sites/slots/config';
    expect(
      judge('WEB002.debugging', slot, { ...off, type, name: 'app/staging/web' }),
    ).toStrictEqual(['pass', 'not-applicable']);
  });

  it('leave what they do not give to the site', () => {
    expect(judge('WEB002.debugging', wrong, config({ alwaysOn: true }))).toStrictEqual([
      'fail at "remoteDebuggingEnabled": true',
      'not-applicable',
    ]);
  });

  it('are not those of other names, or of another site', () => {
    expect(
      judge(
        'WEB002.debugging',
        wrong,
        config({ remoteDebuggingEnabled: false }, 'app/appsettings'),
      ),
    ).toStrictEqual(['fail at "remoteDebuggingEnabled": true', 'not-applicable']);
    expect(
      judge('WEB002.debugging', wrong, config({ remoteDebuggingEnabled: false }, 'other/web')),
    ).toStrictEqual(['fail at "remoteDebuggingEnabled": true', 'pass']);
  });

  it('are judged alone where the site is not deployed with them', () => {
    expect(judge('WEB002.debugging', on)).toStrictEqual(['fail at "remoteDebuggingEnabled": true']);
    expect(judge('WEB002.ftps', config({}))).toStrictEqual(['not-applicable']);
  });

  it('are undecided under a condition that decides', () => {
    const template = (parent: object, child: object) => ({
      parameters: { all: { type: 'object' } },
      resources: [parent, { ...child, condition: "[parameters('all').harden]" }],
    });
    expect(judgeTemplate('WEB002.debugging', template(wrong, off))[0]).toBe(
      'undecided at "name": "app/web"',
    );
    expect(judgeTemplate('WEB002.debugging', template(wrong, on))[0]).toMatch(/^fail/);
    expect(judgeTemplate('WEB002.debugging', template(site({}), off))[0]).toBe('pass');
  });

  it('are undecided where the site that they belong to is not known', () => {
    expect(
      judgeTemplate('WEB002.debugging', {
        parameters: { site: { type: 'string' } },
        resources: [wrong, config(off.properties, "[concat(parameters('site'), '/web')]")],
      })[0],
    ).toMatch(/^undecided/);
  });
});

it('WEB003.cors is undecided of an origin that is not known, not of one beside *', () => {
  const template = (allowedOrigins: readonly string[]) => ({
    parameters: { origin: { type: 'string' } },
    resources: [site({ siteConfig: { cors: { allowedOrigins } } })],
  });
  const unknown = "[parameters('origin')]";
  expect(judgeTemplate('WEB003.cors', template([unknown]))).toStrictEqual([
    `undecided at "${unknown}"`,
  ]);
  expect(judgeTemplate('WEB003.cors', template([unknown, '*']))).toStrictEqual(['fail at "*"']);
});
