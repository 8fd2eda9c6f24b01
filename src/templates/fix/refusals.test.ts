import { describe, expect, it } from 'vitest';
import { fixTexts, template } from '../../../test/templates/fix-texts.ts';
import { templateRules } from '../rules/list.ts';

function vm(members: string, properties = '') {
  return `{ "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2024-07-01", ${members},
    "properties": { ${properties}"storageProfile": { "osDisk": { "osType": "Linux" } } } }`;
}

function agent(members: string) {
  return `{ "type": "Microsoft.Compute/virtualMachines/extensions", "apiVersion": "2024-07-01", ${members},
    "properties": { "publisher": "Qualys", "type": "QualysAgentLinux" } }`;
}

const twice =
  'some instances of the declaration, or some parameter values, have the agent already: it would be there twice';
const off = expect.stringMatching(/^the extension at line \d+ is written for it under a condition/);
const bool = '"parameters": { "on": { "type": "bool" } }';

describe('what is left as it is', () => {
  it.each([
    [
      'a loop of which some have the agent',
      `${vm('"name": "[concat(\'v\', copyIndex(1))]", "copy": { "name": "a", "count": 3 }')},\n    ${agent('"name": "[concat(\'v\', copyIndex(), \'/q\')]", "copy": { "name": "b", "count": 3 }')}`,
      '',
      twice,
    ],
    [
      'a machine that has it with some values',
      `${vm('"name": "v"')},\n    ${agent('"name": "v/q", "condition": "[parameters(\'on\')]"')}`,
      bool,
      off,
    ],
    [
      'a machine that takes no extensions',
      vm('"name": "v"', '"osProfile": { "allowExtensionOperations": false }, '),
      '',
      'extensions cannot be installed on it: allowExtensionOperations or provisionVMAgent is false',
    ],
    [
      'compiled Bicep',
      vm('"name": "v"'),
      '"metadata": { "_generator": { "name": "bicep", "version": "0.30.0" } }',
      'the file was compiled from Bicep: mend its source',
    ],
  ] as const)('%s', async (_name, resources, more, reason) => {
    const text = template(`[\n    ${resources}\n  ]`, more);
    const fixed = await fixTexts({ 't.json': text });
    expect(fixed.before.join()).toContain('AGT001');
    expect(fixed.text).toBe(text);
    expect(fixed.left).toEqual(expect.arrayContaining([reason]));
  });

  it('nothing, once another edit lets extensions be installed', async () => {
    const text = template(`[
    ${vm('"name": "v"', '"osProfile": { "allowExtensionOperations": false }, ')}
  ]`);
    const fixed = await fixTexts(
      { 't.json': text },
      {},
      templateRules.filter(({ id }) => id === 'AGT018'),
    );
    expect(fixed.before).toHaveLength(2);
    expect(fixed.after).toEqual([]);
    expect(fixed.text).toContain('"allowExtensionOperations": true');
    expect(fixed.text).toContain('"QualysAgentLinux"');
  });

  it('an undecided machine', async () => {
    const text = template(
      `[\n    ${vm('"name": "v"')},\n    ${agent('"name": "v/q", "condition": "[empty(reference(\'x\').y)]"')}\n  ]`,
    );
    const fixed = await fixTexts({ 't.json': text });
    expect(fixed.before).toEqual([expect.stringContaining('AGT001')]);
    expect(fixed.left).toEqual(['no edit of the template mends it']);
    expect(fixed.text).toBe(text);
  });
});
