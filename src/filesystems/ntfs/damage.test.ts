import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mib, temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import { fuzz, fuzzRuns, memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { makeNtfs, missingForNtfs } from '../../../test/fixtures/disks/ntfs-disks.ts';
import {
  readEverything,
  type ShownFile,
  volumeDifferences,
  walkVolume,
} from '../../../test/fixtures/disks/volume-walk.ts';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { openDiskTree } from '../open-disk-tree.ts';
import type { Volume } from '../volume.ts';
import { openNtfs } from './open-ntfs.ts';

const missing = missingForNtfs();
const recordBytes = 1024;

/** An attribute of a record: where it starts. Fixtures' records have no update sequence within what is changed. */
function attributeAt(image: Buffer, record: number, type: number): number {
  for (let at = record + image.readUInt16LE(record + 20); ; ) {
    const found = image.readUInt32LE(at);
    if (found === type) return at;
    if (found === 0xffffffff) throw new Error(`record at ${record} has no attribute ${type}`);
    at += image.readUInt32LE(at + 4);
  }
}

describe.skipIf(missing !== undefined)(`damaged NTFS (absent: ${missing ?? 'none'})`, () => {
  const folder = temporaryFolder();
  let whole: Buffer;
  let shown: ReadonlyMap<string, ShownFile>;
  let mft: number;
  let mirror: number;
  beforeAll(async () => {
    const path = join(folder.path, 'ntfs.img');
    shown = await makeNtfs(path, 32 * mib, { names: 150, holes: 300, pieces: 0 });
    whole = readFileSync(path);
    mft = whole.readUInt32LE(0x30) * 4096;
    mirror = whole.readUInt32LE(0x38) * 4096;
  });
  afterAll(() => folder.remove());

  async function opened(change: (image: Buffer) => void): Promise<Volume> {
    const image = Buffer.from(whole);
    change(image);
    return openNtfs(memorySource(image, 'disk'));
  }

  /** Where a file's record lies: the table's first piece holds those that are asked for. */
  async function recordOf(path: string): Promise<number> {
    const volume = await opened(() => undefined);
    const found = (await walkVolume(volume)).find((one) => one.path === path);
    const number = Number(String(found?.node.id).split('.')[0]);
    const at = mft + number * recordBytes;
    expect(whole.readUInt32LE(at + 44)).toBe(number);
    return at;
  }

  async function readPath(volume: Volume, path: string): Promise<unknown> {
    let node = await volume.node(volume.root);
    for (const name of path.split('/')) {
      node = await volume.node((await node.find?.(name))?.id ?? 'none');
    }
    const bytes = await node.open();
    return bytes.read(0, bytes.size);
  }

  it.each([
    { what: 'boot sector', change: (image: Buffer) => image.fill(0, 0, 512) },
    { what: 'boot sector', change: (image: Buffer) => image.fill(0xff, 0x30, 0x38) },
    { what: 'master file table', change: (image: Buffer) => image.fill(0, mft, mft + 8) },
  ])('is read by the copy of its $what', async ({ what, change }) => {
    const volume = await opened(change);
    const text = `its ${what} is damaged; the copy was read`;
    expect(volume.remarks).toEqual([{ text, isPartial: true }]);
    expect(await volumeDifferences(volume, shown, ['wof'])).toEqual([]);
  });

  it('is refused where the copies are damaged as well', async () => {
    const both = opened((image) => {
      image.fill(0, mft, mft + 8);
      image.fill(0, mirror, mirror + 8);
    });
    await expect(both).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      message: expect.stringMatching(/^disk, byte \d+: a record does not start with FILE/),
    });
    await expect(openNtfs(memorySource(whole.subarray(0, 5 * mib), 'disk'))).rejects.toMatchObject({
      message: expect.stringMatching(/^disk, byte 40: a size of \d+ sectors/),
    });
  });

  it('compares names by Unicode where its own table is damaged, and says so', async () => {
    const volume = await opened((image) => {
      const upcase = attributeAt(image, mft + 10 * recordBytes, 0x80);
      image.writeUInt32LE(5, upcase + 48);
    });
    expect(volume.remarks).toEqual([
      { text: expect.stringMatching(/upper-case letters is damaged/), isPartial: true },
    ]);
    const root = await volume.node(volume.root);
    expect((await root.find?.('SMALL.TXT'))?.name).toBe('small.txt');
  });

  it.each([
    { flags: 0x0001, text: 'it is marked dirty: chkdsk is due' },
    { flags: 0x4000, text: 'chkdsk was at work on it' },
  ])('is partial with flag $flags: $text', async ({ flags, text }) => {
    const volume = await opened((image) => {
      const attribute = attributeAt(image, mft + 3 * recordBytes, 0x70);
      image.writeUInt16LE(flags, attribute + image.readUInt16LE(attribute + 20) + 10);
    });
    expect(volume.remarks).toEqual([{ text, isPartial: true }]);
    expect(volume.label).toBe('Golden');
  });

  it.each([
    { what: 'clean', flags: 2, client: 0, isOpen: false },
    { what: 'without a client', flags: 0, client: 0xffff, isOpen: false },
    { what: 'in use', flags: 0, client: 0, isOpen: true },
  ])('with a log that is $what', async ({ flags, client, isOpen }) => {
    const volume = await opened((image) => {
      const attribute = attributeAt(image, mft + 2 * recordBytes, 0x80);
      // The log's first run: one byte of length or more, then its place.
      const run = attribute + image.readUInt16LE(attribute + 32);
      const head = image.readUInt8(run);
      const log = image.readUIntLE(run + 1 + (head & 15), head >> 4) * 4096;
      for (const [page, lsn] of [5n, 6n].entries()) {
        const at = log + page * 4096;
        image.fill(0, at, at + 4096);
        image.write('RSTR', at, 'latin1');
        image.writeUInt16LE(30, at + 4);
        image.writeUInt16LE(9, at + 6);
        image.writeUInt16LE(64, at + 24);
        image.writeBigUInt64LE(lsn, at + 64);
        // The older page says the contrary.
        image.writeUInt16LE(page === 1 ? client : 0xffff - client, at + 64 + 12);
        image.writeUInt16LE(page === 1 ? flags : 2 - flags, at + 64 + 14);
      }
    });
    expect(volume.remarks.map(({ isPartial }) => isPartial)).toEqual(isOpen ? [true] : []);
  });

  it.each([
    {
      what: 'a torn record',
      path: 'streams.txt',
      change: (image: Buffer, record: number) => image.writeUInt16LE(0xbeef, record + 510),
      message: /^disk, byte \d+: a record was written only in part/,
    },
    {
      what: 'a record that was given to another file',
      path: 'streams.txt',
      change: (image: Buffer, record: number) => image.writeUInt16LE(77, record + 16),
      message: /^disk, byte \d+: record \d+ is named as a file's, but belongs to another/,
    },
    {
      what: 'a record that is free',
      path: 'streams.txt',
      change: (image: Buffer, record: number) => image.writeUInt16LE(0, record + 22),
      message: /^disk, byte \d+: record \d+ is named as a file's, but is free/,
    },
    {
      what: 'an attribute of no length',
      path: 'streams.txt',
      change: (image: Buffer, record: number) =>
        image.writeUInt32LE(0, attributeAt(image, record, 0x30) + 4),
      message: /^disk, byte \d+: an attribute of 0 bytes/,
    },
    {
      what: 'a run that leaves the volume',
      path: 'Windows/System32/config/SOFTWARE',
      change: (image: Buffer, record: number) => {
        const data = attributeAt(image, record, 0x80);
        image.writeUInt8(0x7f, data + image.readUInt16LE(data + 32) + 1 + 1);
        image.writeUInt8(0x7f, data + image.readUInt16LE(data + 32) + 1 + 2);
      },
      message: /^disk, byte \d+: a run of \d+ clusters lies outside/,
    },
    {
      what: 'fewer clusters than bytes',
      path: 'Windows/System32/config/SOFTWARE',
      change: (image: Buffer, record: number) => {
        const data = attributeAt(image, record, 0x80);
        for (const at of [40, 48, 56]) image.writeUInt32LE(8_000_000, data + at);
      },
      message: /^disk, byte \d+: 8000000 bytes lie in clusters for 401408/,
    },
    {
      what: 'a compression unit that is none',
      path: 'compressed/text.txt',
      change: (image: Buffer, record: number) => {
        const data = attributeAt(image, record, 0x80);
        const run = data + image.readUInt16LE(data + 32);
        const head = image.readUInt8(run);
        const cluster = image.readUIntLE(run + 1 + (head & 15), head >> 4);
        // A copy of what is before the chunk's first byte.
        image.fill(0xff, cluster * 4096 + 2, cluster * 4096 + 30);
      },
      message: /^disk, byte \d+: unit 0 of a compressed file cannot be decompressed/,
    },
    {
      what: 'a file that is encrypted',
      path: 'Windows/System32/config/SOFTWARE',
      change: (image: Buffer, record: number) =>
        image.writeUInt16LE(0x4000, attributeAt(image, record, 0x80) + 12),
      message: /^disk, byte \d+: the file is encrypted \(EFS\)/,
      code: 'TARGET_UNSUPPORTED',
    },
    {
      what: 'an attribute list of another file',
      path: 'holes.bin',
      change: (image: Buffer, record: number) => {
        const list = attributeAt(image, record, 0x20);
        const run = list + image.readUInt16LE(list + 32);
        const isResident = image.readUInt8(list + 8) === 0;
        const head = image.readUInt8(run);
        const start = isResident
          ? list + image.readUInt16LE(list + 20)
          : image.readUIntLE(run + 1 + (head & 15), head >> 4) * 4096;
        for (let at = start; image.readUInt16LE(at + 4) > 0; at += image.readUInt16LE(at + 4)) {
          if (image.readUInt32LE(at) === 0x80) image.writeUInt32LE(9, at + 16);
        }
      },
      message: /^disk, byte \d+: record 9 is no part of file \d+/,
    },
  ])('refuses $what with the place', async ({ path, change, message, code }) => {
    const record = await recordOf(path);
    const volume = await opened((image) => change(image, record));
    await expect(readPath(volume, path)).rejects.toMatchObject({
      code: code ?? 'TARGET_DAMAGED',
      message: expect.stringMatching(message),
    });
    // The others are read all the same.
    expect(await readPath(volume, 'small.txt')).toHaveLength(20);
  });

  it('refuses a directory whose blocks go in a circle', async () => {
    const record = await recordOf('many');
    const volume = await opened((image) => {
      const allocation = attributeAt(image, record, 0xa0);
      const run = allocation + image.readUInt16LE(allocation + 32);
      const head = image.readUInt8(run);
      const block = image.readUIntLE(run + 1 + (head & 15), head >> 4) * 4096;
      // The first entry of the first block gets a node below it: the block itself, number 0.
      const entry = block + 24 + image.readUInt32LE(block + 24);
      const length = image.readUInt16LE(entry + 8);
      const flags = image.readUInt16LE(entry + 12);
      image.writeUInt16LE(flags | 1, entry + 12);
      image.fill(0, entry + length - 8, entry + length);
    });
    const root = await volume.node(volume.root);
    const many = await volume.node((await root.find?.('many'))?.id ?? 'none');
    await expect(many.list()).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      message: expect.stringMatching(/directory block 0: is part of a circle/),
    });
  });

  it.each([
    { name: '../etc', shown: '"../etc"' },
    { name: 'a/b/c/', shown: '"a/b/c/"' },
    { name: 'abcde\0', shown: '"abcde\\u0000"' },
  ])('leaves out the name $shown, and says so', async ({ name, shown: text }) => {
    const volume = await opened((image) => {
      // Wherever `junction` stands.
      const old = Buffer.from('junct', 'utf16le');
      for (let at = image.indexOf(old); at >= 0; at = image.indexOf(old, at + 2)) {
        image.write(name.slice(0, 5), at, 'utf16le');
        image.write(name.slice(5), at + 10, 'utf16le');
      }
    });
    const { tree, unread } = await openDiskTree([{ path: '/', volume }], {
      runtime: testRuntime(),
    });
    const paths = (await tree.list('')).map(({ path }) => path);
    expect(paths).toContain('small.txt');
    expect(paths).not.toContain(name);
    expect(unread.get('')).toContain(text.slice(1, -1));
  });

  it(
    'answers damage with errors of its own, in time',
    async () => {
      const outcome = await fuzz(memorySource(whole, 'disk'), fuzzRuns, async (damaged) =>
        readEverything(await openNtfs(damaged), 65_536),
      );
      expect(outcome.slowestMs).toBeLessThan(2000);
    },
    60_000 + fuzzRuns * 60,
  );
});
