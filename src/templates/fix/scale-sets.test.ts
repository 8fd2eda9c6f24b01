import { describe, expect, it } from 'vitest';
import { extensions, fixTexts, template } from '../../../test/templates/fix-texts.ts';

function scaleSet(profile: string, members = '"name": "s"') {
  return `{
      "type": "Microsoft.Compute/virtualMachineScaleSets",
      "apiVersion": "2024-07-01",
      ${members},
      "location": "westeurope",
      "properties": {
        "virtualMachineProfile": {
          ${profile}"storageProfile": {
            "osDisk": { "osType": "Linux" }
          }
        }
      }
    }`;
}

const custom =
  '{ "name": "QualysAgent", "properties": { "publisher": "Microsoft.Azure.Extensions", "type": "CustomScript" } }';

describe('a scale set', () => {
  it.each([
    ['no profile of extensions', ''],
    ['an empty profile', '"extensionProfile": {},\n          '],
    ['an empty list', '"extensionProfile": { "extensions": [] },\n          '],
    [
      'a list',
      `"extensionProfile": {\n            "extensions": [\n              ${custom}\n            ]\n          },\n          `,
    ],
  ])('with %s gets the extension into it', async (_name, profile) => {
    const fixed = await fixTexts({ 't.json': template(`[\n    ${scaleSet(profile)}\n  ]`) });
    expect(fixed.before).toEqual([expect.stringContaining('AGT002')]);
    expect(fixed.after).toEqual([]);
    expect(extensions(fixed)).toEqual([]);
    expect(fixed.text).toContain('"type": "QualysAgentLinux"');
    if (profile.includes(custom)) {
      expect(fixed.text).toContain('"name": "QualysAgent2"');
      expect(fixed.removed).toEqual([]);
    }
  });

  it.each([
    ['by an expression', '"extensionProfile": "[variables(\'profile\')]",\n          '],
    [
      'by a list from an expression',
      '"extensionProfile": { "extensions": "[variables(\'profile\').extensions]" },\n          ',
    ],
  ])('whose profile is given %s gets a child', async (_name, profile) => {
    const variables = '"variables": { "profile": { "extensions": [] } }';
    const loop =
      '"name": "[concat(\'s\', copyIndex())]",\n      "copy": { "name": "sets", "count": 2 }';
    const fixed = await fixTexts({
      't.json': template(`[\n    ${scaleSet(profile, loop)}\n  ]`, variables),
    });
    expect(fixed.after).toEqual([]);
    expect(extensions(fixed)).toEqual([
      's0/QualysAgent QualysAgentLinux',
      's1/QualysAgent QualysAgentLinux',
    ]);
    expect(fixed.text).toContain('"Microsoft.Compute/virtualMachineScaleSets/extensions"');
  });

  it('is not given a Defender assessment', async () => {
    const fixed = await fixTexts(
      { 't.json': template(`[\n    ${scaleSet('')}\n  ]`) },
      { requireAgents: [{ anyOf: ['mdvm'] }] },
    );
    expect(fixed.left).toEqual([
      'a Defender vulnerability assessment cannot be declared for a scale set',
    ]);
  });
});
