import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import {
  blkidOf,
  layoutOf,
  makeNtfs,
  missingForNtfs,
} from '../../../test/fixtures/disks/ntfs-disks.ts';
import {
  type ShownFile,
  volumeDifferences,
  walkVolume,
} from '../../../test/fixtures/disks/volume-walk.ts';
import { type ByteSource, newStatistics } from '../../disks/byte-source.ts';
import { openLocalFile } from '../../disks/local-file.ts';
import type { Volume, VolumeNode } from '../volume.ts';
import { openNtfs } from './open-ntfs.ts';

const missing = missingForNtfs();

interface Made {
  readonly volume: Volume;
  readonly shown: ReadonlyMap<string, ShownFile>;
  readonly image: string;
  readonly source: ByteSource;
}

/** The node at a path, by the directories' indexes. */
async function nodeAt(volume: Volume, path: string): Promise<VolumeNode> {
  let node = await volume.node(volume.root);
  for (const name of path.split('/')) {
    const item = await node.find?.(name);
    if (item === undefined) throw new Error(`${path}: ${name} is missing`);
    node = await volume.node(item.id);
  }
  return node;
}

async function textAt(volume: Volume, path: string): Promise<string> {
  const bytes = await (await nodeAt(volume, path)).open();
  return Buffer.from(await bytes.read(0, bytes.size)).toString('utf8');
}

describe.skipIf(missing !== undefined).each([
  { name: 'clusters of 4 KiB', mib: 64, tree: { names: 1500, holes: 300, pieces: 800 }, flags: [] },
  {
    name: 'clusters of 512 bytes',
    mib: 40,
    tree: { names: 300, holes: 20, pieces: 0 },
    flags: ['-c', '512'],
  },
  {
    name: 'clusters of 64 KiB',
    mib: 64,
    tree: { names: 300, holes: 20, pieces: 0 },
    flags: ['-c', '65536'],
  },
  {
    name: 'sectors of 4 KiB',
    mib: 64,
    tree: { names: 300, holes: 20, pieces: 0 },
    flags: ['-s', '4096'],
  },
])(`an NTFS volume with $name (absent: ${missing ?? 'none'})`, ({ mib, tree, flags }) => {
  const folder = temporaryFolder();
  let made: Made;
  beforeAll(async () => {
    const image = join(folder.path, 'ntfs.img');
    const shown = await makeNtfs(image, mib * 1024 * 1024, tree, flags);
    const source = await openLocalFile(image, newStatistics());
    made = { volume: await openNtfs(source), shown, image, source };
  });
  afterAll(async () => {
    folder.remove();
    await made.source.close();
  });

  it('has the tree that ntfs-3g shows: types, sizes, times, links, bytes', async () => {
    expect(made.shown.size).toBeGreaterThan(tree.names);
    expect(await volumeDifferences(made.volume, made.shown, ['wof'])).toEqual([]);
  });

  it('is as torn as the test means it to be', async () => {
    const table = await layoutOf(made.image, ['-i', '0']);
    expect(table.records > 1).toBe(tree.pieces > 0);
    // Their attribute lists, and the table's own.
    for (const path of tree.pieces > 0 ? ['torn.bin', 'holes.bin'] : []) {
      const { records, runs } = await layoutOf(made.image, ['-F', path]);
      expect(records).toBeGreaterThan(2);
      expect(runs).toBeGreaterThan(200);
    }
  });

  it('finds each listed name by the index', async () => {
    const { volume } = made;
    for (const folderPath of ['many', 'Windows', 'compressed']) {
      const node = await nodeAt(volume, folderPath);
      for (const item of await node.list()) {
        expect(await node.find?.(item.name)).toEqual(item);
        expect((await node.find?.(item.name.toUpperCase()))?.id).toBe(item.id);
      }
      expect(await node.find?.('not there')).toBeUndefined();
      expect(await node.find?.('')).toBeUndefined();
    }
  });

  it('names itself as blkid does', async () => {
    const theirs = await blkidOf(made.image);
    expect(made.volume).toMatchObject({ kind: 'ntfs', label: 'Golden', uuid: theirs['UUID'] });
    expect(theirs['TYPE']).toBe('ntfs');
    expect(made.volume.remarks).toEqual([]);
  });

  it('ignores case by its own table, in all letters', async () => {
    const { volume } = made;
    expect(await textAt(volume, 'SMALL.txt')).toBe('in the record itself');
    expect(await textAt(volume, 'gRÖßE Ä É 漢字 😀.TXT')).toBe('a name of many letters');
    expect(volume.fold?.('größe')).toBe('GRÖßE');
    expect((await nodeAt(volume, 'windows/SYSTEM32/Config/software')).sizeBytes).toBe(400_000);
  });

  it('gives streams as extended attributes', async () => {
    const xattrs = await (await nodeAt(made.volume, 'streams.txt')).xattrs();
    expect([...xattrs.keys()].toSorted()).toEqual([
      'ntfs.stream:Zone.Identifier',
      'ntfs.stream:large',
    ]);
    expect(Buffer.from(xattrs.get('ntfs.stream:Zone.Identifier') ?? []).toString()).toBe(
      '[ZoneTransfer]\r\nZoneId=3\r\n',
    );
    expect(xattrs.get('ntfs.stream:large')?.length).toBe(9000);
    expect((await (await nodeAt(made.volume, 'small.txt')).xattrs()).size).toBe(0);
  });

  it('refuses content that WOF compresses, and shows the file', async () => {
    const node = await nodeAt(made.volume, 'wof/compact.dll');
    expect(node.type).toBe('file');
    await expect(node.open()).rejects.toMatchObject({
      code: 'TARGET_UNSUPPORTED',
      message: expect.stringMatching(/byte \d+: its content is compressed by Windows/),
    });
  });

  it('shows no file of the file system itself', async () => {
    const names = (await walkVolume(made.volume)).map(({ path }) => path);
    expect(names.filter((path) => path.startsWith('$'))).toEqual([]);
  });
});
