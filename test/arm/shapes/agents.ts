// Shapes of agents: how publisher, type and profile are written.
import { agent, arc, parameterFile, qualys, template, vm, vmss } from './build.ts';
import { bool, type Shape, shape, string } from './shape.ts';

const forbidden = { osProfile: { allowExtensionOperations: false, linuxConfiguration: {} } };

export const agentShapes: readonly Shape[] = [
  shape(
    'a publisher that is tried',
    template([vm('v'), agent('v/q', { publisher: "[if(parameters('u'), 'Qualys', 'Other')]" })], {
      parameters: { u: bool },
    }),
    { v: ['fail', 'pass'] },
  ),
  shape(
    'properties by union()',
    template(
      [
        vm('v'),
        agent('v/q', {
          properties:
            "[union(variables('common'), createObject('publisher', 'Qualys', 'type', 'QualysAgentLinux'))]",
        }),
      ],
      { variables: { common: { typeHandlerVersion: '1.6' } } },
    ),
    { v: 'pass' },
  ),
  shape(
    'properties from a parameter file',
    template([vm('v'), agent('v/q', { properties: "[parameters('agent')]" })], {
      parameters: { agent: { type: 'object' } },
    }),
    { v: 'pass' },
    { more: { 'main.parameters.json': parameterFile({ agent: qualys }) } },
  ),
  shape(
    'a publisher from the command line',
    template([vm('v'), agent('v/q', { publisher: "[parameters('pub')]" })], {
      parameters: { pub: string },
    }),
    { v: 'pass' },
    { parameters: ['pub=Qualys'] },
  ),
  shape(
    'an Arc machine',
    template([arc('a'), agent('a/q', { type: 'Microsoft.HybridCompute/machines/extensions' })]),
    { a: 'pass' },
  ),
  shape(
    'a flexible scale set with a profile',
    template([
      vmss(
        's',
        { extensionProfile: { extensions: [{ name: 'q', properties: qualys }] } },
        { orchestrationMode: 'Flexible' },
      ),
    ]),
    { s: 'pass' },
  ),
  shape(
    'a scale set that forbids extensions',
    template([
      vmss('s', {
        ...forbidden,
        extensionProfile: { extensions: [{ name: 'q', properties: qualys }] },
      }),
    ]),
    { s: 'fail' },
  ),
  shape(
    'a profile by a property loop',
    template(
      [
        vmss('s', {
          extensionProfile: {
            copy: [
              {
                name: 'extensions',
                count: "[length(variables('x'))]",
                input: {
                  name: "[variables('x')[copyIndex('extensions')].t]",
                  properties: {
                    publisher: "[variables('x')[copyIndex('extensions')].p]",
                    type: "[variables('x')[copyIndex('extensions')].t]",
                  },
                },
              },
            ],
          },
        }),
      ],
      {
        variables: {
          x: [
            { p: 'Contoso', t: 'Y' },
            { p: 'Qualys', t: 'QualysAgentLinux' },
          ],
        },
      },
    ),
    { s: 'pass' },
  ),
  shape(
    'a profile by concat()',
    template(
      [
        vmss('s', {
          extensionProfile: {
            extensions:
              "[concat(variables('base'), if(parameters('q'), variables('agents'), variables('base')))]",
          },
        }),
      ],
      {
        parameters: { q: { ...bool, defaultValue: true } },
        variables: { base: [], agents: [{ name: 'q', properties: qualys }] },
      },
    ),
    { s: 'pass' },
  ),
  shape(
    'a guest agent that is not installed',
    template([
      vm('v', { properties: { osProfile: { linuxConfiguration: { provisionVMAgent: false } } } }),
      agent('v/q'),
    ]),
    { v: 'fail' },
  ),
  shape(
    'an image that nothing is known of',
    template(
      [
        vm('v', {
          properties: {
            osProfile: {},
            storageProfile: { imageReference: { id: "[parameters('i')]" } },
          },
        }),
        agent('v/q'),
      ],
      { parameters: { i: string } },
    ),
    { v: 'pass' },
  ),
];
