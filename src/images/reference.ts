// Names of images: HOST[:PORT]/REPOSITORY[:TAG][@DIGEST], as github.com/distribution/reference reads them.

import { UserError } from '../model/errors.ts';
import { redactUrl } from '../net/redact.ts';

export interface ImageReference {
  /** `docker.io`, `localhost:5000`: as written, in lower case. */
  readonly host: string;
  /** `library/debian`. */
  readonly repository: string;
  /** Absent only where a digest stands alone. */
  readonly tag?: string;
  /** `sha256:…`; it wins over the tag. */
  readonly digest?: string;
}

const component = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
const hostName =
  /^(?:\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::\d{1,5})?$/;
const tagName = /^\w[\w.-]{0,127}$/;
const longestRepository = 255;

/** A digest that we can check. */
export const sha256Digest = /^sha256:[0-9a-f]{64}$/;

function wrong(text: string, why: string): UserError {
  return new UserError('USAGE', `${redactUrl(text)} is no image reference: ${why}`, {
    hint: 'Write it as [HOST[:PORT]/]REPOSITORY[:TAG][@sha256:DIGEST].',
  });
}

/** The first segment is a host when it cannot be a part of a Docker Hub name: a dot, a port, `localhost`, upper case. */
function looksLikeHost(segment: string): boolean {
  return /[.:A-Z[]/.test(segment) || segment === 'localhost';
}

/**
 * Reads a reference; `docker.io`, `library/` and `latest` are added where they are left out. Throws `USAGE`.
 * @example parseReference('debian:12') // { host: 'docker.io', repository: 'library/debian', tag: '12' }
 */
export function parseReference(text: string): ImageReference {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw wrong(text, 'it has the form of an address');
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !sha256Digest.test(digest)) {
    throw wrong(text, 'what follows @ is no sha256 digest');
  }
  let name = at < 0 ? text : text.slice(0, at);
  const colon = name.lastIndexOf(':');
  let tag: string | undefined;
  if (colon > name.lastIndexOf('/')) {
    tag = name.slice(colon + 1);
    name = name.slice(0, colon);
    if (!tagName.test(tag)) throw wrong(text, 'the tag has characters that a tag cannot have');
  }
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hosted = looksLikeHost(first);
  const host = hosted ? first.toLowerCase() : 'docker.io';
  let repository = hosted ? name.slice(slash + 1) : name;
  if (hosted && !hostName.test(host)) throw wrong(text, 'the host is no host name');
  if (hosted && !looksLikeHost(host)) {
    throw wrong(text, 'a repository is written in lower case, and a host with a dot or a port');
  }
  if (host === 'docker.io' || host === 'index.docker.io') {
    if (!repository.includes('/')) repository = `library/${repository}`;
  }
  if (repository.length > longestRepository) throw wrong(text, 'the name is too long');
  if (!repository.split('/').every((part) => component.test(part))) {
    throw wrong(text, 'a repository has lower-case letters, digits and . _ - between them');
  }
  if (tag === undefined && digest === undefined) tag = 'latest';
  return {
    host: host === 'index.docker.io' ? 'docker.io' : host,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The full form, which `parseReference` reads again. */
export function formatReference(reference: ImageReference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${reference.host}/${reference.repository}${tag}${digest}`;
}
