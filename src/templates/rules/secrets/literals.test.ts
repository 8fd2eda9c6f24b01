// What the rules over credentials and secret settings answer beyond their examples.
import { describe, expect, it } from 'vitest';
import { readParameterFile } from '../../arm/expansion/parameter-file.ts';
import { readJson } from '../../arm/syntax/reader.ts';
import { sourceOf } from '../../source.ts';
import { asker } from '../testdata/ask.ts';
import { nested, server } from '../testdata/nested.ts';
import { outcomeText, resultsOf, templateText } from '../testdata/outcomes.ts';
import { secretRules } from './secret-rules.ts';

type Plain = { readonly [name: string]: unknown };

const ask = asker(secretRules);

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

  it.each([
    ['Foo123!aaaa', 1],
    ['', 0],
    ['GEN-PASSWORD', 0],
    ['<password>', 0],
    ['$(password)', 0],
    ['#{password}#', 0],
    ['changeme', 0],
  ])('finds the clear text %j of a secure parameter in the parameter file', (value, count) => {
    const parameters = { secret: { type: 'secureString' }, text: { type: 'string' } };
    const file = sourceOf(
      'main.parameters.json',
      JSON.stringify({ parameters: { secret: { value }, text: { value } } }, null, 2),
    );
    const rules = secretRules.filter(({ id }) => id === 'SEC005');
    const text = templateText({ parameters, resources: [] });
    const results = resultsOf(text, rules, {}, readParameterFile(readJson(file)));
    const found = results.filter(({ outcome }) => outcome.kind === 'fail');
    expect(found).toHaveLength(count);
    for (const { outcome } of found) {
      expect(outcome).toMatchObject({ severity: 'high', at: { source: file } });
      expect(JSON.stringify([outcome.kind === 'fail' ? outcome.message : ''])).not.toContain(value);
    }
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

  it.each([
    ["[parameters('many')]", /^fail: value comes from parameter 'many'/],
    ["[parameters('safe').secrets]", /^pass$/],
    [[{ value: "[parameters('secret')]" }], /^pass$/],
  ])('judges the secrets %j of an app', (secrets, expected) => {
    const app = {
      type: 'Microsoft.App/containerApps',
      apiVersion: '2024-03-01',
      name: 'app',
      properties: { configuration: { secrets } },
    };
    const parameters = { safe: { type: 'secureObject' } };
    expect(ask('SEC006', { parameters, resources: [app] })[0]).toMatch(expected);
  });

  it.each([
    ['Literal123!x', /^fail: Password stands in the template/],
    ["[parameters('secret')]", /^pass$/],
  ])('judges the protected password %s of an extension', (Password, expected) => {
    const extension = {
      type: 'Microsoft.Compute/virtualMachines/extensions',
      apiVersion: '2024-07-01',
      name: 'vm/join',
      properties: {
        publisher: 'Microsoft.Compute',
        type: 'JsonADDomainExtension',
        protectedSettings: { Password },
      },
    };
    expect(ask('SEC006', { resources: [extension] })[0]).toMatch(expected);
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
