import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { defaultTemplatePolicy } from '../../model/template-policy.ts';
import { scanTemplates } from './scan-templates.ts';

// Whatever a template does with a secret, no text of the result holds it.

const canary = 'S3cr3tV4lue99';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function textsOf(
  members: Record<string, unknown>,
  values: Record<string, unknown>,
): Promise<string> {
  const file = join(folder, 'main.json');
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { l: { type: 'securestring' }, o: { type: 'secureobject' } },
    ...members,
  };
  writeFileSync(file, JSON.stringify(template));
  writeFileSync(
    join(folder, 'main.parameters.json'),
    JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentParameters.json#',
      contentVersion: '1.0.0.0',
      parameters: values,
    }),
  );
  const { scanned, errors, notices } = await scanTemplates(
    {
      targets: [{ text: file, reference: `arm:${file}` }],
      context: { parameters: [] },
      policy: defaultTemplatePolicy,
      now: new Date('2026-11-25'),
    },
    testRuntime(),
  );
  const results = scanned.map((each) => ({ ...each, traced: [] }));
  return JSON.stringify({ results, notices, errors: errors.map(({ error }) => error.message) });
}

const machine = (name: string) => ({
  type: 'Microsoft.Compute/virtualMachines',
  apiVersion: '2024-07-01',
  name,
  properties: { storageProfile: { osDisk: { osType: 'Linux' } } },
});
const account = (property: string, value: string) => ({
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2023-01-01',
  name: 'st1',
  properties: { [property]: value },
});

describe('secrets', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a name', { resources: [machine("[concat('vm-', parameters('l'))]")] }],
    ['a name in capitals', { resources: [machine("[toUpper(parameters('l'))]")] }],
    ['a name of an object’s part', { resources: [machine("[parameters('o').inner]")] }],
    ['a found value', { resources: [account('supportsHttpsTrafficOnly', "[parameters('l')]")] }],
    [
      'a found text',
      { resources: [account('minimumTlsVersion', "[concat(parameters('l'),'x')]")] },
    ],
    ['an error of a function', { resources: [machine("[string(int(parameters('l')))]")] }],
    ['an error of an access', { resources: [machine("[createObject('a','b')[parameters('l')]]")] }],
    [
      'an error of a look-up',
      { resources: [machine("[variables(parameters('l'))]")], variables: {} },
    ],
    ['fail()', { resources: [machine("[fail(parameters('l'))]")] }],
    [
      'a link',
      {
        resources: [
          {
            type: 'Microsoft.Resources/deployments',
            apiVersion: '2022-09-01',
            name: 'd',
            properties: {
              mode: 'Incremental',
              templateLink: { uri: "[concat('https://u:', parameters('l'), '@a.example/t.json')]" },
            },
          },
        ],
      },
    ],
  ])('are hidden in %s', async (_, members) => {
    const values = { l: { value: canary }, o: { value: { inner: canary } } };
    const texts = await textsOf(members, values);
    expect(texts).toMatch(/…|https:\/\/a\.example\/t\.json/);
    expect(texts.toLowerCase()).not.toContain(canary.toLowerCase());
  });

  it('are hidden in the error of a default that looks like an expression', async () => {
    const parameters = { l: { type: 'securestring', defaultValue: `[${canary}]` } };
    const texts = await textsOf({ parameters, resources: [machine('vm-1')] }, {});
    expect(texts.toLowerCase()).not.toContain(canary.toLowerCase());
  });

  it('leave short and plain texts as they are', async () => {
    const texts = await textsOf({ resources: [machine('vm-1')] }, { l: { value: 'vm-1' } });
    expect(texts).toContain("virtual machine 'vm-1'");
  });
});
