// `npm run bench`, `npm run bench -- --peers`: measures the built command line and writes bench/README.md.
// Fixtures are made when they are missing (fixtures.ts); peers are built into the same folder (peers.ts).

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cliPath as cli,
  type NodeProgram,
  nodePrograms,
  projectRoot,
} from '../test/fixtures/cli.ts';
import { type BenchFixtures, makeBenchFixtures } from './fixtures.ts';
import type { LookupFigures } from './lookups.ts';
import { type Command, type Figures, measure, median } from './measure.ts';
import { makePeers, osvScanner, type Peers, peerVersions, trivyInventory } from './peers.ts';
import { profileRun } from './profile.ts';
import { type Goal, type Row, reportText } from './report.ts';

const withPeers = process.argv.includes('--peers');
const shared = process.env['PORTCULLIS_SHARED'] ?? join(projectRoot, '../shared');
const feeds = join(shared, 'feeds');
const ecosystems = 'Debian,Ubuntu,Alpine,AlmaLinux,Azure Linux,npm,PyPI,Go'.split(',');

// Figures count on an idle machine; the page says how busy this one was.
const load = loadavg()[0] ?? 0;
const work = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const store = join(work, 'db');
const rows: Row[] = [];
const goals: Goal[] = [];

async function row(what: string, by: string, command: Command): Promise<Figures> {
  process.stderr.write(`${what}, ${by}\n`);
  const figures = await measure(command);
  rows.push({ what, by, figures });
  return figures;
}

function goal(
  about: { readonly what: string; readonly by: string; readonly goal: string },
  value: number,
  limit: number,
  unit: string,
  profile?: () => readonly string[],
): void {
  const reached = value <= limit;
  const digits = unit === 'MB' || unit === 'ms' ? 0 : 2;
  const measured = `${value.toFixed(digits)} ${unit}`;
  goals.push({
    ...about,
    measured,
    reached,
    ...(reached || !profile ? {} : { profile: profile() }),
  });
}

/** From file to SARIF and CycloneDX against the prepared store. */
function scanArgs(target: string): string[] {
  const reports = [
    '-o',
    `sarif=${join(work, 'r.sarif')}`,
    '-o',
    `cyclonedx-json=${join(work, 'r.cdx')}`,
  ];
  return [cli, 'scan', target, '--db', store, '--feeds', feeds, '--offline', ...reports];
}

function scanCommand(node: NodeProgram, target: string): Command {
  return { program: node.path, args: scanArgs(target), accept: [0, 1] };
}

function updateArgs(folder: string): string[] {
  const from = ['--feeds', feeds, '--db', folder];
  return [cli, 'db', 'update', ...ecosystems, ...from];
}

/** Median of what the run itself reports for matching, the opening of the stores included. */
function matchSeconds(node: NodeProgram, target: string): number {
  const file = join(work, 'timings.json');
  const values: number[] = [];
  for (let index = 0; index < 5; index++) {
    const args = [...scanArgs(target), '-o', `json=${file}`];
    try {
      execFileSync(node.path, args, { stdio: 'ignore' });
    } catch {
      // exit code 1 is a closed gate; a run that broke leaves no report
    }
    const report: { timings: Record<string, number> } = JSON.parse(readFileSync(file, 'utf8'));
    values.push((report.timings['match'] ?? Number.NaN) / 1000);
    rmSync(file);
  }
  return median(values);
}

async function benchStart(node: NodeProgram): Promise<void> {
  const empty = await row('`node -e 0`', node.name, { program: node.path, args: ['-e', '0'] });
  const help = await row('`--help`', node.name, { program: node.path, args: [cli, '--help'] });
  const about = { what: '`--help`', by: node.name, goal: '≤ 2 × `node -e 0`' };
  const ratio = help.wallSeconds / empty.wallSeconds;
  goal(about, ratio, 2, '×', () => profileRun(node.path, [cli, '--help']));
}

async function benchStore(node: NodeProgram): Promise<void> {
  const fresh = join(work, 'fresh');
  const built = await row(`store of ${ecosystems.length} ecosystems`, node.name, {
    program: node.path,
    args: updateArgs(fresh),
    prepare: () => rmSync(fresh, { recursive: true, force: true }),
  });
  const about = { what: `store of ${ecosystems.length} ecosystems`, by: node.name, goal: '≤ 20 s' };
  goal(about, built.wallSeconds, 20, 's', () => profileRun(node.path, updateArgs(join(work, 'p'))));
}

async function benchImages(node: NodeProgram, images: BenchFixtures, peers?: Peers): Promise<void> {
  for (const [what, target, image, limit] of [
    ['a, scan to verdict', `docker-archive:${images.a}`, images.a, 1],
    ['b, scan to verdict', `oci-dir:${images.b}`, images.b, 0.7],
  ] as const) {
    const ours = await row(what, node.name, scanCommand(node, target));
    const profile = () => profileRun(node.path, scanArgs(target));
    if (image === images.a) {
      goal({ what, by: node.name, goal: '≤ 150 MB' }, ours.peakMegabytes, 150, 'MB', profile);
    }
    if (peers === undefined) continue;
    // beside ours, not once for all: the machine changes its mind
    const out = join(work, 'trivy.json');
    const by = `trivy ${peerVersions.trivy}, beside ${node.name}`;
    const theirs = await row(what, by, trivyInventory(peers, image, out));
    const ratio = ours.wallSeconds / theirs.wallSeconds;
    goal({ what, by: node.name, goal: `≤ ${limit} × trivy` }, ratio, limit, '×', profile);
  }
  const match = matchSeconds(node, `docker-archive:${images.a}`);
  goal({ what: 'a, matching alone', by: node.name, goal: '≤ 0.1 s' }, match, 0.1, 's', () =>
    profileRun(node.path, scanArgs(`docker-archive:${images.a}`)),
  );
}

async function benchMemory(node: NodeProgram, images: BenchFixtures): Promise<void> {
  const small = await row('gzip layer of 200 MB', node.name, {
    ...scanCommand(node, `oci-dir:${images.layer200M}`),
  });
  const large = await row('gzip layer of 2 GB', node.name, {
    ...scanCommand(node, `oci-dir:${images.layer2G}`),
  });
  const about = { what: 'peak memory, 2 GB to 200 MB', by: node.name, goal: '≤ 1.15 ×' };
  goal(about, large.peakMegabytes / small.peakMegabytes, 1.15, '×');
}

async function benchOsvScanner(peers: Peers, images: BenchFixtures): Promise<void> {
  const by = `osv-scanner ${peerVersions.osvScanner}`;
  const out = join(work, 'osv.json');
  await row('a, inventory', by, osvScanner(peers, images.a, out));
  await row('a, inventory and matching', by, osvScanner(peers, images.a, out, feeds));
}

function benchLookups(): void {
  const script = join(import.meta.dirname, 'lookups.ts');
  const text = execFileSync(process.execPath, [script, store], { encoding: 'utf8' });
  const { openMs, thousandMs, stores, hits }: LookupFigures = JSON.parse(text);
  const by = 'node 24, inside the process';
  goal({ what: `${stores} stores opened`, by, goal: '≤ 50 ms' }, openMs, 50, 'ms');
  const what = `1,000 look-ups, ${hits.toLocaleString('en')} hits read`;
  goal({ what, by, goal: '≤ 100 ms' }, thousandMs, 100, 'ms');
}

function versionOf(node: NodeProgram): string {
  return `${node.name}: ${execFileSync(node.path, ['-v'], { encoding: 'utf8' }).trim()}`;
}

try {
  if (!existsSync(cli)) throw new Error(`${cli} is not built: npm run build`);
  if (!existsSync(join(feeds, 'osv'))) {
    throw new Error('no feeds: name a folder with feeds/osv in PORTCULLIS_SHARED');
  }
  const images = await makeBenchFixtures();
  const peers = withPeers ? await makePeers(images.folder) : undefined;
  const nodes = nodePrograms();
  execFileSync(process.execPath, updateArgs(store), { stdio: 'ignore' });
  for (const node of nodes) {
    await benchStart(node);
    await benchImages(node, images, peers);
    await benchMemory(node, images);
    await benchStore(node);
  }
  benchLookups();
  if (peers !== undefined) await benchOsvScanner(peers, images);
  const go = 'built from their Go modules, CGO_ENABLED=0';
  const text = reportText({
    date: new Date().toISOString().slice(0, 10),
    versions: [
      ...nodes.map(versionOf),
      ...(withPeers
        ? [`trivy ${peerVersions.trivy}, osv-scanner ${peerVersions.osvScanner}: ${go}`]
        : []),
    ],
    load,
    rows,
    goals,
    peers: withPeers,
  });
  writeFileSync(join(import.meta.dirname, 'README.md'), text);
  process.stdout.write(text);
} finally {
  rmSync(work, { recursive: true, force: true });
}
