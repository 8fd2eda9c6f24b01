import { describe, expect, it } from 'vitest';
import type { ReleaseCycle } from '../feeds/tables.ts';
import { matchEndOfLife } from './end-of-life.ts';

const table: Readonly<Record<string, readonly ReleaseCycle[]>> = {
  debian: [
    { cycle: '13', endOfLife: '2028-08-09', endOfExtended: '2030-06-30' },
    { cycle: '12', endOfLife: '2026-07-11', endOfExtended: '2028-06-30' },
  ],
  'alpine-linux': [{ cycle: '3.20', endOfLife: '2026-04-01' }],
  ubuntu: [{ cycle: '22.04', endOfLife: '2027-04-01', endOfExtended: '2032-04-09' }],
  almalinux: [{ cycle: '9', endOfLife: true }, { cycle: '8' }],
};

const find = (id: string, versionId: string | undefined, day: string) =>
  matchEndOfLife(
    { id, idLike: [], ...(versionId !== undefined && { versionId }) },
    (product) => table[product],
    new Date(`${day}T23:00:00Z`),
  );

describe('end of life', () => {
  it.each([
    ['debian', '12', '2026-07-11', undefined],
    ['debian', '12', '2026-07-12', 'medium'],
    ['debian', '12', '2028-06-30', 'medium'],
    ['debian', '12', '2028-07-01', 'high'],
    ['debian', '12.15', '2026-11-25', 'medium'],
    ['debian', '13', '2026-11-25', undefined],
    ['debian', '99', '2026-11-25', undefined],
    ['debian', undefined, '2026-11-25', undefined],
    ['alpine', '3.20.3', '2026-11-25', 'high'],
    ['alpine', '3.2', '2026-11-25', undefined],
    ['ubuntu', '22.04', '2026-11-25', undefined],
    ['ubuntu', '22.04', '2027-04-02', 'medium'],
    ['almalinux', '9.4', '2026-11-25', 'high'],
    ['almalinux', '8.10', '2026-11-25', undefined],
    ['gentoo', '2', '2026-11-25', undefined],
    ['constructor', '2', '2026-11-25', undefined],
  ])('%s %s on %s: %s', (id, versionId, day, severity) => {
    expect(find(id, versionId, day)[0]?.severity).toBe(severity);
  });

  it('says when support ended and what is left of it', () => {
    const [finding] = find('debian', '12', '2026-11-25');
    expect(finding).toMatchObject({
      kind: 'end-of-life',
      id: 'EOL-debian-12',
      fixedVersions: [],
      sources: ['eol'],
      message: expect.stringMatching(/ended on 2026-07-11; extended support ends on 2028-06-30/),
    });
  });

  it('is empty without an operating system', () => {
    expect(matchEndOfLife(undefined, () => undefined, new Date())).toEqual([]);
  });
});
