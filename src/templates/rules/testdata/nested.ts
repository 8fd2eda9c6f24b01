// Nested deployments, and a resource that takes a password, for tests of rules over secrets.
import { templateText } from './outcomes.ts';

type Plain = { readonly [name: string]: unknown };

/** A deployment of a template; `passed` are its parameters. */
export function nested(scope: string | undefined, inner: Plain, passed?: Plain): Plain {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'inner',
    properties: {
      mode: 'Incremental',
      ...(scope === undefined ? {} : { expressionEvaluationOptions: { scope } }),
      ...(passed === undefined ? {} : { parameters: passed }),
      template: JSON.parse(templateText(inner)) as unknown,
    },
  };
}

export const server = (administratorLoginPassword: unknown): Plain => ({
  type: 'Microsoft.Sql/servers',
  apiVersion: '2023-08-01',
  name: 'sql',
  properties: { administratorLoginPassword },
});
