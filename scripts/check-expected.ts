// Checks the whole engine against findings that another matcher made: the package databases of the shared feeds, each
// laid into a Debian 12 root and scanned. Compared is the set of (advisory, source package), in any state of the policy.
// Usage: node scripts/check-expected.ts [FEEDS]   (default: $PORTCULLIS_SHARED/feeds, ../shared/feeds)

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runGate } from '../src/gate/run-gate.ts';
import type { Runtime } from '../src/model/runtime.ts';

const osRelease = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n';
/** Names of Debian's records; a finding's CVE is no record of its own. */
const isRecord = (id: string): boolean => /^(?:DEBIAN|DSA|DLA)-/.test(id);

interface Expected {
  readonly name: string;
  readonly pairs: readonly (readonly [advisory: string, source: string])[];
}

export interface Comparison {
  readonly name: string;
  readonly expected: number;
  /** `DEBIAN-CVE-… of openssl`, sorted. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

const keyOf = (advisory: string, source: string): string => `${advisory} of ${source}`;

/** The expected findings of the feeds: one for each `expected/<name>.json`, whose database lies beside it. */
export async function readExpected(feeds: string): Promise<Expected[]> {
  const folder = join(feeds, 'expected');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const all: Expected[] = [];
  for (const file of names) {
    const { pairs } = JSON.parse(await readFile(join(folder, file), 'utf8')) as Expected;
    all.push({ name: file.replace(/\.json$/, ''), pairs });
  }
  return all;
}

async function layRoot(root: string, status: Buffer): Promise<void> {
  await mkdir(join(root, 'etc'), { recursive: true });
  await mkdir(join(root, 'var/lib/dpkg'), { recursive: true });
  await writeFile(join(root, 'etc/os-release'), osRelease);
  await writeFile(join(root, 'var/lib/dpkg/status'), status);
}

/** What the engine finds in the database of `expected`, held against its pairs. */
export async function compareWith(
  feeds: string,
  expected: Expected,
  work: string,
): Promise<Comparison> {
  const root = join(work, expected.name);
  const packed = join(feeds, 'expected', `${expected.name}.dpkg-status.gz`);
  await layRoot(root, gunzipSync(await readFile(packed)));
  const quiet = () => {};
  const runtime: Runtime = {
    now: () => new Date(),
    env: {},
    log: { debug: quiet, info: quiet, warn: console.error },
    temporaryFolder: work,
    signal: new AbortController().signal,
  };
  const { result } = await runGate(
    {
      targets: [`dir:${root}`],
      outputs: [],
      feeds,
      db: join(work, 'db'),
      offline: true,
      skipPaths: [],
      templates: { parameters: [] },
      diskScope: 'usual',
      credentials: [],
      columns: 80,
      colour: false,
    },
    runtime,
  );
  const [error] = result.errors;
  if (error !== undefined) throw new Error(`${expected.name}: ${error.message}`);
  const found = new Set<string>();
  for (const finding of result.targets.flatMap(({ findings }) => findings)) {
    if (finding.kind !== 'vulnerability' || finding.package === undefined) continue;
    for (const id of [finding.id, ...finding.aliases]) {
      if (isRecord(id)) found.add(keyOf(id, finding.package.name));
    }
  }
  const wanted = new Set(expected.pairs.map(([advisory, source]) => keyOf(advisory, source)));
  return {
    name: expected.name,
    expected: wanted.size,
    missing: [...wanted].filter((key) => !found.has(key)).sort(),
    extra: [...found].filter((key) => !wanted.has(key)).sort(),
  };
}

async function main(feeds: string): Promise<number> {
  if (!existsSync(join(feeds, 'expected'))) {
    console.error(`${feeds} has no expected findings: name the folder of the shared feeds.`);
    return 1;
  }
  const work = await mkdtemp(join(tmpdir(), 'portcullis-expected-'));
  try {
    let wrong = 0;
    for (const expected of await readExpected(feeds)) {
      const { name, expected: count, missing, extra } = await compareWith(feeds, expected, work);
      console.log(`${name}: ${count} expected, ${missing.length} missing, ${extra.length} extra`);
      for (const key of missing) console.log(`  missing: ${key}`);
      for (const key of extra) console.log(`  extra:   ${key}`);
      wrong += missing.length + extra.length;
    }
    return wrong === 0 ? 0 : 1;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const shared = process.env['PORTCULLIS_SHARED'] ?? join(import.meta.dirname, '../../shared');
  process.exitCode = await main(process.argv[2] ?? join(shared, 'feeds'));
}
