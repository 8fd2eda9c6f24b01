// From a registry's challenge to an Authorization header: basic, or a bearer token of the realm that it names.
// Distribution's token specification (spec/auth/token.md, oauth.md).

import { UserError } from '../../model/errors.ts';
import type { RegistryAuthorization, RegistryCredential } from '../../model/ports.ts';
import { readJson } from '../../net/body.ts';
import type { HttpClient, HttpResponse } from '../../net/http.ts';
import { redactUrl } from '../../net/redact.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { hostName, isLoopback } from './loopback.ts';

const tokenLimitBytes = 1024 * 1024;
const clientId = 'portcullis';

export interface AuthorizerOptions {
  readonly http: HttpClient;
  /** As the reference has it: `docker.io`, `me.azurecr.io`. */
  readonly host: string;
  readonly repository: string;
  /** Whether the registry itself speaks plain HTTP; its realm may then do so too. */
  readonly plainHttp: boolean;
  /** Asked in order; the first that knows the host is taken. */
  readonly credentials: readonly RegistryCredential[];
}

export interface Authorizer {
  /** The header to send; undefined before the first challenge. */
  readonly header: string | undefined;
  /** Answers a 401. Throws `REGISTRY_DENIED` where there is nothing to answer with, or the answer is refused. */
  answer(response: HttpResponse): Promise<void>;
}

const loginHint =
  'Log in (docker login, or the inputs for registry user and password), with an account that may pull this image.';

export function denied(host: string, repository: string, why: string): UserError {
  return new UserError('REGISTRY_DENIED', `${host}/${repository}: ${why}`, { hint: loginHint });
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** Plain HTTP goes to no further machine than the registry itself, which is asked so already. */
function isWithoutTls(url: URL, { host, plainHttp }: AuthorizerOptions): boolean {
  if (url.protocol !== 'http:' || !plainHttp) return false;
  return hostName(url.host) === hostName(host) || (isLoopback(url.host) && isLoopback(host));
}

/** The address that gives tokens: https, or plain HTTP of a registry that is so itself. */
function realmOf(challenge: Challenge, options: AuthorizerOptions): URL {
  const realm = challenge.parameters['realm'] ?? '';
  const fault = (why: string) =>
    new UserError('REGISTRY_FAILED', `${options.host}: its token server ${why}`);
  if (!URL.canParse(realm)) throw fault('has no valid address');
  const url = new URL(realm);
  if (url.protocol !== 'https:' && !isWithoutTls(url, options)) {
    throw fault(`is not reached over TLS: ${redactUrl(url)}`);
  }
  url.username = '';
  url.password = '';
  return url;
}

async function fetchToken(
  challenge: Challenge,
  credential: RegistryAuthorization | undefined,
  options: AuthorizerOptions,
): Promise<string> {
  const { http, host, repository } = options;
  const realm = realmOf(challenge, options);
  const { service } = challenge.parameters;
  const scope = challenge.parameters['scope'] ?? `repository:${repository}:pull`;
  let response: HttpResponse;
  if (credential?.kind === 'refresh-token') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: credential.refreshToken,
      ...(service === undefined ? {} : { service }),
      scope,
      client_id: clientId,
    });
    response = await http.request(realm.href, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    });
  } else {
    if (service !== undefined) realm.searchParams.set('service', service);
    for (const one of scope.split(' ')) realm.searchParams.append('scope', one);
    if (credential !== undefined) {
      realm.searchParams.set('account', credential.username);
      realm.searchParams.set('client_id', clientId);
    }
    response = await http.get(realm.href, {
      headers:
        credential === undefined
          ? {}
          : { authorization: basic(credential.username, credential.password) },
    });
  }
  if (response.status !== 200) {
    await response.discard();
    if ([400, 401, 403].includes(response.status)) {
      const whom =
        credential === undefined ? 'anonymous access is refused' : 'the login is refused';
      throw denied(host, repository, `${whom} (status ${response.status} of the token server)`);
    }
    throw new UserError(
      'REGISTRY_FAILED',
      `${host}: its token server ${response.url} answers with status ${response.status}`,
      { hint: 'Try again later.' },
    );
  }
  const answer = await readJson(response, tokenLimitBytes);
  const fields = typeof answer === 'object' && answer !== null ? answer : {};
  for (const name of ['access_token', 'token']) {
    const token: unknown = Reflect.get(fields, name);
    if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token;
  }
  throw new UserError('REGISTRY_FAILED', `${host}: its token server gives no token`);
}

/** One registry's authorization for one repository, kept until it is refused. */
export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  const { host, repository } = options;
  let header: string | undefined;
  let pending: Promise<void> | undefined;

  async function credentialOf(): Promise<RegistryAuthorization | undefined> {
    for (const source of options.credentials) {
      const found = await source.authorize(host);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async function answer(challenges: readonly Challenge[]): Promise<void> {
    const credential = await credentialOf();
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) {
      header = `Bearer ${await fetchToken(bearer, credential, options)}`;
      return;
    }
    if (!challenges.some(({ scheme }) => scheme === 'basic')) {
      throw denied(host, repository, 'the registry asks for a login of a kind that is not known');
    }
    if (credential === undefined) throw denied(host, repository, 'the registry asks for a login');
    if (credential.kind !== 'basic') {
      throw denied(host, repository, 'the registry asks for a user name and password, not a token');
    }
    header = basic(credential.username, credential.password);
  }

  return {
    get header() {
      return header;
    },
    async answer(response) {
      await response.discard();
      // Several layers may be refused at once when a token ends: one of them fetches the next.
      pending ??= answer(parseChallenges(response.headers['www-authenticate'])).finally(() => {
        pending = undefined;
      });
      await pending;
    },
  };
}
