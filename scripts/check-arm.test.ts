import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Anchor, Case } from './check-arm/anchors.ts';
import { conditionOf } from './check-arm/conditions.ts';
import { parseDifferences } from './check-arm/differences.ts';
import { readTemplateText } from './check-arm/resources.ts';
import { tallyOf } from './check-arm/tally.ts';
import { checkArm } from './check-arm.ts';

const text = `{
  // a comment
  "resources": [
    {
      "type": "Microsoft.Web/sites", "name": "site", "kind": "app,linux", "apiVersion": "2021-02-01",
      "properties": { "siteConfig": { "minTlsVersion": "1.0" }, "httpsOnly": "[parameters('x')]" },
      "resources": [
        { "type": "config", "name": "web", "apiVersion": "2021-02-01" },
      ],
    },
  ],
}`;

describe('resources of a text', () => {
  const { resources, resourceAt, isStandIn } = readTemplateText(text);

  it('are found with those nested in them', () => {
    expect(resources.map(({ type, name, firstLine }) => [type, name, firstLine])).toEqual([
      ['Microsoft.Web/sites', 'site', 4],
      ['Microsoft.Web/sites/config', 'web', 8],
    ]);
  });

  it('are told by a line, the innermost first', () => {
    expect(resourceAt(6)?.name).toBe('site');
    expect(resourceAt(8)?.name).toBe('web');
    expect(resourceAt(1)).toBeUndefined();
  });

  it('tell a name from a value', () => {
    expect(isStandIn(6, 7)).toBe(true);
    expect(isStandIn(6, 58)).toBe(false);
  });

  it('are none in what is no JSON', () => {
    expect(readTemplateText('{ "resources": [').resources).toEqual([]);
  });
});

describe('conditions', () => {
  const [site] = readTemplateText(text).resources;

  it.each([
    ['any', true],
    ['', true],
    ['absent(properties.siteConfig.ftpsState)', true],
    ['absent(properties.siteConfig.minTlsVersion)', false],
    ['present(properties.SITECONFIG)', true],
    ['expression(properties.httpsOnly)', true],
    ['text(properties.httpsOnly)', false],
    ['text(name)', true],
    ['kind ~ app', true],
    ['kind !~ functionapp', true],
    ['kind = app', false],
    ['apiVersion >= 2019-04-01', true],
    ['apiVersion < 2019-04-01', false],
    ['type = microsoft.web/sites and kind ~ api or name = site', true],
    ['properties.siteConfig.minTlsVersion != 1.0', false],
    ['properties.other = 1', false],
  ])('%s', (condition, holds) => {
    expect(site && conditionOf(condition)(site)).toBe(holds);
  });

  it.each(['sometimes', 'absent()', 'kind like app'])('refuse %s', (condition) => {
    expect(() => conditionOf(condition)).toThrow('is no condition');
  });
});

describe('differences', () => {
  it('are the rows that begin with an id', () => {
    const rows = parseDifferences(
      '| check | theirs |\n|---|---|\n| `A`, `B` | fail | pass | `absent(x)` | why |\n| `C` | fail | line | any | why |\n',
    );
    expect(rows.map(({ anchor, theirs, ours }) => [anchor, theirs, ours])).toEqual([
      ['A', 'fail', 'pass'],
      ['B', 'fail', 'pass'],
      ['C', 'fail', 'line'],
    ]);
  });

  it.each(['| `A` | fails | pass | any | why |', '| `A` | fail | pass | any | |'])(
    'refuse %s',
    (row) => expect(() => parseDifferences(row)).toThrow('not a row'),
  );
});

describe('the tally', () => {
  const anchor = (relation: Anchor['relation']): Anchor => ({ ours: ['X'], relation, reason: 'r' });
  const one = (id: string, theirs: Case['theirs'], ours: Case['ours'], rest = {}): Case => ({
    anchor: id,
    where: 'w',
    theirs,
    ours,
    resources: [],
    ...rest,
  });
  const anchors = new Map([
    ['same', anchor('same')],
    ['narrower', anchor('narrower')],
    ['wider', anchor('wider')],
    ['opposite', anchor('opposite')],
  ]);

  it.each([
    ['equal', one('same', 'fail', 'fail'), 'equal'],
    ['another answer', one('same', 'fail', 'pass'), 'unlisted'],
    ['another line', one('same', 'fail', 'fail', { lines: { theirs: 1, ours: [2] } }), 'unlisted'],
    ['less, of a narrower one', one('narrower', 'fail', 'pass'), 'listed'],
    ['more, of a narrower one', one('narrower', 'pass', 'fail'), 'unlisted'],
    ['more, of a wider one', one('wider', 'pass', 'fail'), 'listed'],
    ['less, of a wider one', one('wider', 'fail', 'pass'), 'unlisted'],
    ['the opposite', one('opposite', 'fail', 'pass'), 'listed'],
  ] as const)('counts %s', (_, each, where) => {
    const result = { name: 'n', cases: [each], notOurs: 0, unmapped: new Map() };
    const { equal, listed, unlisted } = tallyOf(result, anchors, []);
    expect({ equal, listed, unlisted: unlisted.length }).toEqual({
      equal: 0,
      listed: 0,
      unlisted: 0,
      [where]: 1,
    });
  });

  it('takes a difference for listed where its condition holds', () => {
    const { resources } = readTemplateText(text);
    const rows = parseDifferences('| `same` | fail | pass | `kind ~ app` | why |');
    const cases = [one('same', 'fail', 'pass', { resources })];
    const result = { name: 'n', cases, notOurs: 0, unmapped: new Map() };
    const { listed, same } = tallyOf(result, anchors, rows);
    expect({ listed, same }).toEqual({ listed: 1, same: { anchors: 1, cases: 1, equal: 0 } });
  });
});

describe('a folder of other data', () => {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'portcullis-check-arm-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const write = async (path: string, data: unknown) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), JSON.stringify(data, undefined, 2));
  };
  const storage = (properties: object) => ({
    contentVersion: '1.0.0.0',
    resources: [
      {
        type: 'Microsoft.Storage/storageAccounts',
        apiVersion: '2023-01-01',
        name: 'one',
        properties,
      },
    ],
  });

  it('is compared by its own rules, and misses what is not there', async () => {
    const row = { line: 9, fileName: 'positive1.json' };
    await write('kics/any/metadata.json', { id: 'some-id' });
    await write('kics/any/positive_expected_result.json', [row]);
    await write('kics/any/positive1.json', storage({ supportsHttpsTrafficOnly: false }));
    await write('kics/any/negative1.json', storage({ supportsHttpsTrafficOnly: true }));
    await write('kics/new/metadata.json', { id: 'unknown-id' });
    await write('kics/new/positive_expected_result.json', []);
    await write('kics/new/positive1.json', storage({}));
    const expected = { check: 'CHECK', supported_resources: ['Microsoft.Storage/storageAccounts'] };
    const counts = { passing_resources: null, failing_resources: null, passed: 0, failed: 1 };
    await write('checkov/example/expected.json', [{ ...expected, ...counts }]);
    await write('checkov/example/fail.json', storage({ supportsHttpsTrafficOnly: false }));
    await mkdir(join(root, 'template-analyzer'));
    const same: Anchor = { ours: ['STO001'], relation: 'same', reason: 'r' };
    const anchors = new Map([
      ['some-id', same],
      ['CHECK', same],
    ]);

    const { tallies, failures } = await checkArm(root, anchors, []);

    const [kics, checkov] = tallies;
    expect([kics?.cases, kics?.equal, kics?.unmapped]).toEqual([2, 2, ['unknown-id new']]);
    expect([checkov?.cases, checkov?.equal]).toEqual([1, 1]);
    expect(failures.map((failure) => failure.split(':')[0])).toEqual([
      'template-analyzer',
      'symbolic-pairs',
      'function-vectors',
      'docs-functions',
      'mutations',
    ]);
  });
});
