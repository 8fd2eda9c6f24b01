// Templates in both built hosts, by the glob of a pipeline: annotations at their lines, valid SARIF, the summary.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Draft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTask } from './azure-host.ts';
import { unpackTask } from './extension.ts';
import { runAction } from './github-host.ts';
import { hostNodes } from './nodes.ts';

const root = join(import.meta.dirname, '..', '..');
const example = join(root, 'examples/templates/main.json');
const path = 'infra/web/azuredeploy.json';
const targets = 'arm:**/azuredeploy.json';
/** Line of the name of the machine that has no agent. */
const line =
  readFileSync(example, 'utf8')
    .split('\n')
    .findIndex((each) => each.includes('"name": "jump",')) + 1;
const schema = join(
  process.env['PORTCULLIS_SHARED'] ?? join(root, '../shared'),
  'schemas/sarif-2.1.0.schema.json',
);

let home: string;
let task: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'portcullis-host-templates-'));
  task = await unpackTask(join(home, 'extension'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A checkout with the example below it, and beside it what is no template. */
function checkout(folder: string): void {
  mkdirSync(join(folder, 'infra/web'), { recursive: true });
  copyFileSync(example, join(folder, path));
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
}

function checkSarif(file: string | undefined): void {
  const sarif = JSON.parse(readFileSync(file ?? '', 'utf8')) as Log;
  if (existsSync(schema)) {
    const ajv = new Draft04.default({
      strict: false,
      allErrors: true,
      unicodeRegExp: false,
      logger: false,
    });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
    validate(sarif);
    expect(validate.errors ?? []).toEqual([]);
  }
  const results = sarif.runs.flatMap((run) => run.results ?? []);
  const missing = results.find(({ ruleId }) => ruleId === 'AGT001');
  expect(missing?.locations?.[0]?.physicalLocation).toMatchObject({
    artifactLocation: { uri: path },
    region: { startLine: line },
  });
}

function checkSummary(markdown: string): void {
  expect(markdown).toContain('Machines and required agents');
  expect(markdown).toContain('jump');
  const page = spawnSync('cmark-gfm', ['-e', 'table'], { input: markdown, encoding: 'utf8' });
  if (page.status === 0) expect(page.stdout).toMatch(/<td>❌ missing/);
}

describe.each(hostNodes())('on Node $major', ({ path: node, major }) => {
  it('the Action annotates the machine', async () => {
    const run = mkdtempSync(join(home, 'action-'));
    checkout(join(run, 'workspace'));
    const end = await runAction({ node, home: run, inputs: { targets, offline: 'true' } });
    expect(end.outcome).toBe('failure');
    expect(end.outputs).toMatchObject({ verdict: 'fail', 'exit-code': '1', 'failing-count': '1' });
    const errors = end.annotations.filter(({ kind }) => kind === 'error');
    expect(errors.map(({ properties }) => [properties['file'], properties['line']])).toContainEqual(
      [path, String(line)],
    );
    checkSarif(end.outputs['sarif-path']);
    checkSummary(end.summary);
  });

  it('the task says where the machine is', async () => {
    const run = mkdtempSync(join(home, 'task-'));
    checkout(join(run, 's'));
    const handler = major === 20 ? 'Node20_1' : 'Node24';
    const inputs = { targets, offline: 'true', requireAgent: 'qualys' };
    const end = await runTask({ node, task, handler, home: run, inputs });
    expect(end.result).toBe('Failed');
    expect(end.outputs).toMatchObject({ verdict: 'fail', exitCode: '1', failingCount: '1' });
    const places = end.issues.map(({ properties }) => [
      properties['sourcepath'],
      properties['linenumber'],
    ]);
    expect(places).toContainEqual([path, String(line)]);
    checkSarif(end.outputs['sarifPath']);
    checkSummary(readFileSync(end.summaries[0] ?? '', 'utf8'));
  });
});
