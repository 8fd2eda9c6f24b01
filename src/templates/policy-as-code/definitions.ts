// Policy definitions and initiatives: what each deploys to which machines, with which effect, as its parameters say.
import type { Machine } from '../agents/machines.ts';
import { knownText } from '../agents/partial-text.ts';
import { stringValue, type Value, valueAt } from '../arm/language/value.ts';
import type { Evaluation, Resource } from '../resource.ts';
import {
  type BuiltInDefinition,
  type BuiltInInitiative,
  builtInDefinitions,
  builtInInitiatives,
} from './built-in.ts';
import type { Definition, Deployed, Given, Member } from './definition.ts';
import { deployedByTemplate, type EmbeddedFor } from './embedded-template.ts';
import { answerOf } from './policy-condition.ts';
import {
  anySubject,
  aroundSubject,
  evaluated,
  machineSubject,
  type PolicyScope,
  type Subject,
} from './policy-scope.ts';

/** Machines that the template of one definition is expanded for, where it differs from machine to machine. */
const maxExpansions = 1000;

const always = stringValue('DeployIfNotExists');

function builtIn(name: string, entry: BuiltInDefinition): Definition {
  const { deploys, kinds, os, needs } = entry;
  return {
    name,
    effect: (given) => (entry.isFixed === true ? always : (given('effect') ?? always)),
    deployed(given) {
      const plain = { deploys, kinds, os, unknown: undefined, not: undefined, isWide: false };
      if (needs === undefined) return [plain];
      const value = given(needs.parameter);
      if (value?.kind === 'unknown') return [{ ...plain, unknown: value }];
      if (value?.kind === 'string' && value.value.toLowerCase() === needs.value) return [plain];
      const not = `its ${needs.parameter} is not mdeTvm, so that it brings the retired scanner`;
      return [{ ...plain, not }];
    },
    selects: () => true,
  };
}

function builtInMembers({ members, effects }: BuiltInInitiative): Member[] {
  return members.flatMap((name) => {
    const entry = builtInDefinitions[name];
    if (entry === undefined) return [];
    const effect = effects[name];
    const given = (ofInitiative: Given): Given => {
      return (asked) =>
        effect !== undefined && asked.toLowerCase() === 'effect' ? ofInitiative(effect) : undefined;
    };
    return [{ definition: builtIn(name, entry), given }];
  });
}

/** Values given, else the defaults that the document declares. */
function withDefaults(given: Given, properties: Value | undefined): Given {
  return (name) => given(name) ?? valueAt(properties, 'parameters', name, 'defaultValue');
}

/** What is around a machine, by the types that policies call it by. */
const around = [
  'Microsoft.Resources/subscriptions',
  'Microsoft.Resources/subscriptions/resourceGroups',
];

/** What of a machine the template gets: its name is the machine's own where that is known. */
function embeddedFor(machine: Machine | undefined): EmbeddedFor {
  const { subscription, resourceGroup } = machine?.resource.deployment ?? {};
  const isNamed = machine?.resource.name.kind === 'string';
  const isPlaced = machine !== undefined && knownText(machine.key) !== undefined;
  return {
    name: isNamed ? machine.name : [{ form: 'field(name)' }],
    key: isPlaced ? machine.key : [{ form: 'field(id)' }],
    subscription: subscription?.kind === 'string' ? subscription.value : undefined,
    resourceGroup: resourceGroup?.kind === 'string' ? resourceGroup.value : undefined,
  };
}

/** A definition that stands in the run. */
function ofResource({ body, key, declaration }: Resource): Definition {
  const properties = valueAt(body, 'properties');
  const rule = valueAt(properties, 'policyRule');
  const then = valueAt(rule, 'then');
  const deployment = valueAt(then, 'details', 'deployment', 'properties');
  const at = declaration.span;
  const scopeOf = (subject: Subject, given: Given): PolicyScope => {
    return { subject, given: withDefaults(given, properties), at };
  };
  const deployed = (given: Given, machine: Machine | undefined) => {
    const subject = machine === undefined ? anySubject : machineSubject(machine);
    const parameters = valueAt(deployment, 'parameters');
    const values = new Map<string, Value>();
    if (parameters?.kind === 'object') {
      for (const [name, each] of parameters.properties) {
        const value = evaluated(valueAt(each.value, 'value'), scopeOf(subject, given));
        if (value !== undefined) values.set(name, value);
      }
    }
    return deployedByTemplate(valueAt(deployment, 'template'), values, embeddedFor(machine));
  };
  const forAny = new WeakMap<Given, readonly Deployed[]>();
  let expansions = 0;
  return {
    name: key.split('/').at(-1) ?? key,
    effect: (given) => evaluated(valueAt(then, 'effect'), scopeOf(anySubject, given)),
    deployed(given, machine) {
      const known = forAny.get(given) ?? deployed(given, undefined);
      forAny.set(given, known);
      const isOpen = known.some(({ unknown }) => unknown !== undefined);
      // What is certain for any machine is so for this one.
      if (machine === undefined || !isOpen || expansions >= maxExpansions) return known;
      expansions++;
      return deployed(given, machine);
    },
    selects(given, machine, isWide) {
      const condition = valueAt(rule, 'if');
      const types = isWide ? around : [];
      const subjects = [
        machineSubject(machine),
        ...types.map((each) => aroundSubject(machine, each)),
      ];
      const answers = subjects.map((each) => answerOf(condition, scopeOf(each, given)));
      if (answers.includes(true)) return true;
      return answers.find((each) => typeof each !== 'boolean') ?? false;
    },
  };
}

function membersOfResource({ body, declaration }: Resource, catalogue: Catalogue): Member[] {
  const properties = valueAt(body, 'properties');
  const list = valueAt(properties, 'policyDefinitions');
  if (list?.kind !== 'array') return [];
  return list.items.flatMap((item) => {
    const id = valueAt(item, 'policyDefinitionId');
    const definition = id?.kind === 'string' ? catalogue.definition(id.value) : undefined;
    if (definition === undefined) return [];
    const given = (ofInitiative: Given): Given => {
      const outer = withDefaults(ofInitiative, properties);
      const at = item.span ?? declaration.span;
      const scope = { subject: anySubject, given: outer, at };
      return (name) => evaluated(valueAt(item, 'parameters', name, 'value'), scope);
    };
    return [{ definition, given }];
  });
}

/** What assignments may name: the run's own definitions and initiatives, then Azure's. */
export interface Catalogue {
  definition(id: string): Definition | undefined;
  initiative(id: string): readonly Member[] | undefined;
}

/** The last piece of an identifier that ends with a definition or an initiative. */
function nameIn(id: string, kind: 'policydefinitions' | 'policysetdefinitions') {
  const segments = id.toLowerCase().split('/');
  return segments.at(-2) === kind ? segments.at(-1) : undefined;
}

export function catalogueOf(evaluations: readonly Evaluation[]): Catalogue {
  const own = new Map<string, Resource>();
  for (const { resources } of evaluations) {
    for (const resource of resources) {
      if (resource.isExisting) continue;
      if (/^microsoft\.authorization\/policy(?:set)?definitions$/i.test(resource.type)) {
        own.set(resource.key, resource);
      }
    }
  }
  const catalogue: Catalogue = {
    definition(id) {
      const name = nameIn(id, 'policydefinitions');
      if (name === undefined) return undefined;
      const resource = own.get(id.toLowerCase());
      if (resource !== undefined) return ofResource(resource);
      const entry = builtInDefinitions[name];
      return entry && builtIn(name, entry);
    },
    initiative(id) {
      const name = nameIn(id, 'policysetdefinitions');
      if (name === undefined) return undefined;
      const resource = own.get(id.toLowerCase());
      if (resource !== undefined) return membersOfResource(resource, catalogue);
      const entry = builtInInitiatives[name];
      return entry && builtInMembers(entry);
    },
  };
  return catalogue;
}
