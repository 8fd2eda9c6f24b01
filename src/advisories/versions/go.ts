// Go's versions: modules have semantic versions with `v`; the toolchain has its own spelling (go.dev/doc/toolchain).

import { compareSemver } from './semver.ts';

/**
 * The semantic version of a Go release as a binary names it; other text comes back without `go` and `v`.
 * @example goVersion('go1.22rc1') // '1.22.0-rc.1'
 */
export function goVersion(text: string): string {
  const bare = text.trim().replace(/^(?:go|v)(?=\d)/, '');
  const first = bare.split(/[\s+]/)[0] ?? '';
  const release = /^(\d+)\.(\d+)(?:\.(\d+))?(?:(rc|beta|alpha)(\d+))?(?:-.*)?$/.exec(first);
  if (release === null) return bare;
  const [, major, minor, patch = '0', stage, number] = release;
  if (stage !== undefined) return `${major}.${minor}.${patch}-${stage}.${number}`;
  // `1.22.3-fips` and the like are builds of 1.22.3; a module's pre-release keeps its meaning.
  return text.startsWith('go') ? `${major}.${minor}.${patch}` : bare;
}

/**
 * Orders versions of Go modules and of the standard library. Never throws.
 * @example compareGo('v0.0.0-20190101000000-abcdefabcdef', '0.1.0') // < 0
 */
export function compareGo(left: string, right: string): number {
  return left === right ? 0 : compareSemver(goVersion(left), goVersion(right));
}
