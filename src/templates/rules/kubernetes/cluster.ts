// What the rules for AKS share: types, documentation and example clusters.

export const clusterTypes = ['microsoft.containerservice/managedclusters'];
export const clusterReference =
  'https://learn.microsoft.com/azure/templates/microsoft.containerservice/managedclusters';

/** A cluster for examples. */
export function cluster(properties: object) {
  return {
    type: 'Microsoft.ContainerService/managedClusters',
    apiVersion: '2024-05-01',
    name: 'aks-example',
    location: 'westeurope',
    identity: { type: 'SystemAssigned' },
    properties: { dnsPrefix: 'aks-example', ...properties },
  };
}
