// Shapes of deployments and conditions: where agents are deployed, and whether.
import {
  agent,
  deployment,
  linked,
  loop,
  module,
  subscriptionTemplate,
  template,
  vm,
} from './build.ts';
import { bool, type Shape, shape, string } from './shape.ts';

const machineModule = template(
  [
    vm("[parameters('n')]"),
    agent("[concat(parameters('n'), '/q')]", { condition: "[parameters('agent')]" }),
  ],
  {
    parameters: { n: string, agent: { ...bool, defaultValue: true } },
  },
);
const agentModule = template([agent("[concat(parameters('n'), '/q')]")], {
  parameters: { n: string },
});
export const deploymentShapes: readonly Shape[] = [
  shape(
    'machine and agent in two deployments to one group',
    subscriptionTemplate(
      [
        deployment('a', template([vm('v')]), { resourceGroup: "[variables('rg')]" }),
        deployment('b', template([agent('v/q')]), { resourceGroup: "[variables('rg')]" }),
        deployment('c', template([vm('w')]), { resourceGroup: "[variables('rg')]" }),
        deployment('d', template([agent('w/q')]), { resourceGroup: 'rg-b' }),
      ],
      { variables: { rg: 'rg-a' } },
    ),
    { v: 'pass', w: 'fail' },
  ),
  shape(
    'a deployment to the own group by name',
    template([
      vm('v'),
      deployment('d', template([agent('v/q')]), { resourceGroup: '[resourceGroup().name]' }),
    ]),
    { v: 'pass' },
  ),
  shape(
    'a deployment that never runs',
    template([vm('v'), deployment('d', template([agent('v/q')]), { condition: false })]),
    { v: 'fail' },
  ),
  shape(
    'a child that is never deployed',
    template([vm('v', { resources: [agent('q', { type: 'extensions', condition: false })] })]),
    { v: 'fail' },
  ),
  shape(
    'a module in a loop',
    template([
      module(
        "[concat('d', copyIndex())]",
        machineModule,
        { n: "[concat('vm', copyIndex())]" },
        loop(2),
      ),
    ]),
    { vm0: 'pass' },
  ),
  shape(
    'a module in a loop, switched by the index',
    template([
      module(
        "[concat('d', copyIndex())]",
        machineModule,
        { n: "[concat('vm', copyIndex())]", agent: '[equals(copyIndex(), 0)]' },
        loop(2),
      ),
    ]),
    { vm0: 'pass', vm1: 'fail' },
  ),
  shape(
    'a module in a module',
    template([
      vm('v'),
      module(
        'o',
        template([module('i', agentModule, { n: "[parameters('m')]" })], {
          parameters: { m: string },
        }),
        { m: 'v' },
      ),
    ]),
    { v: 'pass' },
  ),
  shape(
    'a linked file whose default leaves the agent off',
    template([vm('v'), linked('l', { relativePath: 'a/q.json' }, { n: 'v' })]),
    { v: 'fail' },
    {
      more: {
        'a/q.json': template(
          [agent("[concat(parameters('n'), '/q')]", { condition: "[parameters('on')]" })],
          { parameters: { n: string, on: { ...bool, defaultValue: false } } },
        ),
      },
    },
  ),
  shape('a file that is not there', template([vm('v'), linked('l', { relativePath: 'no.json' })]), {
    v: 'undecided',
  }),
  shape(
    'a template spec',
    template([
      vm('v'),
      linked('l', { id: "[resourceId('Microsoft.Resources/templateSpecs/versions', 't', '1')]" }),
    ]),
    { v: 'undecided' },
  ),
  shape(
    'a condition that is the same by default',
    template(
      [
        vm('v', { condition: "[parameters('d')]" }),
        agent('v/q', { condition: "[parameters('d')]" }),
      ],
      { parameters: { d: { ...bool, defaultValue: true } } },
    ),
    { v: 'pass' },
  ),
  shape(
    'a condition that asks for more',
    template(
      [
        vm('v', { condition: "[equals(parameters('e'), 'prod')]" }),
        agent('v/q', { condition: "[and(equals(parameters('e'), 'prod'), parameters('a'))]" }),
      ],
      { parameters: { e: string, a: bool } },
    ),
    { v: ['fail', 'pass'] },
  ),
  shape(
    'a condition that asks for less',
    template(
      [
        vm('v', { condition: "[equals(parameters('e'), 'prod')]" }),
        agent('v/q', {
          condition: "[or(equals(parameters('e'), 'prod'), equals(parameters('e'), 'test'))]",
        }),
      ],
      { parameters: { e: string } },
    ),
    { v: 'pass' },
  ),
  shape(
    'two conditions that exclude each other',
    template(
      [
        vm('v'),
        agent('v/q', { condition: "[equals(parameters('e'), 'a')]" }),
        agent('v/q2', { condition: "[not(equals(parameters('e'), 'a'))]" }),
      ],
      { parameters: { e: string } },
    ),
    { v: 'pass' },
  ),
];
