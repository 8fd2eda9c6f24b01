import { describe, expect, it } from 'vitest';
import { valueAt } from '../language/value.ts';
import {
  deployments,
  evaluationOf,
  inner,
  nested,
  shownValue,
  textOf,
  type World,
} from './expand-alone.ts';

describe('where a deployment goes', () => {
  const template = {
    resources: [{ type: 'A.B/c', name: 'x', id: "[resourceId('A.B/c', 'x')]" }],
    outputs: {},
  };
  const world: World = {
    context: { subscription: 's0', resourceGroup: 'g0', managementGroup: 'm0' },
  };
  const schema = (kind: string) =>
    `https://schema.management.azure.com/schemas/2018-05-01/${kind}eploymentTemplate.json#`;

  it.each([
    ['stays', 'd', {}, '/subscriptions/s0/resourcegroups/g0'],
    ['another group', 'd', { resourceGroup: 'g1' }, '/subscriptions/s0/resourcegroups/g1'],
    [
      'another subscription and group',
      'd',
      { resourceGroup: 'g1', subscriptionId: 's1' },
      '/subscriptions/s1/resourcegroups/g1',
    ],
    [
      'the group of that name in another subscription',
      'd',
      { subscriptionId: 's1' },
      '/subscriptions/s1/resourcegroups/g0',
    ],
    [
      'a group of the subscription',
      'subscriptionD',
      { resourceGroup: 'g1' },
      '/subscriptions/s0/resourcegroups/g1',
    ],
    ['the subscription', 'subscriptionD', {}, '/subscriptions/s0'],
    ['another subscription', 'managementGroupD', { subscriptionId: 's1' }, '/subscriptions/s1'],
    [
      'another management group',
      'tenantD',
      { scope: 'Microsoft.Management/managementGroups/m1' },
      '/providers/microsoft.management/managementgroups/m1',
    ],
    ['the tenant', 'managementGroupD', { scope: '/' }, ''],
    [
      'a subscription by scope',
      'managementGroupD',
      { scope: '/subscriptions/s2' },
      '/subscriptions/s2',
    ],
  ])('%s', (_, kind, more, prefix) => {
    const { resources, faults } = evaluationOf(
      { $schema: schema(kind), resources: [inner('d', template, {}, more)] },
      world,
    );
    expect(faults).toEqual([]);
    const found = resources.find(({ type }) => type === 'A.B/c');
    expect(found?.key).toBe(`${prefix}/providers/a.b/c/x`);
    expect(textOf(valueAt(found?.body, 'id')).toLowerCase()).toBe(`${prefix}/providers/a.b/c/x`);
    const deployment = resources.find(({ type }) => type === deployments);
    expect(deployment?.key).toBe(`${prefix}/providers/microsoft.resources/deployments/d`);
  });

  it('changes the keys of an outer-scope template, not what resourceGroup() gives in it', () => {
    const { resources } = evaluationOf(
      {
        resources: [
          nested(
            'd',
            { resources: [{ type: 'A.B/c', name: '[resourceGroup().name]' }] },
            { resourceGroup: 'g1' },
          ),
        ],
      },
      world,
    );
    expect(resources[1]?.key).toBe('/subscriptions/s0/resourcegroups/g1/providers/a.b/c/g0');
  });

  it('that is not known still makes keys', () => {
    const { resources } = evaluationOf(
      {
        parameters: { group: { type: 'string' } },
        resources: [inner('d', template, {}, { resourceGroup: "[parameters('group')]" })],
      },
      world,
    );
    const found = resources.find(({ type }) => type === 'A.B/c');
    expect(found?.key).toBe(
      '/subscriptions/s0/resourcegroups/{parameters(group)}/providers/a.b/c/x',
    );
    expect(shownValue(valueAt(found?.body, 'id'))).toContain('parameters(group)');
    expect(found?.deployment.resourceGroup).toMatchObject({ kind: 'unknown' });
  });
});
