// Wrong settings and broken advisory databases: the right exit code and a message that says what to do.

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { expectEnd, healthy, inputFolder } from '../fixtures/bad-input.ts';
import { cliPath, nodePrograms, portcullis, projectRoot, scan } from '../fixtures/cli.ts';
import { missingPrograms, must } from '../fixtures/commands.ts';
import { layerOf } from '../fixtures/crafted-image.ts';

const input = inputFolder();
const { folder, archive, file } = input;
afterAll(() => input.remove());

const nodes = nodePrograms();
const feeds = join(projectRoot, 'examples/feeds');

describe.each(nodes)('wrong settings, $name', (node) => {
  const target = archive('settings', layerOf(healthy));

  it.each([
    ['an unknown option', ['--fail-no', 'high'], /--fail-no[^]*--fail-on/],
    ['a severity that is none', ['--fail-on', 'terrible'], /terrible[^]*critical/],
    ['a report that is none', ['-o', 'pdf'], /pdf/],
  ])('%s', async (_, args, message) => {
    const result = await portcullis(['scan', target, ...args], { node });
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it('no target at all', async () => {
    const result = await portcullis(['scan'], { node });
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(/target/i);
  });

  it.each([
    ['YAML that is none', 'failOn: [high\n', /policy\.yml:\d+:\d+/],
    ['a word that is none', 'failOn: terrible\n', /policy\.yml:1:\d+/],
    [
      'an exception without a reason',
      'exceptions:\n  - id: CVE-1\n    owner: me\n',
      /policy\.yml:2:\d+/,
    ],
  ])('a policy file with %s', async (_, text, message) => {
    const policy = file('policy.yml', text);
    const feedsArgs = ['--feeds', feeds, '--offline', '--db', join(folder, 'db-policy')];
    const result = await portcullis(['scan', target, '--policy', policy, ...feedsArgs], { node });
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it('a target that is not there', async () => {
    await expectEnd([`docker-archive:${join(folder, 'nowhere.tar')}`], 3, /nowhere\.tar/, { node });
    await expectEnd([`dir:${join(folder, 'nowhere')}`], 3, /nowhere/, { node });
  });

  it('no Docker engine', async () => {
    const env = { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` };
    await expectEnd(['docker:shop:1'], 3, /docker/i, { node, env });
  });
});

describe.each(nodes)('the advisory database, $name', (node) => {
  const target = `docker-archive:${join(projectRoot, 'examples/image/shop.tar')}`;

  function store(name: string): string {
    return join(folder, `${name}-${node.name.replace(' ', '-')}`);
  }

  it('none, and no network', async () => {
    const db = store('none');
    const args = ['scan', target, '--db', db, '--offline'];
    const result = await portcullis(args, { node });
    expect(result.status).toBe(4);
    expect(`${result.stderr}${result.stdout}`).toMatch(/db update|--feeds/);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it('survives runs that were killed', async () => {
    const db = store('killed');
    const args = ['scan', target, '--db', db, '--feeds', feeds, '--offline'];
    for (const afterMs of [60, 120, 180, 240, 300, 400]) {
      const child = spawn(node.path, [cliPath, ...args], {
        stdio: 'ignore',
      });
      // A fast run may have ended by then.
      const closed = new Promise((resolve) => child.on('close', resolve));
      await sleep(afterMs);
      child.kill('SIGKILL');
      await closed;
    }
    const result = await scan([target, '--db', db, '--feeds', feeds, '--offline'], { node });
    expect(result).toMatchObject({ status: 1, report: { verdict: { status: 'fail' } } });
  });

  it('two runs on one', async () => {
    const args = [target, '--db', store('two'), '--feeds', feeds, '--offline'];
    const results = await Promise.all([
      scan(args, { node }),
      scan(args, { node }),
      scan(args, { node }),
    ]);
    const findings = results.map((result) =>
      result.report?.targets[0]?.findings.map((finding) => finding.fingerprint),
    );
    expect(results.map((result) => result.status)).toEqual([1, 1, 1]);
    expect(findings[1]).toEqual(findings[0]);
    expect(findings[2]).toEqual(findings[0]);
  });

  it('a store that is damaged is made anew', async () => {
    const db = store('damaged');
    const args = [target, '--db', db, '--feeds', feeds, '--offline'];
    await scan(args, { node });
    const stores = readdirSync(db, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(sqlite|db)$/.test(name),
    );
    expect(stores).not.toEqual([]);
    for (const name of stores) writeFileSync(join(db, name), 'not a database');
    const result = await scan(args, { node });
    expect([1, 4]).toContain(result.status);
    if (result.status === 1) expect(result.report?.verdict.failing).toBeGreaterThan(3);
  });

  it.skipIf(missingPrograms('zip').length > 0)('bad records are left out and counted', async () => {
    const bad = join(folder, 'bad-records');
    const npm = join(bad, 'osv/npm');
    mkdirSync(npm, { recursive: true });
    writeFileSync(join(npm, 'GHSA-broken.json'), '{"id": "GHSA-broken", ');
    writeFileSync(join(npm, 'GHSA-empty.json'), '');
    writeFileSync(join(npm, 'GHSA-array.json'), '[]');
    await must('unzip', ['-q', '-o', join(feeds, 'osv/npm/all.zip'), '-d', npm]);
    rmSync(join(npm, 'all.zip'), { force: true });
    await must('sh', ['-c', 'cd "$1" && zip -q all.zip *.json', 'sh', npm]);
    const manifest = '{"name":"minimist","version":"1.2.5"}';
    const layer = layerOf([{ name: 'srv/node_modules/minimist/package.json', data: manifest }]);
    const args = [archive('bad-records', layer), '--feeds', bad, '--offline'];
    const result = await scan(args, { node });
    expect(result.status).toBe(1);
    expect(result.report).toMatchObject({
      database: {
        feeds: expect.arrayContaining([
          expect.objectContaining({ ecosystem: 'npm', records: 1, skipped: 3 }),
        ]),
      },
    });
  });
});
