import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Package } from '../../model/inventory.ts';
import {
  findingsFor,
  packageOf,
  temporaryFolder,
  writeExport,
  writeTestFeeds,
} from '../test-feeds.ts';

// One test for each trap that the records of the feeds set, with the record that sets it.

let feeds = '';
beforeAll(async () => {
  feeds = await writeTestFeeds();
});
afterAll(() => rm(feeds, { recursive: true, force: true }));

const idsFor = async (...packages: Package[]) =>
  (await findingsFor(feeds, packages)).map(({ id }) => id);
const one = async (...packages: Package[]) => {
  const findings = await findingsFor(feeds, packages);
  expect(findings).toHaveLength(1);
  return findings[0];
};

describe('records that are not to be matched', () => {
  it('drops withdrawn records, which keep their ranges (GHSA-49vv-6q7q-w5cf, ALPINE-CVE-2025-21441)', async () => {
    expect(await idsFor(packageOf('npm', 'strapi', '3.0.0-beta.1'))).toEqual([]);
    expect(await idsFor(packageOf('Alpine:v3.20', 'py3-urllib3', '1.26.18-r1'))).toEqual([]);
  });

  it('takes of a record only what is of the ecosystem (GHSA-5844-q3fc-56rh)', async () => {
    expect(await idsFor(packageOf('npm', 'pubnub', '7.3.0'))).toEqual(['CVE-2023-26154']);
    expect(await idsFor(packageOf('PyPI', 'pubnub', '7.2.0'))).toEqual(['CVE-2023-26154']);
    expect(await idsFor(packageOf('npm', 'pubnub', '7.4.0'))).toEqual([]);
    expect(await idsFor(packageOf('npm', 'com.pubnub:pubnub', '4.0.0'))).toEqual([]);
  });

  it('matches nothing where a record has neither versions nor ranges (PYSEC-2010-33)', async () => {
    expect(await idsFor(packageOf('PyPI', 'zope', '2.10.1'))).toEqual([]);
  });

  it('leaves out bug-fix advisories (ALBA-2019:0973)', async () => {
    const version = '1:0.1.14-2.git2d0b8a3.module_el8.3.0+2044+12421f43';
    expect(await idsFor(packageOf('AlmaLinux:8', 'oci-systemd-hook', version))).toEqual([]);
  });

  it('does not match again what an operating-system package owns', async () => {
    const owned = packageOf('npm', 'minimist', '1.2.0', { ownedBy: 'node-minimist' });
    expect(await idsFor(owned)).toEqual([]);
  });
});

describe('ranges', () => {
  it.each([
    ['1.2.5', ['1.2.6']],
    ['0.2.3', ['0.2.4']],
    ['0.2.4', undefined],
    ['1.2.6', undefined],
  ])(
    'minimist %s: any of several “affected” hits, the fix is of the one that did (GHSA-xvch-5gv4-984h)',
    async (version, fixed) => {
      const findings = await findingsFor(feeds, [packageOf('npm', 'minimist', version)]);
      expect(findings[0]?.fixedVersions).toEqual(fixed);
    },
  );

  it.each([
    ['1.25.12', ['1.25.13']],
    ['1.25.13', undefined],
    ['1.26.0-rc.1', ['1.26.6']],
    ['1.26.5', ['1.26.6']],
    ['1.27rc2', ['1.27.0-rc.3']],
    ['go1.27rc3', undefined],
  ])(
    'stdlib %s: several spans in one range, bounds before a release (GO-2026-6218)',
    async (version, fixed) => {
      const findings = await findingsFor(feeds, [packageOf('Go', 'stdlib', version)]);
      expect(findings.map(({ fixedVersions }) => fixedVersions)[0]).toEqual(fixed);
    },
  );

  it('sorts events: what a record lists in disorder means the same', async () => {
    const folder = await temporaryFolder();
    const events = [
      { fixed: '2.5.0' },
      { introduced: '2.0.0' },
      { fixed: '1.5.0' },
      { introduced: '0' },
    ];
    const affected = [
      { package: { ecosystem: 'npm', name: 'x' }, ranges: [{ type: 'SEMVER', events }] },
    ];
    await writeExport(folder, 'npm', [['A-1.json', JSON.stringify({ id: 'A-1', affected })]]);
    for (const [version, count] of [
      ['1.4.9', 1],
      ['1.5.0', 0],
      ['2.0.0', 1],
      ['2.5.0', 0],
    ] as const) {
      expect(await findingsFor(folder, [packageOf('npm', 'x', version)])).toHaveLength(count);
    }
  });

  it('unites several ranges (MAL-2025-4762)', async () => {
    expect(await idsFor(packageOf('npm', 'react-server-dom-fb', '1.0.0'))).toHaveLength(1);
    expect(await idsFor(packageOf('npm', 'react-server-dom-fb', '2.1.0'))).toHaveLength(1);
  });

  it('takes last_affected as inclusive and as no fix (GHSA-3cgg-gh9j-w8vm)', async () => {
    const finding = await one(packageOf('npm', 'iter-http', '1.0.13'));
    expect(finding).toMatchObject({ id: 'CVE-2017-16094', fixedVersions: [] });
    expect(await idsFor(packageOf('npm', 'iter-http', '1.0.14'))).toEqual([]);
  });

  it('takes a list of versions without range (GHSA-28f8-hqmc-7ph8)', async () => {
    expect(await idsFor(packageOf('npm', 'ember-power-timepicker', '1.0.8'))).toHaveLength(1);
    expect(await idsFor(packageOf('npm', 'ember-power-timepicker', '1.0.9'))).toEqual([]);
  });

  it('places bounds after a release (PYSEC-2012-1: fixed in 1.6.5.post1) and ignores GIT ranges', async () => {
    expect(await idsFor(packageOf('PyPI', 'Beaker', '1.6.5'))).toEqual(['CVE-2012-3458']);
    expect(await idsFor(packageOf('PyPI', 'beaker', '1.6.5.post1'))).toEqual([]);
  });

  it('chooses the order by ecosystem, not by range type (GHSA-35jh-r3h4-6jhm: npm typed ECOSYSTEM)', async () => {
    expect(await idsFor(packageOf('npm', 'lodash', '4.17.20'))).toEqual(['CVE-2021-23337']);
    expect(await idsFor(packageOf('npm', 'lodash', '4.17.21-beta.1'))).toEqual(['CVE-2021-23337']);
    expect(await idsFor(packageOf('npm', 'lodash', '4.17.21'))).toEqual([]);
  });

  it('places a version that is none only in a range without bounds', async () => {
    expect(await idsFor(packageOf('npm', 'lodash', 'git+ssh://x/y'))).toEqual([]);
    expect(await idsFor(packageOf('npm', 'react-server-dom-fb', 'latest'))).toHaveLength(1);
  });
});

describe('Go', () => {
  it('takes the range of the GHSA alias where Go only knows «all versions» (GO-2024-2519)', async () => {
    const name = 'github.com/grafana/grafana';
    const finding = await one(packageOf('Go', name, 'v7.2.0'));
    expect(finding?.id).toBe('CVE-2020-12459');
    expect(finding?.aliases).toContain('GO-2024-2519');
    expect(await idsFor(packageOf('Go', name, 'v5.4.3'))).toEqual([]);
    expect(await idsFor(packageOf('Go', name, 'v7.2.1'))).toEqual([]);
  });

  it('takes custom_ranges where the alias is not there, and says so (GO-2024-2428)', async () => {
    const finding = await one(packageOf('Go', 'k8s.io/ingress-nginx', 'v1.8.0'));
    expect(finding).toMatchObject({ id: 'CVE-2023-5044', fixedVersions: ['1.9.0'] });
    expect(finding?.message).toContain('releases of the product');
    expect(await idsFor(packageOf('Go', 'k8s.io/ingress-nginx', 'v1.9.0'))).toEqual([]);
  });

  it('matches the standard library, not the toolchain (GO-2026-6180)', async () => {
    expect(await idsFor(packageOf('Go', 'stdlib', '1.25.12'))).toEqual(['CVE-2026-56860']);
  });

  it('parses a vector by its prefix (GHSA-wj5w-qghh-gvqp: CVSS 3.1 typed CVSS_V4)', async () => {
    const finding = await one(packageOf('Go', 'github.com/mattermost/mattermost-server', 'v4.0.4'));
    expect(finding?.severities.map(({ source }) => source)).toContain('CVSS:3.1');
    expect(finding?.fixedVersions).toEqual(['4.0.5']);
  });
});

describe('names and aliases', () => {
  it('makes one finding of PYSEC and GHSA (PYSEC-2024-41, GHSA-33w6-hvmq-gh4x)', async () => {
    const finding = await one(packageOf('PyPI', 'diffoscope', '255'));
    expect(finding).toMatchObject({
      id: 'CVE-2024-25711',
      aliases: ['GHSA-33w6-hvmq-gh4x', 'PYSEC-2024-41'],
      severity: 'medium',
      severitySource: 'GHSA',
      fixedVersions: ['256'],
    });
  });

  it('normalises Python names (PEP 503)', async () => {
    expect(await idsFor(packageOf('PyPI', 'Langchain_Community', '0.2.1'))).toEqual([
      'CVE-2024-8309',
    ]);
  });

  it('calls a malicious package malware, critical, without fix (MAL-2025-4762)', async () => {
    const finding = await one(packageOf('npm', 'react-server-dom-fb', '19.0.0'));
    expect(finding).toMatchObject({
      kind: 'malware',
      severity: 'critical',
      fixedVersions: [],
      aliases: expect.arrayContaining(['MAL-2025-4762']),
    });
  });

  it('keeps a fingerprint over versions, not over packages and places', async () => {
    const print = async (version: string, place: string, name = 'lodash') =>
      (await findingsFor(feeds, [packageOf('npm', name, version, { locations: [place] })]))[0]
        ?.fingerprint;
    const first = await print('4.17.20', 'a/package.json');
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await print('4.17.19', 'a/package.json')).toBe(first);
    expect(await print('4.17.20', 'b/package.json')).not.toBe(first);
    expect(await print('4.17.20', 'a/package.json', 'lodash-es')).not.toBe(first);
  });

  it('merges the places of one package and version', async () => {
    const finding = await one(
      packageOf('npm', 'lodash', '4.17.20', { locations: ['b/package.json'] }),
      packageOf('npm', 'lodash', '4.17.20', { locations: ['a/package.json'] }),
    );
    expect(finding?.package?.locations).toEqual(['a/package.json', 'b/package.json']);
  });
});
