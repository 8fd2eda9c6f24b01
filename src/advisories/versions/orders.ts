// The one list of version orders, by the ecosystem names of the OSV schema without release.

import { compareApk } from './apk.ts';
import { compareDpkg } from './dpkg.ts';
import { compareGo, goVersion } from './go.ts';
import { comparePep440, isPep440 } from './pep440.ts';
import { compareRpm } from './rpm.ts';
import { compareSemver, isSemver } from './semver.ts';

/** Negative, zero or positive; total on any text, never throws. */
export type VersionOrder = (left: string, right: string) => number;

const orders: Readonly<Record<string, VersionOrder>> = {
  Debian: compareDpkg,
  Ubuntu: compareDpkg,
  Alpine: compareApk,
  AlmaLinux: compareRpm,
  'Rocky Linux': compareRpm,
  'Red Hat': compareRpm,
  'Azure Linux': compareRpm,
  npm: compareSemver,
  Go: compareGo,
  PyPI: comparePep440,
};

/** The ecosystems that can be matched. */
export const orderedEcosystems: readonly string[] = Object.keys(orders);

/** `Debian:12` → `Debian`. */
export function baseEcosystem(ecosystem: string): string {
  const colon = ecosystem.indexOf(':');
  return colon < 0 ? ecosystem : ecosystem.slice(0, colon);
}

/** The version order of an ecosystem (with or without release); undefined where we have none. */
export function orderOf(ecosystem: string): VersionOrder | undefined {
  const base = baseEcosystem(ecosystem);
  return Object.hasOwn(orders, base) ? orders[base] : undefined;
}

/** Characters of a version; npm's own limit, and far more than any package of a system has. */
export const longestVersion = 256;

/**
 * Whether a version can be placed in a range. Of npm, Python and Go it must be one for their tools: not `(devel)`, a git
 * address, `1.x` or `4.2.0-acme`; the orders of the systems take any text. Longer than `longestVersion` is none anywhere.
 */
export function isOrderable(ecosystem: string, version: string): boolean {
  if (version === '' || version.length > longestVersion) return false;
  const base = baseEcosystem(ecosystem);
  if (base === 'npm') return isSemver(version);
  if (base === 'Go') return isSemver(goVersion(version));
  return base !== 'PyPI' || isPep440(version);
}
