import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { must, temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import { emptyDisk, mounted, mountObstacle } from '../../../test/fixtures/disks/loop-mounts.ts';
import { closeFiles, fileBytes } from '../../../test/fixtures/disks/opened-volume.ts';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { openBtrfs } from '../btrfs/open-btrfs.ts';
import { joinMachine, type MachineFileSystem } from './join-machine.ts';
import { subvolumeIn } from './subvolume-roots.ts';

it.each([
  ['defaults', undefined],
  ['subvol=@', '@'],
  ['noatime,subvol=/@/var,compress=zstd', '/@/var'],
  ['subvolid=256', 256],
  ['subvolid=0', 5],
  ['subvolid=256,subvol=/@', '/@'],
  ['subvol=first,subvol=last', 'last'],
  ['subvolid=none', undefined],
])('takes from %s the subvolume %s', (options, expected) => {
  expect(subvolumeIn(options.split(','))).toBe(expected);
});

const obstacle = await mountObstacle('mkfs.btrfs', 'btrfs');
const folder = temporaryFolder();
afterAll(async () => {
  await closeFiles();
  folder.remove();
});

interface Machine {
  readonly name: string;
  /** In their order; `A>B` is a snapshot B of A. */
  readonly subvolumes: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly byDefault?: string;
}

async function makeMachine(machine: Machine): Promise<MachineFileSystem> {
  const { name, subvolumes, files, byDefault } = machine;
  const image = join(folder.path, `${name}.img`);
  emptyDisk(image, 128 * 1024 * 1024);
  await must('mkfs.btrfs', ['-q', '-U', '11111111-2222-3333-4444-555555555555', image]);
  await mounted(image, join(folder.path, 'mount'), async (root) => {
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    for (const text of subvolumes.filter((one) => !one.includes('>'))) {
      mkdirSync(dirname(join(root, text)), { recursive: true });
      await must('btrfs', ['subvolume', 'create', join(root, text)]);
    }
    for (const [path, text] of Object.entries(files)) write(path, text);
    for (const text of subvolumes.filter((one) => one.includes('>'))) {
      const [from = '', to = ''] = text.split('>');
      await must('btrfs', ['subvolume', 'snapshot', join(root, from), join(root, to)]);
      write(`${to}/etc/is-snapshot`, '');
    }
    if (byDefault !== undefined) {
      await must('btrfs', ['subvolume', 'set-default', join(root, byDefault)]);
    }
  });
  const volume = await openBtrfs(await fileBytes(image));
  const devices = [`UUID=${volume.uuid}`];
  return { number: 1, name: 'root', volume, devices, isService: false };
}

const device = 'UUID=11111111-2222-3333-4444-555555555555';
const line = (path: string, options: string) => `${device} ${path} btrfs ${options} 0 0\n`;

async function join1(machine: Machine) {
  const joined = await joinMachine([await makeMachine(machine)], testRuntime());
  if (!('disk' in joined)) return { paths: [], coverage: joined };
  const found = await joined.disk.tree.find({ globs: ['**/*'] });
  expect([...joined.disk.unread]).toEqual([]);
  return { paths: found.map(({ path }) => path).sort(), coverage: joined.coverage };
}

describe.skipIf(obstacle !== undefined)(
  `machines on subvolumes (obstacle: ${obstacle ?? 'none'})`,
  () => {
    it('finds the root that its fstab names, not its snapshot', async () => {
      const { paths, coverage } = await join1({
        name: 'named',
        subvolumes: ['@home', '@', '@var', '@>@before'],
        files: {
          '@/etc/fstab':
            line('/', 'subvol=@') + line('/home', 'subvol=@home') + line('/var', 'subvol=/@var'),
          '@/etc/os-release': 'ID=ubuntu\n',
          '@home/someone/file': '',
          '@var/lib/dpkg/status': '',
        },
      });
      expect(paths).toEqual([
        'etc/fstab',
        'etc/os-release',
        'home/someone/file',
        'var/lib/dpkg/status',
      ]);
      expect(coverage).toEqual([]);
    });

    it('takes the snapshot that is the default subvolume, with its mounts', async () => {
      const { paths, coverage } = await join1({
        name: 'by default',
        subvolumes: ['@', '@/.snapshots', '@/.snapshots/1/snapshot', '@/var'],
        files: {
          '@/.snapshots/1/snapshot/etc/fstab':
            line('/', 'defaults') + line('/var', 'subvol=/@/var'),
          '@/.snapshots/1/snapshot/usr/lib/os-release': 'ID=sles\n',
          '@/var/log/file': '',
        },
        byDefault: '@/.snapshots/1/snapshot',
      });
      expect(paths).toEqual(['etc/fstab', 'usr/lib/os-release', 'var/log/file']);
      expect(coverage).toEqual([]);
    });

    it('tells a subvolume that is not there', async () => {
      const { paths, coverage } = await join1({
        name: 'missing',
        subvolumes: [],
        files: {
          'etc/fstab':
            line('/', 'defaults') +
            line('/var', 'subvol=@var') +
            line('/srv', 'nofail,subvolid=300'),
        },
      });
      expect(paths).toEqual(['etc/fstab']);
      expect(coverage).toEqual([
        {
          what: 'volume:/var',
          status: 'not-scanned',
          reason: `fstab mounts subvolume @var of ${device} at /var, and root has none that can be read`,
          incomplete: true,
        },
        expect.objectContaining({ what: 'volume:/srv', incomplete: false }),
      ]);
    });

    it('tells that the root which it scans is not the one of its fstab', async () => {
      const { paths, coverage } = await join1({
        name: 'snapshot alone',
        subvolumes: ['@before', '@'],
        files: { '@before/etc/fstab': line('/', 'subvol=@'), '@/lost': '' },
      });
      expect(paths).toEqual(['etc/fstab']);
      expect(coverage).toEqual([
        expect.objectContaining({
          what: 'volume:/',
          incomplete: true,
          reason: expect.stringMatching(/fstab mounts subvolume @ of .* at \//),
        }),
      ]);
    });

    it('tells two roots in one volume', async () => {
      const { paths, coverage } = await join1({
        name: 'two',
        subvolumes: ['one', 'two'],
        files: {
          'one/etc/fstab': line('/', 'subvol=one'),
          'two/etc/fstab': line('/', 'subvol=two'),
          'two/only': '',
        },
      });
      expect(paths).toEqual(['etc/fstab']);
      expect(coverage).toEqual([
        expect.objectContaining({
          what: 'volume:1',
          incomplete: true,
          reason: expect.stringMatching(/another of its subvolumes is a root too/),
        }),
      ]);
    });

    it('tells a volume whose subvolumes hold no root', async () => {
      const { coverage } = await join1({
        name: 'none',
        subvolumes: ['@'],
        files: { '@/file': '' },
      });
      expect(coverage).toMatchObject([{ what: 'os-packages', status: 'not-scanned' }]);
    });
  },
);
