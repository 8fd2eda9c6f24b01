import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isApproved } from './approved-images.ts';
import type { Image } from './image.ts';
import { supportEndOf } from './image-support.ts';

// Offers as Azure's marketplace spells them (az vm image list) and as the quickstarts use them.
describe('the ends of support', () => {
  it.each([
    ['Canonical', 'UbuntuServer', '14.04.5-LTS', 'Ubuntu 14.04'],
    ['Canonical', 'UbuntuServer', '16.04-LTS', 'Ubuntu 16.04'],
    ['canonical', 'UbuntuServer', '18_04-lts-gen2', 'Ubuntu 18.04'],
    ['Canonical', '0001-com-ubuntu-server-bionic', '18_04-lts', 'Ubuntu 18.04'],
    ['Canonical', '0001-com-ubuntu-server-focal', '20_04-lts-gen2', 'Ubuntu 20.04'],
    ['Canonical', 'UbuntuServer', '19.10-DAILY', 'an interim Ubuntu release'],
    ['Canonical', '0001-com-ubuntu-server-jammy', '22_04-lts-gen2', undefined],
    ['Canonical', 'ubuntu-24_04-lts', 'server', undefined],
    ['OpenLogic', 'CentOS', '7.5', 'CentOS 7'],
    ['OpenLogic', 'CentOS-HPC', '6.5', 'CentOS 6'],
    ['credativ', 'Debian', '9', 'Debian 9'],
    ['Debian', 'debian-10', '10-gen2', 'Debian 10'],
    ['Debian', 'debian-12', '12-gen2', undefined],
    ['RedHat', 'RHEL', '7.8', 'Red Hat Enterprise Linux 7'],
    ['RedHat', 'RHEL', '7-LVM', 'Red Hat Enterprise Linux 7'],
    ['RedHat', 'RHEL', '8-lvm-gen2', undefined],
    ['SUSE', 'SLES', '12-SP4', 'SUSE Linux Enterprise Server 12'],
    ['SUSE', 'sles-15-sp3', 'gen2', 'SUSE Linux Enterprise Server 15 before SP6'],
    ['SUSE', 'sles-15-sp6', 'gen2', 'SUSE Linux Enterprise Server 15 SP6'],
    ['SUSE', 'sles-15-sp7', 'gen2', undefined],
    ['Canonical', 'ubuntu-25_04', 'server', 'Ubuntu 25.04'],
    ['MicrosoftCBLMariner', 'cbl-mariner', 'cbl-mariner-2-gen2', 'CBL-Mariner'],
    ['CoreOS', 'CoreOS', 'Stable', 'Container Linux'],
    ['Oracle', 'Oracle-Linux', '7.9', 'Oracle Linux 7'],
    ['Oracle', 'Oracle-Linux', 'ol79-gen2', 'Oracle Linux 7'],
    ['Oracle', 'Oracle-Linux', 'ol94-lvm', undefined],
    ['MicrosoftWindowsServer', 'WindowsServer', '2008-R2-SP1', 'Windows Server 2008 R2'],
    ['MicrosoftWindowsServer', 'WindowsServer', '2012-R2-Datacenter', 'Windows Server 2012'],
    ['MicrosoftSQLServer', 'SQL2014SP2-WS2012R2', 'Enterprise', 'Windows Server 2012'],
    ['MicrosoftWindowsServer', 'WindowsServer', '2016-Datacenter', 'Windows Server 2016'],
    ['MicrosoftWindowsServer', 'WindowsServer', '2019-Datacenter', undefined],
    ['MicrosoftWindowsServer', 'WindowsServer', '2022-datacenter-azure-edition', undefined],
    [
      'MicrosoftWindowsServer',
      'WindowsServerSemiAnnual',
      'Datacenter-Core-1709-smalldisk',
      'a semi-annual release of Windows Server',
    ],
    ['MicrosoftWindowsDesktop', 'Windows-10', '20h2-pro', 'Windows 10'],
    ['MicrosoftWindowsDesktop', 'Windows-10', 'win10-22h2-pro-g2', 'Windows 10'],
    ['MicrosoftWindowsDesktop', 'windows-11', 'win11-24h2-pro', undefined],
    ['', '', '', undefined],
  ])('knows %s %s %s', (publisher, offer, sku, system) => {
    expect(supportEndOf(publisher, offer, sku)?.system).toBe(system);
  });
});

describe('approved images', () => {
  const place = {} as Image['place'];
  const gallery: Image = { kind: 'id', id: '/subscriptions/A/g/images/base/versions/1.2', place };
  const community: Image = { kind: 'community', id: '/CommunityGalleries/pub/Images/i', place };

  it.each([
    [gallery, '/subscriptions/a/g/images/*/versions/*', true],
    [gallery, '/subscriptions/a/g/images/base/versions/1.2', true],
    [gallery, '/subscriptions/a/**', true],
    [gallery, '/subscriptions/*', true],
    [gallery, '/subscriptions/b/*', false],
    [gallery, '/subscriptions/a/g/images/b*/versions/1.*', true],
    [gallery, 'images/base', false],
    [community, '**', false],
    [community, '/communityGalleries/pub/**', true],
    [gallery, '*'.repeat(501), false],
  ])('%j by %s', (image, pattern, expected) => {
    expect(isApproved(image, [pattern])).toBe(expected);
  });

  it('agrees with a regular expression made of the pattern', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', ':', '.') });
    const pattern = fc.string({
      unit: fc.constantFrom('a', 'b', '/', ':', '.', '*'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, pattern, (id, glob) => {
        const source = glob.replaceAll('.', '\\.').replaceAll('*', '.*');
        const expected = new RegExp(`^${source}$`).test(id);
        expect(isApproved({ kind: 'id', id, place }, [glob])).toBe(expected);
      }),
    );
  });

  it('stays fast with many stars', () => {
    const image: Image = { kind: 'id', id: 'a'.repeat(2000), place };
    const start = performance.now();
    expect(isApproved(image, [`${'**a'.repeat(160)}b`])).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
