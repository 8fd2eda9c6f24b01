// `npm run bench:arm -- kics checkov`: measures scans of ARM templates beside trivy, and the peers that are named, and
// writes bench/arm.md. Peers are built into the folder of the other benchmarks' fixtures when they are missing.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cliPath as cli,
  type NodeProgram,
  nodePrograms,
  projectRoot,
} from '../test/fixtures/cli.ts';
import { type ArmPeer, makeArmPeers } from './arm-peers.ts';
import { benchFixtures } from './fixtures.ts';
import { type Command, type Figures, measure } from './measure.ts';
import { makePeers } from './peers.ts';
import { figureTable, type Goal, goalTable, machineText, type Row } from './report.ts';

const shared = process.env['PORTCULLIS_SHARED'] ?? join(projectRoot, '../shared');
const folder = join(shared, 'arm');
const load = loadavg()[0] ?? 0;
const work = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const rows: Row[] = [];
const goals: Goal[] = [];

async function row(what: string, by: string, command: Command, runs = 5): Promise<Figures> {
  process.stderr.write(`${what}, ${by}\n`);
  const figures = await measure(command, runs);
  rows.push({ what, by, figures });
  return figures;
}

function goal(what: string, by: string, text: string, value: number, limit: number): void {
  const [, unit = ''] = /(×|MB|ms)/.exec(text) ?? [];
  const measured = `${value.toFixed(unit === '×' ? 2 : 0)} ${unit}`;
  goals.push({ what, by, goal: text, measured, reached: value <= limit });
}

/** Of the real templates the largest that is no larger than the one that the goals were set with. */
function realTemplate(): string {
  const quickstarts = join(folder, 'quickstarts');
  const sized = readdirSync(quickstarts)
    .map((name) => join(quickstarts, name, 'azuredeploy.json'))
    .filter((path) => existsSync(path))
    .map((path) => ({ path, size: statSync(path).size }))
    .filter(({ size }) => size <= 60_000)
    .sort((left, right) => right.size - left.size);
  const [largest] = sized;
  if (largest === undefined) throw new Error(`no template below ${quickstarts}`);
  return largest.path;
}

function smallTemplate(): string {
  const path = join(work, 'small.json');
  const resource = {
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion: '2023-01-01',
    name: 'small',
    location: '[resourceGroup().location]',
    sku: { name: 'Standard_LRS' },
    kind: 'StorageV2',
    properties: { minimumTlsVersion: 'TLS1_2' },
  };
  const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
  writeFileSync(
    path,
    JSON.stringify({ $schema, contentVersion: '1.0.0.0', resources: [resource] }),
  );
  return path;
}

/** A gate that closes, or that could not read everything, did its work. */
function scan(node: NodeProgram, path: string): Command {
  const report = `json=${join(work, 'result.json')}`;
  return {
    program: node.path,
    args: [cli, 'scan', `arm:${path}`, '-o', report],
    accept: [0, 1, 3],
  };
}

async function benchNode(
  node: NodeProgram,
  paths: { readonly small: string; readonly real: string },
  [trivy]: readonly ArmPeer[],
): Promise<void> {
  await row('`node -e 0`', node.name, { program: node.path, args: ['-e', '0'] });
  const help = { program: node.path, args: [cli, '--help'] };
  for (const [what, command] of [
    ['`--help`', help],
    ['a small template', scan(node, paths.small)],
  ] as const) {
    const { wallSeconds } = await row(what, node.name, command);
    goal(what, node.name, '≤ 150 ms', wallSeconds * 1000, 150);
  }
  for (const [what, path] of [
    ['a template of 57 KB', paths.real],
    ['the folder', folder],
  ] as const) {
    const ours = await row(what, node.name, scan(node, path));
    goal(what, node.name, '≤ 200 MB', ours.peakMegabytes, 200);
    if (trivy === undefined) continue;
    // Beside ours, not once for all: the machine changes its mind.
    const by = `${trivy.name}, beside ${node.name}`;
    const theirs = await row(what, by, trivy.scan(path, join(work, 'trivy')), trivy.runs);
    const ratio = ours.wallSeconds / theirs.wallSeconds;
    goal(what, node.name, '≤ 0.4 × trivy', ratio, 0.4);
  }
}

try {
  if (!existsSync(cli)) throw new Error(`${cli} is not built: npm run build`);
  if (!existsSync(folder)) {
    throw new Error('no templates: name a folder with arm in PORTCULLIS_SHARED');
  }
  const place = benchFixtures().folder;
  const { trivy } = await makePeers(place);
  const peers = await makeArmPeers(place, trivy, process.argv.slice(2));
  const paths = { small: smallTemplate(), real: realTemplate() };
  for (const node of nodePrograms()) await benchNode(node, paths, peers);
  for (const { name, scan: command, runs } of peers.slice(1)) {
    const out = join(work, 'peer');
    await row('a template of 57 KB', name, command(paths.real, out), runs);
    await row('the folder', name, command(folder, out), runs);
  }
  const files = execFileSync('find', [folder, '-name', '*.json'], { encoding: 'utf8' });
  const versions = nodePrograms().map(({ path }) =>
    execFileSync(path, ['-v'], { encoding: 'utf8' }).trim(),
  );
  const text = `# Benchmarks of templates
Written by \`npm run bench:arm${process.argv.length > 2 ? ` -- ${process.argv.slice(2).join(' ')}` : ''}\` on ${new Date().toISOString().slice(0, 10)}: whole processes, cold start, one warm-up, then five runs (of KICS and
checkov three); median (wall: lowest–highest). The folder is the collected templates, ${files.trim().split('\n').length} JSON files; the one of 57 KB is a
quickstart. A scan goes from files to the JSON report and the verdict. Peers: \`arm-peers.ts\`.

- Machine: ${machineText(load)}
- Node ${versions.join(', ')}
- ${peers.map(({ name }) => name).join(', ')}

## Goals
${goalTable(goals)}

## Figures
${figureTable(rows)}
`;
  writeFileSync(join(import.meta.dirname, 'arm.md'), text);
  process.stdout.write(text);
} finally {
  rmSync(work, { recursive: true, force: true });
}
