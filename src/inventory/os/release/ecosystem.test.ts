import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ecosystemOf } from './ecosystem.ts';

const shared = process.env['PORTCULLIS_SHARED'] ?? '../shared';
const list = join(shared, 'feeds/osv/ecosystems.txt');

const cases: readonly (readonly [string, string, string])[] = [
  ['debian', '12', 'Debian:12'],
  ['debian', '10', 'Debian:10'],
  ['ubuntu', '22.04', 'Ubuntu:22.04:LTS'],
  ['ubuntu', '18.04', 'Ubuntu:18.04:LTS'],
  ['ubuntu', '25.10', 'Ubuntu:25.10'],
  ['ubuntu', '25.04', 'Ubuntu:25.04'],
  ['ubuntu', '24.10', 'Ubuntu:24.10'],
  ['alpine', '3.20.3', 'Alpine:v3.20'],
  ['alpine', '3.9.6', 'Alpine:v3.9'],
  ['almalinux', '9.4', 'AlmaLinux:9'],
  ['almalinux', '8', 'AlmaLinux:8'],
  ['rocky', '9.3', 'Rocky Linux:9'],
  ['azurelinux', '3.0', 'Azure Linux:3'],
];

describe('ecosystemOf', () => {
  it.each(cases)('%s %s is %s', (id, versionId, ecosystem) => {
    expect(ecosystemOf({ id, versionId, idLike: [] })).toEqual({ kind: 'known', ecosystem });
  });

  it('says Azure Linux:2 of CBL-Mariner 2.0', () => {
    expect(ecosystemOf({ id: 'mariner', versionId: '2.0', idLike: [] })).toEqual({
      kind: 'known',
      ecosystem: 'Azure Linux:2',
    });
  });

  it.each([
    ['debian', undefined, /names no release/],
    ['alpine', '3.22.0_alpha20250108', /edge/],
    ['alpine', 'edge', /edge/],
    ['ubuntu', 'rolling', /no release/],
    ['almalinux', 'kitten', /no release/],
    ['raspbian', '12', /raspbian/],
    ['plan9', '4', /plan9/],
    ['constructor', '1', /constructor/],
    ['__proto__', '1', /__proto__/],
  ])('knows no feed for %s %s', (id, versionId, reason) => {
    const found = ecosystemOf({ id, idLike: ['debian'], ...(versionId ? { versionId } : {}) });
    expect(found).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(reason) });
  });

  describe.skipIf(!existsSync(list))('beside the feeds in ../shared', () => {
    it('writes the strings that the records have', () => {
      const known = new Set(readFileSync(list, 'utf8').split('\n'));
      expect(cases.map(([, , ecosystem]) => ecosystem).filter((name) => !known.has(name))).toEqual(
        [],
      );
    });
  });
});
