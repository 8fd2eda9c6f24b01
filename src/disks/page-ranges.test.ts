import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { bytes, openRanges as open, peer, secret } from '../../test/fixtures/disks/range-server.ts';
import { closeLoopback } from '../../test/fixtures/loopback.ts';
import { newStatistics } from './byte-source.ts';
import { parsePageRanges } from './page-ranges.ts';

afterEach(closeLoopback);

describe('page ranges', () => {
  const list = (inner: string) =>
    `<?xml version="1.0"?><PageList>${inner}<NextMarker /></PageList>`;
  const range = (start: number, end: number) =>
    `<PageRange><Start>${start}</Start><End>${end}</End></PageRange>`;

  const pages = (body: string, status = 200) =>
    peer(
      (request, response) => {
        if (!(request.url ?? '').includes('comp=pagelist')) return false;
        response.writeHead(status).end(body);
        return true;
      },
      { 'x-ms-blob-type': 'PageBlob' },
    );

  it('make zeros free', async () => {
    const { url, ranges, requests } = await pages(list(range(0, 99_999) + range(300_000, 399_999)));
    const statistics = newStatistics();
    const disk = await open(url, { statistics });
    expect(requests[1]?.url).toBe(`/disk.vhd?${secret}&comp=pagelist`);
    expect((await disk.read(100_000, 200_000)).every((byte) => byte === 0)).toBe(true);
    expect(statistics.zeroBytes).toBe(200_000);
    expect(ranges).toHaveLength(2);
    expect(Buffer.compare(await disk.read(299_999, 2), bytes.subarray(299_999, 300_001))).toBe(0);
    expect(ranges).toHaveLength(3);
  });

  it.each([
    ['an error', '', 500],
    ['no list', '<html></html>', 200],
    ['ranges out of order', list(range(300_000, 399_999) + range(0, 99)), 200],
    ['a list too long', list(' '.repeat(2 ** 20)), 200],
  ])('that come as %s are done without', async (_name, body, status) => {
    const { url } = await pages(body, status);
    const disk = await open(url);
    expect(Buffer.compare(await disk.read(200_000, 10), bytes.subarray(200_000, 200_010))).toBe(0);
  });

  it('say nothing of what lies behind a list that goes on', () => {
    const xml = `<PageList>${range(0, 511)}${range(1024, 1535)}<NextMarker>m</NextMarker></PageList>`;
    const known = parsePageRanges(xml, 10_000);
    expect(known?.isZero(512, 512)).toBe(true);
    expect(known?.isZero(1536, 512)).toBe(false);
  });

  it('call zero exactly what no range covers', () => {
    const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(flags, fc.nat(45), fc.integer({ min: 1, max: 10 }), (written, from, count) => {
        const xml = list(
          written.map((flag, at) => (flag ? range(at * 512, at * 512 + 511) : '')).join(''),
        );
        const known = parsePageRanges(xml, written.length * 512);
        const inside = from + count <= written.length;
        const expected = inside && !written.slice(from, from + count).some(Boolean);
        return known?.isZero(from * 512, count * 512) === expected;
      }),
    );
  });
});
