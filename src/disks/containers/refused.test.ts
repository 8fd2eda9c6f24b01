// What containers refuse: other files, encryption, damage that a header admits, and numbers that cannot be.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  convert,
  mib,
  missingPrograms,
  must,
  noise,
  temporaryFolder,
  writeSparse,
} from '../../../test/fixtures/disks/disk-files.ts';
import { memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { newStatistics } from '../byte-source.ts';
import { openLocalDisk } from '../open-disk.ts';
import { openContainer } from './containers.ts';

const missing = missingPrograms('qemu-img');
const beside = undefined;

describe.skipIf(missing.length > 0)(`refused (absent: ${missing.join(', ') || 'none'})`, () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const open = (name: string) => openLocalDisk(at(name), newStatistics());

  beforeAll(async () => {
    writeSparse(at('disk.raw'), 4 * mib, [{ offset: 0, bytes: noise(100_000, 1) }]);
    for (const [name, format, ...options] of [
      ['plain.qcow2', 'qcow2'],
      ['extended.qcow2', 'qcow2', 'extended_l2=on', 'cluster_size=128k'],
      ['plain.vmdk', 'vmdk'],
      ['flat.vmdk', 'vmdk', 'subformat=monolithicFlat'],
      ['stream.vmdk', 'vmdk', 'subformat=streamOptimized'],
      ['split.vmdk', 'vmdk', 'subformat=twoGbMaxExtentSparse'],
      ['split-flat.vmdk', 'vmdk', 'subformat=twoGbMaxExtentFlat'],
      ['plain.vhdx', 'vhdx'],
    ] as const) {
      await convert(at('disk.raw'), at(name), format, options);
    }
    await convert(at('disk.raw'), at('old.qcow'), 'qcow');
    const create = (name: string, ...args: readonly string[]) =>
      must('qemu-img', ['create', '-q', ...args, at(name), '4M']);
    await create('backed.qcow2', '-f', 'qcow2', '-b', '/etc/passwd', '-F', 'raw', '-u');
    await create('outside.qcow2', '-f', 'qcow2', '-o', `data_file=${at('data')},data_file_raw=on`);
    await create('child.vmdk', '-f', 'vmdk', '-b', at('plain.vmdk'), '-F', 'vmdk');
  });
  afterAll(() => folder.remove());

  it.each([
    ['backed.qcow2', /backing file/],
    ['outside.qcow2', /external data file/],
    ['old.qcow', /version 1/],
    ['child.vmdk', /parent disk/],
    ['split.vmdk', /twoGbMaxExtentSparse/],
    ['split-s001.vmdk', /part of a split VMDK/],
    ['split-flat.vmdk', /twoGbMaxExtentFlat/],
  ])('%s, with the reason and what to do', async (name, message) => {
    await expect(open(name)).rejects.toMatchObject({
      name: 'ScanError',
      code: 'TARGET_UNSUPPORTED',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/\w/),
    });
  });

  const changed = (name: string, change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(readFileSync(at(name)));
    change(bytes);
    return openContainer(memorySource(bytes, name), { beside });
  };

  it.each([
    ['an incompatible feature that is not known', (b: Buffer) => b.writeUInt8(0x40, 79), /0x40/],
    ['encryption', (b: Buffer) => b.writeUInt32BE(2, 32), /encrypted/],
    ['the mark of corruption', (b: Buffer) => b.writeUInt8(2, 79), /corrupt/],
    ['a cluster of 2^40 bytes', (b: Buffer) => b.writeUInt32BE(40, 20), /2\^40/],
    ['an L1 table too short for its size', (b: Buffer) => b.writeUInt32BE(0, 36), /too few/],
    ['a size beyond any disk', (b: Buffer) => b.writeUInt32BE(0xffff, 24), /size cannot be/],
    ['an unknown compression', (b: Buffer) => b.writeUInt8(7, 104), /type 7/],
  ])('a QCOW2 with %s', async (_name, change, message) => {
    await expect(changed('plain.qcow2', change)).rejects.toThrow(message);
  });

  it('a QCOW2 whose tables leave their alignment', async () => {
    const { disk } = await changed('plain.qcow2', (bytes) => {
      bytes.writeUInt16BE(0x0200, Number(bytes.readBigUInt64BE(40)) + 6);
    });
    await expect(disk.read(0, 512)).rejects.toThrow(/cannot lie at/);
  });

  it('a subcluster that is allocated and zero at once', async () => {
    const { disk } = await changed('extended.qcow2', (bytes) => {
      const l1 = Number(bytes.readBigUInt64BE(40));
      const l2 = Number(bytes.readBigUInt64BE(l1) & 0x00fffffffffffe00n);
      bytes.writeBigUInt64BE(0xffffffffffffffffn, l2 + 8);
    });
    await expect(disk.read(0, 512)).rejects.toThrow(/both allocated and zero/);
  });

  it('a QCOW2 marked as not closed is read, with a note', async () => {
    const { notes } = await changed('plain.qcow2', (bytes) => bytes.writeUInt8(1, 79));
    expect(notes).toEqual([expect.stringMatching(/not closed/)]);
  });

  it.each([
    ['grains of 2^40 bytes', (b: Buffer) => b.writeUInt32LE(1, 24), /grains cannot/],
    ['grains that are no power of two', (b: Buffer) => b.writeUInt32LE(100, 20), /grains cannot/],
    ['tables of 2^31 grains', (b: Buffer) => b.writeUInt32LE(2 ** 31, 44), /table cannot have/],
    ['a size beyond any disk', (b: Buffer) => b.writeUInt32LE(2 ** 8, 16), /size cannot be/],
    ['version 9', (b: Buffer) => b.writeUInt32LE(9, 4), /version 9/],
    ['a giant descriptor', (b: Buffer) => b.writeUInt32LE(2 ** 30, 36), /descriptor cannot/],
  ])('a VMDK with %s', async (_name, change, message) => {
    await expect(changed('plain.vmdk', change)).rejects.toThrow(message);
  });

  it('a compressed grain that belongs elsewhere, or is larger than one', async () => {
    const directory = (bytes: Buffer) => Number(bytes.readBigUInt64LE(56)) * 512;
    const grain = (bytes: Buffer) =>
      bytes.readUInt32LE(bytes.readUInt32LE(directory(bytes)) * 512) * 512;
    const other = await changed('stream.vmdk', (bytes) => bytes.writeUInt32LE(77, grain(bytes)));
    await expect(other.disk.read(0, 512)).rejects.toThrow(/another one/);
    const large = await changed('stream.vmdk', (bytes) =>
      bytes.writeUInt32LE(2 ** 31, grain(bytes) + 8),
    );
    await expect(large.disk.read(0, 512)).rejects.toThrow(/compressed grain cannot/);
  });

  const descriptor = (change: (text: string) => string) => {
    const text = readFileSync(at('flat.vmdk'), 'utf8');
    writeFileSync(at('changed.vmdk'), change(text));
    return open('changed.vmdk');
  };

  it.each([
    ['/etc/passwd'],
    ['../disk.raw'],
    ['sub/flat-flat.vmdk'],
    ['sub\\\\flat-flat.vmdk'],
    ['..'],
    [''],
    ['leads-out'],
    ['c:disk.raw'],
  ])('a flat extent called %j, which is not beside its descriptor', async (name) => {
    mkdirSync(at('sub'), { recursive: true });
    writeFileSync(at('sub/flat-flat.vmdk'), 'x');
    try {
      symlinkSync('/etc/passwd', at('leads-out'));
    } catch {
      // It is there from the row before.
    }
    const opened = descriptor((text) => text.replace('flat-flat.vmdk', name));
    await expect(opened).rejects.toThrow(/not beside it/);
  });

  it('a flat extent that is absent, or shorter than it should be', async () => {
    const absent = descriptor((text) => text.replace('flat-flat.vmdk', 'nowhere.vmdk'));
    await expect(absent).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' });
    const short = descriptor((text) => text.replace(/RW \d+/, 'RW 99999999'));
    await expect(short).rejects.toThrow(/ends at byte/);
  });

  it('a descriptor that comes from an address', async () => {
    const file = memorySource(readFileSync(at('flat.vmdk')));
    await expect(openContainer(file, { beside })).rejects.toThrow(/descriptor only/);
  });

  it('an encrypted VMDK', async () => {
    const text = (old: string) => `${old}\nencryption.keySafe = "vmware:key/list/…"\n`;
    await expect(descriptor(text)).rejects.toThrow(/encrypted/);
  });

  it('a file that is not there, and a folder', async () => {
    await expect(open('nowhere.vhd')).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' });
    await expect(open('sub')).rejects.toMatchObject({ code: 'TARGET_UNREADABLE' });
  });
});
