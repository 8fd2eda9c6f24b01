import { describe, expect, it } from 'vitest';
import type { Advisory } from '../feeds/advisory.ts';
import type { Store } from '../store/store-file.ts';
import { groupByAlias, groupByCve } from './groups.ts';
import type { Hit } from './hits.ts';

const advisory = (
  id: string,
  aliases: readonly string[],
  upstream: readonly string[] = [],
): Advisory => ({
  id,
  aliases,
  upstream,
  summary: '',
  severities: [],
  references: [],
});
const hit = (record: Advisory, affected: Hit['affected'] = [{ ranges: [] }]): Hit => ({
  advisory: record,
  affected,
  fixedVersions: [],
  packages: [],
});

/** A store of records that answers by alias only. */
function storeOf(records: readonly Advisory[]): Store {
  const unused = (): never => {
    throw new Error('not asked');
  };
  return {
    get meta() {
      return unused();
    },
    affected: unused,
    close: unused,
    advisory: (n) => records[n] ?? unused(),
    byAlias: (alias) =>
      records.flatMap(({ id, aliases }, n) => (id === alias || aliases.includes(alias) ? [n] : [])),
  };
}

const group = (...records: Advisory[]) =>
  groupByAlias(
    records.map((record) => hit(record)),
    storeOf(records),
  ).map(({ id, aliases }) => [id, ...aliases]);

describe('aliases', () => {
  it('join records through a common name', () => {
    const groups = group(
      advisory('PYSEC-1', ['CVE-2024-2']),
      advisory('GHSA-x', ['CVE-2024-2']),
      advisory('GHSA-y', []),
    );
    expect(groups).toEqual([['CVE-2024-2', 'GHSA-x', 'PYSEC-1'], ['GHSA-y']]);
  });

  it('join through a record that did not match itself', () => {
    const matched = [advisory('A-1', []), advisory('B-1', [])];
    const bridge = advisory('GHSA-bridge', ['A-1', 'B-1', 'CVE-2024-7']);
    const groups = groupByAlias(
      matched.map((record) => hit(record)),
      storeOf([...matched, bridge]),
    );
    expect(groups).toMatchObject([{ id: 'CVE-2024-7', aliases: ['A-1', 'B-1', 'GHSA-bridge'] }]);
    expect(groups[0]?.hits).toHaveLength(2);
  });

  it('join a third record that connects two groups found before', () => {
    const groups = group(advisory('A-1', []), advisory('B-1', []), advisory('C-1', ['A-1', 'B-1']));
    expect(groups).toEqual([['A-1', 'B-1', 'C-1']]);
  });

  it('prefer the CVE, then GHSA, then the record’s own id; of several CVEs the lowest by number', () => {
    expect(group(advisory('GHSA-x', ['CVE-2024-10', 'CVE-2024-9']))[0]?.[0]).toBe('CVE-2024-9');
    expect(group(advisory('PYSEC-1', ['GHSA-x']))[0]?.[0]).toBe('GHSA-x');
    expect(group(advisory('PYSEC-1', []))[0]?.[0]).toBe('PYSEC-1');
  });
});

describe('a distribution’s records', () => {
  const groups = (...hits: Hit[]) => groupByCve(hits).map(({ id, aliases }) => [id, ...aliases]);

  it('are split by CVE and joined by it', () => {
    const notice = hit(advisory('DSA-1-1', [], ['CVE-2024-1', 'CVE-2024-2']));
    const entry = hit(advisory('DEBIAN-CVE-2024-1', [], []));
    expect(groups(notice, entry)).toEqual([
      ['CVE-2024-1', 'DEBIAN-CVE-2024-1', 'DSA-1-1'],
      ['CVE-2024-2', 'DSA-1-1'],
    ]);
  });

  it('stand for themselves without a CVE', () => {
    expect(groups(hit(advisory('DSA-2-1', [])))).toEqual([['DSA-2-1']]);
  });

  it('are about the CVEs that they name for the package', () => {
    const notice = advisory('USN-1-1', [], ['CVE-2024-1', 'CVE-2024-2']);
    expect(groups(hit(notice, [{ ranges: [], byCve: { 'CVE-2024-2': [] } }]))).toEqual([
      ['CVE-2024-2', 'USN-1-1'],
    ]);
  });
});
