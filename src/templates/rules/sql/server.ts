// What the rules for Azure SQL share: documentation and example resources.

export const serverTypes = ['microsoft.sql/servers'];
export const serverReference = 'https://learn.microsoft.com/azure/templates/microsoft.sql/servers';

/** A logical server for examples. */
export function server(properties: object) {
  return {
    type: 'Microsoft.Sql/servers',
    apiVersion: '2023-08-01',
    name: 'sql-example',
    location: 'westeurope',
    properties,
  };
}

/** A child of that server; `kind` as below `Microsoft.Sql/servers/`. */
export function serverChild(kind: string, name: string, properties: object) {
  return {
    type: `Microsoft.Sql/servers/${kind}`,
    apiVersion: '2023-08-01',
    name: `sql-example/${name}`,
    properties,
  };
}
