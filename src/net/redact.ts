// What of an address may be shown: never user info, query or fragment (they carry passwords, SAS signatures, tokens).

/**
 * The address without user info, query and fragment; text that is no URL loses what looks like them.
 * @example redactUrl('https://me:pw@host/a?sig=x#y') // 'https://host/a'
 */
export function redactUrl(url: string | URL): string {
  if (typeof url === 'string' && !(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) && URL.canParse(url))) {
    // What follows an `@` may be an image's digest; what stands before it is then no user.
    return url
      .replace(/[?#].*$/s, '')
      .replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/]*@(?!sha(?:256|512):)/i, '$1');
  }
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  parsed.search = '';
  parsed.hash = '';
  return parsed.href;
}
