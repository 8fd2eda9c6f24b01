// Shapes of names: of machines, and of agents that name them.
import { agent, loop, module, template, vm } from './build.ts';
import { type Shape, shape, string } from './shape.ts';

const agentModule = template([agent("[concat(parameters('n'), '/q')]")], {
  parameters: { n: string },
});
export const nameShapes: readonly Shape[] = [
  shape(
    'a child within a loop',
    template([
      vm("[concat('vm', copyIndex())]", {
        ...loop(3),
        resources: [agent('q', { type: 'extensions' })],
      }),
    ]),
    { vm0: 'pass' },
  ),
  shape(
    'one name by two functions',
    template([
      vm("[concat('vm', uniqueString(resourceGroup().id))]"),
      agent("[format('vm{0}/q', uniqueString(resourceGroup().id))]"),
    ]),
    { '*': 'pass' },
  ),
  shape(
    'one unknown name by two functions',
    template(
      [
        vm("[concat(parameters('p'), '-vm')]"),
        agent("[format('{0}-vm/{1}', parameters('p'), 'q')]"),
      ],
      { parameters: { p: string } },
    ),
    { '*': 'pass' },
  ),
  shape(
    'an unknown name in other case',
    template([vm("[parameters('n')]"), agent("[concat(toLower(parameters('n')), '/q')]")], {
      parameters: { n: string },
    }),
    { '*': 'pass' },
  ),
  shape(
    'an unknown name in parts, in other case',
    template(
      [
        vm("[concat(parameters('n'), '-VM')]"),
        agent("[concat(toLower(concat(parameters('n'), '-VM')), '/q')]"),
      ],
      { parameters: { n: string } },
    ),
    { '*': 'pass' },
  ),
  shape(
    'an unknown name and another one',
    template([vm('v'), agent("[concat(parameters('n'), '/q')]")], { parameters: { n: string } }),
    { v: 'undecided' },
  ),
  shape(
    'an unknown name handed to two modules',
    template(
      [
        module('a', template([vm("[parameters('n')]")], { parameters: { n: string } }), {
          n: "[parameters('vm')]",
        }),
        module('b', agentModule, { n: "[parameters('vm')]" }),
      ],
      { parameters: { vm: string } },
    ),
    { '*': 'pass' },
  ),
  shape(
    'a name out of an identifier',
    template([
      vm('v'),
      agent("[concat(split(resourceId('Microsoft.Compute/virtualMachines', 'v'), '/')[8], '/q')]"),
    ]),
    { v: 'pass' },
  ),
  shape(
    'a name out of an identifier, in a module',
    template([
      vm('v'),
      module(
        'm',
        template([agent("[concat(last(split(parameters('id'), '/')), '/q')]")], {
          parameters: { id: string },
        }),
        { id: "[resourceId('Microsoft.Compute/virtualMachines', 'v')]" },
      ),
    ]),
    { v: 'pass' },
  ),
  shape(
    'a name by a function of the template',
    template([vm("[own.name('v')]"), agent("[concat(own.name('v'), '/q')]")], {
      functions: [
        {
          namespace: 'own',
          members: {
            name: {
              parameters: [{ name: 'p', type: 'string' }],
              output: { type: 'string', value: "[concat(parameters('p'), '-1')]" },
            },
          },
        },
      ],
    }),
    { 'v-1': 'pass' },
  ),
  shape(
    'machines and agents from a list of objects',
    template(
      [
        vm("[parameters('vms')[copyIndex()].name]", loop("[length(parameters('vms'))]")),
        agent("[concat(parameters('vms')[copyIndex()].name, '/q')]", {
          ...loop("[length(parameters('vms'))]", 'agents'),
          condition: "[parameters('vms')[copyIndex()].agent]",
        }),
      ],
      {
        parameters: {
          vms: {
            type: 'array',
            defaultValue: [
              { name: 'a', agent: true },
              { name: 'b', agent: false },
            ],
          },
        },
      },
    ),
    { a: 'pass', b: 'fail' },
  ),
  shape(
    'loops by symbol',
    template(
      {
        vms: vm(
          "[format('vm{0}', range(0, 2)[copyIndex()])]",
          loop('[length(range(0, 2))]', 'vms'),
        ),
        x: agent(
          "[format('{0}/{1}', format('vm{0}', range(0, 2)[copyIndex()]), 'q')]",
          loop('[length(range(0, 2))]', 'x'),
        ),
      },
      { languageVersion: '2.0' },
    ),
    { vm0: 'pass' },
  ),
  shape('a loop of none', template([vm("[concat('v', copyIndex())]", loop(0))]), {}),
];
