// What the rules over secrets answer beyond their examples.
import { describe, expect, it } from 'vitest';
import { readParameterFile } from '../../arm/expansion/parameter-file.ts';
import { readJson } from '../../arm/syntax/reader.ts';
import { sourceOf } from '../../source.ts';
import { asker } from '../testdata/ask.ts';
import { outcomeText, resultsOf, templateText } from '../testdata/outcomes.ts';
import { isSecretName } from './parameter-rules.ts';
import { secretRules } from './secret-rules.ts';

type Plain = { readonly [name: string]: unknown };

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

function nested(scope: string | undefined, inner: Plain, passed?: Plain): Plain {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'inner',
    properties: {
      mode: 'Incremental',
      ...(scope === undefined ? {} : { expressionEvaluationOptions: { scope } }),
      ...(passed === undefined ? {} : { parameters: passed }),
      template: JSON.parse(templateText(inner)) as unknown,
    },
  };
}

const server = (administratorLoginPassword: unknown): Plain => ({
  type: 'Microsoft.Sql/servers',
  apiVersion: '2023-08-01',
  name: 'sql',
  properties: { administratorLoginPassword },
});

describe('SEC004', () => {
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

describe('SEC005', () => {
  const key = `AccountKey=${'Ab1/'.repeat(21)}Zz==`;

  it('looks once through the file, nested templates included, and stands at the credential', () => {
    const text = templateText({
      resources: [nested('inner', { resources: [], variables: { key } })],
    });
    const results = resultsOf(
      text,
      secretRules.filter(({ id }) => id === 'SEC005'),
    );
    const failing = results.filter(({ outcome }) => outcome.kind === 'fail');
    expect(failing).toHaveLength(1);
    const [found] = failing;
    const at = found?.outcome.kind === 'fail' ? found.outcome.at : undefined;
    expect(at?.source.text.slice(at.start, at.end)).toBe(key.replace('AccountKey=', ''));
  });

  it('looks through the parameter file', () => {
    const file = JSON.stringify({ parameters: { text: { value: key } } });
    const given = readParameterFile(readJson(sourceOf('main.parameters.json', file)));
    const template = templateText({ parameters: { text: { type: 'string' } }, resources: [] });
    const rules = secretRules.filter(({ id }) => id === 'SEC005');
    const results = resultsOf(template, rules, {}, given);
    expect(results.map(outcomeText)).toStrictEqual([
      'fail 1: a storage or database account key stands in the file',
    ]);
    const [result] = results;
    expect(result?.outcome.kind === 'fail' && result.outcome.at.source.path).toBe(
      'main.parameters.json',
    );
  });

  it('never shows the credential', () => {
    const text = templateText({ resources: [], variables: { key } });
    const results = resultsOf(text, secretRules);
    expect(JSON.stringify(results.map((each) => outcomeText(each)))).not.toContain('Ab1/');
  });
});

describe('SEC006', () => {
  const password = { password: { type: 'secureString' } };
  const plainPassword = { password: { type: 'string' } };
  const inner = (parameters: Plain) => ({
    parameters,
    resources: [server("[parameters('password')]")],
  });
  const kept = (expression: string) => ({ password: { value: expression } });

  it.each([
    ['a secure parameter', [server("[parameters('secret')]")], 'pass'],
    [
      'a plain one',
      [server("[parameters('text')]")],
      /^fail: .*parameter 'text', which is not secure/,
    ],
    ['a literal', [server('Winter-26')], /^fail: .*stands in the template/],
    ['nothing', [server(null)], /^not-applicable/],
    ['a key', [server("[listKeys('/subscriptions/s/x', '2020-01-01').key]")], 'pass'],
    [
      'a secure parameter through an inner scope',
      [nested('inner', inner(password), kept("[parameters('secret')]"))],
      /^pass$/,
    ],
    [
      'a plain parameter through a secure one of an inner scope',
      [nested('inner', inner(password), kept("[parameters('text')]"))],
      /^fail: .*parameter 'text'/,
    ],
    [
      'a literal through a secure one of an inner scope',
      [nested('inner', inner(password), kept('Winter-26'))],
      /^fail: .*stands in the template/,
    ],
    [
      'a secure parameter through a plain one of an inner scope',
      [nested('inner', inner(plainPassword), kept("[parameters('secret')]"))],
      /^fail: .*parameter 'password'/,
    ],
    [
      'a Key Vault reference of an inner scope',
      [
        nested('inner', inner(password), {
          password: { reference: { keyVault: { id: '/x' }, secretName: 's' } },
        }),
      ],
      /^pass$/,
    ],
  ])('judges %s', (_, resources, expected) => {
    const found = ask('SEC006', { resources });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  it.each([
    ["[if(empty(parameters('secret')), 'Passw0rd123!', parameters('secret'))]", /^fail: .*stands/],
    ["[if(empty(parameters('secret')), variables('w'), parameters('secret'))]", /^fail: .*stands/],
    [
      "[if(empty(parameters('secret')), parameters('text'), parameters('secret'))]",
      /^fail: .*'text'/,
    ],
    ["[if(empty(parameters('empty')), 'Passw0rd123!', parameters('empty'))]", /^fail: .*stands/],
    ["[take(concat('Fixed-Passw0rd1', parameters('secret')), 15)]", /^fail: .*stands/],
    ["[first(createArray('Passw0rd123!', parameters('secret')))]", /^fail: .*stands/],
    ["[concat('Prefix-', parameters('secret'))]", /^pass$/],
    ["[if(empty(parameters('secret')), '', parameters('secret'))]", /^pass$/],
    ["[if(equals(parameters('text'), 'x'), parameters('secret'), parameters('other'))]", /^pass$/],
    ["[take(parameters('secret'), 20)]", /^pass$/],
    ["[base64(parameters('secret'))]", /^pass$/],
  ])('follows %s to each that it may be', (value, expected) => {
    const parameters = {
      empty: { type: 'secureString', defaultValue: '' },
      other: { type: 'secureString' },
    };
    const variables = { w: 'Winter-26' };
    expect(ask('SEC006', { parameters, variables, resources: [server(value)] })).toStrictEqual([
      expect.stringMatching(expected),
    ]);
  });

  it('follows a secret through variables and objects', () => {
    const variables = { login: { password: "[parameters('secret')]" } };
    const resources = [server("[variables('login').password]")];
    expect(ask('SEC006', { variables, resources })).toStrictEqual(['pass']);
  });

  it('judges each item of an array, and a connection string by what it holds', () => {
    const site = {
      type: 'Microsoft.Web/sites',
      apiVersion: '2023-12-01',
      name: 'app',
      properties: {
        siteConfig: {
          connectionStrings: [
            { connectionString: 'Server=x;Authentication=Active Directory Managed Identity' },
            { connectionString: 'Server=x;Password=Winter-26' },
            { connectionString: "[parameters('secret')]" },
          ],
        },
      },
    };
    expect(ask('SEC006', { resources: [site] })).toStrictEqual([
      'fail: connectionString stands in the template',
      'pass',
    ]);
  });
});
