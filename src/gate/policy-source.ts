// Finds and reads the policy file of a run, and puts the inputs' words over it.

import { readFile } from 'node:fs/promises';
import { UserError } from '../model/errors.ts';
import { defaultPolicy, mergePolicy, type Policy } from '../policy/policy.ts';
import type { GateRequest } from './request.ts';

const defaultPath = '.portcullis.yml';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

async function readPolicy(path: string, isRequired: boolean): Promise<Policy> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (!isRequired && codeOf(cause) === 'ENOENT') return defaultPolicy;
    throw new UserError(
      'POLICY_INVALID',
      `the policy file ${path} cannot be read (${codeOf(cause)})`,
      {
        hint: 'Name an existing file by --policy, or leave it out for the defaults.',
        cause,
      },
    );
  }
  const { parsePolicy } = await import('../policy/policy-file.ts');
  return parsePolicy(text, path);
}

/** The policy of the run. Throws UserError `POLICY_INVALID` (file:line:column) or `USAGE`. */
export async function policyOf(request: GateRequest): Promise<Policy> {
  const policy = await readPolicy(request.policy ?? defaultPath, request.policy !== undefined);
  return mergePolicy(policy, { failOn: request.failOn, ignoreUnfixed: request.ignoreUnfixed });
}
