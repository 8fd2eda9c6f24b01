import { describe, expect, it } from 'vitest';
import { cellsOf, judged, passed, qualys, runtime, template, vm } from './testdata/cells.ts';

describe('machines', () => {
  const scaleSet = (properties: object, name = 's') => ({
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    apiVersion: '2024-07-01',
    name,
    properties,
  });
  const item = { name: 'q', properties: { publisher: 'Qualys', type: 'QualysAgentLinux' } };
  const profile = (extensions: unknown) => ({
    virtualMachineProfile: {
      storageProfile: { osDisk: { osType: 'Linux' } },
      extensionProfile: { extensions },
    },
  });
  const looped = (count: unknown) => ({
    virtualMachineProfile: {
      ...profile([]).virtualMachineProfile,
      extensionProfile: { copy: [{ name: 'extensions', count, input: item }] },
    },
  });
  const child = {
    ...qualys('s'),
    type: 'Microsoft.Compute/virtualMachineScaleSets/extensions',
  };
  const arc = { type: 'Microsoft.HybridCompute/machines', apiVersion: '2024-07-10', name: 'e' };
  it.each<[string, readonly unknown[], string[]]>([
    ['scale set, in its profile', [scaleSet(profile([item]))], [`s AGT002 pass${passed}`]],
    ['scale set, as a child', [scaleSet(profile([])), child], [`s AGT002 pass${passed}`]],
    [
      'scale set, of a virtual machine’s type',
      [scaleSet(profile([])), qualys('s')],
      ['s AGT002 fail'],
    ],
    [
      'scale set, unknown profile',
      [scaleSet({ virtualMachineProfile: runtime('x') })],
      ['s AGT002 undecided'],
    ],
    ['scale set, unknown list', [scaleSet(profile(runtime('x')))], ['s AGT002 undecided']],
    [
      'scale set, a list in a loop of unknown count',
      [scaleSet(looped(runtime('x')))],
      ['s AGT002 undecided'],
    ],
    [
      'scale set, a list in a loop of known count',
      [scaleSet(looped(1))],
      [`s AGT002 pass${passed}`],
    ],
    ['scale set, a list in an empty loop', [scaleSet(looped(0))], ['s AGT002 fail']],
    ['scale set, unknown item', [scaleSet(profile([runtime('x')]))], ['s AGT002 undecided']],
    [
      'Flexible without profile',
      [scaleSet({ orchestrationMode: 'Flexible' })],
      ['s AGT002 not-applicable'],
    ],
    [
      'Flexible with profile',
      [scaleSet({ orchestrationMode: 'Flexible', ...profile([]) })],
      ['s AGT002 fail'],
    ],
    ['Arc', [{ ...arc, properties: { osType: 'linux' } }], ['e AGT003 fail']],
    [
      'Arc with the agent',
      [
        { ...arc, properties: { osType: 'linux' } },
        { ...qualys('e'), type: 'Microsoft.HybridCompute/machines/extensions' },
      ],
      [`e AGT003 pass${passed}`],
    ],
    [
      'AKS pools are none',
      [
        {
          type: 'Microsoft.ContainerService/managedClusters',
          apiVersion: '2024-09-01',
          name: 'k',
          properties: { agentPoolProfiles: [{ name: 'p' }] },
        },
      ],
      [],
    ],
    [
      'appliances',
      [
        vm('fw', {
          storageProfile: { imageReference: { publisher: 'PaloAltoNetworks', offer: 'vmseries' } },
        }),
      ],
      ['fw AGT001 not-applicable'],
    ],
    [
      'no extensions allowed',
      [vm('a', { osProfile: { allowExtensionOperations: false } }), qualys('a')],
      ['a AGT001 fail'],
    ],
    [
      'no agent of Azure',
      [vm('a', { osProfile: { linuxConfiguration: { provisionVMAgent: false } } }), qualys('a')],
      ['a AGT001 fail'],
    ],
    [
      'not known whether extensions are allowed',
      [vm('a', { osProfile: { allowExtensionOperations: runtime('x') } }), qualys('a')],
      ['a AGT001 undecided'],
    ],
    [
      'not known whether extensions are allowed, and none there',
      [vm('a', { osProfile: { allowExtensionOperations: runtime('x') } })],
      ['a AGT001 fail'],
    ],
  ])('%s', (_, resources, expected) => {
    expect(judged([template(resources)])).toStrictEqual(expected);
  });
});

describe('operating systems', () => {
  const disk = (osType: unknown) => ({ storageProfile: { osDisk: { osType } } });
  const image = (publisher: string, offer = 'x') => ({
    storageProfile: {
      osDisk: {},
      imageReference: { publisher, offer, sku: 'x', version: 'latest' },
    },
  });
  it.each<[string, object, string]>([
    ['disk', disk('Windows'), 'windows'],
    [
      'disk before profile',
      { ...disk('Windows'), osProfile: { linuxConfiguration: {} } },
      'windows',
    ],
    [
      'profile before image',
      { ...image('Canonical'), osProfile: { windowsConfiguration: {} } },
      'windows',
    ],
    [
      'profile that is null',
      { ...image('Canonical'), osProfile: { windowsConfiguration: null } },
      'linux',
    ],
    ['publisher of Windows', image('MicrosoftWindowsServer'), 'windows'],
    ['publisher of Linux', image('RedHat'), 'linux'],
    ['publisher of both, Windows', image('MicrosoftSQLServer', 'sql2022-ws2022'), 'windows'],
    ['publisher of both, Linux', image('MicrosoftSQLServer', 'sql2022-ubuntu2204'), 'linux'],
    ['another publisher', image('contoso'), 'any'],
    [
      'image of a gallery',
      { storageProfile: { imageReference: { id: '/subscriptions/x' } } },
      'any',
    ],
    ['unknown', disk(runtime('x')), 'any'],
  ])('%s', (_, properties, expected) => {
    const fits = (type: string) =>
      cellsOf([template([vm('a', { ...properties }), qualys('a', { type })])])[0]?.outcome.kind ===
      'pass';
    const windows = fits('QualysAgent');
    const linux = fits('QualysAgentLinux');
    const found = windows && linux ? 'any' : windows ? 'windows' : linux ? 'linux' : 'none';
    expect(found).toBe(expected);
  });

  it.each(['Windows', 'Linux'])('%s by an image of the same template', (osType) => {
    const image = {
      type: 'Microsoft.Compute/images',
      apiVersion: '2024-07-01',
      name: 'i',
      properties: { storageProfile: { osDisk: { osType } } },
    };
    const id = "[resourceId('Microsoft.Compute/images', 'i')]";
    const machine = vm('a', { storageProfile: { imageReference: { id } } });
    const kinds = ['QualysAgent', 'QualysAgentLinux'].map(
      (type) => cellsOf([template([image, machine, qualys('a', { type })])])[0]?.outcome.kind,
    );
    expect(kinds).toEqual(osType === 'Windows' ? ['pass', 'fail'] : ['fail', 'pass']);
  });
});
