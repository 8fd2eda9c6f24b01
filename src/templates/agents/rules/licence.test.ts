import { describe, expect, it } from 'vitest';
import { readParameterFile } from '../../arm/expansion/parameter-file.ts';
import { readJson } from '../../arm/syntax/reader.ts';
import type { Example } from '../../rules/rule.ts';
import { resultsOf, templateText } from '../../rules/testdata/outcomes.ts';
import { sourceOf } from '../../source.ts';
import { nested, qualys, template, vm } from '../testdata/cells.ts';
import { licenceRules } from './licence.ts';

const code = 'eyJ-the-code-itself';

interface Found {
  readonly rule: string;
  /** The text that the finding stands at. */
  readonly at: string;
  readonly path: string;
}

function failures(example: Example, parameterFile?: object): Found[] {
  const given =
    parameterFile === undefined
      ? undefined
      : readParameterFile(
          readJson(sourceOf('main.parameters.json', JSON.stringify({ parameters: parameterFile }))),
        );
  return resultsOf(templateText(example), licenceRules, {}, given).flatMap(({ rule, outcome }) => {
    if (outcome.kind !== 'fail') return [];
    expect(`${outcome.message} ${outcome.found} ${outcome.wanted}`).not.toContain(code);
    const { source, start, end } = outcome.at;
    return [{ rule: rule.id, at: source.text.slice(start, end), path: source.path }];
  });
}

const settings = (LicenseCode: unknown, place = 'settings') =>
  qualys('a', { [place]: { LicenseCode } });
const secure = { parameters: { code: { type: 'secureString' } } };
const parameter = "[parameters('code')]";
const clear = (at: string) => ({ rule: 'AGT005', at, path: 'main.json' });
const literal = { rule: 'AGT004', at: `"${code}"`, path: 'main.json' };

describe('the licence code of Qualys', () => {
  it.each<[string, Example, Found[]]>([
    [
      'from a secure parameter, protected',
      template([settings(parameter, 'protectedSettings')], secure),
      [],
    ],
    [
      'from a secure parameter in clear text',
      template([settings(parameter)], secure),
      [clear("parameters('code')")],
    ],
    ['as a literal', template([settings(code, 'protectedSettings')]), [literal]],
    ['as a literal in clear text', template([settings(code)]), [literal, clear(`"${code}"`)]],
    [
      'as a literal variable',
      template([settings("[variables('q').key]", 'protectedSettings')], {
        variables: { q: { key: code } },
      }),
      [literal],
    ],
    [
      'as one of two branches',
      template(
        [
          settings(
            `[if(empty(parameters('code')), '${code}', parameters('code'))]`,
            'protectedSettings',
          ),
        ],
        secure,
      ),
      [{ ...literal, at: `if(empty(parameters('code')), '${code}', parameters('code'))` }],
    ],
    [
      'as a default',
      template([settings(parameter, 'protectedSettings')], {
        parameters: { code: { type: 'secureString', defaultValue: code } },
      }),
      [literal],
    ],
    [
      'as an empty default',
      template([settings(parameter, 'protectedSettings')], {
        parameters: { code: { type: 'secureString', defaultValue: '' } },
      }),
      [],
    ],
    [
      'as a placeholder of a pipeline',
      template([settings('#{QUALYS_CODE}#', 'protectedSettings')]),
      [],
    ],
    [
      'in an object that is a parameter',
      template([qualys('a', { protectedSettings: "[parameters('all')]" })], {
        parameters: { all: { type: 'object', defaultValue: { LicenseCode: code } } },
      }),
      [{ rule: 'AGT006', at: '"all"', path: 'main.json' }, literal],
    ],
    [
      'from a plain parameter',
      template([settings(parameter, 'protectedSettings')], {
        parameters: { code: { type: 'string' } },
      }),
      [{ rule: 'AGT006', at: '"code"', path: 'main.json' }],
    ],
    [
      'through a plain parameter of a deployment inside',
      template(
        [
          nested(
            'd',
            [settings("[parameters('inner')]", 'protectedSettings')],
            {},
            { parameters: { inner: { type: 'string' } } },
            { inner: { value: parameter } },
          ),
        ],
        secure,
      ),
      [{ rule: 'AGT006', at: '"inner"', path: 'main.json' }],
    ],
    [
      'of another extension',
      template([qualys('a', { publisher: 'Other', settings: { LicenseCode: code } })]),
      [],
    ],
    [
      'in a scale set',
      template([
        {
          type: 'Microsoft.Compute/virtualMachineScaleSets',
          apiVersion: '2024-07-01',
          name: 's',
          properties: {
            virtualMachineProfile: {
              extensionProfile: {
                extensions: [
                  {
                    name: 'q',
                    properties: {
                      publisher: 'qualys',
                      type: 'qualysagent',
                      protectedSettings: { licensecode: code },
                    },
                  },
                ],
              },
            },
          },
        },
      ]),
      [literal],
    ],
  ])('%s', (_, example, expected) => {
    const found = failures({ ...example, resources: [vm('a'), ...resourcesOf(example)] });
    const order = (each: Found) => `${each.rule} ${each.at}`;
    expect(found.map(order).sort()).toStrictEqual(expected.map(order).sort());
  });

  it('given as a literal by a parameter file stands there', () => {
    const example = template([vm('a'), settings(parameter, 'protectedSettings')], secure);
    expect(failures(example, { code: { value: code } })).toStrictEqual([
      { rule: 'AGT004', at: `"${code}"`, path: 'main.parameters.json' },
    ]);
  });

  it('given by a Key Vault is none', () => {
    const example = template([vm('a'), settings(parameter, 'protectedSettings')], secure);
    const reference = { keyVault: { id: '/subscriptions/x' }, secretName: 'q' };
    expect(failures(example, { code: { reference } })).toStrictEqual([]);
  });
});

function resourcesOf({ resources }: Example): readonly unknown[] {
  return Array.isArray(resources) ? resources : [];
}
