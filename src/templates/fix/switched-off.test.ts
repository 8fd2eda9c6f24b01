import { describe, expect, it } from 'vitest';
import { fixTexts, template } from '../../../test/templates/fix-texts.ts';

// Azure refuses a second extension of one handler: what is written under a false condition may come to be there.

function vm(name: string, more = '') {
  return `{ "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2024-07-01", "name": "${name}",${more}
    "properties": { "storageProfile": { "osDisk": { "osType": "Linux" } } } }`;
}

function agent(name: string, type = 'Microsoft.Compute/virtualMachines/extensions') {
  return `{ "type": "${type}", "apiVersion": "2024-07-01", "name": "${name}", "condition": "[parameters('on')]",
    "properties": { "publisher": "Qualys", "type": "QualysAgentLinux" } }`;
}

const off = '"parameters": { "on": { "type": "bool", "defaultValue": false } }';
const anyAgent = { requireAgents: [{ anyOf: ['qualys', 'mdvm'] as const }] };
const nested = (resources: string) => `{ "type": "Microsoft.Resources/deployments",
  "apiVersion": "2022-09-01", "name": "d", "condition": "[parameters('on')]", "properties": { "mode": "Incremental",
  "template": { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0", "resources": [${resources}] } } }`;

describe('a machine whose agent is written under a false condition', () => {
  it.each([
    ['beside it', `${vm('v')}, ${agent('v/q')}`],
    ['inside it', vm('v', `"resources": [${agent('q', 'extensions')}],`)],
    [
      'by the same expression',
      `${vm("[parameters('n')]")}, ${agent("[concat(parameters( 'n' ), '/q')]")}`,
    ],
    [
      'by an expression that may be its name',
      `${vm('v')}, ${agent("[concat(parameters('n'), '/q')]")}`,
    ],
    [
      'in a deployment under a condition',
      `${vm('v')}, ${nested(agent('v/q').replace(/"condition": "[^"]*",/, ''))}`,
    ],
  ])('%s gets no other', async (_name, resources) => {
    const more = off.replace('{ "on"', '{ "n": { "type": "string", "defaultValue": "v" }, "on"');
    const text = template(`[ ${resources} ]`, more);
    const fixed = await fixTexts({ 't.json': text }, anyAgent);
    expect(fixed.text).toBe(text);
    expect(fixed.left.join()).toMatch(
      /the extension at line \d+ is written for it under a condition/,
    );
  });

  it.each([
    ['another machine', agent('w/q')],
    [
      'another machine, by expression',
      `${vm("[parameters('m')]")}, ${agent("[concat(parameters('m'), '/q')]")}, ${agent("[concat(parameters('m'), '/q')]").replace('"condition": "[parameters(\'on\')]",', '')}`,
    ],
    ['another publisher', agent('v/q').replace('Qualys', 'Other')],
  ])('of %s gets its own', async (_name, resources) => {
    const more = off.replace('{ "on"', '{ "m": { "type": "string", "defaultValue": "w" }, "on"');
    const fixed = await fixTexts(
      { 't.json': template(`[ ${vm('v')}, ${resources} ]`, more) },
      anyAgent,
    );
    expect(fixed.text).toContain('"v/QualysAgent"');
  });
});
