import { describe, expect, it } from 'vitest';
import type { Interval } from '../feeds/ranges.ts';
import { packageOf } from '../test-feeds.ts';
import { compareRpm } from '../versions/rpm.ts';
import { comparableIntervals } from './module-streams.ts';
import { unitsOf } from './units.ts';

const lookUps = (...packages: Parameters<typeof unitsOf>[0]) =>
  unitsOf(packages).map((unit) => unit.lookUps.map(({ name, version }) => `${name} ${version}`));

describe('units', () => {
  it('are source packages with their version for dpkg and apk', () => {
    const source = { name: 'openssl', version: '3.0.1-1' };
    const units = unitsOf([
      packageOf('Debian:12', 'openssl', '3.0.1-1+b2', { source }),
      packageOf('Debian:12', 'libssl3', '3.0.1-1+b2', { source }),
      packageOf('Debian:12', 'libssl1.1', '1.1.1-1', {
        source: { name: 'openssl', version: '1.1.1-1' },
      }),
      packageOf('Debian:12', 'bash', '5.2-1'),
    ]);
    expect(units.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'bash 5.2-1',
      'openssl 1.1.1-1',
      'openssl 3.0.1-1',
    ]);
    expect(units[2]?.lookUps[0]?.packages.map(({ name }) => name)).toEqual(['openssl', 'libssl3']);
  });

  it('look up binaries for AlmaLinux, both names for Rocky and Azure Linux, with the binary’s epoch', () => {
    const source = { name: 'openssl', version: '1.1.1k-9.el8' };
    const libs = (ecosystem: string) =>
      packageOf(ecosystem, 'openssl-libs', '1:1.1.1k-9.el8', { source });
    expect(lookUps(libs('AlmaLinux:8'))).toEqual([['openssl-libs 1:1.1.1k-9.el8']]);
    expect(lookUps(libs('Rocky Linux:8'))).toEqual([
      ['openssl 1:1.1.1k-9.el8', 'openssl-libs 1:1.1.1k-9.el8'],
    ]);
    expect(lookUps(libs('Azure Linux:3'))).toEqual(lookUps(libs('Rocky Linux:8')));
    const same = packageOf('Azure Linux:3', 'openssl', '1:1.1.1k-9.el8', { source });
    expect(lookUps(same)).toEqual([['openssl 1:1.1.1k-9.el8']]);
  });

  it('are a package and version for languages; names of Python are one name', () => {
    const units = unitsOf([
      packageOf('PyPI', 'Foo.Bar', '1'),
      packageOf('PyPI', 'foo-bar', '1', { locations: ['b'] }),
      packageOf('npm', 'Foo', '1'),
      packageOf('npm', 'foo', '1'),
    ]);
    expect(units.map(({ lookUps: [first] }) => `${first?.name} ${first?.packages.length}`)).toEqual(
      ['foo-bar 2', 'Foo 1', 'foo 1'],
    );
  });

  it('leave out what the system owns and what has no ecosystem', () => {
    const owned = packageOf('PyPI', 'x', '1', { ownedBy: 'python3-x' });
    expect(unitsOf([owned, packageOf('', 'y', '1')])).toEqual([]);
  });
});

describe('module streams', () => {
  const build = (version: string): Interval => ['', version, ''];
  const ten = build('1:10.24.0-1.module_el8.5.0+81+7dbe79d3');
  const tenOlder = build('1:10.24.0-1.module_el8.3.0+2047+b07ac28e');
  const plain = build('1:16.20.2-3.el9');
  const summary = 'Important: nodejs:10 security update';
  const find = (version: string, modularityLabel?: string, text = summary) =>
    comparableIntervals(
      packageOf(
        'AlmaLinux:8',
        'nodejs',
        version,
        modularityLabel === undefined ? {} : { modularityLabel },
      ),
      text,
      [ten, tenOlder, plain],
      compareRpm,
    );

  it.each([
    [
      'the stream of the label',
      '1:10.1.0-1.module_el8.3.0+1+1',
      'nodejs:10:8030:229f',
      summary,
      [tenOlder],
    ],
    ['another stream', '1:14.1.0-1.module_el8.3.0+1+1', 'nodejs:14:8030:229f', summary, []],
    [
      'another stream of like major',
      '1:10.1.0-1.module_el8.3.0+1+1',
      'nodejs:11:8030:229f',
      summary,
      [],
    ],
    [
      'a summary without stream',
      '1:10.1.0-1.module_el8.3.0+1+1',
      'nodejs:10:8030:229f',
      'Important: x',
      [tenOlder],
    ],
    ['no label', '1:10.1.0-1.module_el8.3.0+1+1', undefined, summary, [tenOlder]],
    ['no label, another major', '1:14.1.0-1.module_el8.3.0+1+1', undefined, summary, []],
    ['no module', '1:16.1.0-1.el9', undefined, summary, [plain]],
  ])('%s', (_, version, label, text, expected) => {
    expect(find(version, label, text)).toEqual(expected);
  });
});
