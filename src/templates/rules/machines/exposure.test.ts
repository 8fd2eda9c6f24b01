// What the rules over public addresses and forwarding answer beyond their examples.
import { describe, expect, it } from 'vitest';
import { asker } from '../testdata/ask.ts';
import { machineRules } from './machine-rules.ts';

type Plain = { readonly [name: string]: unknown };

const asked = asker(machineRules);
const ask = (id: string, resources: readonly unknown[]) =>
  asked(id, { parameters: { switch: { type: 'object' } }, resources });

const vm = (properties: Plain, apiVersion = '2024-07-01', members: Plain = {}) => ({
  type: 'Microsoft.Compute/virtualMachines',
  apiVersion,
  name: 'app',
  ...members,
  properties,
});
const vmss = (virtualMachineProfile: Plain | undefined, properties: Plain = {}) => ({
  type: 'Microsoft.Compute/virtualMachineScaleSets',
  apiVersion: '2024-07-01',
  name: 'web',
  properties: { ...properties, ...(virtualMachineProfile ? { virtualMachineProfile } : {}) },
});
const nic = (properties: Plain) => ({
  type: 'Microsoft.Network/networkInterfaces',
  apiVersion: '2024-05-01',
  name: 'nic',
  properties,
});

describe('exposure', () => {
  const configurations = (properties: Plain) => ({ ipConfigurations: [{ properties }, {}] });

  it('leaves open what it does not know', () => {
    const item = "[first(parameters('many'))]";
    const open = /^undecided: whether there is a public address is not known/;
    for (const ipConfigurations of [[item], [{ name: 'x', properties: item }]]) {
      expect(ask('VMH006', [nic({ ipConfigurations })])).toStrictEqual([
        expect.stringMatching(open),
      ]);
    }
    const profile = { networkProfile: { networkInterfaceConfigurations: "[parameters('many')]" } };
    expect(ask('VMH006', [vmss(profile)])[0]).toMatch(/^undecided/);
    const osProfile = { adminPassword: "[parameters('secret')]" };
    const custom = { osProfile, storageProfile: { imageReference: { id: '/x' } } };
    expect(ask('VMH005.password-login', [vm(custom)])[0]).toMatch(/^undecided: nothing says which/);
  });

  it('finds a public address, also one whose identifier is not known', () => {
    const publicIPAddress = { id: "[parameters('text')]" };
    expect(ask('VMH006', [nic(configurations({ publicIPAddress }))])[0]).toMatch(/^fail/);
    expect(ask('VMH006', [nic(configurations({ publicIPAddress: null }))])).toStrictEqual(['pass']);
    const open = configurations({ publicIPAddress: "[parameters('switch')]" });
    expect(ask('VMH006', [nic(open)])[0]).toMatch(/^fail/);
    const chosen = "[if(equals(parameters('text'), 'a'), null(), createObject('id', 'x'))]";
    expect(ask('VMH006', [nic(configurations({ publicIPAddress: chosen }))])[0]).toMatch(
      /^undecided/,
    );
  });

  it('finds a public address of a scale set and forwarding by its interfaces', () => {
    const inner = configurations({ publicIPAddressConfiguration: { name: 'out' } });
    const one = { properties: { ...inner, enableIPForwarding: true } };
    const profile = { networkProfile: { networkInterfaceConfigurations: [one] } };
    expect(ask('VMH006', [vmss(profile)])[0]).toMatch(/^fail/);
    expect(ask('VMH019', [vmss(profile)])[0]).toMatch(/^fail: IP forwarding is true/);
    expect(ask('VMH019', [nic({})])).toStrictEqual(['pass']);
  });
});
