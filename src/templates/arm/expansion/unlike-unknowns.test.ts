import { describe, expect, it } from 'vitest';
import { valueAt } from '../language/value.ts';
import { evaluationOf, inner, shownValue } from './expand-alone.ts';

// Unknowns of one wording in two deployments, which need not be equal: what says that they are is a pass too many.

const storage = (name: string, tags: unknown = {}) => ({
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2023-01-01',
  name,
  tags,
});

/** The forms of one expression in the templates of two deployments that go to these groups. */
function formsOf(expression: string, groups: readonly unknown[]) {
  const [one, other] = groups;
  const evaluation = evaluationOf({
    parameters: { g: { type: 'string' }, h: { type: 'string' } },
    resources: [
      inner('a', { resources: [storage('one', { x: expression })] }, {}, { resourceGroup: one }),
      inner('b', { resources: [storage('two', { x: expression })] }, {}, { resourceGroup: other }),
    ],
  });
  expect(evaluation.faults).toEqual([]);
  return ['one', 'two'].map((name) => {
    const found = evaluation.resources.find((each) => shownValue(each.name) === name);
    return shownValue(valueAt(found?.body, 'tags', 'x'));
  });
}

describe('unknowns of two deployments', () => {
  it.each([
    ['[resourceGroup().tags.x]', ['g1', 'g2'], false],
    ['[resourceGroup().tags.x]', ['g1', 'G1'], true],
    ['[resourceGroup().tags.x]', ["[parameters('g')]", "[parameters('h')]"], false],
    ['[resourceGroup().tags.x]', ["[parameters('g')]", "[parameters('g')]"], true],
    ['[subscription().displayName]', ['g1', 'g2'], true],
    ['[deployment().properties.templateHash]', ['g1', 'g1'], false],
    ["[reference('x', '2023-01-01').y]", ['g1', 'g2'], false],
    ["[reference('/subscriptions/s/providers/a.b/c/d', '2023-01-01').y]", ['g1', 'g2'], true],
  ])('%s of %j: equal is %s', (expression, groups, isEqual) => {
    const [one, two] = formsOf(expression, groups);
    expect(one).toMatch(/^<.*>$/);
    expect(one === two).toBe(isEqual);
  });
});
