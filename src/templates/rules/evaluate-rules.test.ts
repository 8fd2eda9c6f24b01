import { expect, it } from 'vitest';
import { objectValue, stringValue } from '../arm/language/value.ts';
import type { Deployment, Evaluation, Resource } from '../resource.ts';
import { sourceOf } from '../source.ts';
import { evaluateRules } from './evaluate-rules.ts';
import { resourcesOfKey, resourcesOfType } from './neighbours.ts';
import type { DeploymentRule, ResourceRule } from './rule.ts';

const source = sourceOf('main.json', '{}');
const span = { source, start: 0, end: 2 };
const deployment: Deployment = {
  name: stringValue('main'),
  parent: undefined,
  source,
  span,
  level: 'resourceGroup',
  subscription: undefined,
  resourceGroup: undefined,
  managementGroup: undefined,
  evaluation: 'root',
  languageVersion: undefined,
  generator: undefined,
  parameters: [],
  outputs: [],
  parametersSpan: undefined,
  resource: undefined,
  conditions: [],
};

function resource(type: string, name: string, isExisting = false): Resource {
  return {
    type,
    name: stringValue(name),
    key: `/${type}/${name}`.toLowerCase(),
    apiVersion: '2024-01-01',
    isExisting,
    extendsKey: undefined,
    conditions: [],
    loops: [],
    body: objectValue([]),
    declaration: {
      span,
      nameSpan: span,
      typeSpan: span,
      loopSpan: undefined,
      conditionSpan: undefined,
      symbolicName: undefined,
    },
    deployment,
    parent: undefined,
  };
}

const evaluation: Evaluation = {
  root: deployment,
  parameterFile: undefined,
  tried: {},
  deployments: [deployment],
  resources: [resource('A.B/c', 'one'), resource('a.b/C', 'two'), resource('A.B/c', 'kept', true)],
  faults: [],
  gaps: [],
  linkedFiles: [],
  atAnyIndex: undefined,
};

const text = {
  kind: 'template',
  severity: 'low',
  title: '',
  rationale: '',
  remedy: '',
  references: [],
  aliases: [],
  controls: [],
  example: { passing: {}, failing: {} },
} as const;
const policy = { now: new Date(0) };

it('calls a rule for each deployed resource of its types, without case, and keeps the order', () => {
  const rule: ResourceRule = {
    ...text,
    id: 'T1',
    on: 'resource',
    types: ['a.b/c'],
    check: (each) => ({ kind: 'not-applicable', reason: each.key }),
  };
  const reasons = evaluateRules(evaluation, [rule], policy).map(({ outcome }) =>
    outcome.kind === 'not-applicable' ? outcome.reason : outcome.kind,
  );
  expect(reasons).toStrictEqual(['/a.b/c/one', '/a.b/c/two']);
});

it('makes an outcome of a rule that throws and goes on with the others', () => {
  const broken: DeploymentRule = {
    ...text,
    id: 'T2',
    on: 'deployment',
    check: () => {
      throw new Error('boom');
    },
  };
  const several: DeploymentRule = {
    ...text,
    id: 'T3',
    on: 'deployment',
    check: () => [{ kind: 'pass' }, { kind: 'not-applicable', reason: 'x' }],
  };
  const results = evaluateRules(evaluation, [broken, several], policy);
  expect(results.map(({ rule, outcome }) => `${rule.id} ${outcome.kind}`)).toStrictEqual([
    'T2 error',
    'T3 pass',
    'T3 not-applicable',
  ]);
  expect(results[0]?.outcome).toMatchObject({ message: 'the rule failed: boom' });
});

it('finds neighbours by type and by key', () => {
  expect(resourcesOfType(evaluation, 'A.b/C')).toHaveLength(3);
  expect(resourcesOfKey(evaluation, '/A.B/c/one')).toHaveLength(1);
  expect(resourcesOfKey(evaluation, '/nothing')).toHaveLength(0);
});
