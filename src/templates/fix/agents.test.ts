import { describe, expect, it } from 'vitest';
import { extensions, fixTexts, template } from '../../../test/templates/fix-texts.ts';
import type { AgentRequirement } from '../../model/template-policy.ts';

function vm(members: string, properties = '"storageProfile": { "osDisk": { "osType": "Linux" } }') {
  return `{
      "type": "Microsoft.Compute/virtualMachines",
      "apiVersion": "2024-07-01",
      "location": "westeurope",
      ${members},
      "properties": { ${properties} }
    }`;
}

const other = `{
      "type": "Microsoft.Network/publicIPAddresses",
      "apiVersion": "2024-01-01",
      "name": "ip"
    }`;

describe('a virtual machine', () => {
  it('gets the extension beside it, and the parameter', async () => {
    const fixed = await fixTexts({ 't.json': template(`[\n    ${vm('"name": "vm1"')}\n  ]`) });
    expect(fixed.before).toEqual(['AGT001 t.json:9:15']);
    expect(fixed.after).toEqual([]);
    expect(fixed.notes).toEqual([
      'Give the new parameter qualysLicenseCode at deployment (Licence code of the Qualys Cloud Agent.)',
    ]);
    expect(fixed.removed).toEqual([]);
    expect(fixed.text).toMatchInlineSnapshot(`
      "{
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {
          "qualysLicenseCode": {
            "type": "secureString",
            "metadata": {
              "description": "Licence code of the Qualys Cloud Agent."
            }
          }
        },
        "resources": [
          {
            "type": "Microsoft.Compute/virtualMachines/extensions",
            "apiVersion": "2024-07-01",
            "name": "vm1/QualysAgent",
            "location": "westeurope",
            "dependsOn": [
              "[resourceId('Microsoft.Compute/virtualMachines', 'vm1')]"
            ],
            "properties": {
              "publisher": "Qualys",
              "type": "QualysAgentLinux",
              "typeHandlerVersion": "1.6",
              "autoUpgradeMinorVersion": true,
              "settings": {
                "LicenseCode": "[parameters('qualysLicenseCode')]"
              }
            }
          },
          {
            "type": "Microsoft.Compute/virtualMachines",
            "apiVersion": "2024-07-01",
            "location": "westeurope",
            "name": "vm1",
            "properties": { "storageProfile": { "osDisk": { "osType": "Linux" } } }
          }
        ]
      }
      "
    `);
  });

  it('has it behind it where another resource follows, in front of it where none does', async () => {
    const first = await fixTexts({
      't.json': template(`[\n    ${vm('"name": "vm1"')}, // the machine\n    ${other}\n  ]`),
    });
    expect(first.text).toMatch(/\}, \/\/ the machine\n {4}\{\n {6}"type": "[^"]*\/extensions"/);
    const last = await fixTexts({
      't.json': template(
        `[\n    ${other}, // the address\n    // the machine\n    ${vm('"name": "vm1"')}\n  ]`,
      ),
    });
    expect(last.text).toMatch(/\}, \/\/ the address\n {4}\{\n {6}"type": "[^"]*\/extensions"/);
    expect(last.text).toMatch(/\},\n {4}\/\/ the machine\n {4}\{\n/);
    expect([...first.removed, ...last.removed, ...first.after, ...last.after]).toEqual([]);
  });

  it.each([
    ['a literal', '"name": "it\'s"', "it's/QualysAgent", "'it''s'"],
    ['an expression', '"name": "[concat(\'v\', 1)]"', 'v1/QualysAgent', "concat('v', 1)"],
    ['blanks in the expression', '"name": "[ toLower(\'V\') ]"', 'v/QualysAgent', "toLower('V')"],
  ])('whose name is %s', async (_name, members, name, inside) => {
    const fixed = await fixTexts({ 't.json': template(`[\n    ${vm(members)}\n  ]`) });
    expect(fixed.after).toEqual([]);
    expect(extensions(fixed)).toEqual([`${name} QualysAgentLinux`]);
    expect(fixed.text).toContain(`[resourceId('Microsoft.Compute/virtualMachines', ${inside})]`);
  });

  it.each([
    ['a bare index', "[concat('v', copyIndex(1))]"],
    ['the index by name', "[concat('v', copyIndex('vms', 1))]"],
    ['the index in other case', "[format('v{0}', CopyIndex( 'VMS' , 1))]"],
  ])('in a loop, with %s', async (_name, name) => {
    const copy = '"copy": { "name": "vms", "count": "[parameters(\'n\')]", "mode": "serial" }';
    const parameters = '"parameters": {\n    "n": { "type": "int", "defaultValue": 3 }\n  }';
    const condition = '"condition": "[less(copyIndex(\'vms\'), 2)]"';
    const fixed = await fixTexts({
      't.json': template(
        `[\n    ${vm(`"name": "${name}",\n      ${copy},\n      ${condition}`)},\n    ${other}\n  ]`,
        parameters,
      ),
    });
    expect(fixed.after).toEqual([]);
    expect(fixed.removed).toEqual([]);
    expect(fixed.text).toContain(
      '"name": "vmsQualysAgent",\n        "count": "[parameters(\'n\')]"',
    );
    expect(extensions(fixed)).toEqual([
      'v1/QualysAgent QualysAgentLinux',
      'v2/QualysAgent QualysAgentLinux',
    ]);
  });

  it('in a loop whose name is an expression', async () => {
    const copy = '"copy": { "name": "[concat(\'v\', \'ms\')]", "count": 2 }';
    const name = "[concat(copyIndex('vms'), copyIndex(concat('v','ms')), copyIndex())]";
    const fixed = await fixTexts({
      't.json': template(`[\n    ${vm(`"name": "${name}",\n      ${copy}`)}\n  ]`),
    });
    expect(fixed.after).toEqual([]);
    expect(extensions(fixed)).toEqual([
      '000/QualysAgent QualysAgentLinux',
      '111/QualysAgent QualysAgentLinux',
    ]);
  });

  it('under a condition gets the same, judged with both values', async () => {
    const fixed = await fixTexts({
      't.json': template(
        `[\n    ${vm('"name": "v",\n      "condition": "[parameters(\'on\')]"')}\n  ]`,
        '"parameters": { "on": { "type": "bool" } }',
      ),
    });
    expect(fixed.after).toEqual([]);
    expect(extensions(fixed)).toHaveLength(1);
    expect(fixed.text.match(/"condition": "\[parameters\('on'\)\]"/g)).toHaveLength(2);
  });
});

describe('the system', () => {
  const byType = '"storageProfile": { "osDisk": { "osType": "[parameters(\'os\')]" } }';
  const byImage =
    '"storageProfile": { "imageReference": "[variables(\'images\')[parameters(\'os\')]]" }';
  const variables =
    '"variables": { "images": { "Windows": { "publisher": "MicrosoftWindowsServer" }, "Linux": { "publisher": "Canonical" } } }';
  it.each([
    ['a type', byType, "if(equals(toLower(parameters('os')), 'windows'),"],
    [
      'an image',
      byImage,
      "if(equals(toLower(variables('images')[parameters('os')].publisher), 'microsoftwindowsserver'),",
    ],
  ])('that varies by %s is asked for in the template', async (_name, properties, expected) => {
    const parameters =
      '"parameters": { "os": { "type": "string", "allowedValues": ["Windows", "Linux"] } }';
    const fixed = await fixTexts({
      't.json': template(
        `[\n    ${vm('"name": "v"', properties)}\n  ]`,
        `${parameters},\n  ${variables}`,
      ),
    });
    expect(fixed.after).toEqual([]);
    expect(fixed.text).toContain(`"type": "[${expected} 'QualysAgent', 'QualysAgentLinux')]"`);
    expect(extensions(fixed).join()).toBe(
      'v/QualysAgent QualysAgent,v/QualysAgent QualysAgentLinux',
    );
  });

  it.each([
    ['windowsConfiguration', '"osProfile": { "windowsConfiguration": {} }', '"QualysAgent"'],
    ['linuxConfiguration', '"osProfile": { "linuxConfiguration": {} }', '"QualysAgentLinux"'],
  ])('that %s tells', async (_name, properties, type) => {
    const fixed = await fixTexts({
      't.json': template(`[\n    ${vm('"name": "v"', properties)}\n  ]`),
    });
    expect(fixed.text).toContain(type);
    expect(fixed.after).toEqual([]);
  });

  it('that nothing tells is left', async () => {
    const text = template(
      `[\n    ${vm('"name": "v"', '"storageProfile": { "imageReference": { "id": "/x" } }')}\n  ]`,
    );
    const fixed = await fixTexts({ 't.json': text });
    expect(fixed.text).toBe(text);
    expect(fixed.left).toEqual([
      'nothing tells whether it runs Windows or Linux: set osDisk.osType',
    ]);
  });
});

describe('agents', () => {
  async function fixWith(requireAgents: readonly AgentRequirement[], resource = vm('"name": "v"')) {
    return fixTexts({ 't.json': template(`[\n    ${resource}\n  ]`) }, { requireAgents });
  }

  it('writes the assessment of Defender', async () => {
    const fixed = await fixWith([{ anyOf: ['mdvm', 'qualys'] }]);
    expect(fixed.after).toEqual([]);
    expect(fixed.notes).toEqual([undefined]);
    expect(fixed.text).toContain('"name": "v/Microsoft.Security/mdeTvm"');
    expect(fixed.text).not.toContain('"parameters"');
  });

  it('writes Defender for Endpoint with its script as a parameter', async () => {
    const fixed = await fixWith([{ anyOf: ['mde'] }]);
    expect(fixed.after).toEqual([]);
    expect(fixed.text).toContain(
      '"defenderForEndpointOnboardingScript": "[parameters(\'mdeOnboardingScript\')]"',
    );
  });

  it('writes Guest Configuration and the identity that it needs', async () => {
    const fixed = await fixWith([{ anyOf: ['guest-configuration'] }]);
    expect(fixed.after).toEqual([]);
    expect(fixed.text.match(/"SystemAssigned"/g)).toHaveLength(1);
  });

  it('writes two agents that one machine lacks', async () => {
    const fixed = await fixWith([{ anyOf: ['qualys'] }, { anyOf: ['mde'] }]);
    expect(fixed.after).toEqual([]);
    expect(fixed.notes).toHaveLength(2);
    expect(fixed.removed).toEqual([]);
  });

  it('leaves the Azure Monitor Agent', async () => {
    expect((await fixWith([{ anyOf: ['ama'] }])).left).toEqual([
      'the Azure Monitor Agent also needs a data collection rule, which only you can choose',
    ]);
  });

  it('writes for an Arc machine', async () => {
    const arc =
      '{\n      "type": "Microsoft.HybridCompute/machines",\n      "apiVersion": "2024-07-10",\n      "name": "a",\n      "location": "westeurope",\n      "properties": { "osType": "Windows" }\n    }';
    const fixed = await fixWith([{ anyOf: ['qualys'] }], arc);
    expect(fixed.before).toEqual([expect.stringContaining('AGT003')]);
    expect(fixed.after).toEqual([]);
    expect(fixed.text).toContain('"type": "Microsoft.HybridCompute/machines/extensions"');
  });
});
