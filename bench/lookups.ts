// Opens a prepared store and asks it a thousand times, inside one process: what a scan pays, less its start.
// node bench/lookups.ts STORE-FOLDER prints JSON.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openStore, type Store } from '../src/advisories/store/store-file.ts';
import { testRuntime } from '../test/fixtures/test-runtime.ts';
import { median } from './measure.ts';

export interface LookupFigures {
  readonly stores: number;
  /** All of them, one after the other. */
  readonly openMs: number;
  /** A thousand names over all stores, with the advisories that they hit. */
  readonly thousandMs: number;
  readonly hits: number;
}

const questions: readonly (readonly [ecosystem: string, name: string])[] = [
  ['Debian:12', 'openssl'],
  ['Debian:12', 'curl'],
  ['Debian:12', 'systemd'],
  ['Debian:12', 'no-such-package'],
  ['npm', 'lodash'],
  ['npm', 'no-such-package'],
  ['PyPI', 'django'],
  ['PyPI', 'jinja2'],
  ['Go', 'stdlib'],
  ['AlmaLinux:9', 'openssl'],
];

async function once(folder: string, files: readonly string[]): Promise<LookupFigures> {
  const runtime = testRuntime();
  const start = performance.now();
  const stores: Store[] = [];
  for (const file of files) {
    const store = await openStore(join(folder, file), runtime);
    if (store !== undefined) stores.push(store);
  }
  const opened = performance.now();
  let hits = 0;
  for (let index = 0; index < 1000; index++) {
    const [ecosystem, name] = questions[index % questions.length] ?? ['', ''];
    const base = ecosystem.split(':')[0] ?? '';
    for (const store of stores) {
      if (store.meta.name !== base) continue;
      for (const row of store.affected(ecosystem, name)) {
        store.advisory(row.n);
        hits++;
      }
    }
  }
  const asked = performance.now();
  for (const store of stores) await store.close();
  return { stores: stores.length, openMs: opened - start, thousandMs: asked - opened, hits };
}

const folder = process.argv[2] ?? '';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(sqlite|db)$/.test(name),
);
const runs: LookupFigures[] = [];
for (let index = 0; index < 6; index++) runs.push(await once(folder, files));
const counted = runs.slice(1);
const figures: LookupFigures = {
  stores: runs[0]?.stores ?? 0,
  openMs: median(counted.map((run) => run.openMs)),
  thousandMs: median(counted.map((run) => run.thousandMs)),
  hits: runs[0]?.hits ?? 0,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
