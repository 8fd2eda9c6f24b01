// Opens a prepared store and asks it a thousand times, inside one process: what a scan pays, less its start.
// node bench/lookups.ts STORE-FOLDER prints JSON.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openStore, type Store } from '../src/advisories/store/store-file.ts';
import { openSqlite } from '../src/runtime/sqlite.ts';
import { testRuntime } from '../test/fixtures/test-runtime.ts';
import { median } from './measure.ts';

export interface LookupFigures {
  readonly stores: number;
  /** All of them, one after the other. */
  readonly openMs: number;
  /** A thousand look-ups, with the advisories that they hit. */
  readonly thousandMs: number;
  readonly hits: number;
}

interface Question {
  readonly store: number;
  readonly ecosystem: string;
  readonly name: string;
}

/** A thousand names, spread evenly over all that the stores know. */
async function questionsOf(folder: string, files: readonly string[]): Promise<Question[]> {
  const all: Question[] = [];
  for (const [store, file] of files.entries()) {
    const database = await openSqlite({ path: join(folder, file) }, testRuntime());
    const sql = 'SELECT DISTINCT ecosystem, name FROM affected ORDER BY ecosystem, name';
    for (const row of database.prepare(sql).all()) {
      all.push({ store, ecosystem: String(row['ecosystem']), name: String(row['name']) });
    }
    await database.close();
  }
  const step = all.length / 1000;
  return Array.from({ length: 1000 }, (_, index) => all[Math.floor(index * step)]).filter(
    (question) => question !== undefined,
  );
}

async function once(
  folder: string,
  files: readonly string[],
  questions: readonly Question[],
): Promise<LookupFigures> {
  const runtime = testRuntime();
  const start = performance.now();
  const stores: (Store | undefined)[] = [];
  for (const file of files) stores.push(await openStore(join(folder, file), file, runtime));
  const opened = performance.now();
  let hits = 0;
  for (const { store: index, ecosystem, name } of questions) {
    const store = stores[index];
    for (const row of store?.affected(ecosystem, name) ?? []) {
      store?.advisory(row.n);
      hits++;
    }
  }
  const asked = performance.now();
  for (const store of stores) await store?.close();
  return { stores: stores.length, openMs: opened - start, thousandMs: asked - opened, hits };
}

const folder = process.argv[2] ?? '';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(sqlite|db)$/.test(name),
);
const questions = await questionsOf(folder, files);
const runs: LookupFigures[] = [];
for (let index = 0; index < 6; index++) runs.push(await once(folder, files, questions));
const counted = runs.slice(1);
const figures: LookupFigures = {
  stores: runs[0]?.stores ?? 0,
  openMs: median(counted.map((run) => run.openMs)),
  thousandMs: median(counted.map((run) => run.thousandMs)),
  hits: runs[0]?.hits ?? 0,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
