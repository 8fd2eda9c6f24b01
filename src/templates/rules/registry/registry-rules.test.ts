import { expect, it } from 'vitest';
import { judge } from '../testdata/judged.ts';

function registry(properties: object, sku = 'Premium') {
  return {
    type: 'Microsoft.ContainerRegistry/registries',
    apiVersion: '2023-07-01',
    name: 'cr',
    sku: { name: sku },
    properties,
  };
}

it.each([
  ['ACR001', { adminUserEnabled: false }, 'pass'],
  ['ACR001', { adminUserEnabled: true }, 'fail at "adminUserEnabled": true'],
  ['ACR001', {}, 'pass'],
  ['ACR002', { anonymousPullEnabled: false }, 'pass'],
  ['ACR002', { anonymousPullEnabled: true }, 'fail at "anonymousPullEnabled": true'],
  ['ACR002', {}, 'pass'],
  ['ACR003', { publicNetworkAccess: 'Disabled' }, 'pass'],
  ['ACR003', { networkRuleSet: { defaultAction: 'Deny' } }, 'pass'],
  [
    'ACR003',
    { publicNetworkAccess: 'Enabled', networkRuleSet: { defaultAction: 'Allow' } },
    'fail at "publicNetworkAccess": "Enabled"',
  ],
  ['ACR003', {}, 'fail at "properties": {}'],
  ['ACR004.sku', {}, 'pass'],
  ['ACR004.quarantine', { policies: { quarantinePolicy: { status: 'Enabled' } } }, 'pass'],
  ['ACR004.quarantine', { policies: {} }, 'fail at "policies": {}'],
  ['ACR004.export', { policies: { exportPolicy: { status: 'disabled' } } }, 'pass'],
  [
    'ACR004.export',
    { policies: { exportPolicy: { status: 'enabled' } } },
    'fail at "status": "enabled"',
  ],
  ['ACR004.export', {}, 'fail at "properties": {}'],
])('%s: %j gives %s', (id, properties, expected) => {
  expect(judge(id, registry(properties))).toStrictEqual([expected]);
});

it.each([
  ['ACR002', 'Basic', 'not-applicable'],
  ['ACR002', 'Standard', 'fail at "anonymousPullEnabled": true'],
  ['ACR004.sku', 'Standard', 'fail at "name": "Standard"'],
  ['ACR004.sku', 'premium', 'pass'],
])('%s: a registry that is %s gives %s', (id, sku, expected) => {
  expect(judge(id, registry({ anonymousPullEnabled: true }, sku))).toStrictEqual([expected]);
});
