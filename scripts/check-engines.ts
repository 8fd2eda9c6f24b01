// Fails on a production dependency that does not run on Node 20.20 by its own word (`engines`),
// unless it is listed here with the reason why that does no harm.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { satisfies } from 'semver';

const lowestNode = '20.20.0';

/** Name → why a bundle with it still runs on Node 20. */
const accepted: Readonly<Record<string, string>> = {};

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly engines?: { readonly node?: string };
}

export interface EngineFault {
  readonly name: string;
  readonly version: string;
  readonly wants: string;
}

/** Production packages of a lock file (version 3) whose `engines.node` leaves out Node 20.20. */
export function engineFaults(
  packages: Readonly<Record<string, LockedPackage>>,
  acceptedNames: ReadonlySet<string> = new Set(Object.keys(accepted)),
): readonly EngineFault[] {
  const faults: EngineFault[] = [];
  for (const [path, locked] of Object.entries(packages)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const wants = locked.engines?.node;
    if (path === '' || locked.dev === true || wants === undefined) continue;
    if (satisfies(lowestNode, wants) || acceptedNames.has(name)) continue;
    faults.push({ name, version: locked.version ?? '', wants });
  }
  return faults;
}

if (process.argv[1] === import.meta.filename) {
  const path = join(import.meta.dirname, '../package-lock.json');
  const lock: { packages: Record<string, LockedPackage> } = JSON.parse(readFileSync(path, 'utf8'));
  const faults = engineFaults(lock.packages);
  for (const { name, version, wants } of faults) {
    process.stderr.write(
      `${name} ${version} wants Node ${wants}: take an older version, or list it in scripts/check-engines.ts with the reason\n`,
    );
  }
  process.exitCode = faults.length === 0 ? 0 : 1;
}
