// Whatever comes in: the right exit code, a message that says what to do, no stack, nothing passed by accident.

import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type CliOptions,
  cliPath,
  nodePrograms,
  portcullis,
  projectRoot,
  scan,
} from '../fixtures/cli.ts';
import { missingPrograms, must } from '../fixtures/commands.ts';
import {
  type CraftedLayer,
  debianRelease,
  dockerArchive,
  dpkgStatus,
  layerOf,
  writeCraftedLayout,
} from '../fixtures/crafted-image.ts';
import { writeManyEntries, writeZeros } from '../fixtures/flood-layers.ts';
import { type TarEntry, tar } from '../fixtures/tiny-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bad-input-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const nodes = nodePrograms();
const feeds = join(projectRoot, 'examples/feeds');
const healthy: readonly TarEntry[] = [debianRelease, dpkgStatus(['bash', '99:1-1'])];
// The release's end of life is high from 2028 on, and is not what is asked for here.
const quiet = ['--fail-on', 'critical'];

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function archive(name: string, ...layers: readonly CraftedLayer[]): string {
  return `docker-archive:${file(`${name}.tar`, dockerArchive(layers))}`;
}

function layout(name: string, layer: CraftedLayer, compression: '' | '+gzip' | '+zstd'): string {
  writeCraftedLayout(join(folder, name), layer, compression);
  return `oci-dir:${join(folder, name)}`;
}

function gzipped(entries: readonly TarEntry[]): CraftedLayer {
  const { blob, diffId } = layerOf(entries);
  return { blob: gzipSync(blob), diffId };
}

async function zstd(entries: readonly TarEntry[]): Promise<CraftedLayer> {
  const { blob, diffId } = layerOf(entries);
  const path = file('layer-for-zstd', blob);
  await must('zstd', ['-q', '-f', path, '-o', `${path}.zst`]);
  return { blob: readFileSync(`${path}.zst`), diffId };
}

/** The bytes with one bit turned over at a part of their length. */
function flipped(bytes: Uint8Array, part: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = Math.floor(copy.length * part);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}

/** Ends with this code; its message matches; nowhere a stack. */
async function expectEnd(
  args: readonly string[],
  status: number,
  message: RegExp,
  options: CliOptions = {},
): Promise<void> {
  const result = await scan([...args, ...(args.includes('--fail-on') ? [] : quiet)], options);
  const said = `${result.stderr}\n${result.stdout}`;
  expect(said).not.toMatch(/^\s+at .*[(:]\d/m);
  expect(said).not.toMatch(/please report/i);
  expect({ status: result.status, said }).toEqual({ status, said: expect.stringMatching(message) });
  if (status === 3) expect(result.report?.verdict.status ?? 'error').not.toBe('pass');
}

describe.each(nodes)('a damaged image, $name', (node) => {
  const noise = Buffer.from(Array.from({ length: 60_000 }, (_, index) => (index * 7919) % 251));
  const full: readonly TarEntry[] = [...healthy, { name: 'usr/share/noise', data: noise }];

  it('reads the whole one (so that the others fail for their damage)', async () => {
    await expectEnd([archive('whole', layerOf(full))], 0, /./, { node });
    await expectEnd([layout('whole-gzip', gzipped(full), '+gzip')], 0, /./, { node });
  });

  it.each([0.3, 0.6, 0.9])('a docker-archive cut at %d of its length', async (part) => {
    const bytes = dockerArchive([layerOf(full)]);
    const path = file('cut.tar', bytes.subarray(0, Math.floor(bytes.length * part)));
    await expectEnd([`docker-archive:${path}`], 3, /cut\.tar/, { node });
  });

  it.each([0.2, 0.5])('a docker-archive with a bit turned over at %d', async (part) => {
    const path = file('flipped.tar', flipped(dockerArchive([layerOf(full)]), part));
    await expectEnd([`docker-archive:${path}`], 3, /digest|diff ID|checksum|damaged/i, { node });
  });

  it.each([0.1, 0.5, 0.99])('a gzip layer cut at %d, its digest right', async (part) => {
    const { blob, diffId } = gzipped(full);
    const cut = { blob: blob.subarray(0, Math.floor(blob.length * part)), diffId };
    await expectEnd([layout(`cut-gzip-${part}`, cut, '+gzip')], 3, /layer|gzip|blobs/i, { node });
  });

  it.each([0.2, 0.5, 0.8])(
    'a gzip layer with a bit turned over at %d, its digest right',
    async (part) => {
      const { blob, diffId } = gzipped(full);
      const layer = { blob: flipped(blob, part), diffId };
      await expectEnd([layout(`flipped-gzip-${part}`, layer, '+gzip')], 3, /layer|gzip|digest/i, {
        node,
      });
    },
  );

  it.skipIf(missingPrograms('zstd').length > 0).each(['cut', 'flipped'])(
    'a zstd layer %s',
    async (how) => {
      const { blob, diffId } = await zstd(full);
      await expectEnd([layout(`whole-zstd`, { blob, diffId }, '+zstd')], 0, /./, { node });
      const broken = how === 'cut' ? blob.subarray(0, blob.length - 20) : flipped(blob, 0.5);
      const target = layout(`${how}-zstd`, { blob: broken, diffId }, '+zstd');
      await expectEnd([target], 3, /layer|zstd|digest/i, { node });
    },
  );

  it('a blob that is not what its digest says', async () => {
    const path = writeCraftedLayout(join(folder, 'digest'), gzipped(full));
    writeFileSync(path, gzipSync(tar(healthy)));
    await expectEnd([`oci-dir:${join(folder, 'digest')}`], 3, /digest|sha256/i, { node });
  });

  it('a blob that is not there', async () => {
    const path = writeCraftedLayout(join(folder, 'missing'), gzipped(full));
    unlinkSync(path);
    await expectEnd([`oci-dir:${join(folder, 'missing')}`], 3, /sha256/i, { node });
  });

  it('a platform that is not there', async () => {
    const index = join(folder, 'platform');
    writeCraftedLayout(index, gzipped(full));
    const path = join(index, 'index.json');
    const json = JSON.parse(readFileSync(path, 'utf8'));
    const [manifest] = json.manifests;
    json.manifests = [
      { ...manifest, platform: { os: 'linux', architecture: 'amd64' } },
      { ...manifest, platform: { os: 'linux', architecture: 'arm64' } },
    ];
    writeFileSync(path, JSON.stringify(json));
    const args = [`oci-dir:${index}`, '--platform', 'linux/s390x'];
    await expectEnd(args, 3, /linux\/s390x[^]*linux\/amd64|linux\/amd64[^]*linux\/s390x/, { node });
  });
});

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

describe.each(nodes)('a flood, $name', (node) => {
  const limitMegabytes = 700;

  /** Runs under a limit of memory, so that a leak is a failure and not a slow machine. */
  async function expectWithin(target: string, status: number, message: RegExp): Promise<void> {
    const heap = { NODE_OPTIONS: `--max-old-space-size=${limitMegabytes}` };
    await expectEnd([target], status, message, { node, env: heap, timeoutMs: 170_000 });
  }

  it('a million tiny entries', async () => {
    const path = join(folder, 'entries');
    const diffId = await writeManyEntries(path, healthy, 1_000_000);
    const target = layout('entries-layout', { blob: readFileSync(path), diffId }, '+gzip');
    await expectWithin(target, 0, /./);
  }, 180_000);

  it.each([
    ['nobody reads', 'usr/share/zeros', healthy, 0],
    ['is the package database', 'var/lib/dpkg/status', [debianRelease], 3],
  ])(
    '10 GB of zeros in 10 MB of gzip, in a file that %s',
    async (_, name, entries, status) => {
      const path = join(folder, 'zeros');
      const diffId = await writeZeros(path, entries, name, 10);
      const blob = readFileSync(path);
      expect(blob.length).toBeLessThan(12e6);
      const message = status === 0 ? /./ : /var\/lib\/dpkg\/status/;
      await expectWithin(layout(`zeros-${status}`, { blob, diffId }, '+gzip'), status, message);
    },
    180_000,
  );
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
      await sleep(afterMs);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.on('close', resolve));
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
