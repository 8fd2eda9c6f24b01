import { mkdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  mib,
  missingPrograms,
  must,
  noise,
  temporaryFolder,
} from '../../../test/fixtures/disks/disk-files.ts';
import { fuzz, fuzzRuns, memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { blkidOf } from '../../../test/fixtures/disks/ntfs-disks.ts';
import {
  readEverything,
  type ShownFile,
  shownTree,
  volumeDifferences,
} from '../../../test/fixtures/disks/volume-walk.ts';
import type { Volume } from '../volume.ts';
import { openFat } from './open-fat.ts';

const missing = missingPrograms('mkfs.vfat', 'mcopy', 'blkid', 'fsck.fat');

/** A tree such as firmware starts from, with what FAT makes hard. */
function writeTree(root: string): void {
  const at = (path: string) => join(root, path);
  mkdirSync(at('EFI/BOOT'), { recursive: true });
  mkdirSync(at('EFI/Microsoft/Boot/de-DE'), { recursive: true });
  writeFileSync(at('EFI/BOOT/BOOTX64.EFI'), noise(300_000, 1));
  writeFileSync(at('EFI/BOOT/grub.cfg'), 'search.fs_uuid 1234 root\n');
  writeFileSync(at('EFI/Microsoft/Boot/bootmgfw.efi'), noise(70_001, 2));
  writeFileSync(at('EFI/Microsoft/Boot/de-DE/a long name of a file.mui'), 'x');
  writeFileSync(at('EFI/Größe 漢字.txt'), 'letters');
  writeFileSync(at(`${'l'.repeat(200)}.txt`), 'long');
  writeFileSync(at('EMPTY.TXT'), '');
  writeFileSync(at('lower.txt'), 'short, in lower case');
  mkdirSync(at('many'));
  for (let index = 0; index < 400; index += 1) {
    writeFileSync(at(`many/file number ${index} of many`), `${index}`);
  }
}

/** mtools writes local times of two seconds; here the zone is UTC. */
function evenTimes(root: string, shown: Map<string, ShownFile>): void {
  for (const [path, file] of shown) {
    if (file.type === 'file') utimesSync(join(root, path), 1_700_000_000, 1_700_000_000);
  }
}

describe.skipIf(missing.length > 0)(`FAT (absent: ${missing.join(', ') || 'none'})`, () => {
  const folder = temporaryFolder();
  const source = join(folder.path, 'source');
  let shown: Map<string, ShownFile>;
  beforeAll(() => {
    mkdirSync(source);
    writeTree(source);
    shown = shownTree(source, []);
    evenTimes(source, shown);
    shown = new Map(
      [...shown].map(([path, { type, sizeBytes, sha256 }]) => [
        path,
        {
          type,
          sizeBytes,
          ...(sha256 === undefined ? {} : { sha256, mtimeMs: 1_700_000_000_000 }),
        },
      ]),
    );
  });
  afterAll(() => folder.remove());

  async function make(bits: number, size: number, flags: readonly string[]): Promise<string> {
    const image = join(folder.path, `fat${bits}-${flags.join('')}.img`);
    writeFileSync(image, '');
    truncateSync(image, size);
    await must('mkfs.vfat', ['-F', `${bits}`, '-n', 'GOLDEN', ...flags, image]);
    const env = { MTOOLS_SKIP_CHECK: '1', TZ: 'UTC', LC_ALL: 'C.UTF-8' };
    const from = [...shown.keys()]
      .filter((path) => !path.includes('/'))
      .map((path) => join(source, path));
    await must('mcopy', ['-s', '-m', '-i', image, ...from, '::/'], { env });
    await must('fsck.fat', ['-n', image]);
    return image;
  }

  async function opened(image: string): Promise<Volume> {
    return openFat(memorySource(readFileSync(image), 'esp'));
  }

  it.each([
    { bits: 12, size: 4 * mib, flags: [] },
    { bits: 16, size: 16 * mib, flags: [] },
    { bits: 16, size: 64 * mib, flags: ['-S', '4096'] },
    { bits: 32, size: 34 * mib, flags: [] },
    { bits: 32, size: 48 * mib, flags: ['-s', '1'] },
  ])('of $bits bits with $flags has the tree that mtools wrote, and blkid’s names', async (one) => {
    const image = await make(one.bits, one.size, one.flags);
    const volume = await opened(image);
    expect(volume.features).toEqual([`FAT${one.bits}`]);
    expect(await volumeDifferences(volume, shown)).toEqual([]);
    const theirs = await blkidOf(image);
    expect(volume).toMatchObject({ uuid: theirs['UUID'], label: theirs['LABEL'], remarks: [] });
  });

  it('is read by the copy of a damaged boot sector, and says so', async () => {
    const bytes = readFileSync(await make(32, 35 * mib, []));
    bytes.fill(0, 0, 512);
    const volume = await openFat(memorySource(bytes, 'esp'));
    expect(volume.remarks).toEqual([
      { text: 'its boot sector is damaged; the copy was read', isPartial: true },
    ]);
    expect(await volumeDifferences(volume, shown)).toEqual([]);
  });

  it.each([
    { what: 'a chain that goes in a circle', value: 3 },
    { what: 'a chain that leaves the volume', value: 0xfff0 },
  ])('refuses $what, with its place', async ({ value }) => {
    const bytes = readFileSync(await make(16, 17 * mib, []));
    const table = bytes.readUInt16LE(0x0e) * 512;
    // Every chain leads to the one cluster.
    for (let entry = 2; entry < 900; entry += 1) bytes.writeUInt16LE(value, table + entry * 2);
    const volume = await openFat(memorySource(bytes, 'esp'));
    const root = await volume.node(volume.root);
    const many = (await root.list()).find(({ name }) => name === 'many');
    await expect(volume.node(many?.id ?? 0).then((node) => node.list())).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      message: expect.stringMatching(/^esp, byte \d+: a chain/),
    });
  });

  it.each([
    { what: 'cut short', change: (bytes: Buffer) => bytes.subarray(0, 8 * mib) },
    { what: 'without clusters', change: (bytes: Buffer) => (bytes.fill(0, 0x13, 0x15), bytes) },
    {
      what: 'with sectors of 3 bytes',
      change: (bytes: Buffer) => (bytes.writeUInt16LE(3, 11), bytes),
    },
    {
      what: 'with a table of no size',
      change: (bytes: Buffer) => (bytes.writeUInt16LE(1, 0x16), bytes),
    },
  ])('refuses a volume $what', async ({ change }) => {
    const bytes = readFileSync(await make(16, 18 * mib, []));
    await expect(openFat(memorySource(change(bytes), 'esp'))).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
    });
  });

  it(
    'answers damage with errors of its own, in time',
    async () => {
      for (const bits of [12, 32]) {
        const bytes = readFileSync(await make(bits, bits === 12 ? 3 * mib : 36 * mib, []));
        const outcome = await fuzz(memorySource(bytes, 'esp'), fuzzRuns, async (damaged) =>
          readEverything(await openFat(damaged), mib),
        );
        expect(outcome.slowestMs).toBeLessThan(2000);
      }
    },
    60_000 + fuzzRuns * 60,
  );
});
