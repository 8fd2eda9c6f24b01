import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { noise } from '../../test/fixtures/disks/disk-files.ts';
import { sumHive, type WrittenKey, writeHive } from '../../test/fixtures/disks/hive-files.ts';
import { fuzz, fuzzRuns, memorySource } from '../../test/fixtures/disks/memory-source.ts';
import { ScanError } from '../model/errors.ts';
import { type HiveKey, openHive } from './hive.ts';

const tree: WrittenKey = {
  name: 'ROOT',
  keys: [
    {
      name: 'Outer',
      keys: [
        { name: 'Inner', keys: [{ name: 'Innermost' }] },
        {
          name: 'Second',
          values: [{ name: 'word', type: 1, bytes: Buffer.from('a\0b\0c\0\0\0') }],
        },
      ],
    },
    { name: 'Big', values: [{ name: 'data', type: 3, bytes: noise(40_000, 1) }] },
    {
      name: 'Many',
      list: 'ri',
      keys: Array.from({ length: 7 }, (_, at) => ({ name: `Key ${at}` })),
    },
  ],
};

/** Where the content of the key or value of this name starts. */
function cellOf(hive: Buffer, name: string, head: 'nk' | 'vk'): number {
  const at = hive.indexOf(name, 4096, 'latin1') - (head === 'nk' ? 76 : 20);
  expect(hive.toString('latin1', at, at + 2)).toBe(head);
  return at;
}

function placeOf(hive: Buffer, reference: number): number {
  return 4096 + hive.readUInt32LE(reference) + 4;
}

function referenceTo(at: number): number {
  return at - 4096 - 4;
}

/** All keys and values; how many keys. */
async function walk(key: HiveKey): Promise<number> {
  let count = 1;
  await key.values();
  for (const below of await key.subkeys()) count += await walk(below);
  return count;
}

async function walkHive(hive: Buffer): Promise<number> {
  return walk((await openHive(memorySource(hive), 'SYSTEM')).root);
}

describe('a damaged hive', () => {
  it('is the one that these tests damage', async () => {
    expect(await walkHive(writeHive(tree))).toBe(14);
  });

  it.each([
    {
      what: 'a key below itself',
      change: (hive: Buffer) => {
        const inner = cellOf(hive, 'Innermost', 'nk');
        const outer = cellOf(hive, 'Outer', 'nk');
        const list = placeOf(hive, cellOf(hive, 'Inner', 'nk') + 28);
        hive.writeUInt32LE(referenceTo(outer), list + 4);
        expect(inner).toBeGreaterThan(outer);
      },
      message: /byte \d+: a key is named by another than its parent/,
    },
    {
      what: 'the root below a key that it names as its parent',
      change: (hive: Buffer) => {
        const root = cellOf(hive, 'ROOT', 'nk');
        const inner = cellOf(hive, 'Inner', 'nk');
        hive.writeUInt32LE(referenceTo(root), placeOf(hive, inner + 28) + 4);
        hive.writeUInt32LE(referenceTo(inner), root + 16);
      },
      message: /byte \d+: a key is named by another than its parent/,
    },
    {
      what: 'a subkey that is named twice',
      change: (hive: Buffer) => {
        const list = placeOf(hive, cellOf(hive, 'Outer', 'nk') + 28);
        hive.copyWithin(list + 12, list + 4, list + 8);
      },
      message: /byte \d+: a subkey is named twice/,
    },
    {
      what: 'a list of lists of lists',
      change: (hive: Buffer) => {
        const list = placeOf(hive, cellOf(hive, 'Many', 'nk') + 28);
        hive.writeUInt32LE(referenceTo(list), list + 4);
      },
      message: /byte \d+: a list of subkeys is expected here/,
    },
    {
      what: 'four billion subkeys',
      change: (hive: Buffer) => hive.writeUInt32LE(0xffffffff, cellOf(hive, 'Outer', 'nk') + 20),
      message: /byte \d+: 4294967295 subkeys, more than the hive has room for/,
      code: 'LIMIT_EXCEEDED',
    },
    {
      what: 'fewer subkeys than its list',
      change: (hive: Buffer) => hive.writeUInt32LE(1, cellOf(hive, 'Outer', 'nk') + 20),
      message: /byte \d+: a list of 2 subkeys where the key has 1/,
    },
    {
      what: 'four billion values',
      change: (hive: Buffer) => hive.writeUInt32LE(0xffffffff, cellOf(hive, 'Second', 'nk') + 36),
      message: /byte \d+: a cell of \d+ bytes is too short/,
    },
    {
      what: 'a value whose data is longer than its cell',
      change: (hive: Buffer) => hive.writeUInt32LE(5000, cellOf(hive, 'word', 'vk') + 4),
      message: /byte \d+: a cell of 16 bytes is too short/,
    },
    {
      what: 'a value of 2 GB',
      change: (hive: Buffer) => hive.writeUInt32LE(0x7fffffff, cellOf(hive, 'data', 'vk') + 4),
      message: /byte \d+: a value of 2147483647 bytes/,
      code: 'LIMIT_EXCEEDED',
    },
    {
      what: 'fewer segments than its data',
      change: (hive: Buffer) => hive.writeUInt32LE(60_000, cellOf(hive, 'data', 'vk') + 4),
      message: /byte \d+: 60000 bytes of data in 3 segments/,
    },
    {
      what: '12 bytes in a reference of 4',
      change: (hive: Buffer) => hive.writeUInt32LE(0x8000000c, cellOf(hive, 'word', 'vk') + 4),
      message: /byte \d+: 12 bytes of data in a reference of 4/,
    },
    {
      what: 'a key that was freed',
      change: (hive: Buffer) => {
        const at = cellOf(hive, 'Inner', 'nk') - 4;
        hive.writeInt32LE(-hive.readInt32LE(at), at);
      },
      message: /byte \d+: a cell that is in use is free/,
    },
    {
      what: 'a key outside of the hive',
      change: (hive: Buffer) => {
        hive.writeUInt32LE(0x7ffffff8, placeOf(hive, cellOf(hive, 'Outer', 'nk') + 28) + 4);
      },
      message: /byte \d+: is named as a cell, but there can be none/,
    },
    {
      what: 'a value where a key should be',
      change: (hive: Buffer) => {
        const value = referenceTo(cellOf(hive, 'word', 'vk'));
        hive.writeUInt32LE(value, placeOf(hive, cellOf(hive, 'Outer', 'nk') + 28) + 4);
      },
      // The value's cell is shorter than any key.
      message: /byte \d+: a cell of \d+ bytes is too short/,
    },
    {
      what: 'a key where a value should be',
      change: (hive: Buffer) => {
        const key = referenceTo(cellOf(hive, 'Outer', 'nk'));
        hive.writeUInt32LE(key, placeOf(hive, cellOf(hive, 'Second', 'nk') + 40));
      },
      message: /byte \d+: a value is expected here/,
    },
  ])('with $what is refused with the place', async ({ change, message, code }) => {
    const hive = writeHive(tree);
    change(hive);
    await expect(walkHive(hive)).rejects.toMatchObject({
      code: code ?? 'TARGET_DAMAGED',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  it('is refused where it is cut short, and read before', async () => {
    const file = join(import.meta.dirname, 'testdata/NTUSER.DAT.gz');
    const hive = gunzipSync(readFileSync(file)).subarray(0, 300_000);
    const opened = await openHive(memorySource(hive), 'NTUSER.DAT');
    const key = await opened.key('AppEvents\\EventLabels\\.Default');
    expect(await key?.value('')).toMatchObject({ text: 'Default Beep' });
    await expect(walk(opened.root)).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      message: expect.stringMatching(/byte \d+: is asked for, but the hive ends at byte \d+/),
    });
  });

  it('is refused at more than 512 levels', async () => {
    let deep: WrittenKey = { name: 'end' };
    for (let level = 0; level < 520; level += 1) deep = { name: 'k', keys: [deep] };
    await expect(walkHive(writeHive(deep))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: expect.stringMatching(/byte \d+: keys 513 levels deep/),
    });
  });

  it.each([
    { what: 'an empty file', bytes: Buffer.alloc(0), code: 'TARGET_DAMAGED' },
    { what: 'zeros', bytes: Buffer.alloc(8192), code: 'TARGET_DAMAGED' },
    { what: 'version 1.9', bytes: writeHive(tree, { minor: 9 }), code: 'TARGET_UNSUPPORTED' },
  ])('is none: $what', async ({ bytes, code }) => {
    await expect(openHive(memorySource(bytes), 'SYSTEM')).rejects.toMatchObject({ code });
  });

  it('says what its base block tells of changes that it lacks', async () => {
    const remarks = async (hive: Buffer) => (await openHive(memorySource(hive), 'SYSTEM')).remarks;
    const dirty = writeHive(tree, { sequences: [8, 7] });
    expect(await remarks(dirty)).toEqual([expect.stringMatching(/^its sequence numbers differ/)]);
    dirty.writeUInt32LE(7, 4);
    expect(await remarks(dirty)).toEqual([expect.stringMatching(/^the checksum/)]);
    sumHive(dirty);
    expect(await remarks(dirty)).toEqual([]);
  });

  it('is answered with errors of our own, in time', async () => {
    const passOver = (error: unknown) => {
      if (!(error instanceof ScanError)) throw error;
    };
    let keys = 0;
    const visit = async (key: HiveKey): Promise<void> => {
      keys += 1;
      await key.values().catch(passOver);
      await key.subkey('Key 3').catch(passOver);
      for (const below of (await key.subkeys().catch(passOver)) ?? []) await visit(below);
    };
    const hive = memorySource(writeHive(tree));
    const outcome = await fuzz(hive, fuzzRuns, async (damaged) => {
      await visit((await openHive(damaged, 'SYSTEM')).root);
    });
    expect(outcome.slowestMs).toBeLessThan(2000);
    expect(keys).toBeGreaterThan(fuzzRuns * 5);
  });
});
