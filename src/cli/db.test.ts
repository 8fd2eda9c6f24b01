import { describe, expect, it } from 'vitest';
import type { FeedStatus } from '../model/result.ts';
import { databaseTable } from './db.ts';

const feed = (more: Partial<FeedStatus>): FeedStatus => ({
  ecosystem: 'npm',
  state: 'ready',
  source: 'https://mirror.example/npm/all.zip',
  ages: true,
  records: 12,
  skipped: 0,
  ...more,
});
const now = new Date('2026-01-10T12:00:00Z');
const table = (feeds: readonly FeedStatus[]) =>
  databaseTable({ folder: '/db', status: { feeds, digest: '' } }, now);

describe('databaseTable', () => {
  it('shows each feed with its age', () => {
    expect(
      table([
        feed({ fetched: '2026-01-10T09:30:00Z' }),
        feed({ ecosystem: 'Debian', fetched: '2026-01-01T00:00:00Z', skipped: 2 }),
        feed({ ecosystem: 'kev', state: 'missing', reason: 'HTTP 404\n' }),
      ]),
    ).toBe(`/db
  npm     12 records                        2 h  https://mirror.example/npm/all.zip
  Debian  12 records (2 bad ones left out)  9 d  https://mirror.example/npm/all.zip
  kev     missing                           –    https://mirror.example/npm/all.zip: HTTP 404\\n
`);
  });

  it('says what to do when there is nothing', () => {
    expect(table([])).toContain('No advisories in /db.\nFetch some: portcullis db update');
  });
});
