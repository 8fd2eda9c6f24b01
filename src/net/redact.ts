// What of an address may be shown: never user info, query or fragment (they carry passwords, SAS signatures, tokens).

import { targetKinds, targetSchemes } from '../model/target.ts';

/**
 * The address without user info, query and fragment. A password may hold any character, `/`, `?` and `#` too, so that
 * everything up to the last `@` is taken for user info; what follows an `@` may be an image's digest, and what stands
 * before that is then no user.
 * @example redactUrl('https://me:pw@host/a?sig=x#y') // 'https://host/a'
 */
export function redactUrl(url: string | URL): string {
  const text = typeof url === 'string' ? url : url.href;
  const bare = text
    .replace(/^([a-z][a-z0-9+.-]*:\/{1,2})?.*@(?!sha(?:256|512):)/is, '$1')
    .replace(/[?#].*$/s, '');
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(bare) && URL.canParse(bare);
  return isUrl ? new URL(bare).href : bare;
}

const pathSchemes = targetSchemes.filter((scheme) => targetKinds[scheme] === 'path');
/** Targets whose rest is a path, in which `@`, `?` and `#` are letters like others. */
const pathTarget = new RegExp(
  `^(?:(?:${pathSchemes.join('|')}):|\\.{0,2}[/\\\\]|[a-z]:[/\\\\])`,
  'i',
);
const schemePrefix = new RegExp(`^(?:${targetSchemes.join('|')}):(?!//)`);

/**
 * A target as it may be shown: an image's reference or an address without its user info and query, a path as it is.
 * @example redactTarget('registry:me:pw@host/app:1') // 'registry:host/app:1'
 */
export function redactTarget(text: string): string {
  if (/^disk:/i.test(text)) {
    const parts = text.slice('disk:'.length).split(',');
    return `disk:${parts.map((part) => (part.includes('://') ? redactUrl(part.trim()) : part)).join(',')}`;
  }
  if (pathTarget.test(text) && !text.includes('://')) return text;
  const scheme = schemePrefix.exec(text)?.[0] ?? '';
  return scheme + redactUrl(text.slice(scheme.length));
}
