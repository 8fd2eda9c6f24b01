// The same template with its resources as an array and as an object: both deploy the same, and get the same findings.
import { join } from 'node:path';
import type { Case } from './anchors.ts';
import { compareLists, deployedBy, expandFile } from './expansion.ts';
import { type Asked, foldersOf, type OracleResult } from './oracle.ts';
import { scanFiles } from './scan.ts';

function casesFor(
  pair: string,
  what: string,
  left: readonly string[],
  right: readonly string[],
): Case[] {
  const { both, onlyLeft, onlyRight } = compareLists(left, right);
  const anchor = `symbolic-pairs.${what}`;
  const equal = { anchor, theirs: 'pass', ours: 'pass', resources: [] } as const;
  const same = Array.from({ length: both }, (_, index) => ({
    ...equal,
    where: `${pair} ${index}`,
  }));
  const missing = onlyLeft.map(
    (each): Case => ({ ...equal, theirs: 'fail', where: `${pair} array form only: ${each}` }),
  );
  const added = onlyRight.map(
    (each): Case => ({ ...equal, ours: 'fail', where: `${pair} symbolic form only: ${each}` }),
  );
  return [...same, ...missing, ...added];
}

/** `path` holds one folder for each pair. */
export async function checkSymbolicPairs({ path }: Asked): Promise<OracleResult> {
  const cases: Case[] = [];
  for (const pair of await foldersOf(path)) {
    const files = ['main.json', 'main.symbolicnames.json'].map((name) => join(path, pair, name));
    const deployed: string[][] = [];
    for (const file of files) deployed.push(deployedBy(await expandFile(file)));
    const scanned = await scanFiles(files);
    const found = files.map((file) =>
      (scanned.get(file)?.findings ?? [])
        .map(({ rule, verdict, resource }) => `${rule} ${verdict} ${resource}`)
        .sort(),
    );
    cases.push(...casesFor(pair, 'resources', deployed[0] ?? [], deployed[1] ?? []));
    cases.push(...casesFor(pair, 'findings', found[0] ?? [], found[1] ?? []));
  }
  return { name: 'symbolic-pairs', cases, notOurs: 0, unmapped: new Map() };
}
