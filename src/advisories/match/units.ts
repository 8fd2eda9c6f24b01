// What advisories are about: of an operating system the source package and version, of a language each package and version.

import type { Package } from '../../model/inventory.ts';
import { packageKey } from '../feeds/advisory.ts';
import { baseEcosystem } from '../versions/orders.ts';

/** A name and version to look up, and the packages that a hit is about. */
export interface LookUp {
  readonly name: string;
  readonly version: string;
  readonly packages: readonly Package[];
}

export interface Unit {
  /** With release: `Debian:12`. */
  readonly ecosystem: string;
  readonly base: string;
  readonly isSystem: boolean;
  readonly name: string;
  readonly version: string;
  readonly lookUps: readonly LookUp[];
}

/** How a distribution names the packages in its advisories. */
const naming: Readonly<Record<string, 'source' | 'binary' | 'both'>> = {
  Debian: 'source',
  Ubuntu: 'source',
  Alpine: 'source',
  AlmaLinux: 'binary',
  'Red Hat': 'binary',
  'Rocky Linux': 'both',
  'Azure Linux': 'both',
};

/** rpm's source file name has no epoch: the binary's is the source's. */
function sourceVersion(item: Package): string {
  const version = item.source?.version;
  if (version === undefined || version === '') return item.version;
  if (item.manager !== 'rpm' || version.includes(':')) return version;
  const epoch = /^\d+:/.exec(item.version)?.[0] ?? '';
  return epoch + version;
}

function systemLookUps(base: string, packages: readonly Package[], name: string): LookUp[] {
  const how = naming[base] ?? 'both';
  const lookUps: LookUp[] = [];
  const [first] = packages;
  if (how !== 'binary' && first !== undefined) {
    lookUps.push({ name, version: sourceVersion(first), packages });
  }
  if (how === 'source') return lookUps;
  for (const item of packages) {
    const isAsked = how === 'both' && item.name === name && item.version === lookUps[0]?.version;
    if (!isAsked) lookUps.push({ name: item.name, version: item.version, packages: [item] });
  }
  return lookUps;
}

/**
 * The units of the packages, in a stable order. What an operating-system package owns is part of that package and has
 * no unit; neither has a package without ecosystem.
 */
export function unitsOf(packages: readonly Package[]): Unit[] {
  const groups = new Map<string, Package[]>();
  for (const item of packages) {
    if (item.ownedBy !== undefined || item.ecosystem === '') continue;
    const base = baseEcosystem(item.ecosystem);
    const [name, version] = Object.hasOwn(naming, base)
      ? [item.source?.name ?? item.name, sourceVersion(item)]
      : [packageKey(base, item.name), item.version];
    const key = [item.ecosystem, name, version].join('\0');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  const units: Unit[] = [];
  for (const key of [...groups.keys()].sort()) {
    const group = groups.get(key) ?? [];
    const [ecosystem = '', name = '', version = ''] = key.split('\0');
    const base = baseEcosystem(ecosystem);
    const isSystem = Object.hasOwn(naming, base);
    const lookUps = isSystem
      ? systemLookUps(base, group, name)
      : [{ name, version, packages: group }];
    const shown = isSystem ? name : (group[0]?.name ?? name);
    units.push({ ecosystem, base, isSystem, name: shown, version, lookUps });
  }
  return units;
}
