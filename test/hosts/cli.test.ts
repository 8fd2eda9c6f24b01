// The built command line as a process, on both Nodes.

import { type SpawnSyncReturns, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type Fixture, makeFixture } from './fixture.ts';
import { hostNodes, missingNodes } from './nodes.ts';
import { runProcess } from './process.ts';
import { startRefusingRegistry, startSilentRegistry } from './silent-registry.ts';
import { canary, filesWith } from './traces.ts';

const script = join(import.meta.dirname, '..', '..', 'dist', 'portcullis.mjs');

let home: string;
let temp: string;
let fixture: Fixture;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'portcullis-cli-'));
  temp = join(home, 'temp');
  mkdirSync(temp);
  fixture = makeFixture(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

for (const name of missingNodes()) it.skip(`runs on ${name}: not on this machine`, () => undefined);

describe.each(hostNodes())('the command line on Node $major', ({ path: node }) => {
  const env = (more: Record<string, string> = {}) => ({
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    TMPDIR: temp,
    ...more,
  });
  const run = (
    args: readonly string[],
    more: Record<string, string> = {},
    input = '',
  ): SpawnSyncReturns<string> =>
    spawnSync(node, [script, ...args], { cwd: home, env: env(more), input, encoding: 'utf8' });
  const scan = (...args: string[]) =>
    run(['scan', '--feeds', fixture.feeds, '--offline', '--db', join(home, 'db'), ...args]);

  it('says its version and its help on stdout', () => {
    expect(run(['--version'])).toMatchObject({
      status: 0,
      stdout: `portcullis ${manifest.version}\n`,
      stderr: '',
    });
    for (const args of [['--help'], ['-h'], ['help'], ['scan', 'x', '--help']]) {
      const { status, stdout, stderr } = run(args);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('portcullis scan TARGET');
    }
    const bare = run([]);
    expect(bare).toMatchObject({ status: 2, stdout: '' });
    expect(bare.stderr).toContain('portcullis scan TARGET');
  });

  it.each([
    [
      ['scan', 'x', '--fail-no', 'high'],
      2,
      /unknown option --fail-no\n {2}Did you mean --fail-on\?/,
    ],
    [['scan'], 2, /nothing to scan was named/],
    [['scan', 'x', '--registry-password', 'hunter2'], 2, /can be read by every user/],
    [['scan', 'dir:/nowhere/at/all', '--offline'], 3, /nowhere/],
    [['scan', 'x', '-o', 'json', '-o', 'sarif'], 2, /would go to stdout/],
    [['db', 'update', 'npm', '--offline'], 2, /db update does not read --offline/],
    [['scan', 'dir:/', '--policy', 'no-such.yml'], 2, /no-such\.yml/],
  ])('%j ends with %d, one message and no stack', (args, status, message) => {
    const end = run(args);
    expect(end.status).toBe(status);
    expect(`${end.stdout}${end.stderr}`).toMatch(message);
    expect(end.stderr).not.toMatch(/^\s+at /m);
    expect(end.stderr).not.toContain('hunter2');
    expect(readdirSync(temp)).toEqual([]);
  });

  it('opens and closes the gate, reports on stdout and nothing beside them', () => {
    const open = scan(`dir:${fixture.clean}`);
    expect(open).toMatchObject({ status: 0, stderr: '' });
    const closed = scan(`dir:${fixture.vulnerable}`);
    expect(closed).toMatchObject({ status: 1, stderr: '' });
    expect(closed.stdout).toContain('CVE-2026-90001');
    expect(closed.stdout).not.toContain('\u001B[');
    expect(scan(`dir:${fixture.vulnerable}`, '--fail-on', 'none').status).toBe(0);
    expect(readdirSync(temp)).toEqual([]);
  });

  it('prints JSON that is nothing but JSON, and writes the rest to files', () => {
    const sarif = join(home, 'deep', 'er', 'x.sarif');
    const end = scan(`dir:${fixture.vulnerable}`, '-o', 'json', '-o', `sarif=${sarif}`);
    expect(JSON.parse(end.stdout)).toMatchObject({ verdict: { status: 'fail', exitCode: 1 } });
    expect(end.stdout).not.toMatch(/##vso\[/);
    expect(readFileSync(sarif, 'utf8')).toContain('CVE-2026-90001');
  });

  it('says the verdict on stderr when every report goes to a file', () => {
    const report = ['-o', `json=${join(home, 'silent.json')}`];
    const closed = scan(`dir:${fixture.vulnerable}`, ...report);
    expect(closed).toMatchObject({ status: 1, stdout: '' });
    expect(closed.stderr).toMatch(/^portcullis: gate closed: 3 findings .*\(exit code 1\)\n$/);
    const broken = scan('dir:/nowhere/at/all', ...report);
    expect(broken).toMatchObject({ status: 3, stdout: '' });
    expect(broken.stderr).toMatch(/^portcullis: .*\(exit code 3\)\n {2}dir:\/nowhere\/at\/all: /);
    expect(broken.stderr).not.toMatch(/^\s+at /m);
  });

  it.skipIf(!existsSync('/dev/full'))('ends with 3 when stdout takes nothing more', () => {
    const full = openSync('/dev/full', 'w');
    const args = [script, 'scan', `dir:${fixture.clean}`, '--feeds', fixture.feeds, '--offline'];
    const stdio: StdioOptions = ['ignore', full, 'pipe'];
    const end = spawnSync(node, args, { cwd: home, env: env(), stdio, encoding: 'utf8' });
    closeSync(full);
    expect(end.status).toBe(3);
    expect(end.stderr).toMatch(/^portcullis: the output cannot be written \(ENOSPC\)\n {2}\S.*\n$/);
  });

  it('lets no line of a stack become a command of the host', () => {
    const policy = join(home, 'injected.yml');
    writeFileSync(policy, '"x\\n::error::injected\\n##vso[task.setvariable variable=x]y": 1\n');
    const end = scan(`dir:${fixture.clean}`, '--policy', policy, '--debug');
    expect(end.status).toBe(2);
    expect(end.stderr).toMatch(/^\s+at /m);
    expect(end.stderr).not.toMatch(/^\s*::|##vso\[/m);
  });

  it('warns of what has no effect', () => {
    const args = ['scan', `dir:${fixture.clean}`, '--feeds', fixture.feeds, '--offline'];
    const end = run([...args, '--platform', 'linux/arm64', '--skip-paths', 'nowhere/**'], {
      PORTCULLIS_FAILON: 'low',
    });
    expect(end.status).toBe(0);
    expect(end.stderr.split('\n').sort()).toEqual([
      '',
      `warning: ${fixture.clean}: a folder is of no platform, so that linux/arm64 chooses nothing there`,
      'warning: PORTCULLIS_FAILON is no variable of portcullis: did you mean PORTCULLIS_FAIL_ON?',
      'warning: skip-paths «nowhere/**» leaves nothing out',
    ]);
  });

  it('forbids an update that may not ask the network', () => {
    const end = run(['db', 'update', 'npm'], { PORTCULLIS_OFFLINE: 'true' });
    expect(end.status).toBe(2);
    expect(end.stderr).toMatch(/PORTCULLIS_OFFLINE forbids it/);
  });

  it('builds the database and says what is in it', () => {
    const db = ['--db', mkdtempSync(join(home, 'own-db-'))];
    expect(run(['db', 'status', ...db]).stdout).toMatch(/No advisories/);
    expect(run(['db', 'update', ...db])).toMatchObject({ status: 2 });
    expect(run(['db', 'update', 'Cobol', ...db])).toMatchObject({ status: 2 });
    const update = run(['db', 'update', 'npm', 'debian', '--feeds', fixture.feeds, ...db]);
    expect(update).toMatchObject({ status: 0, stderr: '' });
    const status = run(['db', 'status', ...db, '-o', 'json']);
    expect(status.status).toBe(0);
    const { status: said } = JSON.parse(status.stdout) as {
      status: { feeds: readonly { ecosystem: string; records: number }[] };
    };
    const found = Object.fromEntries(said.feeds.map((feed) => [feed.ecosystem, feed.records]));
    expect(found).toMatchObject({ npm: 2, Debian: 1 });
    expect(readdirSync(temp)).toEqual([]);
  });

  it('colours when it is told to', () => {
    const args = ['scan', `dir:${fixture.vulnerable}`, '--feeds', fixture.feeds, '--offline'];
    expect(run(args, { FORCE_COLOR: '1' }).stdout).toContain('\u001B[');
    expect(run(args, { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain('\u001B[');
  });

  it('survives a reader that goes away', async () => {
    const args = ['scan', `dir:${fixture.vulnerable}`, '--feeds', fixture.feeds, '--offline'];
    const child = spawn(node, [script, ...args], { cwd: home, env: env() });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const status = await new Promise((resolve) => {
      child.on('close', resolve);
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  it('ends with 3 when it is cancelled, and still writes what was found', async () => {
    const registry = await startSilentRegistry();
    const report = join(home, 'cancelled.json');
    try {
      const lines: string[] = [];
      const targets = [`dir:${fixture.clean}`, `registry:${registry.host}/app:1`];
      const end = await runProcess({
        node,
        script,
        args: ['scan', ...targets, '--feeds', fixture.feeds, '--offline', '-o', `json=${report}`],
        cwd: home,
        env: env(),
        onLine: (line) => lines.push(line),
        cancelWhen: registry.asked,
      });
      expect(end).toMatchObject({ exitCode: 3, signals: ['SIGINT'] });
      expect(end.cancelledMs).toBeLessThan(7500);
      expect(existsSync(report)).toBe(true);
      expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
        verdict: { exitCode: 3 },
        errors: [{ code: 'CANCELLED' }],
        targets: [{ packages: [{ name: 'quiet' }] }],
      });
      expect(lines.join('\n')).not.toMatch(/^\s+at /m);
      expect(readdirSync(temp)).toEqual([]);
    } finally {
      await registry.stop();
    }
  });

  it('takes a password from stdin and tells it to the registry only', async () => {
    const registry = await startRefusingRegistry();
    const password = canary();
    try {
      const lines: string[] = [];
      const child = spawn(
        node,
        [
          script,
          'scan',
          `registry:${registry.host}/app:1`,
          '--offline',
          '--debug',
          '--registry-username',
          'u',
          '--registry-password-stdin',
        ],
        { cwd: home, env: env() },
      );
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
      }
      child.stdin.end(`${password}\n`);
      const status = await new Promise((resolve) => {
        child.on('close', resolve);
      });
      expect(status).toBe(3);
      expect(registry.authorizations).toContain(
        `Basic ${Buffer.from(`u:${password}`).toString('base64')}`,
      );
      expect(lines.join('')).not.toContain(password);
      expect(filesWith([password], home)).toEqual([]);
    } finally {
      await registry.stop();
    }
  });
});
