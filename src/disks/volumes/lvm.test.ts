import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mib, noise, temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import {
  type LvmDisks,
  makeLvmDisks,
  missingForLvm,
} from '../../../test/fixtures/disks/lvm-disks.ts';
import { physicalVolume } from '../../../test/fixtures/disks/lvm-writer.ts';
import { fuzz, fuzzRuns, memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { ScanError } from '../../model/errors.ts';
import { newStatistics } from '../byte-source.ts';
import { openMachine } from '../machine.ts';
import { openLocalDisk } from '../open-disk.ts';
import { readLvm } from './lvm.ts';
import { parseVolumeGroup } from './lvm-group.ts';

const missing = missingForLvm();

describe.skipIf(missing.length > 0)(`LVM's own (absent: ${missing.join(', ') || 'none'})`, () => {
  const folder = temporaryFolder();
  let disks: LvmDisks;
  beforeAll(async () => {
    disks = await makeLvmDisks(folder.path, 'test-vg');
  });
  afterAll(() => folder.remove());

  const open = async (...paths: readonly string[]) =>
    openMachine(await Promise.all(paths.map((path) => openLocalDisk(path, newStatistics()))));

  it('reads linear and striped volumes over two disks, byte by byte what was put in', async () => {
    const machine = await open(disks.first, disks.second);
    expect(machine.unread).toEqual([]);
    const logical = machine.volumes.filter((volume) => volume.logical !== undefined);
    expect(logical.map(({ name }) => name)).toEqual([
      'test-vg/homelv',
      'test-vg/rootlv',
      'test-vg/varlv',
    ]);
    expect(logical[1]?.devices).toEqual(['/dev/mapper/test--vg-rootlv', '/dev/test-vg/rootlv']);
    for (const { bytes, logical: about } of logical) {
      const content = disks.contents.get(about?.name ?? '');
      expect(bytes.size).toBe(content?.length);
      const whole = await bytes.read(0, bytes.size);
      expect(Buffer.compare(whole, content ?? new Uint8Array(0))).toBe(0);
      const odd = await bytes.read(mib - 1000, 3 * mib + 777);
      expect(Buffer.compare(odd, whole.subarray(mib - 1000, 4 * mib - 223))).toBe(0);
    }
    await machine.close();
  });

  it('gives the same in whatever order the disks are named', async () => {
    const [here, there] = [
      await open(disks.first, disks.second),
      await open(disks.second, disks.first),
    ];
    const names = (machine: typeof here) =>
      machine.volumes
        .filter(({ logical }) => logical)
        .map(({ name, sizeBytes }) => [name, sizeBytes]);
    expect(names(here)).toEqual(names(there));
    await Promise.all([here.close(), there.close()]);
  });

  it('names the volume that lacks a disk, and reads the one that does not', async () => {
    const machine = await open(disks.first);
    const byName = new Map(machine.volumes.map((volume) => [volume.name, volume.content]));
    expect(byName.get('test-vg/homelv')?.kind).toBe('unknown');
    expect(byName.get('test-vg/rootlv')).toMatchObject({
      holds: 'unread',
      reason: expect.stringMatching(/lies on physical volume [\w-]{38} .*disk:A,B/),
    });
    await machine.close();
  });

  it('refuses a physical volume that is there twice', async () => {
    const machine = await open(disks.first, disks.second, disks.second);
    expect(machine.unread).toEqual([
      { what: 'volume:lvm', reason: expect.stringMatching(/is there twice/) },
    ]);
    const root = machine.volumes.find(({ name }) => name === 'test-vg/rootlv');
    expect(root?.content.holds).toBe('unread');
    await machine.close();
  });

  it('survives damaged copies, each with what it says of itself', async () => {
    const second = memorySource(Uint8Array.from(readFileSync(disks.second)), 'second');
    const outcome = await fuzz(second, fuzzRuns, async (source) => {
      const { volumes } = await readLvm([source]);
      for (const { bytes } of volumes) await bytes?.read(0, 4096);
    });
    expect(outcome.slowestMs).toBeLessThan(2000);
  });
});

const uuid = 'abcdef0123abcdef0123abcdef012345';
const hyphened = 'abcdef-0123-abcd-ef01-23ab-cdef-012345';

interface Parts {
  readonly segment?: string;
  readonly volumes?: string;
  readonly sequence?: number;
  readonly name?: string;
}

const linear = `start_extent = 0 extent_count = 3 type = "striped" stripe_count = 1 stripes = ["pv0", 1]`;

function description({ segment = linear, volumes = '', sequence = 4, name = 'vg' }: Parts): string {
  return `# made by hand
  ${name} { id = "gggggg-0123" seqno = ${sequence} extent_size = 2048
    physical_volumes { pv0 { id = "${hyphened}" device = "/dev/s\\"da" pe_start = 2048 pe_count = 6 } }
    logical_volumes {
      lv { id = "l" status = ["READ", "WRITE", "VISIBLE"] segment_count = 1 segment1 { ${segment} } }
      ${volumes}
    }
  }
  contents = "Text Format Volume Group"`;
}

const read = (text: string, textOffset?: number) =>
  readLvm([
    memorySource(physicalVolume({ uuid, text, ...(textOffset ? { textOffset } : {}) }), 'pv'),
  ]);

describe('a description', () => {
  it('that goes round in its area is read', async () => {
    const { volumes } = await read(description({}), 1024 * 1024 - 4096 - 100);
    expect(volumes).toMatchObject([{ name: 'lv', group: 'vg', sizeBytes: 3 * mib }]);
  });

  it('places extents behind the start of the physical volume', async () => {
    const disk = physicalVolume({ uuid, text: description({}) });
    disk.set(noise(1000, 5), 2 * mib + 500);
    const [found] = (await readLvm([memorySource(disk)])).volumes;
    expect(Buffer.compare((await found?.bytes?.read(500, 1000)) ?? disk, noise(1000, 5))).toBe(0);
  });

  it.each([
    ['thin', 'type thin;'],
    ['thin-pool', 'type thin-pool'],
    ['raid1', 'type raid1'],
    ['cache', 'type cache'],
    ['vdo', 'type vdo'],
    ['striped+NEWFLAG', 'NEWFLAG'],
  ])('of a volume of type %s is listed with its reason', async (type, reason) => {
    const { volumes } = await read(
      description({ segment: `start_extent = 0 extent_count = 3 type = "${type}"` }),
    );
    expect(volumes).toMatchObject([{ name: 'lv', reason: expect.stringContaining(reason) }]);
    expect(volumes[0]?.bytes).toBeUndefined();
  });

  it('of a snapshot names the volume that keeps its blocks', async () => {
    const volumes = `snapshot0 { id = "s" status = ["READ"] segment1 { start_extent = 0 extent_count = 3
      type = "snapshot" origin = "other" cow_store = "lv" } }`;
    expect((await read(description({ volumes }))).volumes).toMatchObject([
      { name: 'lv', reason: expect.stringContaining('snapshot') },
    ]);
  });

  it.each([
    ['a gap before its first segment', linear.replace('= 0', '= 1')],
    ['no extents', linear.replace('= 3', '= 0')],
    ['a negative count', linear.replace('= 3', '= -3')],
    ['more bytes than any disk', linear.replace('= 3', '= 9007199254740990')],
    ['fewer stripes than it says', linear.replace('stripe_count = 1', 'stripe_count = 2')],
    ['stripes that are no pairs', linear.replace('"pv0", 1', '"pv0"')],
    ['a list without an end', linear.replace(']', '')],
    ['a string without an end', linear.replace('"striped"', '"striped')],
    ['a name that stands twice', `${linear} type = "thin"`],
    ['too many braces', `${linear} } } }`],
    ['too deep sections', `${linear} ${'a {'.repeat(40)}`],
  ])('of a volume with %s is damage', async (_name, segment) => {
    const { volumes, unread } = await read(description({ segment }));
    expect(volumes).toEqual([]);
    expect(unread).toHaveLength(2);
    expect(unread[1]).toContain(hyphened);
  });

  it.each([
    ['on a physical volume that nobody names', linear.replace('pv0', 'pv7'), /pv7/],
    ['beyond its physical volume', linear.replace('"pv0", 1', '"pv0", 4'), /beyond the end/],
  ])('of a volume %s is listed with its reason', async (_name, segment, message) => {
    const { volumes } = await read(description({ segment }));
    expect(volumes[0]?.reason).toMatch(message);
  });

  it('of the highest sequence number wins', async () => {
    const old = physicalVolume({ uuid, text: description({ name: 'old', sequence: 3 }) });
    const other = 'fedcba0123abcdef0123abcdef012345';
    const recent = physicalVolume({ uuid: other, text: description({ name: 'new', sequence: 9 }) });
    const { volumes, unread } = await readLvm([memorySource(old), memorySource(recent)]);
    expect(volumes).toMatchObject([{ group: 'new', name: 'lv' }]);
    // The second one is in no description that is in force.
    expect(unread).toEqual([expect.stringContaining('fedcba-0123')]);
  });

  it('of a million spaces, comments and escapes costs no more than its length', async () => {
    const text = `${' '.repeat(300_000)}${'# x\n'.repeat(50_000)}${description({})}`;
    const long = `a = "${'\\"'.repeat(200_000)}" b = 1`;
    const disk = physicalVolume({ uuid, text: `${text} ${long}`, size: 8 * mib });
    const started = performance.now();
    await readLvm([memorySource(disk)]);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('a physical volume', () => {
  it.each([
    ['whose label is damaged', 600],
    ['whose metadata header is damaged', 4096 + 300],
    ['whose description is damaged', 4096 + 520],
  ])('%s is told', async (_name, at) => {
    const disk = physicalVolume({ uuid, text: description({}) });
    disk[at] = (disk[at] ?? 0) ^ 1;
    const { volumes, unread } = await readLvm([memorySource(disk, 'pv')]);
    expect(volumes).toEqual([]);
    expect(unread).toHaveLength(1);
  });
});

describe('any text', () => {
  const where = 'pv';
  it('is a group or damage, and nothing else', () => {
    const text = description({});
    const change = fc.record({
      at: fc.nat(text.length),
      gone: fc.nat(30),
      put: fc.string({ maxLength: 8 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = changes.reduce(
          (old, { at, gone, put }) => old.slice(0, at) + put + old.slice(at + gone),
          text,
        );
        try {
          parseVolumeGroup(changed, where);
        } catch (error) {
          expect(error).toBeInstanceOf(ScanError);
        }
      }),
      { numRuns: fuzzRuns },
    );
  });
});
