// Finds and reads the policy file of a run, and puts the inputs' words over it.

import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../model/errors.ts';
import { defaultPolicy, longestPolicyBytes, mergePolicy, type Policy } from '../policy/policy.ts';
import type { GateRequest } from './request.ts';

/** Looked for in this order when no file is named. */
const defaultPaths = ['.portcullis.yml', '.portcullis.yaml'];

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function unreadable(path: string, why: string, cause?: unknown): UserError {
  return new UserError('POLICY_INVALID', `the policy file ${path} cannot be read (${why})`, {
    hint: 'Name an existing file by --policy, or leave it out for the defaults.',
    cause,
  });
}

/** Undefined where there is no such file. Opens nothing that could block, such as a pipe. */
async function readPolicy(path: string): Promise<Policy | undefined> {
  let text: string;
  try {
    const { size, isFile } = await stat(path).then((found) => ({
      size: found.size,
      isFile: found.isFile(),
    }));
    if (!isFile) throw unreadable(path, 'it is no file');
    if (size > longestPolicyBytes)
      throw unreadable(path, `larger than ${longestPolicyBytes} bytes`);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw unreadable(path, codeOf(cause), cause);
  }
  const { parsePolicy } = await import('../policy/policy-file.ts');
  return parsePolicy(text, path);
}

async function findPolicy(named: string | undefined): Promise<Policy> {
  for (const path of named === undefined ? defaultPaths : [named]) {
    const policy = await readPolicy(path);
    if (policy !== undefined) return policy;
    if (named !== undefined) throw unreadable(path, 'ENOENT');
  }
  return defaultPolicy;
}

/** The policy of the run. Throws UserError `POLICY_INVALID` (file:line:column) or `USAGE`. */
export async function policyOf(request: GateRequest): Promise<Policy> {
  const policy = await findPolicy(request.policy);
  return mergePolicy(policy, { failOn: request.failOn, ignoreUnfixed: request.ignoreUnfixed });
}
