// Joins what the extractors found: one inventory, sorted, with owners, purls and coverage.

import { type CoverageRow, mergeCoverage } from '../model/coverage.ts';
import type { ExtractedInventory } from '../model/file-tree.ts';
import type { Inventory, OperatingSystem, Package, PackageManager } from '../model/inventory.ts';
import { purlOf } from './purl.ts';

/** Managers whose packages belong to the operating system: its release is their ecosystem. */
const systemManagers: ReadonlySet<string> = new Set(['dpkg', 'apk', 'rpm']);

/** The distributions that feeds speak of, by the name in their ecosystem, and the manager that each has. */
const nativeManagers: Readonly<Record<string, PackageManager>> = {
  Debian: 'dpkg',
  Ubuntu: 'dpkg',
  Alpine: 'apk',
  AlmaLinux: 'rpm',
  'Rocky Linux': 'rpm',
  'Azure Linux': 'rpm',
};

/** npm allows 214 characters of a name and 256 of a version; Go's import paths are the longest elsewhere. */
const mostNameLength = 1024;
const mostVersionLength = 256;

/**
 * The inventory of one tree. Packages that are the same but for where they lie are one package with several
 * locations. What an operating-system package owns is marked `ownedBy`.
 */
export function assembleInventory(extracts: readonly ExtractedInventory[]): Inventory {
  const os = extracts.find((extract) => extract.os !== undefined)?.os;
  const copies = new Map<string, Package[]>();
  const tooLong: Package[] = [];
  for (const extract of extracts) {
    for (const found of extract.packages ?? []) {
      if (found.version.length > mostVersionLength || found.name.length > mostNameLength) {
        tooLong.push(found);
        continue;
      }
      const whole = complete(found, os, extracts);
      const key = [
        whole.manager,
        whole.name,
        whole.version,
        whole.architecture ?? '',
        whole.ownedBy ?? '',
      ].join('\0');
      const known = copies.get(key);
      if (known === undefined) copies.set(key, [whole]);
      else known.push(whole);
    }
  }
  const packages = [...copies.values()].map(join).sort(comparePackages);
  const rows = extracts.flatMap((extract) => extract.coverage ?? []);
  rows.push(...tooLong.map(tooLongRow), ...foreignRows(packages, os));
  return {
    ...(os === undefined ? {} : { os }),
    packages,
    coverage: mergeCoverage([...rows, ...systemRows(rows, os, packages)]),
  };
}

/**
 * Where distributions put nothing of their own (Filesystem Hierarchy Standard 3.13): what lies here came in a package
 * of a third party (azure-cli brings a whole Python), of which no advisory of the distribution speaks.
 */
const addOn = /^(?:opt|usr\/local)\//;

/** Adds what only the whole knows: ecosystem and purl of system packages, owners of the others. */
function complete(
  found: Package,
  os: OperatingSystem | undefined,
  extracts: readonly ExtractedInventory[],
): Package {
  const isForeign = isForeignTo(found.manager, os);
  const purl = found.purl === '' ? purlOf(found, isForeign ? undefined : os) : found.purl;
  if (systemManagers.has(found.manager))
    return { ...found, ecosystem: isForeign ? '' : (os?.ecosystem ?? ''), purl };
  for (const { ownedPaths, packages } of extracts) {
    if (ownedPaths === undefined) continue;
    for (const path of found.locations) {
      if (addOn.test(path)) continue;
      const ownedBy = ownedPaths.ownerOf(path);
      const owners = packages?.filter(({ name }) => name === ownedBy) ?? [];
      if (ownedBy === undefined || owners.length === 0) continue;
      if (owners.some((owner) => isOwnFile(found, owner))) return { ...found, purl, ownedBy };
    }
  }
  return { ...found, purl };
}

/** Whether a system's packages come from another manager than the distribution's: its feed does not speak of them. */
function isForeignTo(manager: PackageManager, os: OperatingSystem | undefined): boolean {
  const distribution = os?.ecosystem?.split(':', 1)[0] ?? '';
  const native = Object.hasOwn(nativeManagers, distribution)
    ? nativeManagers[distribution]
    : undefined;
  return native !== undefined && systemManagers.has(manager) && manager !== native;
}

function foreignRows(
  packages: readonly Package[],
  os: OperatingSystem | undefined,
): readonly CoverageRow[] {
  const foreign = packages.filter(({ manager }) => isForeignTo(manager, os));
  return [...new Set(foreign.map(({ manager }) => manager))].map((manager) => {
    const mine = foreign.filter((each) => each.manager === manager);
    const count = mine.length === 1 ? '1 package' : `${mine.length} packages`;
    const reason = `${count} of ${manager} (${mine[0]?.locations[0] ?? ''}): not the manager of «${os?.id ?? ''}», so no feed speaks of them`;
    return { what: 'os-packages', status: 'partial', reason, incomplete: true };
  });
}

function tooLongRow({ locations, name, version }: Package): CoverageRow {
  const reason =
    name.length > mostNameLength
      ? `states a name of ${name.length} characters`
      : `states a version of ${version.length} characters`;
  return { what: `path:${locations[0] ?? ''}`, status: 'not-scanned', reason, incomplete: true };
}

/**
 * Whether the file is the one that the package brought: a layer above the package's own has put another in its place
 * (`npm install -g npm` over the distribution's npm), and of that no advisory of the distribution speaks.
 */
function isOwnFile(found: Package, owner: Package): boolean {
  if (found.origin?.kind !== 'layer' || owner.origin?.kind !== 'layer') return true;
  return found.origin.index <= owner.origin.index;
}

/** One package for all its copies: the lowest layer's is the one that brought it. */
function join(copies: readonly Package[]): Package {
  const lowest = copies.reduce((left, right) => (isBelow(right, left) ? right : left));
  if (copies.length === 1) return lowest;
  const locations = [...new Set(copies.flatMap((copy) => copy.locations))].sort(compareText);
  return { ...lowest, locations };
}

function isBelow(left: Package, right: Package): boolean {
  if (left.origin?.kind !== 'layer' || right.origin?.kind !== 'layer') return false;
  return left.origin.index < right.origin.index;
}

const compareText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

function comparePackages(left: Package, right: Package): number {
  return (
    compareText(left.manager, right.manager) ||
    compareText(left.name, right.name) ||
    compareText(left.version, right.version) ||
    compareText(left.architecture ?? '', right.architecture ?? '') ||
    compareText(left.locations[0] ?? '', right.locations[0] ?? '')
  );
}

/** The rows that follow from what is missing beside what is there. */
function systemRows(
  rows: readonly CoverageRow[],
  os: OperatingSystem | undefined,
  packages: readonly Package[],
): readonly CoverageRow[] {
  const hasDatabase = rows.some(({ what }) => what === 'os-packages');
  const hasPackages = packages.some(({ manager }) => systemManagers.has(manager));
  const row = (what: string, reason: string, incomplete: boolean): CoverageRow => ({
    what,
    status: 'not-scanned',
    reason,
    incomplete,
  });
  const language: CoverageRow = { what: 'language-packages', status: 'scanned', incomplete: false };
  if (os === undefined && !hasDatabase) {
    const reason = 'not applicable: no os-release and no package database';
    return [language, row('os-release', reason, false), row('os-packages', reason, false)];
  }
  const missing: CoverageRow[] = [];
  if (os === undefined) {
    missing.push(
      row('os-release', 'there is a package database, but nothing names the distribution', true),
    );
  }
  if (!hasPackages && !rows.some((known) => known.what === 'os-packages' && known.incomplete)) {
    const reason = hasDatabase
      ? 'the package database holds no packages'
      : `no package database that this version reads was found for «${os?.id ?? ''}»`;
    missing.push(row('os-packages', reason, true));
  }
  return [language, ...missing];
}
