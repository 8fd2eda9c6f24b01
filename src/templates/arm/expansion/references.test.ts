import { describe, expect, it } from 'vitest';
import { valueAt } from '../language/value.ts';
import { evaluationOf, messagesOf, outputsOf, resourceOf, shownValue } from './expand-alone.ts';

const nic = {
  type: 'Microsoft.Network/networkInterfaces',
  apiVersion: '2024-01-01',
  name: 'nic1',
  location: 'here',
  properties: {
    enableIPForwarding: false,
    ipConfigurations: [{ name: 'one', properties: { privateIPAllocationMethod: 'Dynamic' } }],
  },
};

function outputs(values: Readonly<Record<string, string>>, template: object) {
  const declared = Object.entries(values).map(([name, value]) => [
    name,
    { type: 'object', value: `[createArray(${value})]` },
  ]);
  const evaluation = evaluationOf({
    ...template,
    outputs: Object.fromEntries(
      declared.map(([name, each]) => [name, { ...Object(each), type: 'array' }]),
    ),
  });
  expect(messagesOf(evaluation)).toEqual([]);
  return Object.fromEntries(
    evaluation.root.outputs.map(({ name, value }) => [
      name,
      value.kind === 'array' ? shownValue(value.items[0]) : undefined,
    ]),
  );
}

describe('reference() to a resource of the template', () => {
  const id = "resourceId('Microsoft.Network/networkInterfaces', 'NIC1')";
  const form =
    'reference(/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/resource-group/providers/microsoft.network/networkinterfaces/nic1)';

  it('gives what is declared; what Azure adds is unknown, at any depth', () => {
    const found = outputs(
      {
        own: `reference(${id}).enableIPForwarding`,
        deep: `reference(${id}).ipConfigurations[0].name`,
        added: `reference(${id}).macAddress`,
        addedDeep: `reference(${id}).ipConfigurations[0].properties.privateIPAddress`,
        beyond: `reference(${id}).ipConfigurations[1].name`,
        safe: `reference(${id}).?macAddress`,
        tried: `tryGet(reference(${id}), 'dnsSettings', 'appliedDnsServers')`,
        full: `reference(${id}, '2024-01-01', 'Full').location`,
        fullAdded: `reference(${id}, '2024-01-01', 'Full').identity.principalId`,
      },
      { resources: [nic] },
    );
    expect(found).toEqual({
      own: false,
      deep: 'one',
      added: `<${form}.macaddress>`,
      addedDeep: `<${form}.ipconfigurations[0].properties.privateipaddress>`,
      beyond: `<${form}.ipconfigurations[1].name>`,
      safe: `<${form}.macaddress>`,
      tried: `<${form}.dnssettings.applieddnsservers>`,
      full: 'here',
      fullAdded: `<${form.slice(0, -1)},full).identity.principalid>`,
    });
  });

  it('is unknown to functions that would count what Azure adds', () => {
    const found = outputs(
      {
        length: `length(reference(${id}).ipConfigurations)`,
        contains: `contains(reference(${id}), 'macAddress')`,
        empty: `empty(reference(${id}))`,
        equal: `equals(reference(${id}), createObject('a', 1))`,
        same: `equals(reference(${id}), reference(${id}))`,
        keys: `objectKeys(reference(${id}))`,
        map: `map(reference(${id}).ipConfigurations, lambda('x', lambdaVariables('x').name))`,
      },
      { resources: [nic] },
    );
    const { same, ...open } = found;
    expect(same).toBe(true);
    for (const [name, value] of Object.entries(open))
      expect([name, JSON.stringify(value)]).toEqual([name, expect.stringMatching(/^"</)]);
  });

  it.each([
    ["reference('nic')", { languageVersion: '2.0', resources: { nic } }],
    ["reference('NIC1')", { resources: [nic] }],
    [
      "references('nics')[1]",
      {
        languageVersion: '2.0',
        resources: {
          nics: { ...nic, name: "[concat('n', copyIndex())]", copy: { name: 'nics', count: 2 } },
        },
      },
    ],
    [
      "reference(format('nics[{0}]', 1))",
      {
        languageVersion: '2.0',
        resources: {
          nics: { ...nic, name: "[concat('n', copyIndex())]", copy: { name: 'nics', count: 2 } },
        },
      },
    ],
  ])('finds it by %s', (call, template) => {
    expect(outputs({ v: `${call}.enableIPForwarding` }, template)).toEqual({ v: false });
  });

  it('of a name that is not known finds it by the form', () => {
    const template = {
      parameters: { n: { type: 'string' } },
      resources: [{ ...nic, name: "[parameters('n')]" }],
    };
    const call = "reference(resourceId('Microsoft.Network/networkInterfaces', parameters('n')))";
    expect(outputs({ v: `${call}.enableIPForwarding` }, template)).toEqual({ v: false });
  });

  it.each([
    [
      'existing ones',
      { languageVersion: '2.0', resources: { nic: { ...nic, existing: true } } },
      "reference('nic').enableIPForwarding",
    ],
    ['those outside', { resources: [] }, `reference(${id}).enableIPForwarding`],
    [
      'those whose condition is false',
      { resources: [{ ...nic, condition: false }] },
      `reference(${id}).enableIPForwarding`,
    ],
  ])('of %s is unknown, with the identifier as its form', (_, template, call) => {
    expect(outputs({ v: call }, template)).toEqual({
      v: `<${form}.enableipforwarding>`,
    });
  });

  it('of resources that need one another is a fault, once', () => {
    const needs = (name: string, other: string) => ({
      type: 'A.B/c',
      name,
      properties: { v: `[reference(resourceId('A.B/c', '${other}')).v]` },
    });
    const messages = messagesOf(evaluationOf({ resources: [needs('a', 'b'), needs('b', 'a')] }));
    expect(messages).toEqual([expect.stringContaining('a resource needs its own properties')]);
  });

  it('in a branch that is not taken makes nothing unknown', () => {
    const evaluation = evaluationOf({
      resources: [
        { type: 'A.B/c', name: 'x', p: "[if(true(), 'known', reference('/outside').v)]" },
      ],
    });
    expect(shownValue(valueAt(resourceOf(evaluation, 'x').body, 'p'))).toBe('known');
  });
});

describe('forms', () => {
  it('of keys are one for a symbol, an identifier and its spelling', () => {
    const storage = {
      type: 'Microsoft.Storage/storageAccounts',
      apiVersion: '2023-01-01',
      name: 'acc',
    };
    const evaluation = evaluationOf({
      languageVersion: '2.0',
      resources: { storage },
      outputs: {
        a: { type: 'string', value: "[listKeys('storage', '2023-01-01').keys[0].value]" },
        b: {
          type: 'string',
          value:
            "[listKeys(resourceId('Microsoft.Storage/StorageAccounts', 'ACC'), '2023-01-01').keys[0].value]",
        },
      },
    });
    const { a, b } = outputsOf(evaluation);
    expect(a).toBe(b);
    expect(a).toMatch(/^<listkeys\("\/subscriptions\//);
  });

  it('of resources() with an unknown count: unknown', () => {
    const evaluation = evaluationOf({
      languageVersion: '2.0',
      parameters: { n: { type: 'int' } },
      resources: { nics: { ...nic, copy: { name: 'nics', count: "[parameters('n')]" } } },
      outputs: { v: { type: 'int', value: "[length(references('nics'))]" } },
    });
    expect(messagesOf(evaluation)).toEqual([]);
    expect(evaluation.root.outputs[0]?.value).toMatchObject({ kind: 'unknown', type: 'int' });
  });
});
