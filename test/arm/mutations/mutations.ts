// Every mutation of a machine: the edits of edits.ts, and those that need a second file. Imports nothing that it tests.
import {
  add,
  addParameter,
  agentFor,
  type Edit,
  edits,
  flat,
  linkedTemplate,
  moved,
  type Outcome,
  passedName,
  schema,
} from './edits.ts';
import {
  changed,
  isObject,
  type JsonObject,
  type Machine,
  type Template,
  textFor,
  textOf,
  withDefaults,
} from './template.ts';

export interface Mutation {
  readonly title: string;
  /** By name; the template itself is `main.json`. */
  readonly files: Readonly<Record<string, string>>;
  /** What is named as target; the folder where it is absent. */
  readonly target?: string;
  readonly deployedTogether?: readonly string[];
  /** Of the machine that was edited. */
  readonly expected: Outcome;
  /** Of every other one: no agent, or what the edit leaves open for all. */
  readonly others: Outcome;
}

/** What one edit makes of one machine; undefined where it makes no difference (a machine that has a condition already). */
function mutationOf(template: Template, machine: Machine, edit: Edit): Mutation | undefined {
  const base = edit.needsNames === true ? withDefaults(template) : template;
  const after = changed(base, (copy) => edit.change(copy, machine));
  const text = textFor(after);
  if (edit.title !== 'nothing' && text === textFor(base)) return undefined;
  return {
    title: edit.title,
    files: { 'main.json': text },
    expected: edit.expected,
    others: 'fail',
  };
}

/** Edits that need a second file. */
function fileMutations(template: Template, machine: Machine): Mutation[] {
  const agent = agentFor(machine);
  const linking = changed(template, (t) => {
    const link = { templateLink: { relativePath: 'agents/agent.json' } };
    add(t, moved(t, machine, { ...link, ...passedName(t, machine) }));
  });
  const remote = changed(template, (t) => {
    addParameter(t, 'locationOfTest', { type: 'string' });
    const link = { templateLink: { uri: "[concat(parameters('locationOfTest'), 'agent.json')]" } };
    add(t, moved(t, machine, { ...link, ...passedName(t, machine) }));
  });
  const linked = `${JSON.stringify(linkedTemplate(machine, agent), undefined, 2)}\n`;
  const known = withDefaults(template);
  const apart: Template = { ...structuredClone(known), resources: [flat(known, machine)] };
  delete apart['outputs'];
  const both = { 'main.json': textFor(known), 'apart.json': textFor(apart) };
  return [
    {
      title: 'move into a linked file',
      files: { 'main.json': textFor(linking), 'agents/agent.json': linked },
      expected: 'pass',
      others: 'fail',
    },
    {
      title: 'move into a file that is not there',
      files: { 'main.json': textFor(linking) },
      expected: 'undecided',
      others: 'undecided',
    },
    {
      title: 'move behind a remote link',
      files: { 'main.json': textFor(remote) },
      expected: 'undecided',
      others: 'undecided',
    },
    { title: 'move into a file that nothing links', files: both, expected: 'fail', others: 'fail' },
    {
      title: 'move into a file deployed together',
      files: both,
      deployedTogether: ['main.json', 'apart.json'],
      expected: 'pass',
      others: 'fail',
    },
  ];
}

/** Resources as an object, by languageVersion 2.0: the same is deployed. */
function symbolic(template: Template): string {
  const resources = template.resources.map(({ name, ...rest }, index) => {
    const { dependsOn: _, ...kept } = rest;
    return [`r${index}`, { name: name ?? null, ...kept }] as const;
  });
  const { $schema = schema, ...rest } = template;
  const whole = {
    $schema,
    languageVersion: '2.0',
    ...rest,
    resources: Object.fromEntries(resources),
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

/** Resources with those nested in them. */
const withChildren = (resources: readonly JsonObject[]): JsonObject[] =>
  resources.flatMap((resource) => {
    const { resources: children } = resource;
    return [resource, ...withChildren(Array.isArray(children) ? children.filter(isObject) : [])];
  });

/** Whether the sample has an extension whose publisher only a caller gives: it may be the agent. */
function hasOpenExtension(template: Template): boolean {
  const { parameters } = template;
  return withChildren(template.resources).some(({ type, properties }) => {
    if (!/(?:^|\/)extensions$/i.test(textOf(type))) return false;
    const publisher = isObject(properties) ? properties['publisher'] : properties;
    const name = /parameters\('([^']+)'\)/.exec(textOf(publisher))?.[1];
    const parameter = isObject(parameters) && name !== undefined ? parameters[name] : undefined;
    return isObject(parameter) && !('defaultValue' in parameter);
  });
}

/** Every mutation of one machine of a template. */
export function mutationsOf(template: Template, machine: Machine): Mutation[] {
  const own = edits.flatMap((edit) => mutationOf(template, machine, edit) ?? []);
  const agents = changed(template, (t) => add(t, flat(t, machine)));
  const all: Mutation[] = [
    ...own,
    ...fileMutations(template, machine),
    {
      title: 'add, symbolic names',
      files: { 'main.json': symbolic(agents) },
      expected: 'pass',
      others: 'fail',
    },
    {
      title: 'nothing, symbolic names',
      files: { 'main.json': symbolic(template) },
      expected: 'fail',
      others: 'fail',
    },
  ];
  if (!hasOpenExtension(template)) return all;
  const opened = (outcome: Outcome): Outcome => (outcome === 'fail' ? 'undecided' : outcome);
  return all.map((each) => ({
    ...each,
    expected: opened(each.expected),
    others: opened(each.others),
  }));
}
