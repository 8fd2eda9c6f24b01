// The one list of version orders, by the ecosystem names of the OSV schema without release.

import { compareApk } from './apk.ts';
import { compareDpkg } from './dpkg.ts';
import { compareGo } from './go.ts';
import { comparePep440 } from './pep440.ts';
import { compareRpm } from './rpm.ts';
import { compareSemver } from './semver.ts';

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

/**
 * Whether a version can be placed in a range. npm and Go have texts that are none (`(devel)`, a git address); the other
 * orders take any text.
 */
export function isOrderable(ecosystem: string, version: string): boolean {
  const base = baseEcosystem(ecosystem);
  if (base === 'npm') return /^[v=\s]*\d/.test(version);
  if (base === 'Go') return /^(?:v|go)?\d/.test(version);
  return version !== '';
}
