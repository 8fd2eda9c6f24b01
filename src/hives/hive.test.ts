import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingPrograms, noise, temporaryFolder } from '../../test/fixtures/disks/disk-files.ts';
import {
  hivexGet,
  hivexLines,
  mergeReg,
  type WrittenKey,
  writeHive,
} from '../../test/fixtures/disks/hive-files.ts';
import type { Bytes } from '../model/file-tree.ts';
import { type HiveKey, openHive } from './hive.ts';

const missing = missingPrograms('hivexregedit', 'hivexget');
const ntuser = gunzipSync(readFileSync(join(import.meta.dirname, 'testdata/NTUSER.DAT.gz')));

function bytesOf(buffer: Uint8Array): Bytes {
  return {
    size: buffer.length,
    read: async (offset, length) => buffer.subarray(offset, offset + length),
  };
}

const typeNumbers: Readonly<Record<string, number>> = {
  REG_NONE: 0,
  REG_SZ: 1,
  REG_EXPAND_SZ: 2,
  REG_BINARY: 3,
  REG_DWORD: 4,
  REG_DWORD_BIG_ENDIAN: 5,
  REG_LINK: 6,
  REG_MULTI_SZ: 7,
  REG_RESOURCE_LIST: 8,
  REG_FULL_RESOURCE_DESCRIPTOR: 9,
  REG_RESOURCE_REQUIREMENTS_LIST: 10,
  REG_QWORD: 11,
};

/** As `hivexLines` writes a hive. */
async function linesOf(key: HiveKey): Promise<string[]> {
  const lines = [`[${key.path}]`];
  for (const { name, type, bytes } of await key.values()) {
    const code = typeNumbers[type] ?? Number(type.slice('REG_'.length));
    const hex = Buffer.from(bytes).toString('hex');
    lines.push(`[${key.path}] ${name}=${code.toString(16)}:${hex}`);
  }
  for (const below of await key.subkeys()) lines.push(...(await linesOf(below)));
  return lines;
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`, 'utf16le');
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const several: WrittenKey = {
  name: 'ROOT',
  list: 'lf',
  keys: [
    {
      name: 'Types',
      values: [
        { name: '', type: 1, bytes: text('the default') },
        { name: 'sz', type: 1, bytes: text('Größe 😀') },
        { name: 'short', type: 1, bytes: Buffer.from('a\0', 'latin1') },
        { name: 'expand', type: 2, bytes: text('%SystemRoot%\\x') },
        { name: 'open', type: 1, bytes: Buffer.from('no end', 'utf16le') },
        { name: 'odd', type: 1, bytes: Buffer.from('61006200630', 'hex') },
        { name: 'binary', type: 3, bytes: noise(300, 3) },
        { name: 'nothing', type: 0, bytes: Buffer.alloc(0) },
        { name: 'dword', type: 4, bytes: number(0xfedcba98) },
        { name: 'long dword', type: 4, bytes: Buffer.alloc(8, 7) },
        { name: 'big-endian', type: 5, bytes: Buffer.from('00000102', 'hex') },
        { name: 'multi', type: 7, bytes: Buffer.from('one\0two\0\0', 'utf16le') },
        { name: 'qword', type: 11, bytes: Buffer.from('ffffffffffffff7f', 'hex') },
        { name: 'Ünïcode', type: 3, bytes: Buffer.from([1]) },
        { name: '漢字', type: 3, bytes: Buffer.from([2, 3]) },
        { name: 'account', type: 0x1f4, bytes: Buffer.alloc(0) },
      ],
    },
    {
      name: 'Big',
      values: [16_343, 16_344, 16_345, 32_688, 100_001].map((size) => ({
        name: `${size} bytes`,
        type: 3,
        bytes: noise(size, size),
      })),
    },
    ...(['lf', 'lh', 'li', 'ri'] as const).map((list) => ({
      name: `List ${list}`,
      list,
      keys: Array.from({ length: 20 }, (_, index) => ({ name: `Key ${index}` })),
    })),
    { name: 'text/html', keys: [{ name: 'Größe' }, { name: 'ключ', keys: [{ name: 'below' }] }] },
  ],
};

describe.skipIf(missing.length > 0)(
  `hives, beside hivex (absent: ${missing.join() || 'none'})`,
  () => {
    const folder = temporaryFolder();
    const write = (name: string, bytes: Uint8Array) => {
      const path = join(folder.path, name);
      writeFileSync(path, bytes);
      return path;
    };
    afterAll(() => folder.remove());

    it.each([
      { name: 'of a Windows user', bytes: ntuser, least: 7000 },
      { name: 'with all lists and types, version 1.5', bytes: writeHive(several), least: 100 },
      {
        name: 'with data in one cell, version 1.3',
        bytes: writeHive(several, { minor: 3 }),
        least: 100,
      },
    ])('reads all keys and values of a hive $name', async ({ bytes, least }) => {
      const hive = await openHive(bytesOf(bytes), 'HIVE');
      const ours = await linesOf(hive.root);
      const theirs = await hivexLines(write('HIVE', bytes));
      expect(theirs.length).toBeGreaterThan(least === 7000 ? 3000 : least);
      expect(ours.toSorted()).toEqual(theirs);
    });

    it('reads what hivexregedit merges into a blank hive', async () => {
      const path = write('SOFTWARE', writeHive({ name: 'ROOT' }, { minor: 3 }));
      const keys = ['Microsoft', 'Microsoft\\Windows NT', 'Microsoft\\Windows NT\\CurrentVersion'];
      const body = [
        '"CurrentBuildNumber"="20348"',
        '"UBR"=dword:00000a6f',
        '"DisplayVersion"="21H2"',
        '"EditionID"="ServerDatacenter"',
      ];
      const reg = [
        'Windows Registry Editor Version 5.00',
        ...keys.map((key) => `\n[P\\${key}]`),
        ...body,
      ];
      await mergeReg(path, `${reg.join('\n')}\n`);
      const hive = await openHive(bytesOf(readFileSync(path)), 'SOFTWARE');
      const key = await hive.key('MICROSOFT\\windows nt\\CURRENTVERSION');
      expect(key?.path).toBe('Microsoft\\Windows NT\\CurrentVersion');
      expect(await key?.value('ubr')).toMatchObject({ kind: 'number', number: 2671 });
      expect(await key?.value('CurrentBuildNumber')).toMatchObject({ kind: 'text', text: '20348' });
      expect(await hivexGet(path, keys[2] ?? '', 'DisplayVersion')).toBe('21H2');
      expect((await linesOf(hive.root)).toSorted()).toEqual(await hivexLines(path));
    });
  },
);

describe('a hive', () => {
  let root: HiveKey;
  const hive = openHive(bytesOf(writeHive(several)), 'HIVE');
  beforeAll(async () => {
    root = (await hive).root;
  });

  it('types its values', async () => {
    const key = await root.subkey('types');
    const found = new Map((await key?.values())?.map((value) => [value.name, value]));
    expect(found.get('')).toMatchObject({ type: 'REG_SZ', text: 'the default' });
    expect(found.get('sz')).toMatchObject({ text: 'Größe 😀' });
    expect(found.get('expand')).toMatchObject({ type: 'REG_EXPAND_SZ', text: '%SystemRoot%\\x' });
    expect(found.get('open')).toMatchObject({ text: 'no end' });
    expect(found.get('odd')).toMatchObject({ text: 'ab' });
    expect(found.get('dword')).toMatchObject({ number: 0xfedcba98 });
    expect(found.get('long dword')).toMatchObject({ kind: 'bytes', type: 'REG_DWORD' });
    expect(found.get('big-endian')).toMatchObject({ number: 0x102 });
    expect(found.get('multi')).toMatchObject({ texts: ['one', 'two'] });
    expect(found.get('qword')).toMatchObject({ quad: 0x7fff_ffff_ffff_ffffn });
    expect(found.get('account')).toMatchObject({ kind: 'bytes', type: 'REG_500' });
  });

  it('finds keys and values whatever their case', async () => {
    const opened = await hive;
    const key = (path: string) => opened.key(path);
    for (const list of ['lf', 'lh', 'li', 'ri']) {
      expect((await key(`LIST ${list}\\key 13`))?.name).toBe('Key 13');
      expect(await key(`List ${list}\\Key 20`)).toBeUndefined();
    }
    expect((await key('TEXT/HTML\\GRÖßE'))?.name).toBe('Größe');
    expect((await key('text/html\\КЛЮЧ\\Below'))?.path).toBe('text/html\\ключ\\below');
    expect(await key('text')).toBeUndefined();
    expect(await (await key('Types'))?.value('ÜNÏCODE')).toMatchObject({ type: 'REG_BINARY' });
    expect(await (await key('Types'))?.value('not there')).toBeUndefined();
    expect((await key(''))?.path).toBe('');
  });

  it('tells when it was written', async () => {
    const iso = '2022-06-18T04:26:40.000Z';
    expect(new Date((await hive).lastWrittenMs).toISOString()).toBe(iso);
    expect(new Date(root.lastWrittenMs).toISOString()).toBe(iso);
  });
});
