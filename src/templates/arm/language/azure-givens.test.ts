import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../source.ts';
import { azureGivens, type DeploymentTarget } from './azure-givens.ts';
import { toPlain } from './plain.ts';
import type { Given } from './scope.ts';
import { unknownIn } from './unknown.ts';
import { valueAt } from './value.ts';

const at = { source: sourceOf('t', ''), start: 0, end: 0 };

function given(target: DeploymentTarget, what: Given, ...path: readonly string[]) {
  return valueAt(azureGivens(target)(what, at), ...path);
}

describe('azureGivens', () => {
  const target = {
    level: 'resourceGroup',
    subscriptionId: 's',
    tenantId: 't',
    resourceGroup: 'g',
    location: 'l',
    deploymentName: 'd',
  } as const;

  it.each([
    ['resourceGroup', ['id'], '/subscriptions/s/resourceGroups/g'],
    ['resourceGroup', ['location'], 'l'],
    ['resourceGroup', ['properties', 'provisioningState'], 'Succeeded'],
    ['subscription', ['subscriptionId'], 's'],
    ['subscription', ['tenantId'], 't'],
    ['tenant', ['tenantId'], 't'],
    ['deployment', ['name'], 'd'],
    ['environment', ['name'], 'AzureCloud'],
    ['environment', ['authentication', 'loginEndpoint'], 'https://login.microsoftonline.com/'],
    ['environment', ['resourceManager'], 'https://management.azure.com/'],
  ] as const)('%s() %j', (what, path, expected) => {
    const value = given(target, what, ...path);
    expect(value && toPlain(value)).toBe(expected);
  });

  it.each([
    ['resourceGroup', 'tags'],
    ['subscription', 'displayName'],
    ['deployer', 'objectId'],
    ['deployment', 'properties'],
  ] as const)('%s().%s is known to Azure only', (what, name) => {
    expect(given(target, what, name)).toMatchObject({
      kind: 'unknown',
      reason: { kind: 'runtime' },
    });
  });

  it('gives placeholders, so that names can be built', () => {
    const value = given({ level: 'resourceGroup' }, 'resourceGroup', 'id');
    expect(value && unknownIn(value)).toBeUndefined();
  });

  it('gives the location of a deployment above groups', () => {
    expect(given({ level: 'subscription', location: 'l' }, 'deployment', 'location')).toMatchObject(
      { value: 'l' },
    );
    expect(given(target, 'deployment', 'location')).toBeUndefined();
  });

  it('refuses what the level does not have, at its place', () => {
    expect(() => given({ level: 'tenant' }, 'resourceGroup')).toThrow(
      't:1:1: resourceGroup() does not exist in a deployment at tenant level',
    );
  });
});
