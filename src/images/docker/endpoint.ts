// Where a Docker or Podman engine listens: DOCKER_HOST and its TLS variables, else the usual sockets.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { redactUrl } from '../../net/redact.ts';
import { readRegular } from '../../runtime/regular-file.ts';

/** In the words of dockerode's options. Every member is given, so that it reads no environment of its own. */
export interface EngineEndpoint {
  /** For messages. */
  readonly name: string;
  readonly socketPath?: string;
  readonly host?: string;
  readonly port?: number;
  readonly protocol?: 'http' | 'https';
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Of each of the files in DOCKER_CERT_PATH. */
const certificateLimitBytes = 16 * 1024 * 1024;

type Environment = Runtime['env'];

const windowsPipe = '//./pipe/docker_engine';

/** Sockets by habit: Docker, rootless Docker, Docker Desktop, Podman. */
function usualSockets(env: Environment): string[] {
  const runtimeFolder = env['XDG_RUNTIME_DIR'];
  const home = env['HOME'];
  return [
    '/var/run/docker.sock',
    ...(runtimeFolder === undefined ? [] : [join(runtimeFolder, 'docker.sock')]),
    ...(home === undefined ? [] : [join(home, '.docker/run/docker.sock')]),
    ...(home === undefined ? [] : [join(home, '.docker/desktop/docker.sock')]),
    ...(runtimeFolder === undefined ? [] : [join(runtimeFolder, 'podman/podman.sock')]),
    '/run/podman/podman.sock',
  ];
}

async function certificates(folder: string): Promise<Pick<EngineEndpoint, 'ca' | 'cert' | 'key'>> {
  const read = async (name: string) => {
    const path = join(folder, name);
    const bytes = await readRegular(path, certificateLimitBytes).catch(() => undefined);
    if (bytes !== undefined) return bytes.toString('utf8');
    throw new UserError('USAGE', `DOCKER_CERT_PATH: ${path} cannot be read`, {
      hint: 'The folder holds ca.pem, cert.pem and key.pem.',
    });
  };
  return { ca: await read('ca.pem'), cert: await read('cert.pem'), key: await read('key.pem') };
}

async function fromAddress(text: string, env: Environment): Promise<EngineEndpoint> {
  const wrong = (why: string) =>
    new UserError('USAGE', `DOCKER_HOST ${redactUrl(text)}: ${why}`, {
      hint: 'Write it as unix:///PATH or tcp://HOST:PORT.',
    });
  const local = /^(?:unix|npipe):\/\/(.+)$/.exec(text)?.[1];
  if (local !== undefined) return { name: text, socketPath: local };
  const address = text.includes('://') ? text : `tcp://${text}`;
  if (!URL.canParse(address)) throw wrong('is no address');
  const { protocol, hostname, port } = new URL(address);
  if (protocol === 'ssh:') {
    throw new UserError('USAGE', 'DOCKER_HOST: engines behind ssh are not reached', {
      hint: 'Forward the socket (ssh -L /tmp/docker.sock:/var/run/docker.sock HOST), or save the image there.',
    });
  }
  if (!['tcp:', 'http:', 'https:'].includes(protocol))
    throw wrong('has a scheme that is not known');
  const folder = env['DOCKER_CERT_PATH'];
  const verify = (env['DOCKER_TLS_VERIFY'] ?? '') !== '';
  const secure = verify || protocol === 'https:' || port === '2376';
  const home = env['HOME'] ?? env['USERPROFILE'] ?? '';
  return {
    name: redactUrl(address),
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 2376 : 2375),
    protocol: secure ? 'https' : 'http',
    ...(secure && (verify || folder !== undefined)
      ? await certificates(folder ?? join(home, '.docker'))
      : {}),
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The engines to ask, in order; none where nothing listens. Throws `USAGE` on a DOCKER_HOST that makes no sense. */
export async function engineEndpoints(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly EngineEndpoint[]> {
  const named = env['DOCKER_HOST'] || env['CONTAINER_HOST'];
  if (named !== undefined && named !== '') return [await fromAddress(named, env)];
  if (platform === 'win32') return [{ name: windowsPipe, socketPath: windowsPipe }];
  const found: EngineEndpoint[] = [];
  for (const path of usualSockets(env)) {
    if (await exists(path)) found.push({ name: `unix://${path}`, socketPath: path });
  }
  return found;
}
