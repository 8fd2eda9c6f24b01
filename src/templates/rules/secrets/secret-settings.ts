// Settings of resources that hold secrets, and where their values come from.
// Source: the properties that Azure's resource types mark as secret (x-ms-secret, "secure string" in the documentation).

import type { Outcome, ResourceRule } from '../rule.ts';
import { itemsIn, type Place, placeOf, settingIn, undecided } from '../setting.ts';
import { exampleOf } from '../setting-rule.ts';
import { originFault, secretOrigin } from './secret-origin.ts';

const administratorPassword = ['properties.administratorLoginPassword'];

/** Paths below a resource by its type; `[]` stands for each item of an array. Machines' passwords are VMH014's. */
const secretSettings: ReadonlyMap<string, readonly string[]> = new Map([
  ['microsoft.sql/servers', administratorPassword],
  ['microsoft.sql/managedinstances', administratorPassword],
  ['microsoft.dbformysql/servers', administratorPassword],
  ['microsoft.dbformysql/flexibleservers', administratorPassword],
  ['microsoft.dbforpostgresql/servers', administratorPassword],
  ['microsoft.dbforpostgresql/flexibleservers', administratorPassword],
  ['microsoft.dbformariadb/servers', administratorPassword],
  ['microsoft.synapse/workspaces', ['properties.sqlAdministratorLoginPassword']],
  ['microsoft.keyvault/vaults/secrets', ['properties.value']],
  [
    'microsoft.containerservice/managedclusters',
    ['properties.servicePrincipalProfile.secret', 'properties.windowsProfile.adminPassword'],
  ],
  [
    'microsoft.containerinstance/containergroups',
    [
      'properties.imageRegistryCredentials[].password',
      'properties.containers[].properties.environmentVariables[].secureValue',
    ],
  ],
  ['microsoft.app/containerapps', ['properties.configuration.secrets[].value']],
  ['microsoft.web/sites', ['properties.siteConfig.connectionStrings[].connectionString']],
  ['microsoft.web/sites/slots', ['properties.siteConfig.connectionStrings[].connectionString']],
  [
    'microsoft.compute/virtualmachines/extensions',
    ['properties.protectedSettings.Password', 'properties.protectedSettings.storageAccountKey'],
  ],
  [
    'microsoft.compute/virtualmachinescalesets/extensions',
    ['properties.protectedSettings.Password', 'properties.protectedSettings.storageAccountKey'],
  ],
  ['microsoft.automation/automationaccounts/credentials', ['properties.password']],
  ['microsoft.network/connections', ['properties.sharedKey']],
  [
    'microsoft.resources/deploymentscripts',
    [
      'properties.environmentVariables[].secureValue',
      'properties.storageAccountSettings.storageAccountKey',
    ],
  ],
  [
    'microsoft.hdinsight/clusters',
    ['properties.computeProfile.roles[].osProfile.linuxOperatingSystemProfile.password'],
  ],
  [
    'microsoft.sqlvirtualmachine/sqlvirtualmachines',
    [
      'properties.serverConfigurationsManagementSettings.sqlConnectivityUpdateSettings.sqlAuthUpdatePassword',
      'properties.autoBackupSettings.password',
      'properties.keyVaultCredentialSettings.servicePrincipalSecret',
    ],
  ],
  [
    'microsoft.compute/virtualmachines/runcommands',
    ['properties.protectedParameters[].value', 'properties.runAsPassword'],
  ],
]);

interface Secret extends Pick<Place, 'value' | 'at'> {
  readonly path: string;
}

/** A connection string that signs in by an identity holds no secret. */
function isHarmless({ value, path }: Secret): boolean {
  if (!path.endsWith('connectionString') || value.kind !== 'string') return false;
  return !/(?:password|pwd|key|signature|sig|secret|token)\s*=/i.test(value.value);
}

/** The values at a path, one for each item of the arrays on the way; absent ones are left out. */
function secretsAt(place: Place, path: string): readonly Secret[] {
  const cut = path.indexOf('[].');
  if (cut < 0) {
    const setting = settingIn(place, path);
    return setting.kind === 'absent' ? [] : [{ value: setting.value, at: setting.at, path }];
  }
  const items = itemsIn(place, path.slice(0, cut));
  if ('kind' in items) {
    // One parameter may give a whole list of secrets; of other lists nobody knows whether there is one in them.
    const isOfSecrets = /(?:secrets|Credentials|protectedParameters)\[\]\.[^[]*$/.test(path);
    return items.kind === 'unknown' && isOfSecrets
      ? [{ value: items.value, at: items.at, path }]
      : [];
  }
  return items.flatMap((item) => secretsAt(item, path.slice(cut + 3)));
}

const server = (administratorLoginPassword: string) => ({
  type: 'Microsoft.Sql/servers',
  apiVersion: '2023-08-01',
  name: 'data',
  location: 'westeurope',
  properties: { administratorLogin: 'operator', administratorLoginPassword },
});
const example = exampleOf(
  server("[parameters('password')]"),
  server("[concat('Pass-', uniqueString('data'))]"),
);

export const secretSettingRules: readonly ResourceRule[] = [
  {
    id: 'SEC006',
    kind: 'secret',
    severity: 'high',
    title: 'A secret setting of a resource takes a secure parameter',
    rationale:
      'A password that stands in the template, or comes through a plain parameter, can be read in the repository or in the history of deployments.',
    remedy:
      'Hand it in by a secureString parameter, best one that the parameter file takes from a Key Vault.',
    references: [
      'https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#security-recommendations-for-parameters',
      'https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter',
    ],
    aliases: ['AZR-000316', 'AZR-000459'],
    controls: ['MCSB:IM-8'],
    example: {
      passing: { parameters: { password: { type: 'secureString' } }, ...example.passing },
      failing: example.failing,
    },
    on: 'resource',
    types: [...secretSettings.keys()],
    check(resource) {
      const paths = secretSettings.get(resource.type.toLowerCase()) ?? [];
      const place = placeOf(resource);
      const secrets = paths
        .flatMap((path) => secretsAt(place, path))
        .filter((each) => !isHarmless(each));
      if (secrets.length === 0) {
        return { kind: 'not-applicable', reason: 'the resource is given no secret' };
      }
      return secrets.map(({ value, at, path }): Outcome => {
        const name = path.slice(path.lastIndexOf('.') + 1);
        const origin = secretOrigin(value, resource.deployment);
        if (origin.kind === 'open') {
          const { unknown } = origin;
          return undecided(
            { value: unknown, at },
            `where ${name} comes from is not known: ${unknown.reason.message}`,
          );
        }
        const fault = originFault(origin);
        if (fault === undefined) return { kind: 'pass' };
        return {
          kind: 'fail',
          at,
          message: `${name} ${fault}`,
          found: origin.kind === 'plain' ? `plain parameter '${origin.parameter}'` : 'a text',
          wanted: 'a secure parameter',
        };
      });
    },
  },
];
