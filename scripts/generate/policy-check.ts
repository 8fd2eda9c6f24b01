// The policy's schema as a function, made by ajv ahead of time: compiling it in every run with a policy file costs
// more than reading a small image's package database.

import { Ajv } from 'ajv';
import { default as standalone } from 'ajv/dist/standalone/index.js';
import schema from '../../docs/policy.schema.json' with { type: 'json' };

const head = `// Made from docs/policy.schema.json by “npm run generate”; not to be edited.\n`;

/** The text of src/policy/policy-check.generated.mjs: a module without imports whose default export checks a value. */
export function policyCheck(): string {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    logger: false,
    // Lengths in UTF-16 units: the other way needs a helper of ajv at run time.
    unicode: false,
    code: { source: true, esm: true, lines: true },
  });
  return `${head}${standalone.default(ajv, ajv.compile(schema))}\n`;
}
