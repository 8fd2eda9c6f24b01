// The user's own logins: docker's config.json (auths, credHelpers, credsStore) and podman's auth.json of the same form.
// Format: docker's and containers-auth.json(5)'s documentation; helpers: docker-credential-helpers' protocol.

import { join } from 'node:path';
import { UserError } from '../../model/errors.ts';
import type { RegistryAuthorization, RegistryCredential } from '../../model/ports.ts';
import type { Runtime } from '../../model/runtime.ts';
import { readRegular } from '../../runtime/regular-file.ts';
import { askHelper } from './credential-helper.ts';

const largestConfigBytes = 1024 * 1024;
/** What docker calls Docker Hub. */
const hubKey = 'https://index.docker.io/v1/';
const hubHosts: ReadonlySet<string> = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
]);

type Json = Readonly<Record<string, unknown>>;

function objectOf(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The host of a key, which may be an address or hold a path. */
function hostOf(key: string): string {
  const host = key
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/s, '')
    .toLowerCase();
  return hubHosts.has(host) ? 'docker.io' : host;
}

/** What the config says of a host: an exact key first, then one with a scheme or path. */
function entryFor(table: Json, host: string): unknown {
  return table[host] ?? table[Object.keys(table).find((key) => hostOf(key) === host) ?? ''];
}

/** Reads an entry of `auths`; undefined where it holds nothing (a helper has it then). */
export function readAuth(entry: unknown): RegistryAuthorization | undefined {
  const fields = objectOf(entry);
  const identity = textOf(fields['identitytoken']);
  if (identity !== undefined) return { kind: 'refresh-token', refreshToken: identity };
  const auth = textOf(fields['auth']);
  const pair = auth === undefined ? undefined : Buffer.from(auth, 'base64').toString('utf8');
  const colon = pair?.indexOf(':') ?? -1;
  if (pair !== undefined && colon > 0) {
    // Some tools pad the password with zeros.
    const password = pair.slice(colon + 1).replace(/\0+$/, '');
    return { kind: 'basic', username: pair.slice(0, colon), password };
  }
  const username = textOf(fields['username']);
  const password = textOf(fields['password']);
  return username === undefined || password === undefined
    ? undefined
    : { kind: 'basic', username, password };
}

/** The files that may hold logins, in the order in which they are asked. */
function configPaths(env: Runtime['env']): string[] {
  const home = env['HOME'] ?? env['USERPROFILE'];
  const docker = env['DOCKER_CONFIG'] || (home === undefined ? undefined : join(home, '.docker'));
  const runtimeFolder = env['XDG_RUNTIME_DIR'];
  const podman =
    env['REGISTRY_AUTH_FILE'] ||
    (runtimeFolder === undefined ? undefined : join(runtimeFolder, 'containers', 'auth.json'));
  return [docker === undefined ? undefined : join(docker, 'config.json'), podman].filter(
    (path) => path !== undefined,
  );
}

async function readConfig(path: string): Promise<Json | undefined> {
  let bytes: Buffer | undefined;
  try {
    bytes = await readRegular(path, largestConfigBytes);
  } catch {
    // No such file, or not ours to read: it then has nothing to say, as with docker itself.
    return undefined;
  }
  try {
    if (bytes === undefined) throw new Error('too large');
    return objectOf(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new UserError('USAGE', `${path} is no JSON`, {
      hint: 'Mend it, or point DOCKER_CONFIG to another folder.',
      cause,
    });
  }
}

/** One a run: each helper is asked once for a host, and warns once. */
const credentials = new WeakMap<Runtime, RegistryCredential>();

/** Answers from the user's files, read at the first question. Throws `USAGE` where one is no JSON. */
export function dockerConfigCredential(runtime: Runtime): RegistryCredential {
  const known = credentials.get(runtime) ?? createCredential(runtime);
  credentials.set(runtime, known);
  return known;
}

function createCredential(runtime: Runtime): RegistryCredential {
  const answers = new Map<string, Promise<RegistryAuthorization | undefined>>();
  let configs: Promise<readonly Json[]> | undefined;
  const load = async () => {
    const read = await Promise.all(configPaths(runtime.env).map(readConfig));
    return read.filter((config) => config !== undefined);
  };
  async function ask(host: string): Promise<RegistryAuthorization | undefined> {
    const server = host === 'docker.io' ? hubKey : host;
    configs ??= load();
    for (const config of await configs) {
      const helper =
        textOf(entryFor(objectOf(config['credHelpers']), host)) ?? textOf(config['credsStore']);
      const stored = helper === undefined ? undefined : await askHelper(helper, server, runtime);
      const found = stored ?? readAuth(entryFor(objectOf(config['auths']), host));
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return {
    async authorize(registryHost) {
      const host = hostOf(registryHost);
      const answer = answers.get(host) ?? ask(host);
      answers.set(host, answer);
      return answer;
    },
  };
}
