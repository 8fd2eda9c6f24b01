import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Package } from '../../model/inventory.ts';
import {
  findingsFor,
  packageOf,
  recordText,
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

describe('Debian', () => {
  const openssl = (version: string, more: Partial<Package> = {}) =>
    packageOf('Debian:12', 'libssl3', version, {
      source: { name: 'openssl', version: version.replace(/\+b\d+$/, '') },
      ...more,
    });

  it('looks up the source package, and its version (DEBIAN-CVE-2025-69419)', async () => {
    const finding = await one(
      openssl('3.0.18-1~deb12u1'),
      openssl('3.0.18-1~deb12u1', { name: 'openssl' }),
    );
    expect(finding).toMatchObject({
      id: 'CVE-2025-69419',
      aliases: ['DEBIAN-CVE-2025-69419'],
      fixedVersions: ['3.0.18-1~deb12u2'],
      package: { name: 'openssl', binaries: ['libssl3', 'openssl'], ecosystem: 'Debian:12' },
    });
    // The binary's own version would be older than the fix: a rebuild without change of the source.
    expect(await idsFor(openssl('3.0.18-1~deb12u2+b1'))).toEqual([]);
  });

  it('matches the release exactly: 11 has no fix, 13 another one (DEBIAN-CVE-2025-69419)', async () => {
    const at = (release: string, version: string) =>
      findingsFor(feeds, [{ ...openssl(version), ecosystem: `Debian:${release}` }]);
    expect((await at('11', '3.0.18-1~deb12u2')).map(({ fixedVersions }) => fixedVersions)).toEqual([
      [],
    ]);
    expect((await at('13', '3.5.4-1~deb13u1'))[0]?.fixedVersions).toEqual(['3.5.4-1~deb13u2']);
    expect(await at('99', '1')).toEqual([]);
  });

  it('does not gate on «unimportant», and says that it is exploited (DEBIAN-CVE-2023-44487 of nginx)', async () => {
    const finding = await one(packageOf('Debian:12', 'nginx', '1.22.1-9'));
    expect(finding).toMatchObject({
      id: 'CVE-2023-44487',
      severity: 'info',
      severitySource: 'Debian',
      notGating: expect.stringContaining('unimportant'),
      kev: { dateAdded: '2023-10-10', dueDate: '2023-10-31', ransomware: false },
    });
    expect(finding?.severities.map(({ source }) => source)).toEqual(['Debian', 'CVSS:3.1']);
  });

  it('joins DSA and tracker entry; the DSA’s other CVEs are findings of their own (DSA-5417-1)', async () => {
    const item = packageOf('Debian:11', 'openssl', '1.1.1n-0+deb11u4');
    const findings = (await findingsFor(feeds, [item])).filter(({ aliases }) =>
      aliases.includes('DSA-5417-1'),
    );
    expect(findings.map(({ id }) => id)).toEqual([
      'CVE-2023-0464',
      'CVE-2023-0465',
      'CVE-2023-0466',
      'CVE-2023-2650',
    ]);
    expect(findings[3]?.aliases).toEqual(['DEBIAN-CVE-2023-2650', 'DSA-5417-1']);
  });

  it('sets kernel headers apart', async () => {
    const folder = await temporaryFolder();
    const affected = [
      {
        package: { ecosystem: 'Debian:12', name: 'linux' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '6.1.200-1' }] }],
      },
    ];
    const record = JSON.stringify({ id: 'DEBIAN-CVE-2025-1', affected });
    await writeExport(folder, 'Debian', [['DEBIAN-CVE-2025-1.json', record]]);
    const source = { name: 'linux', version: '6.1.100-1' };
    const headers = packageOf('Debian:12', 'linux-libc-dev', '6.1.100-1', { source });
    const image = packageOf('Debian:12', 'linux-image-6.1.0-1-amd64', '6.1.100-1', { source });
    const [apart] = await findingsFor(folder, [headers]);
    expect(apart?.notGating).toContain('kernel headers');
    expect((await findingsFor(folder, [headers, image]))[0]?.notGating).toBeUndefined();
  });

  it('takes nothing of another source for kernel headers, whatever its name', async () => {
    const folder = await temporaryFolder();
    const affected = [
      {
        package: { ecosystem: 'Debian:12', name: 'openssl' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '3.0.17-1' }] }],
      },
    ];
    const record = JSON.stringify({ id: 'DEBIAN-CVE-2025-2', affected });
    await writeExport(folder, 'Debian', [['DEBIAN-CVE-2025-2.json', record]]);
    const source = { name: 'openssl', version: '3.0.11-1' };
    const item = packageOf('Debian:12', 'linux-headers-ssl', '3.0.11-1', { source });
    const [finding] = await findingsFor(folder, [item]);
    expect(finding).toBeDefined();
    expect(finding?.notGating).toBeUndefined();
  });
});

describe('Ubuntu', () => {
  const openssl = (release: string, version: string) =>
    packageOf(`Ubuntu:${release}`, 'libssl3', version, { source: { name: 'openssl', version } });

  it('joins CVE and notice, takes Ubuntu’s priority before CVSS (UBUNTU-CVE-2025-9230, USN-7786-1)', async () => {
    const findings = await findingsFor(feeds, [openssl('22.04:LTS', '3.0.2-0ubuntu1.19')]);
    const [finding] = findings.filter(({ id }) => id === 'CVE-2025-9230');
    expect(finding).toMatchObject({
      severity: 'medium',
      severitySource: 'Ubuntu',
      aliases: ['UBUNTU-CVE-2025-9230', 'USN-7786-1'],
      fixedVersions: ['3.0.2-0ubuntu1.20'],
    });
  });

  it('takes of a notice the CVEs that it names for the package, with their severities (USN-7786-1, cves_map)', async () => {
    const folder = await temporaryFolder();
    const notice = await recordText('Ubuntu', 'USN-7786-1');
    await writeExport(folder, 'Ubuntu', [['USN-7786-1.json', notice]]);
    const findings = await findingsFor(folder, [openssl('22.04:LTS', '3.0.2-0ubuntu1.19')]);
    // Its `upstream` names CVE-2025-9231 and CVE-2025-9232 too: those are other packages'.
    expect(findings).toMatchObject([
      { id: 'CVE-2025-9230', severity: 'medium', severitySource: 'Ubuntu' },
    ]);
  });

  it('has no LTS for 25.10, and no Pro entry for an image that is not attached', async () => {
    expect(await idsFor(openssl('25.10', '3.5.3-1ubuntu1'))).toEqual(['CVE-2025-9230']);
    expect(await idsFor(openssl('20.04:LTS', '1.1.1f-1ubuntu2.24'))).toEqual([]);
  });

  it('takes Pro and FIPS entries for an attached image, and says that the fix needs it', async () => {
    const esm = packageOf('Ubuntu:20.04:LTS', 'curl', '7.68.0-1ubuntu2.25+esm1');
    const findings = await findingsFor(feeds, [esm, openssl('20.04:LTS', '1.1.1f-1ubuntu2.24')]);
    expect(findings[0]).toMatchObject({
      id: 'CVE-2025-9230',
      fixedVersions: ['1.1.1f-1ubuntu2.24+esm1'],
      remedy: expect.stringContaining('Ubuntu Pro'),
    });
    expect(await idsFor(esm, openssl('20.04:LTS', '1.1.1f-1ubuntu2.24+esm1'))).toEqual([]);
    const fips = await findingsFor(feeds, [openssl('22.04:LTS', '3.0.2-0ubuntu1.19+Fips1')]);
    expect(fips[0]?.fixedVersions).toContain('3.0.2-0ubuntu1.20+Fips1');
    expect(await idsFor(openssl('22.04:LTS', '3.0.2-0ubuntu1.20+Fips1'))).toEqual([]);
  });
});

describe('Alpine', () => {
  it('looks up the origin in the branch (ALPINE-CVE-2018-15853)', async () => {
    const source = { name: 'xkbcomp', version: '1.4.0-r0' };
    const item = packageOf('Alpine:v3.18', 'xkbcomp-libs', '1.4.0-r0', { source });
    expect(await idsFor(item)).toEqual(['CVE-2018-15853']);
    expect(await idsFor({ ...item, ecosystem: 'Alpine:3.18' })).toEqual([]);
  });

  it('takes the fixed version 0 as not affected (ALPINE-CVE-2024-54661)', async () => {
    expect(await idsFor(packageOf('Alpine:v3.21', 'socat', '1.8.0.0-r0'))).toEqual([]);
  });
});

describe('rpm', () => {
  const label = (stream: string) => `nodejs:${stream}:8030020210118191659:229f0a1c`;
  const nodejs = (version: string, stream: string) =>
    packageOf('AlmaLinux:8', 'nodejs', version, { modularityLabel: label(stream) });

  it('compares within one module stream (ALSA-2021:0735, nodejs 10)', async () => {
    const old = nodejs('1:10.23.1-1.module_el8.3.0+2023+d2377ea3', '10');
    expect(await idsFor(old)).toEqual(['CVE-2021-22883', 'CVE-2021-22884']);
    expect(await idsFor(nodejs('1:9.9.9-1.module_el8.3.0+1+1', '14'))).toEqual([]);
    // Without a label the major version stands for the stream.
    const bare = packageOf('AlmaLinux:8', 'nodejs', '1:9.9.9-1.module_el8.3.0+1+1');
    expect(await idsFor(bare)).toEqual([]);
  });

  it('takes several builds of one fix as one: any of them is fixed (ALSA-2021:0735)', async () => {
    for (const build of ['8.3.0+2047+b07ac28e', '8.4.0+2224+b07ac28e', '8.5.0+81+7dbe79d3']) {
      expect(await idsFor(nodejs(`1:10.24.0-1.module_el${build}`, '10'))).toEqual([]);
    }
  });

  it('does not hold a plain package against a module’s fix', async () => {
    expect(await idsFor(packageOf('AlmaLinux:8', 'nodejs', '1:10.1.0-1.el8'))).toEqual([]);
  });

  it('takes a missing epoch as 0 (RLSA-2023:7877: openssl has epoch 1), source and binary name', async () => {
    const source = { name: 'openssl', version: '1.1.1k-9.el8' };
    const old = packageOf('Rocky Linux:8', 'openssl-libs', '1:1.1.1k-9.el8', { source });
    const findings = await findingsFor(feeds, [old]);
    expect(findings.map(({ id }) => id)).toContain('CVE-2023-3446');
    expect(findings[0]).toMatchObject({ severity: 'low', severitySource: 'Rocky Linux' });
    const late = { name: 'openssl', version: '1.1.1k-12.el8_9' };
    const fixed = packageOf('Rocky Linux:8', 'openssl-libs', '1:1.1.1k-12.el8_9', { source: late });
    expect(await idsFor(fixed)).toEqual([]);
    expect(await idsFor(packageOf('Rocky Linux:8', 'openssl', '1.1.1k-99.el8'))).not.toEqual([]);
  });

  it('looks up binary names, in each release folder of one id (ALSA-2025:10873)', async () => {
    const at = (release: string, name: string) =>
      packageOf(`AlmaLinux:${release}`, name, '1:21.0.7.0.6-1.el9', {
        source: { name: 'java-21-openjdk', version: '21.0.7.0.6-1.el9' },
      });
    for (const release of ['8', '9', '10']) {
      const findings = await findingsFor(feeds, [at(release, 'java-21-openjdk-devel')]);
      expect(findings).toHaveLength(4);
      expect(findings[0]).toMatchObject({
        id: 'CVE-2025-30749',
        aliases: ['ALSA-2025:10873'],
        severity: 'high',
        severitySource: 'AlmaLinux',
        package: { name: 'java-21-openjdk', binaries: ['java-21-openjdk-devel'] },
      });
    }
    expect(await idsFor(at('9', 'java-21-openjdk-nothing'))).toEqual([]);
  });

  it('reads the word of Azure Linux (AZL-34538)', async () => {
    const finding = await one(packageOf('Azure Linux:3', 'ansible', '2.16.0-1.azl3'));
    expect(finding).toMatchObject({
      id: 'CVE-2023-5764',
      aliases: ['AZL-34538'],
      severity: 'high',
      severitySource: 'Azure Linux',
      fixedVersions: ['0:2.17.0-1.azl3'],
    });
  });
});
