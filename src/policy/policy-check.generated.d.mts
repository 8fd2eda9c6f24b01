import type { ErrorObject } from 'ajv';

/** Whether a value is a policy file's content; if not, `errors` says why. */
declare function check(value: unknown): boolean;
declare namespace check {
  let errors: ErrorObject[] | null | undefined;
}
export default check;
