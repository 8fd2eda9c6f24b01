// What the rules over secrets answer beyond their examples.
import { describe, expect, it } from 'vitest';
import { asker } from '../testdata/ask.ts';
import { nested, server } from '../testdata/nested.ts';
import { resultsOf, templateText } from '../testdata/outcomes.ts';
import { isSecretName } from './parameter-rules.ts';
import { secretRules } from './secret-rules.ts';

const ask = asker(secretRules);
const none = { resources: [] };

describe('SEC001', () => {
  it.each([
    [{ type: 'secureString', defaultValue: '' }, 'pass'],
    [{ type: 'SecureString', defaultValue: 'x' }, /^fail: the secure parameter 'p'/],
    [{ type: 'securestring', defaultValue: "[concat('P', uniqueString('a'))]" }, /^fail/],
    [{ type: 'securestring', defaultValue: '[utcNow()]' }, /^fail/],
    [{ type: 'securestring', defaultValue: "[concat('P!', newGuid())]" }, 'pass'],
    [{ type: 'securestring', defaultValue: "[parameters('secret')]" }, 'pass'],
    [{ type: 'secureObject', defaultValue: {} }, 'pass'],
    [{ type: 'secureObject', defaultValue: { on: false, list: [] } }, 'pass'],
    [{ type: 'secureObject', defaultValue: { a: { b: 'x' } } }, /^fail/],
    [{ type: 'string', defaultValue: 'x' }, 'pass'],
  ])('judges %j', (p, expected) => {
    expect(ask('SEC001', { ...none, parameters: { p } })[0]).toMatch(expected);
  });
});

describe('SEC002', () => {
  // Names of parameters in Azure's quickstarts.
  it.each([
    ['adminPassword', true],
    ['adminPasswordOrKey', true],
    ['sqlAdministratorLoginPassword', true],
    ['clientSecret', true],
    ['servicePrincipalClientSecret', true],
    ['storageAccountKey', true],
    ['gitSshPrivateKey', true],
    ['dbPwd', true],
    ['_artifactsLocationSasToken', true],
    ['licenseCode', true],
    ['passwordForServiceAccount', true],
    ['publicPassword', true],
    ['adminPass', true],
    ['sqlAdminPw', true],
    ['secretName', false],
    ['secretsPermissions', false],
    ['keyVaultSecretUri', false],
    ['passwordLength', false],
    ['disablePasswordAuthentication', false],
    ['authenticationType', false],
    ['sshPublicKey', false],
    ['sshKeyData', false],
    ['location', false],
    ['tokenLifetime', false],
    ['keyVaultName', false],
    ['partitionKey', false],
  ])('takes %s for a secret: %s', (name, expected) => {
    expect(isSecretName(name)).toBe(expected);
  });

  it.each([
    ['string', /^fail: parameter 'appPassword' .* it must be secureString/],
    ['object', /^fail: .* it must be secureObject/],
    ['secureString', 'pass'],
    ['bool', 'pass'],
    ['array', 'pass'],
  ])('judges the type %s', (type, expected) => {
    expect(ask('SEC002', { ...none, parameters: { appPassword: { type } } })[0]).toMatch(expected);
  });
});

describe('SEC003', () => {
  const account = {
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion: '2023-05-01',
    name: 'data',
    properties: { note: "[parameters('secret')]" },
  };
  const id = "resourceId('Microsoft.Storage/storageAccounts', 'data')";

  it.each([
    [
      { type: 'string', value: `[listKeys(${id}, '2023-05-01').keys[0].value]` },
      /^fail: .*listKeys\(\)/i,
    ],
    [
      { type: 'string', value: `[concat('k=', listKeys(${id}, '2023-05-01').keys[0].value)]` },
      /^fail/,
    ],
    [{ type: 'secureString', value: "[parameters('secret')]" }, 'pass'],
    [{ type: 'object', value: { deep: [{ x: "[parameters('secret')]" }] } }, /^fail: .*'secret'/],
    [{ type: 'object', value: `[reference(${id})]` }, 'pass'],
    [{ type: 'string', value: "[parameters('text')]" }, 'pass'],
  ])('judges %j', (output, expected) => {
    const members = { resources: [account], outputs: { o: output } };
    expect(ask('SEC003', members)[0]).toMatch(expected);
  });
});

describe('SEC003, what gives nothing away', () => {
  it.each([
    ['bool', "[empty(parameters('secret'))]"],
    ['int', "[length(parameters('secret'))]"],
    ['string', "[uniqueString(parameters('secret'))]"],
    ['string', "[guid(parameters('secret'), 'x')]"],
    ['string', "[if(empty(parameters('known')), parameters('text'), guid(parameters('known')))]"],
  ])('passes a %s of %s', (type, value) => {
    const parameters = { known: { type: 'secureString', defaultValue: 'Winter-26' } };
    const outputs = { o: { type, value } };
    expect(ask('SEC003', { ...none, parameters, outputs })).toStrictEqual(['pass']);
  });

  it('stands at the expression of the output', () => {
    const value = "[variables('z').q]";
    const variables = { z: { q: "[parameters('key')]" } };
    const parameters = { key: { type: 'secureString' } };
    const outputs = { o: { type: 'string', value } };
    const text = templateText({ ...none, parameters, variables, outputs });
    const [result] = resultsOf(
      text,
      secretRules.filter(({ id }) => id === 'SEC003'),
    );
    const { outcome } = result ?? expect.fail('no result');
    const at = outcome.kind === 'fail' ? outcome.at : expect.fail(outcome.kind);
    expect(text.slice(at.start, at.end)).toBe(`"${value}"`);
  });
});

describe('SEC004', () => {
  it.each([
    ['secureString', "[parameters('secret')]", /^fail/],
    ['string', "[parameters('text')]", /^pass$/],
    ['bool', "[empty(parameters('secret'))]", /^pass$/],
  ])('judges an output %s of %s in the outer scope', (type, value, expected) => {
    const resources = [nested(undefined, { resources: [], outputs: { o: { type, value } } })];
    expect(ask('SEC004', { resources }).at(-1)).toMatch(expected);
  });

  it.each([
    ['string', "[parameters('secret')]", /^fail: parameter 'p' .* is given a secret/],
    ['object', { key: "[parameters('secret')]" }, /^fail: parameter 'p'/],
    ['secureString', "[parameters('secret')]", /^pass$/],
    ['string', "[parameters('text')]", /^pass$/],
  ])('judges a %s of the inner scope that is given %j', (type, value, expected) => {
    const inner = { resources: [], parameters: { p: { type } } };
    const resources = [nested('inner', inner, { p: { value } })];
    expect(ask('SEC004', { resources }).at(-1)).toMatch(expected);
  });

  it('counts a nested deployment without a scope as outer, and one without secrets as right', () => {
    const secret = { resources: [server("[parameters('secret')]")] };
    expect(ask('SEC004', { resources: [nested(undefined, secret)] })).toStrictEqual([
      expect.stringMatching(/^not-applicable/),
      expect.stringMatching(/^fail: a nested deployment without a scope of its own/),
    ]);
    const plain = { resources: [server("[parameters('text')]")] };
    expect(ask('SEC004', { resources: [nested('outer', plain)] })[1]).toBe('pass');
  });
});
