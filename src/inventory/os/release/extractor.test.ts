import { describe, expect, it } from 'vitest';
import { rowOf, scanFolder } from '../../../../test/inventory/scan-folder.ts';

const stanza = 'Package: x\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n';
const database = { 'var/lib/dpkg/status': stanza };

describe('which operating system a tree holds', () => {
  it('follows the link from etc to usr/lib', async () => {
    const scan = await scanFolder({
      ...database,
      'usr/lib/os-release': 'ID=debian\nVERSION_ID=12\n',
      'etc/os-release': '-> ../usr/lib/os-release',
    });
    expect(scan.os).toMatchObject({ id: 'debian', ecosystem: 'Debian:12' });
    expect(rowOf(scan, 'os-release')).toMatchObject({ status: 'scanned', incomplete: false });
    expect(scan.packages[0]).toMatchObject({
      ecosystem: 'Debian:12',
      purl: 'pkg:deb/debian/x@1?arch=amd64&distro=debian-12',
    });
  });

  it('believes etc before usr/lib, and os-release before all others', async () => {
    const scan = await scanFolder({
      ...database,
      'etc/os-release': 'ID=ubuntu\nVERSION_ID=22.04\n',
      'usr/lib/os-release': 'ID=debian\nVERSION_ID=12\n',
      'etc/debian_version': 'bookworm/sid\n',
    });
    expect(scan.os?.ecosystem).toBe('Ubuntu:22.04:LTS');
  });

  it('reads what there was before os-release', async () => {
    const scan = await scanFolder({ ...database, 'etc/debian_version': '9.13\n' });
    expect(scan.os?.ecosystem).toBe('Debian:9');
  });

  it('takes the release from debian_version where os-release has none', async () => {
    const scan = await scanFolder({
      ...database,
      'etc/os-release': 'ID=debian\n',
      'etc/debian_version': '11.3\n',
    });
    expect(scan.os?.ecosystem).toBe('Debian:11');
  });

  it('has no ecosystem for Debian testing: incomplete', async () => {
    const scan = await scanFolder({
      ...database,
      'etc/os-release': 'PRETTY_NAME="Debian GNU/Linux forky/sid"\nID=debian\n',
      'etc/debian_version': 'forky/sid\n',
    });
    expect(scan.os?.ecosystem).toBeUndefined();
    expect(rowOf(scan, 'os-release')).toMatchObject({ incomplete: true });
    expect(scan.packages[0]?.ecosystem).toBe('');
  });

  it('is incomplete for an unknown distribution', async () => {
    const scan = await scanFolder({ ...database, 'etc/os-release': 'ID=haiku\nVERSION_ID=1\n' });
    expect(rowOf(scan, 'os-release')).toMatchObject({
      status: 'not-scanned',
      incomplete: true,
      reason: expect.stringContaining('haiku'),
    });
  });

  it('does not follow a link out of the root', async () => {
    const scan = await scanFolder({
      ...database,
      'etc/os-release': '-> ../../../../../../etc/os-release',
    });
    expect(scan.os).toBeUndefined();
    expect(rowOf(scan, 'os-release')).toMatchObject({ incomplete: true });
  });
});

describe('what is missing beside what is there', () => {
  it('is no fault where there is neither os-release nor a database (FROM scratch)', async () => {
    const scan = await scanFolder({ 'app/readme': 'x' });
    expect(scan.coverage.filter(({ incomplete }) => incomplete)).toEqual([]);
    expect(rowOf(scan, 'os-packages')?.reason).toMatch(/not applicable/);
  });

  it('is incomplete for a database without os-release', async () => {
    const scan = await scanFolder(database);
    expect(rowOf(scan, 'os-release')).toMatchObject({ incomplete: true });
    expect(rowOf(scan, 'os-packages')).toMatchObject({ incomplete: false });
  });

  it.each([
    ['no database', {}],
    ['an empty one', { 'var/lib/dpkg/status': '' }],
  ])('is incomplete for an os-release with %s', async (_, files) => {
    const scan = await scanFolder({ 'etc/os-release': 'ID=debian\nVERSION_ID=12\n', ...files });
    expect(rowOf(scan, 'os-packages')).toMatchObject({ incomplete: true, status: 'not-scanned' });
  });
});
