// Commands of extensions in which AGT019 sees a secret.
import { expect, it } from 'vitest';
import { templateRules } from '../../rules/list.ts';
import { resultsOf, templateText } from '../../rules/testdata/outcomes.ts';

const rules = templateRules.filter(({ id }) => id === 'AGT019');

function kindsOf(settings: object): string[] {
  const extension = {
    type: 'Microsoft.Compute/virtualMachines/extensions',
    apiVersion: '2024-07-01',
    name: 'vm/script',
    properties: { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', settings },
  };
  const parameters = { plain: { type: 'string' } };
  const text = templateText({ parameters, resources: [extension] });
  return resultsOf(text, rules).map(({ outcome }) => outcome.kind);
}

it.each([
  ['join.ps1 -AdminPassword Summer2026!', 'fail'],
  ["join.ps1 -Password 'Pa$$w0rd2026'", 'fail'],
  ["[concat('x.sh --password Summer2026 ', parameters('plain'))]", 'fail'],
  ['curl -s -u bob:Summer2026! https://example.com', 'fail'],
  ['x.sh --password $PASSWORD', 'pass'],
  ["x.sh --password '<password>'", 'pass'],
  ['x.sh --disable-password true', 'pass'],
  ['curl -u $USER:$PASSWORD https://example.com', 'pass'],
  ["[concat('x.sh --user ', parameters('plain'))]", 'pass'],
])('judges the command %s', (commandToExecute, expected) => {
  expect(kindsOf({ commandToExecute })).toStrictEqual([expected]);
});

it('reads a script in base64', () => {
  const script = (text: string) => Buffer.from(text).toString('base64');
  expect(kindsOf({ script: script('mysql --password=Summer2026') })).toStrictEqual(['fail']);
  expect(kindsOf({ script: script('apt-get update') })).toStrictEqual(['pass']);
});
