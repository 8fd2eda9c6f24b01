// Edits of a template's agents within one file; each edit alone says what must come out of it.
import {
  isObject,
  type Json,
  type JsonObject,
  type Machine,
  type Template,
  textOf,
} from './template.ts';

export type Outcome = 'pass' | 'fail' | 'undecided';

export const schema =
  'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

const inner = (expression: string): string =>
  expression.startsWith('[') ? expression.slice(1, -1) : `'${expression.replaceAll("'", "''")}'`;

const childName = (name: string, child = 'agent'): string =>
  `[concat(${inner(name)}, '/${child}')]`;

interface Agent {
  readonly publisher: string;
  readonly type: string;
}

export function agentFor(machine: Machine): Agent {
  return {
    publisher: 'Qualys',
    type: machine.os === 'windows' ? 'QualysAgent' : 'QualysAgentLinux',
  };
}

const typeOf = ({ kind }: Machine): string =>
  kind === 'vm'
    ? 'Microsoft.Compute/virtualMachines/extensions'
    : 'Microsoft.Compute/virtualMachineScaleSets/extensions';

function extension(machine: Machine, agent: Agent, name = childName(machine.name)): JsonObject {
  return {
    name,
    type: typeOf(machine),
    apiVersion: '2019-07-01',
    properties: { ...agent, typeHandlerVersion: '1.6', autoUpgradeMinorVersion: true },
  };
}

/** Loop and condition of the machine, for what is declared beside it. */
export function beside(template: Template, machine: Machine): JsonObject {
  const { copy, condition } = template.resources[machine.index] ?? {};
  const loop = isObject(copy) ? { copy: { ...copy, name: 'agentLoop' } } : {};
  return { ...loop, ...(condition === undefined ? {} : { condition }) };
}

/** A bare copyIndex() in a name means the loop of its own resource; a named one must name the new loop. */
export const renamed = (template: Template, machine: Machine, text: string): string => {
  const copy = template.resources[machine.index]?.['copy'];
  const name = isObject(copy) && typeof copy['name'] === 'string' ? copy['name'] : undefined;
  return name === undefined
    ? text
    : text.replaceAll(`copyIndex('${name}'`, "copyIndex('agentLoop'");
};

export const linkedTemplate = (machine: Machine, agent: Agent): JsonObject => ({
  $schema: schema,
  contentVersion: '1.0.0.0',
  parameters: { machine: { type: 'string' } },
  resources: [extension(machine, agent, "[concat(parameters('machine'), '/agent')]")],
});

const deployment = (properties: JsonObject, rest: JsonObject = {}): JsonObject => ({
  name: isObject(rest['copy']) ? "[concat('agents', copyIndex())]" : 'agents',
  type: 'Microsoft.Resources/deployments',
  apiVersion: '2021-04-01',
  ...rest,
  properties: { mode: 'Incremental', ...properties },
});

export interface Edit {
  readonly title: string;
  readonly expected: Outcome;
  /** Names must be known for the answer to be certain. */
  readonly needsNames?: boolean;
  change(template: Template, machine: Machine): void;
}

export const add = (template: Template, ...resources: JsonObject[]): void => {
  template.resources.push(...resources);
};

export function flat(template: Template, machine: Machine, agent = agentFor(machine)): JsonObject {
  const resource = { ...extension(machine, agent), ...beside(template, machine) };
  return { ...resource, name: renamed(template, machine, textOf(resource['name'])) };
}

export function moved(
  template: Template,
  machine: Machine,
  properties: JsonObject,
  rest: JsonObject = {},
): JsonObject {
  return deployment(properties, { ...beside(template, machine), ...rest });
}

export const passedName = (template: Template, machine: Machine): JsonObject => {
  const value = renamed(template, machine, machine.name);
  return { parameters: { machine: { value } } };
};

function outer(template: Template, machine: Machine): JsonObject {
  const name = renamed(template, machine, childName(machine.name));
  const resources: Json[] = [extension(machine, agentFor(machine), name)];
  return { template: { $schema: schema, contentVersion: '1.0.0.0', resources } };
}

export function addParameter(template: Template, name: string, parameter: JsonObject): void {
  template['parameters'] = {
    ...(isObject(template['parameters']) ? template['parameters'] : {}),
    [name]: parameter,
  };
}

const conditional = (condition: Json) => (template: Template, machine: Machine) => {
  const resource = flat(template, machine);
  if (!('condition' in resource)) add(template, { ...resource, condition });
};

export const edits: readonly Edit[] = [
  { title: 'nothing', expected: 'fail', change: () => {} },
  { title: 'add beside it', expected: 'pass', change: (t, m) => add(t, flat(t, m)) },
  {
    title: 'add as its child',
    expected: 'pass',
    change(t, m) {
      const machine = t.resources[m.index];
      if (machine === undefined) return;
      const children = Array.isArray(machine['resources']) ? machine['resources'] : [];
      const child = { ...extension(m, agentFor(m), 'agent'), type: 'extensions' };
      machine['resources'] = [...children, child];
    },
  },
  {
    title: 'add, in other case',
    expected: 'pass',
    change(t, m) {
      const { publisher, type } = agentFor(m);
      const resource = flat(t, m, { publisher: publisher.toUpperCase(), type: type.toLowerCase() });
      add(t, { ...resource, type: typeOf(m).toUpperCase() });
    },
  },
  {
    title: 'add, by variables',
    expected: 'pass',
    change(t, m) {
      const variables = isObject(t['variables']) ? t['variables'] : {};
      t['variables'] = { ...variables, agentOfTest: { ...agentFor(m) } };
      add(
        t,
        flat(t, m, {
          publisher: "[variables('agentOfTest').publisher]",
          type: "[variables('agentOfTest')['type']]",
        }),
      );
    },
  },
  {
    title: 'add another publisher',
    expected: 'fail',
    change: (t, m) => add(t, flat(t, m, { ...agentFor(m), publisher: 'Contoso' })),
  },
  {
    title: 'add another type of the publisher',
    expected: 'fail',
    change: (t, m) =>
      add(t, flat(t, m, { publisher: 'Qualys', type: 'LinuxAgent.AzureSecurityCenter' })),
  },
  {
    title: 'add under another name of machine',
    expected: 'fail',
    needsNames: true,
    change: (t, m) =>
      add(t, {
        ...flat(t, m),
        name: `[concat('other-', ${inner(renamed(t, m, m.name))}, '/agent')]`,
      }),
  },
  { title: 'add, never deployed', expected: 'fail', change: conditional(false) },
  {
    title: 'add, always deployed',
    expected: 'pass',
    change: conditional("[not(equals('a', 'b'))]"),
  },
  {
    title: 'add, switched on by default',
    expected: 'pass',
    change(t, m) {
      addParameter(t, 'switchOfTest', { type: 'bool', defaultValue: true });
      conditional("[parameters('switchOfTest')]")(t, m);
    },
  },
  {
    title: 'add, switched off by default',
    expected: 'fail',
    change(t, m) {
      addParameter(t, 'switchOfTest', { type: 'string', defaultValue: 'off' });
      conditional("[equals(parameters('switchOfTest'), 'on')]")(t, m);
    },
  },
  {
    title: 'add, for the caller to switch',
    expected: 'fail',
    change(t, m) {
      addParameter(t, 'switchOfTest', { type: 'bool' });
      conditional("[parameters('switchOfTest')]")(t, m);
    },
  },
  {
    title: 'add, under a text that the caller gives',
    expected: 'undecided',
    change(t, m) {
      addParameter(t, 'textOfTest', { type: 'string' });
      conditional("[equals(parameters('textOfTest'), 'on')]")(t, m);
    },
  },
  {
    title: 'add, of a publisher that the caller gives',
    expected: 'undecided',
    change(t, m) {
      addParameter(t, 'publisherOfTest', { type: 'string' });
      add(t, flat(t, m, { ...agentFor(m), publisher: "[parameters('publisherOfTest')]" }));
    },
  },
  {
    title: 'move into a nested deployment, outer scope',
    expected: 'pass',
    change: (t, m) => add(t, moved(t, m, outer(t, m))),
  },
  {
    title: 'move into a nested deployment, inner scope',
    expected: 'pass',
    change(t, m) {
      const template = linkedTemplate(m, agentFor(m));
      const scope = { expressionEvaluationOptions: { scope: 'inner' } };
      add(t, moved(t, m, { ...scope, ...passedName(t, m), template }));
    },
  },
  {
    title: 'move into a nested deployment of another group',
    expected: 'fail',
    change: (t, m) => add(t, moved(t, m, outer(t, m), { resourceGroup: 'rg-of-others' })),
  },
];
