// The user's credential helper, `docker-credential-NAME get`: the server on its input, JSON on its output.

import { spawn } from 'node:child_process';
import type { RegistryAuthorization } from '../../model/ports.ts';
import type { Runtime } from '../../model/runtime.ts';

const helperTimeoutMs = 30_000;
const largestAnswer = 1024 * 1024;

interface Answer {
  readonly status: number | undefined;
  readonly output: string;
}

function start(program: string, server: string, runtime: Runtime): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(program, ['get'], {
      env: { ...runtime.env },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: helperTimeoutMs,
      signal: runtime.signal,
      windowsHide: true,
    });
    let output = '';
    child.on('error', () => resolve({ status: undefined, output: '' }));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < largestAnswer) output += text;
    });
    child.on('close', (status) => resolve({ status: status ?? undefined, output }));
    // A helper that ends without reading is no fault of ours.
    child.stdin.on('error', () => undefined).end(server);
  });
}

/**
 * What the helper knows of the server. A helper that is missing or fails is a warning, not an end: the registry may
 * be open to everybody, and says so itself when it is not. Its output never reaches a log.
 */
export async function askHelper(
  helper: string,
  server: string,
  runtime: Runtime,
): Promise<RegistryAuthorization | undefined> {
  if (!/^[\w.-]+$/.test(helper)) {
    runtime.log.warn(`The credential helper's name «${helper}» is none; it is not asked`);
    return undefined;
  }
  const program = `docker-credential-${helper}`;
  const { status, output } = await start(program, server, runtime);
  if (status !== 0) {
    const unknown = status !== undefined && /not found/i.test(output);
    const why = status === undefined ? 'cannot be started' : `ended with status ${status}`;
    if (!unknown) runtime.log.warn(`${program} ${why}; going on without it`);
    return undefined;
  }
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    // The text may hold a secret: it is not shown.
    runtime.log.warn(`${program} answered something that is no JSON; going on without it`);
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null) return undefined;
  const username: unknown = Reflect.get(answer, 'Username');
  const secret: unknown = Reflect.get(answer, 'Secret');
  if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') return undefined;
  return username === '<token>'
    ? { kind: 'refresh-token', refreshToken: secret }
    : { kind: 'basic', username, password: secret };
}
