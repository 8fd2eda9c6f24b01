import { describe, expect, it } from 'vitest';
import { extensions, fixTexts, template } from '../../../test/templates/fix-texts.ts';
import { templateRules } from '../rules/list.ts';

const vm = `{ "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2024-07-01", "name": "v",
  "properties": { "storageProfile": { "osDisk": { "osType": "Windows" } } } }`;
const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

function inner(resources: string, more = '') {
  return `{ "$schema": "${schema}", "contentVersion": "1.0.0.0",
    ${more}"resources": [
      ${resources}
    ] }`;
}

function deployment(template: string, scope: 'inner' | 'outer', more = '', name = 'd') {
  return `{ "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "${name}",
    "properties": { "mode": "Incremental",
      "expressionEvaluationOptions": { "scope": "${scope}" },${more}
      "template": ${template} } }`;
}

function names(text: string) {
  return text.match(/"qualysLicenseCode\d?"/g)?.length ?? 0;
}

describe('a machine in a nested deployment', () => {
  it('of inner scope gets the parameter passed down, through every level', async () => {
    const fixed = await fixTexts({
      't.json': template(`[
    ${deployment(inner(deployment(inner(vm), 'inner', '"parameters": {},')), 'inner')}
  ]`),
    });
    expect(fixed.before).toEqual([expect.stringContaining('AGT001')]);
    expect(fixed.after).toEqual([]);
    // Three declarations, two passings.
    expect(names(fixed.text)).toBe(5);
    const parameters = fixed.evaluations.flatMap(({ deployments }) =>
      deployments.map((each) => each.parameters.map(({ isSecure, origin }) => [isSecure, origin])),
    );
    expect(parameters).toEqual([[[true, 'none']], [[true, 'parent']], [[true, 'parent']]]);
  });

  it('of outer scope reads the parameter of the file', async () => {
    const fixed = await fixTexts({
      't.json': template(`[
    ${deployment(inner(vm), 'outer')}
  ]`),
    });
    expect(fixed.after).toEqual([]);
    expect(names(fixed.text)).toBe(1);
    expect(fixed.notes.join()).toContain('qualysLicenseCode');
    // resourceId() would name the parent's resource group here.
    expect(fixed.text).toContain('"dependsOn": [\n          "Microsoft.Compute/virtualMachines/v"');
  });

  it('of outer scope is given another agent where a secure value would leak', async () => {
    const text = template(`[
    ${deployment(inner(vm), 'outer')}
  ]`);
    const leaks = templateRules.filter(({ id }) => id === 'SEC004');
    const one = await fixTexts({ 't.json': text }, {}, leaks);
    expect(one.text).toBe(text);
    expect(one.left).toEqual(['the edit that was tried brings a finding of SEC004']);
    const either = { requireAgents: [{ anyOf: ['qualys', 'mdvm'] as const }] };
    const other = await fixTexts({ 't.json': text }, either, leaks);
    expect(other.after).toEqual([]);
    expect(other.text).toContain('mdeTvm');
  });

  it('of outer scope in one of inner scope reads that one’s', async () => {
    const fixed = await fixTexts({
      't.json': template(`[
    ${deployment(inner(deployment(inner(vm), 'outer')), 'inner')}
  ]`),
    });
    expect(fixed.after).toEqual([]);
    expect(names(fixed.text)).toBe(3);
  });

  it('whose parameters come from an expression is left', async () => {
    const text = template(
      `[
    ${deployment(inner(vm), 'inner', '"parameters": "[variables(\'p\')]",')}
  ]`,
      '"variables": { "p": {} }',
    );
    const fixed = await fixTexts({ 't.json': text });
    expect(fixed.text).toBe(text);
    expect(fixed.left).toEqual(['a deployment around passes its parameters by expression or link']);
  });
});

describe('a machine in a linked template', () => {
  const link = (
    name: string,
  ) => `{ "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "${name}",
    "properties": { "mode": "Incremental",
      "parameters": { "name": { "value": "${name}" } },
      "templateLink": { "relativePath": "linked.json" } } }`;
  const linked = template(
    `[\n    ${vm.replace('"v"', '"[parameters(\'name\')]"')}\n  ]`,
    '"parameters": {\n    "name": { "type": "string" }\n  }',
  );

  it('gets the parameter from every deployment that links it', async () => {
    const fixed = await fixTexts({
      't.json': template(`[\n    ${link('a')},\n    ${link('b')}\n  ]`),
      'u.json': template(`[\n    ${link('c')}\n  ]`),
      'linked.json': linked,
    });
    expect(fixed.after).toEqual([]);
    expect([
      names(fixed.text),
      names(fixed.texts.get('u.json') ?? ''),
      names(fixed.texts.get('linked.json') ?? ''),
    ]).toEqual([3, 2, 1]);
    expect(extensions(fixed).sort()).toEqual([
      'a/QualysAgent QualysAgent',
      'b/QualysAgent QualysAgent',
      'c/QualysAgent QualysAgent',
    ]);
  });
});

describe('parameters that are there', () => {
  const agent = (
    parameter: string,
  ) => `{ "type": "Microsoft.Compute/virtualMachines/extensions", "apiVersion": "2024-07-01", "name": "w/q",
      "properties": { "publisher": "Qualys", "type": "QualysAgent", "settings": { "LicenseCode": "[parameters('${parameter}')]" } } }`;
  const asked = (parameter: string, type: string) =>
    `"parameters": {\n    "${parameter}": { "type": "${type}" }\n  }`;

  it.each([
    [
      'of that name',
      `[\n    ${vm}\n  ]`,
      asked('QualysLicenseCode', 'securestring'),
      'qualysLicenseCode',
      undefined,
    ],
    [
      'that another extension reads',
      `[\n    ${vm},\n    ${agent('code')}\n  ]`,
      asked('code', 'secureString'),
      'code',
      undefined,
    ],
    [
      'of that name, not secure',
      `[\n    ${vm}\n  ]`,
      asked('qualysLicenseCode', 'string'),
      'qualysLicenseCode2',
      'qualysLicenseCode2',
    ],
    [
      'that another reads, not secure',
      `[\n    ${vm},\n    ${agent('code')}\n  ]`,
      asked('code', 'string'),
      'qualysLicenseCode',
      'qualysLicenseCode',
    ],
  ])('%s', async (_name, resources, more, name, note) => {
    const fixed = await fixTexts({ 't.json': template(resources, more) });
    expect(fixed.after).toEqual([]);
    expect(fixed.text).toContain(`"LicenseCode": "[parameters('${name}')]"`);
    expect(fixed.notes).toEqual([note === undefined ? undefined : expect.stringContaining(note)]);
    expect(fixed.removed).toEqual([]);
  });
});

describe('languageVersion 2.0', () => {
  const symbolic = (members: string) => `{
    ${members}
  }`;
  it('adds a symbolic name of its own', async () => {
    const fixed = await fixTexts({
      't.json': template(
        symbolic(
          `"vm": ${vm},\n    "vmQualysAgent": { "type": "Microsoft.Network/publicIPAddresses", "apiVersion": "2024-01-01", "name": "ip" }`,
        ),
        '"languageVersion": "2.0"',
      ),
    });
    expect(fixed.after).toEqual([]);
    expect(fixed.text).toMatch(/"vmQualysAgent2": \{[^]*"dependsOn": \[\s*"vm"\s*\]/);
  });

  it('depends on its own instance of a loop', async () => {
    const looped = vm.replace(
      '"v"',
      '"[format(\'v{0}\', copyIndex())]", "copy": { "name": "vms", "count": 2 }',
    );
    const fixed = await fixTexts({
      't.json': template(symbolic(`"vm": ${looped}`), '"languageVersion": "2.0"'),
    });
    expect(fixed.after).toEqual([]);
    expect(fixed.text).toContain(`"[format('{0}[{1}]', 'vm', copyIndex())]"`);
    expect(extensions(fixed)).toEqual(['v0/QualysAgent QualysAgent', 'v1/QualysAgent QualysAgent']);
  });

  it('touches nothing that is there already', async () => {
    const text = template(
      symbolic(`"vm": ${vm.replace('{', '{ "existing": true,')}`),
      '"languageVersion": "2.0"',
    );
    expect((await fixTexts({ 't.json': text })).text).toBe(text);
  });
});
