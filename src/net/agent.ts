// The connections: proxy (HTTPS_PROXY, HTTP_PROXY, NO_PROXY) and certificate authorities as the environment says.

import { rootCertificates } from 'node:tls';
import type { Dispatcher } from 'undici';
import { UserError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import { readRegular } from '../runtime/regular-file.ts';
import { redactUrl } from './redact.ts';

const connectTimeoutMs = 15_000;
const headersTimeoutMs = 60_000;
/** For a proxy's answer to CONNECT. */
const tunnelTimeoutMs = 30_000;
/** The longest silence within a body. */
const bodyTimeoutMs = 60_000;
/** Of a file of authorities: a system's whole bundle has less than 1 MiB. */
const authorityLimitBytes = 16 * 1024 * 1024;

/** Environment variables that name a PEM file; all of them are read. */
const caVariables = ['PORTCULLIS_CA_FILE', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'] as const;

/** Loopback never goes through a proxy, as with Go's clients (docker, skopeo). */
const neverProxied = 'localhost,127.0.0.1,[::1]';

type Environment = Runtime['env'];

/** Lower case wins, as in curl; an empty value is an answer. */
function variable(env: Environment, name: string): string | undefined {
  return env[name.toLowerCase()] ?? env[name];
}

function proxyAddress(env: Environment, name: string): string {
  const value = variable(env, name)?.trim() ?? '';
  if (value === '') return '';
  const address = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(address)) {
    throw new UserError('USAGE', `${name} is no address: ${redactUrl(value)}`, {
      hint: 'Write it as http://HOST:PORT.',
    });
  }
  return address;
}

function noProxyOf(env: Environment): string {
  const value = variable(env, 'NO_PROXY')?.trim() ?? '';
  return value === '*' ? value : `${value},${neverProxied}`;
}

/** Node's roots and the files that the environment names; undefined where it names none. */
async function authorities(env: Environment): Promise<string[] | undefined> {
  const found: string[] = [];
  for (const name of caVariables) {
    const path = env[name];
    if (path === undefined || path === '') continue;
    try {
      const bytes = await readRegular(path, authorityLimitBytes);
      if (bytes === undefined) throw new Error('too large');
      found.push(bytes.toString('utf8'));
    } catch (cause) {
      throw new UserError('USAGE', `${name} names a file that cannot be read: ${path}`, {
        hint: 'Name a PEM file with the certificates of your authority.',
        cause,
      });
    }
  }
  return found.length === 0 ? undefined : [...rootCertificates, ...found];
}

/**
 * undici takes a proxy that closes the connection for a reason to connect again at once, without end and without
 * hearing the signal: its own code for that must not reach it.
 */
function tunnelFailure(cause: unknown): unknown {
  if (!(cause instanceof Error) || !('code' in cause)) return cause;
  if (cause.code !== 'UND_ERR_SOCKET' && cause.code !== 'UND_ERR_INFO') return cause;
  return Object.assign(new Error('the proxy closed the connection', { cause }), {
    code: 'PROXY_CLOSED',
  });
}

/** One pool of connections; to be closed by who made it. Throws `USAGE` on an unreadable CA file or proxy address. */
export async function createAgent(env: Environment): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, Pool } = await import('undici');
  const ca = await authorities(env);
  const tls = { timeout: connectTimeoutMs, ...(ca === undefined ? {} : { ca }) };
  return new EnvHttpProxyAgent({
    // Empty, not absent: undici would read the process's own environment.
    httpProxy: proxyAddress(env, 'HTTP_PROXY'),
    httpsProxy: proxyAddress(env, 'HTTPS_PROXY'),
    noProxy: noProxyOf(env),
    // Plain HTTP is forwarded, not tunnelled: proxies commonly allow CONNECT to port 443 only.
    proxyTunnel: false,
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
    clientFactory(origin: URL, options: object) {
      const pool = new Pool(origin, { ...options, headersTimeout: tunnelTimeoutMs });
      const connect = pool.connect.bind(pool);
      const guarded = (parameters: Dispatcher.ConnectOptions) =>
        connect(parameters).catch((cause: unknown) => {
          throw tunnelFailure(cause);
        });
      return Object.defineProperty(pool, 'connect', { value: guarded });
    },
    headersTimeout: headersTimeoutMs,
    bodyTimeout: bodyTimeoutMs,
  });
}
