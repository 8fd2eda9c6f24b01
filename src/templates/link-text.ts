// A link to a template as it may be shown and looked up: without what gives access to it.

/** Parts of a shared access signature that were put behind an address without the `?` they need. */
const strayToken = /&(?:sv|sig|se|st|sp|sr|spr|token|code)=.*$/is;

/**
 * The link without user info, query and fragment.
 * @example withoutSecrets('https://me:pw@host/t.json?sig=x') // 'https://host/t.json'
 */
export function withoutSecrets(link: string): string {
  return link
    .replace(/[?#].*$/s, '')
    .replace(strayToken, '')
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}
