import * as fc from 'fast-check';
import { PackageURL } from 'packageurl-js';
import { describe, expect, it } from 'vitest';
import type { OperatingSystem, PackageManager } from '../model/inventory.ts';
import { purlOf } from './purl.ts';

const os = (id: string, versionId?: string): OperatingSystem => ({
  id,
  idLike: [],
  ...(versionId ? { versionId } : {}),
});

describe('purlOf', () => {
  // The first of each type stands among the examples of purl-spec's type definitions.
  it.each<
    [PackageManager, string, string, string | undefined, OperatingSystem | undefined, string]
  >([
    [
      'dpkg',
      'curl',
      '7.50.3-1',
      'i386',
      os('debian', 'jessie'),
      'pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=debian-jessie',
    ],
    [
      'dpkg',
      'libx',
      '1:2.4.47-2+b1',
      'amd64',
      os('debian', '12'),
      'pkg:deb/debian/libx@1:2.4.47-2%2Bb1?arch=amd64&distro=debian-12',
    ],
    ['dpkg', 'x', '1', undefined, undefined, 'pkg:deb/x@1'],
    [
      'apk',
      'curl',
      '7.83.0-r0',
      'x86',
      os('alpine', '3.20.3'),
      'pkg:apk/alpine/curl@7.83.0-r0?arch=x86&distro=alpine-3.20.3',
    ],
    [
      'rpm',
      'curl',
      '7.50.3-1.fc25',
      'i386',
      os('fedora', '25'),
      'pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25',
    ],
    [
      'rpm',
      'openssl',
      '1:1.1.1k-12.el8_9',
      'x86_64',
      os('rocky', '8.9'),
      'pkg:rpm/rocky/openssl@1.1.1k-12.el8_9?arch=x86_64&distro=rocky-8.9&epoch=1',
    ],
    [
      'rpm',
      'x',
      '0:1-1',
      'noarch',
      os('rocky', '8.9'),
      'pkg:rpm/rocky/x@1-1?arch=noarch&distro=rocky-8.9',
    ],
    ['npm', 'foobar', '12.3.1', undefined, undefined, 'pkg:npm/foobar@12.3.1'],
    [
      'npm',
      '@angular/animation',
      '12.3.1',
      undefined,
      undefined,
      'pkg:npm/%40angular/animation@12.3.1',
    ],
    ['pypi', 'django', '1.11.1', undefined, undefined, 'pkg:pypi/django@1.11.1'],
    ['pypi', 'x', '1.0+local.1', undefined, undefined, 'pkg:pypi/x@1.0%2Blocal.1'],
    [
      'go',
      'google.golang.org/genproto',
      'v0.1.2',
      undefined,
      undefined,
      'pkg:golang/google.golang.org/genproto@v0.1.2',
    ],
    ['go', 'stdlib', '1.22.1', undefined, undefined, 'pkg:golang/stdlib@1.22.1'],
  ])('%s %s %s', (manager, name, version, architecture, system, expected) => {
    const purl = purlOf(
      { manager, name, version, ...(architecture ? { architecture } : {}) },
      system,
    );
    expect(PackageURL.fromString(purl)).toEqual(PackageURL.fromString(expected));
    expect(decodeURIComponent(purl)).toBe(decodeURIComponent(expected));
  });

  it('escapes what would break it', () => {
    const purl = purlOf({ manager: 'npm', name: 'a?b#c', version: '1 2@3' }, undefined);
    expect(PackageURL.fromString(purl)).toMatchObject({ name: 'a?b#c', version: '1 2@3' });
  });

  it.each<[PackageManager, string]>([
    ['go', 'a/'],
    ['npm', '@/'],
    ['npm', 'a\ud800'],
    ['dpkg', '/'],
  ])('names what can be no package of its type: %s %j', (manager, name) => {
    expect(purlOf({ manager, name, version: '1' }, os('', ''))).toMatch(/^pkg:[a-z]+\/\S+@1/);
  });

  it('never throws', () => {
    const managers = ['dpkg', 'apk', 'rpm', 'npm', 'pypi', 'go'] as const;
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.constantFrom(...managers), text, text, text, (manager, name, version, id) => {
        const purl = purlOf({ manager, name, version, architecture: id }, os(id, version));
        expect(purl.startsWith('pkg:')).toBe(true);
      }),
    );
  });
});
