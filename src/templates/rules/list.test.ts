// What holds for every rule of the list, whatever it judges: how a template is written changes no answer, what is not
// known passes nothing, and nothing that a template can say makes a rule throw.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateRules } from './evaluate-rules.ts';
import { templateRules } from './list.ts';
import type { Example, TemplateRule } from './rule.ts';
import { evaluationsOf, now, templateText } from './testdata/outcomes.ts';

const policy = {
  now,
  approvedImages: ['canonical:ubuntu-24_04-lts:*'],
  approvedPublishers: ['Microsoft.Azure.Monitor'],
};

type Members = { readonly [name: string]: unknown };

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindsOf(rule: TemplateRule, template: Example): string[] {
  return evaluationsOf(templateText(template)).flatMap((evaluation) =>
    evaluateRules(evaluation, [rule], policy).map(({ outcome }) =>
      outcome.kind === 'error' ? `error: ${outcome.message}` : outcome.kind,
    ),
  );
}

/** Examples whose resources can be written otherwise. */
const examples = templateRules.flatMap((rule) =>
  Object.entries(rule.example).flatMap(([name, example]) =>
    Array.isArray(example['resources']) ? [[`${rule.id}, ${name}`, rule, example] as const] : [],
  ),
);

/** The template with each resource changed. */
function withResources(example: Example, change: (resource: Members) => Members): Example {
  const { resources } = example;
  if (!Array.isArray(resources)) return example;
  return {
    ...example,
    resources: resources.map((each) => (isMembers(each) ? change(each) : each)),
  };
}

function upperNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(upperNames);
  if (!isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.toUpperCase(), upperNames(inner)]),
  );
}

describe.each(examples)('%s', (_, rule, example) => {
  const kinds = kindsOf(rule, example);

  it('is judged alike with its names in upper case', () => {
    const changed = withResources(example, ({ properties, ...others }) =>
      properties === undefined ? others : { ...others, properties: upperNames(properties) },
    );
    expect(kindsOf(rule, changed)).toStrictEqual(kinds);
  });

  it('is judged alike with its properties in a variable', () => {
    const { variables } = example;
    const moved: [string, unknown][] = [];
    const changed = withResources(example, ({ properties, ...others }) => {
      if (properties === undefined || JSON.stringify(properties).includes('"[')) {
        return properties === undefined ? others : { ...others, properties };
      }
      const name = `moved${moved.length}`;
      moved.push([name, properties]);
      return { ...others, properties: `[variables('${name}')]` };
    });
    const all = { ...(isMembers(variables) ? variables : {}), ...Object.fromEntries(moved) };
    expect(kindsOf(rule, { ...changed, variables: all })).toStrictEqual(kinds);
  });

  it('is judged alike in an inner deployment', () => {
    const { resources, ...others } = example;
    if (Object.keys(others).length > 0 || !Array.isArray(resources)) return;
    const template = JSON.parse(templateText({ resources }));
    const deployment = {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2022-09-01',
      name: 'inner',
      properties: {
        mode: 'Incremental',
        expressionEvaluationOptions: { scope: 'inner' },
        template,
      },
    };
    const inner = kindsOf(rule, { resources: [deployment] });
    expect(inner.filter((kind) => kind !== 'not-applicable')).toStrictEqual(
      kinds.filter((kind) => kind !== 'not-applicable'),
    );
  });
});

/** Rules that can tell without knowing the resource, and why. */
const tellWithout: Readonly<Record<string, string>> = {
  AGT009: 'the name of the resource says which scanner it is',
  AGT019: 'a secret is known by the parameters that feed it',
  VMH015: 'a name that only the deployment knows is what it asks for',
};

it('passes no resource of which nothing but type, name and version is known', () => {
  const passed = templateRules.flatMap((rule) => {
    const { passing } = rule.example;
    if (!Array.isArray(passing['resources']) || rule.on !== 'resource') return [];
    const open = withResources(passing, (resource) =>
      Object.fromEntries(
        Object.keys(resource).map((name) => [
          name,
          ['type', 'name', 'apiVersion', 'location', 'scope', 'copy', 'condition'].includes(name)
            ? resource[name]
            : `[parameters('open')]`,
        ]),
      ),
    );
    const parameters = isMembers(passing['parameters']) ? passing['parameters'] : {};
    const kinds = kindsOf(rule, {
      ...open,
      parameters: { ...parameters, open: { type: 'object' } },
    });
    const isOpen = tellWithout[rule.id] === undefined;
    return isOpen && kinds.includes('pass') ? [`${rule.id}: ${kinds.join(' ')}`] : [];
  });
  expect(passed).toStrictEqual([]);
});

describe('any resource', () => {
  const names = new Set<string>();
  const leaves = new Set<unknown>([null, '', 0, 1.5, true, '*', "[parameters('open')]"]);
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (isMembers(value)) {
      for (const [name, inner] of Object.entries(value)) {
        names.add(name);
        collect(inner);
      }
    } else if (!(typeof value === 'string' && value.startsWith('['))) leaves.add(value);
  };
  for (const [, , example] of examples) collect(example['resources']);
  const types = new Set(
    templateRules.flatMap((rule) => (rule.on === 'resource' ? rule.types : [])),
  );

  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...leaves),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
    ),
  })).value;
  const resource = fc.record(
    {
      type: fc.constantFrom(...types),
      properties: value,
      identity: value,
      sku: value,
      zones: value,
    },
    { requiredKeys: ['type', 'properties'] },
  );

  it('makes no rule throw, and is failed with all that a finding needs', () => {
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 4 }), (resources) => {
        const named = resources.map((each) => ({
          apiVersion: '2024-01-01',
          name: each.type.replace(/^[^/]*\/[^/]*/, 'one').replaceAll(/\/[^/]+/g, '/one'),
          ...each,
        }));
        const text = templateText({
          parameters: { open: { type: 'object' } },
          resources: named,
        });
        for (const evaluation of evaluationsOf(text)) {
          for (const { rule, outcome } of evaluateRules(evaluation, templateRules, policy)) {
            if (outcome.kind === 'error') throw outcome.cause;
            if (outcome.kind !== 'fail') continue;
            const { message, found, wanted, at } = outcome;
            const told = [message, found, wanted].every((text) => text !== '');
            expect([rule.id, told, at.end > at.start]).toStrictEqual([rule.id, true, true]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
