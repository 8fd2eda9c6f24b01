import { describe, expect, it } from 'vitest';
import { judge, judgeTemplate } from '../testdata/judged.ts';

function account(properties: object | null, apiVersion = '2023-05-01') {
  return {
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion,
    name: 'stone',
    properties,
  };
}

describe('STO001, secure transfer', () => {
  it.each([
    ['on', { supportsHttpsTrafficOnly: true }, '2023-05-01', 'pass'],
    ['on, as text', { supportsHttpsTrafficOnly: 'True' }, '2023-05-01', 'pass'],
    ['on, in other case', { SupportsHTTPSTrafficOnly: true }, '2023-05-01', 'pass'],
    [
      'off',
      { supportsHttpsTrafficOnly: false },
      '2023-05-01',
      'fail at "supportsHttpsTrafficOnly": false',
    ],
    ['absent, first version with the new default', {}, '2019-04-01', 'pass'],
    ['absent, a preview of that day', {}, '2019-04-01-preview', 'pass'],
    ['absent, last version with the old default', {}, '2018-11-01', 'fail at "properties": {}'],
    [
      'null, old default',
      { supportsHttpsTrafficOnly: null },
      '2018-11-01',
      'fail at "supportsHttpsTrafficOnly": null',
    ],
    ['no properties, old default', null, '2016-01-01', 'fail at "properties": null'],
  ])('%s: %j in %s gives %s', (_, properties, apiVersion, expected) => {
    expect(judge('STO001', account(properties, apiVersion))).toStrictEqual([expected]);
  });

  it('is undecided when the setting is a parameter without a value', () => {
    expect(
      judgeTemplate('STO001', {
        parameters: { https: { type: 'object' } },
        resources: [account({ supportsHttpsTrafficOnly: "[parameters('https').on]" })],
      }),
    ).toStrictEqual([`undecided at "supportsHttpsTrafficOnly": "[parameters('https').on]"`]);
  });

  it('is undecided when the default depends on an apiVersion that is not known', () => {
    const given = { parameters: { version: { type: 'string' } } };
    const version = "[parameters('version')]";
    expect(judgeTemplate('STO001', { ...given, resources: [account({}, version)] })).toStrictEqual([
      'undecided at "properties": {}',
    ]);
    expect(
      judgeTemplate('STO001', {
        ...given,
        resources: [account({ supportsHttpsTrafficOnly: true }, version)],
      }),
    ).toStrictEqual(['pass']);
  });
});

describe('STO002, minimum TLS', () => {
  it.each([
    [{ minimumTlsVersion: 'TLS1_2' }, 'pass'],
    [{ minimumTlsVersion: 'TLS1_3' }, 'pass'],
    [{ minimumTlsVersion: 'TLS1_1' }, 'fail at "minimumTlsVersion": "TLS1_1"'],
    [{}, 'fail at "properties": {}'],
  ])('%j gives %s', (properties, expected) => {
    expect(judge('STO002', account(properties))).toStrictEqual([expected]);
  });
});

describe('STO003, public blobs', () => {
  it.each([
    [{ allowBlobPublicAccess: false }, 'pass'],
    [{ allowBlobPublicAccess: true }, 'fail at "allowBlobPublicAccess": true'],
    [{}, 'fail (low) at "properties": {}'],
  ])('an account with %j gives %s', (properties, expected) => {
    expect(judge('STO003.account', account(properties))).toStrictEqual([expected]);
  });

  it.each([
    ['None', 'pass'],
    ['Blob', 'fail at "publicAccess": "Blob"'],
    ['container', 'fail at "publicAccess": "container"'],
  ])('a container that is %s gives %s', (publicAccess, expected) => {
    const properties = { publicAccess };
    const type = 'Microsoft.Storage/storageAccounts/blobServices/containers';
    const name = 'stone/default/reports';
    expect(
      judge('STO003.container', { type, apiVersion: '2023-05-01', name, properties }),
    ).toStrictEqual([expected]);
    const nested = { type: 'blobServices/containers', name: 'default/reports' };
    expect(
      judge('STO003.container', {
        ...account({}),
        resources: [{ ...nested, apiVersion: '2023-05-01', properties }],
      }),
    ).toStrictEqual([expected]);
  });

  it('a container that says nothing is private', () => {
    const type = 'Microsoft.Storage/storageAccounts/blobServices/containers';
    expect(
      judge('STO003.container', { type, apiVersion: '2023-05-01', name: 'stone/default/reports' }),
    ).toStrictEqual(['pass']);
  });
});

describe('STO004, networks', () => {
  it.each([
    [{ networkAcls: { defaultAction: 'Deny' } }, 'pass'],
    [{ networkAcls: { defaultAction: 'deny' }, publicNetworkAccess: 'Enabled' }, 'pass'],
    [{ publicNetworkAccess: 'Disabled', networkAcls: { defaultAction: 'Allow' } }, 'pass'],
    [{ publicNetworkAccess: 'SecuredByPerimeter' }, 'pass'],
    [{ networkAcls: { defaultAction: 'Allow' } }, 'fail at "defaultAction": "Allow"'],
    [{ networkAcls: { bypass: 'None' } }, 'fail at "networkAcls": {'],
    [{ networkAcls: 'Deny' }, 'fail at "networkAcls": "Deny"'],
    [{}, 'fail at "properties": {}'],
  ])('%j gives %s', (properties, expected) => {
    expect(judge('STO004', account(properties))).toStrictEqual([expected]);
  });
});

describe('STO005, shared keys', () => {
  it.each([
    [{ allowSharedKeyAccess: false }, 'pass'],
    [{ allowSharedKeyAccess: true }, 'fail at "allowSharedKeyAccess": true'],
    [{}, 'fail at "properties": {}'],
  ])('%j gives %s', (properties, expected) => {
    expect(judge('STO005', account(properties))).toStrictEqual([expected]);
  });

  it('judges each of a loop and leaves out what is there already', () => {
    const loop = { copy: { name: 'accounts', count: 2 }, name: "[concat('st', copyIndex())]" };
    expect(judge('STO005', { ...account({ allowSharedKeyAccess: false }), ...loop })).toStrictEqual(
      ['pass', 'pass'],
    );
    expect(
      judgeTemplate('STO005', {
        languageVersion: '2.0',
        resources: { one: { ...account({}), existing: true } },
      }),
    ).toStrictEqual([]);
  });
});
