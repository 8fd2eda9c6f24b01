import { describe, expect, it } from 'vitest';
import { fixTexts, template } from '../../../test/templates/fix-texts.ts';

// A module that a parameter chooses has siblings which the given values do not deploy; all would have to declare a new
// parameter.

const vm = `{ "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2024-07-01", "name": "v",
    "properties": { "storageProfile": { "osDisk": { "osType": "Linux" } } } }`;
const parts = template(`[\n    ${vm}\n  ]`);

function link(path: string) {
  return `{ "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d",
    "properties": { "mode": "Incremental", "templateLink": { "relativePath": "${path}" } } }`;
}

const parameters = `"parameters": {
    "size": { "type": "string", "defaultValue": "small" },
    "baseUrl": { "type": "string", "defaultValue": "" }
  }`;

function files(path: string, variables: string, more: Readonly<Record<string, string>> = {}) {
  const head = `${parameters},\n  "variables": ${variables}`;
  return {
    't.json': template(`[\n    ${link(path)}\n  ]`, head),
    'linked/small.json': parts,
    ...more,
  };
}

const either = { requireAgents: [{ anyOf: ['qualys', 'mdvm'] as const }] };
const byParameter = [
  ['directly', "[concat('linked/', parameters('size'), '.json')]", '{}'],
  [
    'by a variable',
    "[variables('path')]",
    '{ "path": "[format(\'linked/{0}.json\', parameters(\'size\'))]" }',
  ],
  [
    'as a key',
    "[variables('file').path]",
    '{ "files": { "small": "linked/small.json", "large": "linked/large.json" }, "file": { "path": "[variables(\'files\')[parameters(\'size\')]]", "x": "" } }',
  ],
] as const;

describe('a linked template', () => {
  it.each(byParameter)(
    'that a parameter chooses %s gets no parameter',
    async (_n, path, variables) => {
      const texts = files(path, variables);
      const one = await fixTexts(texts);
      expect([...one.texts]).toEqual(Object.entries(texts));
      expect(one.left.join()).toContain('a parameter chooses which of several templates is linked');
      const other = await fixTexts(texts, either);
      expect(other.texts.get('linked/small.json')).toContain('mdeTvm');
      expect(other.text).toBe(texts['t.json']);
    },
  );

  it.each([
    ['by its name', 'linked/small.json', '{}'],
    [
      'at an address that is a parameter',
      "[concat(parameters('baseUrl'), 'linked/small.json')]",
      '{}',
    ],
    [
      'by a variable beside one that a parameter is in',
      "[variables('paths').small]",
      '{ "paths": { "small": "linked/small.json", "other": "[parameters(\'size\')]" } }',
    ],
  ])('%s gets it', async (_name, path, variables) => {
    const fixed = await fixTexts(files(path, variables));
    expect(fixed.after).toEqual([]);
    expect(fixed.texts.get('linked/small.json')).toContain('"qualysLicenseCode"');
  });
});
