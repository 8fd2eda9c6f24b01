// What tells packages of Debian and Ubuntu from those of third parties, which no advisory of theirs speaks of.

/** Where Debian's policies for Python and Node.js put modules; other makers of packages hardly use these folders. */
const ownPlaces = /^usr\/(?:lib\/python\d(?:\.\d+)?\/dist-packages|share\/nodejs|lib\/nodejs)\//;

/** All of /usr, less what the policies leave to the administrator or use otherwise. */
const usualPlaces = /^(?:usr\/(?!local\/|src\/|lib\/node_modules\/)|(?:bin|sbin|lib[^/]*)\/)/;

/** Domains of the maintainers' addresses; private addresses of Debian's maintainers are not told from others. */
const domains = /(?:^|[.@])(?:debian\.(?:org|net)|ubuntu\.com|canonical\.com)$/;

/**
 * Whether the `Maintainer` field names a person or team of the distribution.
 * @example isOfDistribution('Debian Go Team <team+pkg-go@tracker.debian.org>') // true
 */
export function isOfDistribution(maintainer: string | undefined): boolean {
  const address = /<([^<>\s]+)>\s*$/.exec(maintainer ?? '')?.[1] ?? '';
  return address.includes('@') && domains.test(address.toLowerCase());
}

/** Whether a package may bring a file at this path for which the distribution's advisories stand. */
export function mayOwn(path: string, ofDistribution: boolean): boolean {
  return ownPlaces.test(path) || (ofDistribution && usualPlaces.test(path));
}

/** Whether it is worth to know the file's sum: a package might own it. */
export function mayBeOwned(path: string): boolean {
  return usualPlaces.test(path);
}
