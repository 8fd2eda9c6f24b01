// Settings that the apiVersion of a resource does not know.
import { expect, it } from 'vitest';
import { templateRules } from './list.ts';
import { resultsOf, templateText } from './testdata/outcomes.ts';

const account = (apiVersion: string, properties: object) => ({
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion,
  name: 'data',
  properties,
});
const machine = (apiVersion: string, properties: object) => ({
  type: 'Microsoft.Compute/virtualMachines',
  apiVersion,
  name: 'vm',
  properties: {
    osProfile: { linuxConfiguration: { disablePasswordAuthentication: true } },
    storageProfile: { osDisk: { osType: 'Linux' } },
    ...properties,
  },
});
const secure = {
  supportsHttpsTrafficOnly: true,
  minimumTlsVersion: 'TLS1_2',
  allowBlobPublicAccess: false,
  allowSharedKeyAccess: false,
  networkAcls: { defaultAction: 'Deny' },
};
const hardened = {
  securityProfile: {
    securityType: 'TrustedLaunch',
    encryptionAtHost: true,
    uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
  },
};

it.each([
  ['STO001', account('2015-06-15', secure), '2016-12-01'],
  ['STO002', account('2018-02-01', secure), '2019-04-01'],
  ['STO003.account', account('2018-02-01', secure), '2019-04-01'],
  ['STO004', account('2016-12-01', secure), '2017-06-01'],
  ['STO005', account('2018-02-01', secure), '2019-04-01'],
  ['VMH001', machine('2019-12-01', hardened), '2020-12-01'],
  ['VMH002', machine('2019-12-01', hardened), '2020-12-01'],
  ['VMH003', machine('2019-12-01', hardened), '2020-12-01'],
  ['VMH004', machine('2019-12-01', hardened), '2020-06-01'],
  ['VMH007.patch-mode', machine('2019-12-01', {}), '2020-12-01'],
  ['VMH008', machine('2019-12-01', {}), '2020-12-01'],
])('%s does not count what the apiVersion does not know', (id, resource, since) => {
  const rules = templateRules.filter((rule) => rule.id === id);
  const outcomesOf = (apiVersion: string) =>
    resultsOf(templateText({ resources: [{ ...resource, apiVersion }] }), rules).map(
      ({ outcome }) => outcome,
    );
  const [outcome] = outcomesOf(resource.apiVersion);
  expect(outcome).toMatchObject({
    kind: 'fail',
    message: expect.stringContaining(`raise it to at least ${since} first`),
  });
  expect(outcome).not.toHaveProperty('fix');
  const [known] = outcomesOf(since);
  expect(JSON.stringify(known, (key, value: unknown) => (key === 'at' ? '' : value))).not.toContain(
    'raise it',
  );
});

it.each([
  ['STO005', account('2023-05-01', {})],
  ['VMH004', machine('2024-07-01', {})],
  [
    'ACR004.sku',
    {
      type: 'Microsoft.ContainerRegistry/registries',
      apiVersion: '2023-07-01',
      name: 'r',
      sku: { name: 'Basic' },
    },
  ],
])('%s offers no literal: more than the setting has to change', (id, resource) => {
  const rules = templateRules.filter((rule) => rule.id === id);
  const [result] = resultsOf(templateText({ resources: [resource] }), rules);
  expect(result?.outcome.kind).toBe('fail');
  expect(result?.outcome).not.toHaveProperty('fix');
});
