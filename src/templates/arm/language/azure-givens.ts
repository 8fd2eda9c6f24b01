// What deployment(), resourceGroup() and the like give when nothing but a few names are known of the target.
// Shapes and the values of environment(): Microsoft's "Deployment functions" and "Resource functions" for templates.
import { faultAt, type Span } from '../../source.ts';
import { fromPlain, type Plain } from './plain.ts';
import type { DeploymentLevel, Given } from './scope.ts';
import { unknownValue } from './unknown.ts';
import { type ObjectValue, objectValue, property, type Value, type ValueType } from './value.ts';

/** What is known of where the template goes. What is left out gets a placeholder, so that names can be built. */
export interface DeploymentTarget {
  readonly level: DeploymentLevel;
  readonly subscriptionId?: string;
  readonly tenantId?: string;
  readonly resourceGroup?: string;
  readonly location?: string;
  readonly managementGroup?: string;
  readonly deploymentName?: string;
  /** Tell two of a kind apart whose names are not known here: what forms of unknowns carry in place of the names. */
  readonly identities?: Partial<Record<'subscription' | 'resourceGroup' | 'deployment', string>>;
}

const zeroGuid = '00000000-0000-0000-0000-000000000000';

const azureCloud: Plain = {
  name: 'AzureCloud',
  gallery: 'https://gallery.azure.com/',
  graph: 'https://graph.windows.net/',
  portal: 'https://portal.azure.com',
  graphAudience: 'https://graph.windows.net/',
  activeDirectoryDataLake: 'https://datalake.azure.net/',
  batch: 'https://batch.core.windows.net/',
  media: 'https://rest.media.azure.net',
  sqlManagement: 'https://management.core.windows.net:8443/',
  vmImageAliasDoc:
    'https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json',
  resourceManager: 'https://management.azure.com/',
  authentication: {
    loginEndpoint: 'https://login.microsoftonline.com/',
    audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
    tenant: 'common',
    identityProvider: 'AAD',
  },
  suffixes: {
    acrLoginServer: '.azurecr.io',
    azureDatalakeAnalyticsCatalogAndJob: 'azuredatalakeanalytics.net',
    azureDatalakeStoreFileSystem: 'azuredatalakestore.net',
    azureFrontDoorEndpointSuffix: 'azurefd.net',
    keyvaultDns: '.vault.azure.net',
    sqlServerHostname: '.database.windows.net',
    storage: 'core.windows.net',
  },
};

/** Levels at which each is to be had. */
const levels: Readonly<Record<Given, readonly DeploymentLevel[]>> = {
  deployment: ['resourceGroup', 'subscription', 'managementGroup', 'tenant'],
  deployer: ['resourceGroup', 'subscription', 'managementGroup', 'tenant'],
  environment: ['resourceGroup', 'subscription', 'managementGroup', 'tenant'],
  tenant: ['resourceGroup', 'subscription', 'managementGroup', 'tenant'],
  resourceGroup: ['resourceGroup'],
  subscription: ['resourceGroup', 'subscription'],
  managementGroup: ['managementGroup'],
};

/** Known properties, and those that only Azure knows with their types. `identity` tells one of its kind from another. */
function partly(
  what: Given,
  identity: string,
  known: { readonly [name: string]: Plain },
  open: Readonly<Record<string, ValueType>>,
  at: Span,
): ObjectValue {
  const properties = Object.entries(known).map(([name, value]) =>
    property(name, fromPlain(value, at)),
  );
  for (const [name, type] of Object.entries(open)) {
    const message = `${what}().${name} is known to Azure only`;
    const form = `${what}(${identity}).${name}`.toLowerCase();
    properties.push(
      property(name, unknownValue(type, { kind: 'runtime', message, span: at }, form)),
    );
  }
  return objectValue(properties, at);
}

/** Implements `Surroundings.given` for a target. */
export function azureGivens(target: DeploymentTarget): (what: Given, at: Span) => Value {
  const subscriptionId = target.subscriptionId ?? zeroGuid;
  const tenantId = target.tenantId ?? zeroGuid;
  const group = target.resourceGroup ?? 'resource-group';
  const location = target.location ?? 'westeurope';
  const managementGroup = target.managementGroup ?? 'management-group';
  const subscription = `/subscriptions/${subscriptionId}`;
  const { identities = {} } = target;
  const subscriptionIdentity = identities.subscription ?? subscriptionId;
  const groupIdentity = `${subscriptionIdentity}/${identities.resourceGroup ?? group}`;
  return (what, at) => {
    if (!levels[what].includes(target.level)) {
      throw faultAt(at, `${what}() does not exist in a deployment at ${target.level} level`);
    }
    switch (what) {
      case 'environment':
        return fromPlain(azureCloud, at);
      case 'deployer':
        return partly(
          what,
          tenantId,
          { tenantId },
          { objectId: 'string', userPrincipalName: 'string' },
          at,
        );
      case 'tenant':
        return partly(
          what,
          tenantId,
          { id: `/tenants/${tenantId}`, tenantId },
          { countryCode: 'string', displayName: 'string' },
          at,
        );
      case 'subscription':
        return partly(
          what,
          subscriptionIdentity,
          { id: subscription, subscriptionId, tenantId },
          { displayName: 'string' },
          at,
        );
      case 'resourceGroup':
        return partly(
          what,
          groupIdentity,
          {
            id: `${subscription}/resourceGroups/${group}`,
            name: group,
            type: 'Microsoft.Resources/resourceGroups',
            location,
            properties: { provisioningState: 'Succeeded' },
          },
          { tags: 'object', managedBy: 'string' },
          at,
        );
      case 'managementGroup': {
        const id = `/providers/Microsoft.Management/managementGroups/${managementGroup}`;
        const type = 'Microsoft.Management/managementGroups';
        const properties = { displayName: managementGroup, tenantId };
        return partly(
          what,
          managementGroup,
          { id, name: managementGroup, type, properties },
          {},
          at,
        );
      }
      case 'deployment': {
        const name = target.deploymentName ?? 'main';
        const place = target.level === 'resourceGroup' ? {} : { location };
        return partly(
          what,
          `${groupIdentity}/${identities.deployment ?? name}`,
          { name, ...place },
          { properties: 'object' },
          at,
        );
      }
    }
  };
}
