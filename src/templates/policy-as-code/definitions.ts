// Policy definitions and initiatives: what each deploys to which machines, with which effect, as its parameters say.
import type { MachineKind } from '../../model/template-policy.ts';
import type { OperatingSystem } from '../agents/agents.ts';
import type { UnknownValue } from '../arm/language/unknown.ts';
import { unknownValue } from '../arm/language/unknown.ts';
import { stringValue, type Value, valueAt } from '../arm/language/value.ts';
import type { Evaluation, Resource } from '../resource.ts';
import {
  type BuiltInDefinition,
  type BuiltInInitiative,
  builtInDefinitions,
  builtInInitiatives,
  type Deployable,
} from './built-in.ts';
import { deployedByTemplate } from './embedded-template.ts';

/** Values of parameters by name without case; undefined: none was given. */
export type Given = (name: string) => Value | undefined;

/** One agent that a definition brings to machines. */
export interface Deployed {
  readonly deploys: Deployable;
  readonly kinds: readonly MachineKind[];
  readonly os: OperatingSystem | undefined;
  /** Set when it comes only if this turns out right. */
  readonly unknown: UnknownValue | undefined;
  /** Set when it does not come, with the reason: a parameter brings something else. */
  readonly not: string | undefined;
}

export interface Definition {
  /** As messages name it: the last piece of its identifier. */
  readonly name: string;
  effect(given: Given): Value | undefined;
  deployed(given: Given): readonly Deployed[];
}

export interface Member {
  readonly definition: Definition;
  /** What the initiative gives to the definition. */
  given(ofInitiative: Given): Given;
}

const always = stringValue('DeployIfNotExists');

function builtIn(name: string, entry: BuiltInDefinition): Definition {
  const { deploys, kinds, os, needs } = entry;
  return {
    name,
    effect: (given) => (entry.isFixed === true ? always : (given('effect') ?? always)),
    deployed(given) {
      const plain = { deploys, kinds, os, unknown: undefined, not: undefined };
      if (needs === undefined) return [plain];
      const value = given(needs.parameter);
      if (value?.kind === 'unknown') return [{ ...plain, unknown: value }];
      if (value?.kind === 'string' && value.value.toLowerCase() === needs.value) return [plain];
      const not = `its ${needs.parameter} is not mdeTvm, so that it brings the retired scanner`;
      return [{ ...plain, not }];
    },
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

/** A text of a policy: a parameter's value where it asks for one, an unknown for any other expression. */
function resolved(value: Value | undefined, given: Given): Value | undefined {
  if (value?.kind !== 'string' || !/^\[(?!\[)[\s\S]*\]$/.test(value.value)) return value;
  const asked = /^\[\s*parameters\(\s*'([^']+)'\s*\)\s*\]$/i.exec(value.value)?.[1];
  if (asked !== undefined) return given(asked);
  const message = `${value.value} is known to Azure Policy only`;
  return unknownValue('any', { kind: 'policy', message, span: value.span }, value.value);
}

/** A definition that stands in the run. */
function ofResource({ body, key }: Resource): Definition {
  const properties = valueAt(body, 'properties');
  const then = valueAt(properties, 'policyRule', 'then');
  const deployment = valueAt(then, 'details', 'deployment', 'properties');
  return {
    name: key.split('/').at(-1) ?? key,
    effect: (given) => resolved(valueAt(then, 'effect'), withDefaults(given, properties)),
    deployed(given) {
      const parameters = valueAt(deployment, 'parameters');
      const values = new Map<string, Value>();
      if (parameters?.kind === 'object') {
        for (const [name, each] of parameters.properties) {
          const value = resolved(valueAt(each.value, 'value'), withDefaults(given, properties));
          if (value !== undefined) values.set(name, value);
        }
      }
      return deployedByTemplate(valueAt(deployment, 'template'), values);
    },
  };
}

function membersOfResource({ body }: Resource, catalogue: Catalogue): Member[] {
  const properties = valueAt(body, 'properties');
  const list = valueAt(properties, 'policyDefinitions');
  if (list?.kind !== 'array') return [];
  return list.items.flatMap((item) => {
    const id = valueAt(item, 'policyDefinitionId');
    const definition = id?.kind === 'string' ? catalogue.definition(id.value) : undefined;
    if (definition === undefined) return [];
    const given = (ofInitiative: Given): Given => {
      const outer = withDefaults(ofInitiative, properties);
      return (name) => resolved(valueAt(item, 'parameters', name, 'value'), outer);
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
