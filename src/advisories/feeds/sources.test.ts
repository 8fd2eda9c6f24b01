import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shownLocation } from './fetch.ts';
import { advisoryLocation, isAddress, type TableName, tableLocations } from './sources.ts';

const shown = (locations: ReturnType<typeof tableLocations>) => locations.map(shownLocation);

describe('where feeds lie', () => {
  it.each([
    [undefined, {}, 'https://osv-vulnerabilities.storage.googleapis.com/Azure%20Linux/all.zip'],
    [undefined, { PORTCULLIS_FEED_OSV: 'https://m/osv/' }, 'https://m/osv/Azure%20Linux/all.zip'],
    [undefined, { PORTCULLIS_FEED_OSV: '/mnt/osv' }, join('/mnt/osv', 'Azure Linux', 'all.zip')],
    ['https://mirror/a/', {}, 'https://mirror/a/osv/Azure%20Linux/all.zip'],
    ['feeds', { PORTCULLIS_FEED_OSV: 'https://m' }, join('feeds', 'osv', 'Azure Linux', 'all.zip')],
  ])('advisories with feeds %s and %o', (feeds, env, location) => {
    expect(shownLocation(advisoryLocation('Azure Linux', { feeds, env }))).toBe(location);
  });

  it.each<[TableName, string | undefined, Record<string, string>, string[]]>([
    ['kev', 'https://mirror', {}, ['https://mirror/kev.json']],
    ['kev', 'feeds', {}, [join('feeds', 'kev.json')]],
    ['kev', undefined, { PORTCULLIS_FEED_KEV: 'https://m/k?sig=secret' }, ['https://m/k']],
    ['epss', undefined, {}, []],
    ['epss', undefined, { PORTCULLIS_FEED_EPSS: 'https://m/e.csv.gz' }, ['https://m/e.csv.gz']],
    ['cve-severity', undefined, {}, []],
    ['cve-severity', 'feeds', {}, [join('feeds', 'cve-severity.csv.gz')]],
    ['eol', undefined, { PORTCULLIS_FEED_EOL: 'https://m/eol.json' }, ['https://m/eol.json']],
  ])('%s with feeds %s and %o', (table, feeds, env, locations) => {
    expect(shown(tableLocations(table, { feeds, env }))).toEqual(locations);
  });

  it('end of life is asked by product where the API is', () => {
    const locations = shown(tableLocations('eol', { feeds: undefined, env: {} }));
    expect(locations).toContain('https://endoflife.date/api/v1/products/debian');
    expect(locations.length).toBeGreaterThan(5);
  });

  it.each([
    ['https://a', true],
    ['HTTP://a', true],
    ['ftp://a', false],
    ['./feeds', false],
    ['C:\\feeds', false],
  ])('%s: an address is %s', (text, is) => {
    expect(isAddress(text)).toBe(is);
  });
});
