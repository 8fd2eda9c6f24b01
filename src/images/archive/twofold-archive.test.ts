import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layerEntry, withChecksum } from '../../../test/fixtures/layer-source.ts';
import { old } from '../../../test/fixtures/old-archive.ts';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { tar } from '../../../test/fixtures/tiny-image.ts';
import { openImage } from '../open.ts';
import { streamEntries } from './tar-stream.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-twofold-'));
  path = join(folder, 'image.tar');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A sound archive, and before its end other blocks. */
const withBlocks = (...blocks: readonly Buffer[]) =>
  Buffer.concat([tar(old()).subarray(0, -1024), ...blocks, Buffer.alloc(1024)]);
const file = (name: string, data = '[]') => layerEntry({ path: name, data });
const pax = (...records: readonly string[]) =>
  layerEntry({ path: 'PaxHeaders/x', type: 'x', data: records.join('') });
const global = (...records: readonly string[]) =>
  layerEntry({ path: 'pax_global_header', type: 'g', data: records.join('') });
const long = (name: string, type = 'L') =>
  layerEntry({ path: '././@LongLink', type, data: `${name}\0` });
const link = (name: string, to: string) => layerEntry({ path: name, type: '2', link: to });
const decoy = '11 path=zz\n';
const manifest = 'manifest.json';

/** Each is one image to some readers, and another one to others. */
const twofold: [name: string, blocks: Buffer[]][] = [
  ['a long name, then a path', [long(manifest), pax(decoy), file('a')]],
  ['a path, then a long name', [pax(decoy), long(manifest), file('a')]],
  ['an empty path', [pax('8 path=\n'), file(manifest)]],
  ['two long names', [long('zz'), long(manifest), file('a')]],
  ['two extended headers', [pax(decoy), pax('11 mtime=1\n'), file(manifest)]],
  ['a path said twice', [pax(decoy, '11 path=yy\n'), file(manifest)]],
  ['a path before a global header', [pax(decoy), global('13 comment=c\n'), file(manifest)]],
  ['a global path', [global(decoy), file(manifest)]],
  ['a sparse name', [pax('22 GNU.sparse.name=zz\n'), file(manifest)]],
  ['another size', [pax('9 size=0\n'), file(manifest)]],
  ['a size that is none', [pax('9 size=x\n'), file(manifest)]],
  ['a name with a slash', [file(`${manifest}/`)]],
  ['one block of zeros', [Buffer.alloc(512), file(manifest)]],
];

describe('an archive that readers take differently', () => {
  it.each(twofold)('is refused: %s', async (_, blocks) => {
    writeFileSync(path, withBlocks(...blocks));
    await expect(
      openImage({ scheme: 'docker-archive', reference: path }, testRuntime()),
    ).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });

  it.each(twofold)('is refused in an engine’s stream: %s', async (_, blocks) => {
    const bytes = withBlocks(...blocks);
    const read = async () => {
      async function* source() {
        yield bytes;
      }
      for await (const entry of streamEntries(source(), 'docker:x')) void entry;
    };
    await expect(read()).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });

  it.each([
    ['a file twice', [file(manifest)], 'more than once'],
    ['a link beside the file', [link(manifest, 'a')], 'more than once'],
    ['a file behind a link', [link('d', '.'), file(`d/${manifest}`)], 'behind a link'],
    ['a link in a folder’s place', [file('d/x'), link('d', 'e')], 'a folder’s place'],
  ])('is refused: %s', async (_, blocks, message) => {
    writeFileSync(path, withBlocks(...blocks));
    await expect(
      openImage({ scheme: 'docker-archive', reference: path }, testRuntime()),
    ).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      message: expect.stringContaining(message.replace('’', "'")),
    });
  });

  it('is not what usual extended headers make of it', async () => {
    writeFileSync(
      path,
      withBlocks(
        global('13 comment=c\n'),
        pax('11 path=zz\n', '11 mtime=1\n'),
        file('a'),
        pax('11 mtime=1\n'),
        long('n'.repeat(120)),
        file('b'),
        withChecksum(file('c')),
      ),
    );
    const [opened] = await openImage({ scheme: 'docker-archive', reference: path }, testRuntime());
    expect(opened?.target.identity.tags).toEqual(['repo/x:1']);
    await opened?.source.close();
  });
});
