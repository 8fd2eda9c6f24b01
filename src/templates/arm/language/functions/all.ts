// The functions of the language: the list of families, one file each.
import type { Family, FunctionDefinition } from '../definition.ts';
import { arrayFunctions } from './array.ts';
import { cidrFunctions } from './cidr.ts';
import { comparisonFunctions } from './comparison.ts';
import { dateFunctions } from './date.ts';
import { deploymentFunctions } from './deployment.ts';
import { encodingFunctions } from './encoding.ts';
import { lambdaFunctions } from './lambda.ts';
import { logicalFunctions } from './logical.ts';
import { numericFunctions } from './numeric.ts';
import { objectFunctions } from './object.ts';
import { policyFunctions } from './policy.ts';
import { resourceFunctions } from './resource.ts';
import { runtimeFunctions } from './runtime.ts';
import { scopeFunctions } from './scope.ts';
import { sequenceFunctions } from './sequence.ts';
import { stringFunctions } from './string.ts';
import { uriFunctions } from './uri.ts';

const families: readonly Family[] = [
  arrayFunctions,
  cidrFunctions,
  comparisonFunctions,
  dateFunctions,
  deploymentFunctions,
  encodingFunctions,
  lambdaFunctions,
  logicalFunctions,
  numericFunctions,
  objectFunctions,
  policyFunctions,
  resourceFunctions,
  runtimeFunctions,
  scopeFunctions,
  sequenceFunctions,
  stringFunctions,
  uriFunctions,
];

const byName = new Map<string, FunctionDefinition>(
  families
    .flatMap((family) => Object.entries(family))
    .map(([name, definition]) => [name.toLowerCase(), definition]),
);

/** Names as documented, without the pattern `list*`. */
export const functionNames: readonly string[] = families
  .flatMap((family) => Object.keys(family))
  .filter((name) => !name.includes('*'));

/** A function by its name without case. */
export function functionOf(name: string): FunctionDefinition | undefined {
  return byName.get(name.toLowerCase());
}
