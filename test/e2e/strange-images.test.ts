// Images that a usual tool would not write: links in circles, floods, names that are commands.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { expectEnd, healthy, inputFolder } from '../fixtures/bad-input.ts';
import { nodePrograms, scan } from '../fixtures/cli.ts';
import { debianRelease, dpkgStatus, layerOf } from '../fixtures/crafted-image.ts';
import { writeManyEntries, writeZeros } from '../fixtures/flood-layers.ts';
import type { TarEntry } from '../fixtures/tiny-image.ts';

const input = inputFolder();
const { folder, archive, layout } = input;
afterAll(() => input.remove());

const nodes = nodePrograms();

describe.each(nodes)('a strange image, $name', (node) => {
  it('goes on where a tar path climbs out, and says so', async () => {
    const layer = layerOf([...healthy, { name: '../../etc/passwd', data: 'x' }]);
    await expectEnd([archive('climbs', layer)], 3, /etc\/passwd|\.\./, { node });
  });

  it('takes an absolute tar path as one from the root', async () => {
    const absolute = healthy.map((entry) => ({ ...entry, name: `/${entry.name}` }));
    await expectEnd([archive('absolute', layerOf(absolute))], 0, /./, { node });
  });

  it('is not led in circles by links', async () => {
    const links: readonly TarEntry[] = [
      { name: 'usr/lib/python3/dist-packages', type: '2', link: '../python3b/dist-packages' },
      { name: 'usr/lib/python3b', type: '2', link: 'python3' },
      { name: 'srv/a', type: '2', link: 'b' },
      { name: 'srv/b', type: '2', link: 'a' },
      { name: 'srv/self', type: '2', link: '.' },
      { name: 'srv/up', type: '2', link: '../..' },
    ];
    await expectEnd([archive('links', layerOf([...healthy, ...links]))], 0, /./, { node });
  });

  it('an os-release that is a circle of links', async () => {
    const circle: readonly TarEntry[] = [
      { name: 'etc/os-release', type: '2', link: '../usr/lib/os-release' },
      { name: 'usr/lib/os-release', type: '2', link: '../../etc/os-release' },
      dpkgStatus(['bash', '99:1-1']),
    ];
    await expectEnd([archive('circle', layerOf(circle))], 3, /os-release/, { node });
  });

  it('an unknown distribution', async () => {
    const release = { name: 'etc/os-release', data: 'ID=frobnix\nVERSION_ID=1\n' };
    const layer = layerOf([release, dpkgStatus(['bash', '1'])]);
    await expectEnd([archive('frobnix', layer)], 3, /frobnix/, { node });
  });

  it('a distribution without a package', async () => {
    await expectEnd([archive('empty', layerOf([debianRelease]))], 3, /os-packages|no package/i, {
      node,
    });
    const empty = layerOf([debianRelease, { name: 'var/lib/dpkg/status', data: '' }]);
    await expectEnd([archive('empty-status', empty)], 3, /os-packages|no package/i, { node });
  });

  it('an image with nothing to scan is open', async () => {
    await expectEnd([archive('scratch', layerOf([{ name: 'app', data: 'x' }]))], 0, /./, { node });
  });

  it('a damaged rpm database', async () => {
    const layer = layerOf([
      { name: 'etc/os-release', data: 'ID=almalinux\nVERSION_ID="9.4"\n' },
      { name: 'var/lib/rpm/rpmdb.sqlite', data: `SQLite format 3\0${'garbage '.repeat(2000)}` },
    ]);
    await expectEnd([archive('rpm', layer)], 3, /rpmdb\.sqlite/, { node });
  });
});

let entriesDiffId: string | undefined;

describe.each(nodes)('a flood, $name', (node) => {
  const limitMegabytes = 700;

  /** Runs under a limit of memory, so that a leak is a failure and not a slow machine. */
  async function expectWithin(target: string, status: number, message: RegExp): Promise<void> {
    const heap = { NODE_OPTIONS: `--max-old-space-size=${limitMegabytes}` };
    await expectEnd([target], status, message, { node, env: heap, timeoutMs: 170_000 });
  }

  it('a million tiny entries', async () => {
    const path = join(folder, 'entries');
    entriesDiffId ??= await writeManyEntries(path, healthy, 1_000_000);
    const blob = readFileSync(path);
    const target = layout('entries-layout', { blob, diffId: entriesDiffId }, '+gzip');
    await expectWithin(target, 0, /./);
  }, 180_000);

  it('10 GB of zeros in 10 MB of gzip', async () => {
    const path = join(folder, 'zeros');
    await writeZeros(path, healthy, 'usr/share/zeros', 10);
    const blob = readFileSync(path);
    expect(blob.length).toBeLessThan(12e6);
    // it ends long before its digest could be known
    const target = layout('zeros-layout', { blob, diffId: `sha256:${'0'.repeat(64)}` }, '+gzip');
    await expectWithin(target, 3, /expands to more than/);
  }, 180_000);
});

describe.each(nodes)('hostile names, $name', (node) => {
  const hostile = [
    '##vso[task.complete result=Succeeded;]',
    '::error::',
    '<script>alert(1)</script>',
  ];

  it('neither host takes a line of output for a command', async () => {
    const entries = hostile.flatMap((name, index): readonly TarEntry[] => [
      {
        name: `srv/${index}/node_modules/minimist/package.json`,
        data: JSON.stringify({ name: 'minimist', version: '1.2.5', description: name }),
      },
      {
        name: `srv/${index}/node_modules/x/package.json`,
        data: JSON.stringify({ name, version: `1.0.0\n${name}` }),
      },
      {
        name: `srv/\n${name}/node_modules/minimist/package.json`,
        data: '{"name":"minimist","version":"1.2.5"}',
      },
    ]);
    const status = dpkgStatus(
      ['bash', '1'],
      ...hostile.map((name): [string, string] => [name, `1\r${name}`]),
    );
    const target = archive('hostile', layerOf([debianRelease, status, ...entries]));
    const markdown = join(folder, 'hostile.md');
    const result = await scan([target, '-o', `markdown=${markdown}`], { node });
    expect([1, 3]).toContain(result.status);
    for (const line of `${result.stdout}\n${result.stderr}`.split(/[\r\n]/)) {
      expect(line).not.toMatch(/##vso\[/i);
      expect(line).not.toMatch(/^\s*::/);
    }
    expect(readFileSync(markdown, 'utf8')).not.toContain('<script>');
  });
});
