// `portcullis inspect` on small disks: what it shows is what was put on them.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InspectRequest, inspect } from '../../src/gate/inspect.ts';
import { missingPrograms, temporaryFolder } from '../fixtures/disks/disk-files.ts';
import { hivexGet } from '../fixtures/disks/hive-files.ts';
import { testRuntime } from '../fixtures/test-runtime.ts';

const missing = missingPrograms('mke2fs', 'sfdisk', 'qemu-img');
if (missing.length > 0) it.skip(`disks: ${missing.join(', ')} is not here`, () => undefined);

const uuid = '6f9619ff-8b86-d011-b42d-00cf4fc964ff';
const mib = 1024 * 1024;
const temporary = temporaryFolder();
const at = (name: string) => join(temporary.path, name);

function write(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), bytes);
}

/** GPT: a BIOS boot partition, a root of the folder's files, an empty partition. */
function makeDisk(name: string, folder: string, label = 'golden'): void {
  const disk = at(name);
  writeFileSync(disk, '');
  truncateSync(disk, 64 * mib);
  const table = [
    'label: gpt',
    '1: start=2048, size=2048, type=21686148-6449-6E6F-744E-656564454649',
    '2: start=4096, size=90112, type=L, name="system"',
    '3: start=94208, size=2048, type=L',
  ];
  execFileSync('sfdisk', ['-q', disk], { input: `${table.join('\n')}\n` });
  const args = ['-q', '-F', '-t', 'ext4', '-U', uuid, '-L', label, '-d', folder];
  execFileSync('mke2fs', [...args, '-E', `offset=${4096 * 512}`, disk, '45056k'], {
    stdio: 'pipe',
  });
}

async function inspected(target: string, inspection: InspectRequest['inspection']) {
  const parts: Uint8Array[] = [];
  const result = await inspect(
    { target, inspection, credentials: [], offline: true },
    async (part) => {
      parts.push(typeof part === 'string' ? Buffer.from(part) : part);
      return true;
    },
    testRuntime(),
  );
  const bytes = Buffer.concat(parts);
  const lines = () => bytes.toString().trimEnd().split('\n');
  const rows = (): Record<string, unknown>[] => lines().map((line) => JSON.parse(line) as never);
  return { ...result, bytes, lines, rows };
}

function cli(...args: readonly string[]) {
  const main = join(import.meta.dirname, '../../src/cli/main.ts');
  return spawnSync(process.execPath, [main, 'inspect', ...args], { encoding: 'utf8' });
}

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const large = Buffer.alloc(2_500_000, 'seven letters');
const hives = join(import.meta.dirname, '../../src/hives/testdata');

beforeAll(() => {
  if (missing.length > 0) return;
  write('root/etc/os-release', 'ID=debian\nVERSION_ID="12"\n');
  write('root/etc/fstab', `UUID=${uuid} / ext4 defaults 0 1\n`);
  write('root/a/within', 'a');
  write('root/a-b', 'after a, before a/within');
  write('root/a!', 'before a-b');
  write('root/opt/large', large);
  write('root/opt/##vso[task.complete]\u202e', 'x');
  write('root/opt/hives/NTUSER.DAT', gunzipSync(readFileSync(join(hives, 'NTUSER.DAT.gz'))));
  symlinkSync('/opt', at('root/link'));
  symlinkSync('../../../../etc/os-release', at('root/opt/up'));
  makeDisk('disk.raw', at('root'));
  execFileSync('qemu-img', ['convert', '-O', 'vhdx', at('disk.raw'), at('disk.vhdx')]);
});
afterAll(() => temporary.remove());

describe.skipIf(missing.length > 0)('inspect', () => {
  it.each(['disk:disk.raw', 'disk.vhdx'])('tells the layout of %s', async (target) => {
    const [, scheme = '', name = ''] = /^(disk:)?(.*)$/.exec(target) ?? [];
    const { layout, coverage } = await inspected(`${scheme}${at(name)}`, { kind: 'layout' });
    expect(layout?.disks).toMatchObject([{ name, sizeBytes: 64 * mib, scheme: 'gpt' }]);
    expect(layout?.volumes).toMatchObject([
      { number: 1, kind: 'boot', sizeBytes: mib },
      {
        number: 2,
        name: `${name} partition 2`,
        disk: 1,
        kind: 'ext4',
        sizeBytes: 44 * mib,
        uuid,
        label: 'golden',
        partition: { number: 2, offset: 2 * mib, size: 44 * mib, label: 'system' },
      },
      { number: 3, kind: 'empty' },
    ]);
    expect(layout?.roots).toEqual([2]);
    expect(layout?.mounts).toEqual([{ path: '/', volume: 2 }]);
    expect(coverage.filter(({ incomplete }) => incomplete)).toEqual([]);
  });

  it('lists every entry once, sorted by path, with hashes', async () => {
    const { rows, lines } = await inspected(`disk:${at('disk.raw')}`, { kind: 'list', hash: true });
    const paths = rows().map(({ path }) => path);
    expect(paths).toEqual([
      '',
      'a',
      'a!',
      'a-b',
      'a/within',
      'etc',
      'etc/fstab',
      'etc/os-release',
      'link',
      'lost+found',
      'opt',
      'opt/##vso[task.complete]\u202e',
      'opt/hives',
      'opt/hives/NTUSER.DAT',
      'opt/large',
      'opt/up',
    ]);
    const row = (path: string) => rows().find((one) => one['path'] === path);
    expect(row('opt/large')).toMatchObject({
      type: 'file',
      mode: '0644',
      size: large.length,
      sha256: sha256(large),
    });
    expect(row('link')).toMatchObject({ type: 'symlink', link: '/opt' });
    expect(row('lost+found')).toMatchObject({ type: 'directory', mode: '0700', uid: 0 });
    expect(lines().join('\n')).not.toMatch(/##vso|\u202e/);
  });

  it('lists folders and the disk of them alike', async () => {
    const list = { kind: 'list', hash: true } as const;
    const shape = ({ path, type, link, sha256: hash }: Record<string, unknown>) =>
      [path, type, link, hash].join(' ');
    const ofDisk = (await inspected(`disk:${at('disk.raw')}`, list)).rows().map(shape);
    const ofFolder = (await inspected(`dir:${at('root')}`, list)).rows().map(shape);
    expect(ofDisk.filter((line) => !line.startsWith('lost+found'))).toEqual(ofFolder);
  });

  it.each([
    ['/opt/large', large],
    ['link/large', large],
    ['opt/up', Buffer.from('ID=debian\nVERSION_ID="12"\n')],
  ])('writes the bytes of %s', async (path, bytes) => {
    const found = await inspected(`disk:${at('disk.raw')}`, { kind: 'cat', path });
    expect(sha256(found.bytes)).toBe(sha256(bytes));
  });

  it.each([
    ['nothing/there', /there is no nothing\/there/],
    ['opt', /is no file \(directory\)/],
  ])('does not write %s', async (path, message) => {
    const target = `disk:${at('disk.raw')}`;
    await expect(inspected(target, { kind: 'cat', path })).rejects.toThrow(message);
  });

  it.skipIf(missingPrograms('hivexget').length > 0)(
    'shows a key of a hive as hivex does',
    async () => {
      const path = 'opt/hives/NTUSER.DAT';
      const target = `disk:${at('disk.raw')}`;
      const root = await inspected(target, { kind: 'hive', path, key: '' });
      const subkeys = root.rows().flatMap(({ subkey }) => subkey ?? []);
      expect(subkeys).toContain('Environment');
      const key = 'control panel\\Desktop';
      const rows = (await inspected(target, { kind: 'hive', path, key })).rows();
      expect(rows[0]).toMatchObject({ key: 'Control Panel\\Desktop' });
      const texts = rows.filter(({ type }) => type === 'REG_SZ');
      expect(texts.length).toBeGreaterThan(5);
      for (const { value, data } of texts) {
        expect(data).toBe(
          await hivexGet(at(`root/${path}`), '\\Control Panel\\Desktop', String(value)),
        );
      }
      await expect(inspected(target, { kind: 'hive', path, key: 'No' })).rejects.toThrow(
        /no key No/,
      );
      const bad = inspected(target, { kind: 'hive', path: 'opt/large', key: '' });
      await expect(bad).rejects.toThrow(/no registry hive/);
    },
  );

  it('shows no files of a disk without a root, and says why', async () => {
    write('data/file', 'x');
    makeDisk('data.raw', at('data'));
    const target = `disk:${at('data.raw')}`;
    const { layout, coverage } = await inspected(target, { kind: 'layout' });
    expect(layout).toMatchObject({ roots: [], mounts: [] });
    expect(coverage.find(({ what }) => what === 'os-packages')?.incomplete).toBe(true);
    await expect(inspected(target, { kind: 'list', hash: false })).rejects.toThrow(
      /has no files: os-packages: no volume that was read holds a root/,
    );
  });

  it('tells damage in a listing, and lists the rest', async () => {
    copyFileSync(at('disk.raw'), at('damaged.raw'));
    const bytes = readFileSync(at('damaged.raw'));
    // A directory's entry: the name's length, the type of a file, the name.
    const place = bytes.indexOf('\u0006\u0001within');
    expect(place).toBeGreaterThan(0);
    bytes.write('X', place + 2);
    writeFileSync(at('damaged.raw'), bytes);
    const { rows, coverage } = await inspected(`disk:${at('damaged.raw')}`, {
      kind: 'list',
      hash: true,
    });
    const paths = rows().map(({ path }) => path);
    expect(paths).toContain('opt/large');
    expect(paths).not.toContain('a/within');
    expect(coverage.find(({ what }) => what === 'path:a')?.incomplete).toBe(true);
  });

  it('says why a damaged root is taken for none', async () => {
    const bytes = readFileSync(at('disk.raw'));
    const place = bytes.indexOf('\n\u0001os-release');
    expect(place).toBeGreaterThan(0);
    bytes.write('X', place + 2);
    writeFileSync(at('rootless.raw'), bytes);
    const { layout, coverage } = await inspected(`disk:${at('rootless.raw')}`, { kind: 'layout' });
    expect(layout?.roots).toEqual([]);
    expect(coverage.find(({ what }) => what === 'volume:2')?.reason).toMatch(
      /\/etc: .*checksum that does not fit/,
    );
  });

  it('refuses what it cannot look into', async () => {
    const layout = { kind: 'layout' } as const;
    await expect(inspected(`dir:${at('root')}`, layout)).rejects.toThrow(/is no disk/);
    await expect(inspected(`arm:${at('root')}`, layout)).rejects.toThrow(/not templates/);
  });

  it('says in the exit code whether all was read', () => {
    const sound = cli(at('disk.raw'));
    expect(sound.stderr).toBe('');
    expect(sound.status).toBe(0);
    expect(sound.stdout).toMatch(/2 {2}disk\.raw partition 2, ext4, 44 MiB, root, mounted at \//);
    expect(sound.stdout).toContain(`UUID=${uuid} LABEL=golden`);
    const json = cli(at('disk.raw'), '-o', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({ roots: [2], target: { kind: 'disk' } });
    const damaged = cli(at('damaged.raw'), '--list');
    expect(damaged.status).toBe(3);
    expect(damaged.stderr).toMatch(/path:a not-scanned/);
    expect(cli(at('disk.raw'), '--cat', '/etc/nothing').status).toBe(3);
  });

  it('keeps what a label says off the terminal', () => {
    makeDisk('odd.raw', at('root'), '##vso[t]\u001b[2J');
    expect(cli(at('odd.raw')).stdout).toMatch(/LABEL=#\\#vso\[t\]\\u001b\[2J/);
  });

  it.each([
    [[], /inspect lacks its target/],
    [['x.raw', '--list', '--cat', 'a'], /one thing a run/],
    [['x.raw', '--hash'], /hash: nothing is listed/],
    [['x.raw', '--cat'], /--cat lacks its value/],
    [['x.raw', '--list=yes'], /--list takes no value/],
    [['x.raw', 'KEY'], /takes one target; what is KEY/],
    [['x.raw', '--fail-on', 'high'], /inspect does not read --fail-on/],
    [['x.raw', '-o', 'sarif'], /a table or JSON/],
  ])('ends with 2 for %j', (args, message) => {
    const { status, stderr } = cli(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});
