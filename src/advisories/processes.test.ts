import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAdvisories } from './advisories.ts';
import { packageOf, temporaryFolder, testRuntime, writeExport } from './test-feeds.ts';

// Real processes on one folder: a run that is killed while it builds, runs that build at once.

const canRunTypes = Number(process.versions.node.split('.')[0]) >= 24;
const records = 20_000;

const program = `
const [, door, feeds, folder] = process.argv;
const { openAdvisories } = await import(door);
const quiet = () => {};
const runtime = { now: () => new Date(), env: {}, temporaryFolder: folder,
  log: { debug: quiet, info: quiet, warn: quiet }, signal: new AbortController().signal };
const advisories = await openAdvisories({ ecosystems: ['npm'], feeds, folder, offline: true }, runtime);
console.log(advisories.status.feeds[0].state, advisories.status.feeds[0].records);
await advisories.close();
`;

describe.skipIf(!canRunTypes)('several processes (Node 24 runs the sources)', () => {
  let feeds = '';
  let folder = '';
  beforeAll(async () => {
    feeds = await temporaryFolder();
    folder = join(await temporaryFolder(), 'db');
    await mkdir(folder);
    const events = [{ introduced: '0' }, { fixed: '1.0.0' }];
    const all = Array.from({ length: records }, (_, index) => {
      const affected = [
        { package: { ecosystem: 'npm', name: `p${index}` }, ranges: [{ type: 'SEMVER', events }] },
      ];
      return [`T-${index}.json`, JSON.stringify({ id: `T-${index}`, affected })] as const;
    });
    await writeExport(feeds, 'npm', all);
  });
  afterAll(async () => {
    for (const path of [feeds, join(folder, '..')])
      await rm(path, { recursive: true, force: true });
  });

  const start = (): ChildProcess => {
    const door = join(import.meta.dirname, 'advisories.ts');
    const flags = ['--input-type=module', '-e', program];
    return spawn(process.execPath, [...flags, door, feeds, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  };
  const leftovers = async () => (await readdir(folder)).filter((name) => name.includes('.tmp'));
  const scan = async (at: Date) => {
    const runtime = testRuntime({ now: () => at });
    const request = { ecosystems: ['npm'], feeds, folder, offline: true };
    const advisories = await openAdvisories(request, runtime);
    const packages = [packageOf('npm', 'p7', '0.9.0')];
    const { findings } = await advisories.match({ packages, coverage: [] });
    await advisories.close();
    return findings.map(({ id }) => id);
  };

  it('a killed one leaves nothing that counts, and what it leaves is swept later', async () => {
    const child = start();
    const ended = once(child, 'exit');
    while ((await leftovers()).length === 0 && child.exitCode === null) await sleep(5);
    child.kill('SIGKILL');
    await ended;
    expect(await readdir(folder)).not.toContain('npm.sqlite');
    expect(await leftovers()).toHaveLength(1);
    expect(await scan(new Date())).toEqual(['T-7']);
    expect(await leftovers()).toHaveLength(1);
    expect(await scan(new Date(Date.now() + 2 * 60 * 60 * 1000))).toEqual(['T-7']);
    expect(await leftovers()).toEqual([]);
  });

  it('those that build at once all end well', async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name));
    const children = [start(), start(), start()];
    const texts = await Promise.all(
      children.map(async (child) => {
        let text = '';
        child.stdout?.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        const [code] = await once(child, 'close');
        return `${text.trim()} ${code}`;
      }),
    );
    expect(texts).toEqual(Array.from({ length: 3 }, () => `ready ${records} 0`));
    expect(await leftovers()).toEqual([]);
    expect(await scan(new Date())).toEqual(['T-7']);
  });
});
