// Which advisory stores the inventories of a run need.

import type { Inventory } from '../model/inventory.ts';

/** OSV ecosystems without release (`Debian:12` → `Debian`), sorted; of packages that are matched at all. */
export function baseEcosystems(inventories: readonly Inventory[]): string[] {
  const found = new Set<string>();
  for (const { os, packages } of inventories) {
    if (os?.ecosystem !== undefined) found.add(os.ecosystem);
    for (const { ecosystem, ownedBy } of packages) {
      if (ownedBy === undefined) found.add(ecosystem);
    }
  }
  found.delete('');
  return [...new Set([...found].map((name) => name.split(':', 1)[0] ?? name))].sort();
}
