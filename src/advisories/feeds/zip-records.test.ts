import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScanError } from '../../model/errors.ts';
import { temporaryFolder, zipOf } from '../test-feeds.ts';
import { readZipRecords, type ZipLimits, type ZipRecord, zipLimits } from './zip-records.ts';

let folder = '';
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readAll(zip: Buffer, limits: ZipLimits = zipLimits): Promise<ZipRecord[]> {
  const path = join(folder, 'all.zip');
  await writeFile(path, zip);
  const records: ZipRecord[] = [];
  for await (const record of readZipRecords(path, 'the feed', limits)) records.push(record);
  return records;
}

const two = zipOf([
  ['A-1.json', '{"id":"A-1"}'],
  ['notes.txt', 'not a record'],
  ['B-2.json', '{"id":"B-2","details":"ü"}'],
]);

describe('an OSV export', () => {
  it('gives its records in order, other files left out', async () => {
    const records = await readAll(two);
    expect(records.map(({ name }) => name)).toEqual(['A-1.json', 'B-2.json']);
    const [, second] = records;
    expect(second?.kind === 'record' && Buffer.from(second.bytes).toString()).toBe(
      '{"id":"B-2","details":"ü"}',
    );
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['no zip', Buffer.from('<html>Not found</html>'.repeat(20))],
    ['cut at its end', two.subarray(0, two.length - 30)],
    ['cut in the middle', two.subarray(0, 60)],
  ])('refuses a file that is %s', async (_, bytes) => {
    await expect(readAll(bytes)).rejects.toThrow(/^the feed: /);
    await expect(readAll(bytes)).rejects.toMatchObject({ code: 'DATABASE_MISSING' });
  });

  it('skips an entry whose bytes were changed, keeps the others', async () => {
    const changed = Buffer.from(two);
    const at = changed.indexOf('A-1.json') + 'A-1.json'.length + 3;
    changed.writeUInt8((changed[at] ?? 0) ^ 0x41, at);
    const records = await readAll(changed);
    expect(records.map(({ kind }) => kind)).toEqual(['bad', 'record']);
  });

  it('stops inflating at the announced size', async () => {
    const bomb = zipOf([['A-1.json', Buffer.alloc(20_000_000)]]);
    const at = bomb.indexOf('PK\x01\x02');
    bomb.writeUInt32LE(100, at + 24);
    const [record] = await readAll(bomb);
    expect(record).toMatchObject({ kind: 'bad', reason: expect.stringMatching(/larger|size/i) });
  });

  it.each([
    [{ recordBytes: 10 }, ['bad', 'bad']],
    [{ recordBytes: 20 }, ['record', 'bad']],
  ])('skips records above %o', async (limit, kinds) => {
    const records = await readAll(two, { ...zipLimits, ...limit });
    expect(records.map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([
    [{ records: 1 }, /more than 1 records/],
    [{ totalBytes: 20 }, /larger than 20 bytes together/],
  ])('refuses an export above %o', async (limit, message) => {
    await expect(readAll(two, { ...zipLimits, ...limit })).rejects.toThrow(message);
  });

  it('throws nothing but ScanErrors, whatever bytes are changed', async () => {
    const change = fc.record({ at: fc.nat(two.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(two);
        for (const { at, to } of changes) bytes.writeUInt8(to, at);
        const error = await readAll(bytes).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        expect(error === undefined || error instanceof ScanError).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
