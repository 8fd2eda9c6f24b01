import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../model/errors.ts';
import {
  parseAzureDiskId,
  parseExportable,
  parseResourceGroup,
  resourcePath,
} from './resource-id.ts';

const base = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute';
const inGroup = { subscription: 's', group: 'g' };

describe('parseAzureDiskId', () => {
  it.each([
    [`${base}/disks/d`, { kind: 'disk', ...inGroup, name: 'd' }],
    [`${base}/snapshots/d`, { kind: 'snapshot', ...inGroup, name: 'd' }],
    [`${base}/images/d`, { kind: 'image', ...inGroup, name: 'd' }],
    [`${base.slice(1)}/disks/d/`, { kind: 'disk', ...inGroup, name: 'd' }],
    [` ${base.toUpperCase()}/DISKS/d`, { kind: 'disk', subscription: 'S', group: 'G', name: 'd' }],
    [
      `${base}/galleries/l/images/i/versions/1.2.3`,
      { kind: 'gallery-version', ...inGroup, gallery: 'l', image: 'i', version: '1.2.3' },
    ],
    [
      `${base}/galleries/l/images/i/versions/LATEST`,
      { kind: 'gallery-version', ...inGroup, gallery: 'l', image: 'i', version: 'latest' },
    ],
    [
      `${base}/galleries/l/images/i`,
      { kind: 'gallery-version', ...inGroup, gallery: 'l', image: 'i', version: 'latest' },
    ],
    [
      'https://a.blob.core.windows.net/c/b.vhd?sig=x',
      { kind: 'blob', url: 'https://a.blob.core.windows.net/c/b.vhd?sig=x' },
    ],
  ])('%s', (text, expected) => {
    expect(parseAzureDiskId(text)).toEqual(expected);
  });

  it.each([
    ['a machine', `${base}/virtualMachines/m`, /OS disk/],
    ['a gallery', `${base}/galleries/l`, /versions\/latest/],
    ['a restore point', `${base}/restorePointCollections/c/restorePoints/p`, /restore point/],
    ['a version that is none', `${base}/galleries/l/images/i/versions/1.2`, /three numbers/],
    ['a part of a version', `${base}/galleries/l/images/i/versions/1.2.3/x`, /image version/],
    ['a community gallery', '/CommunityGalleries/c/Images/i/Versions/1.0.0', /subscriptions/],
    ['another provider', base.replace('Compute', 'Storage') + '/disks/d', /Name a managed disk/],
    ['a name alone', 'golden', /Name a managed disk/],
    ['nothing', '', /Name a managed disk/],
    ['a climbing name', `${base}/disks/..`, /Name a managed disk/],
    ['a name with a query', `${base}/disks/d?x=1`, /Name a managed disk/],
    ['an encoded name', `${base}/disks/a%2fb`, /Name a managed disk/],
    ['a plain http address', 'http://a.blob.core.windows.net/c/b.vhd', /Name a managed disk/],
    ['a container', 'https://a.blob.core.windows.net/c', /Name a managed disk/],
    ['no address', 'https://', /Name a managed disk/],
  ])('refuses %s, and says what to name', (_name, text, hint) => {
    expect(() => parseAzureDiskId(text)).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: expect.stringMatching(hint) }),
    );
  });

  it('shows no signature of what it refuses', () => {
    expect(() => parseAzureDiskId('http://a/b?sig=canary')).toThrow(/^(?!.*canary)/);
  });

  it('throws nothing but USAGE, and gives back what it wrote', () => {
    const part = fc.constantFrom(
      'subscriptions',
      's',
      'resourceGroups',
      'g',
      'providers',
      'Microsoft.Compute',
      'disks',
      'galleries',
      'images',
      'versions',
      '1.0.0',
      '',
      '..',
      '?',
      '%',
      'ö',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join('/')),
        ),
        (text) => {
          try {
            const id = parseAzureDiskId(text);
            if (id.kind !== 'blob') expect(parseAzureDiskId(resourcePath(id))).toEqual(id);
          } catch (error) {
            expect(error).toBeInstanceOf(UserError);
            expect(error).toMatchObject({ code: 'USAGE' });
          }
        },
      ),
    );
  });
});

describe('parseResourceGroup', () => {
  it.each([
    ['scratch', { subscription: 'own', group: 'scratch' }],
    ['/subscriptions/s/resourceGroups/scratch/', { subscription: 's', group: 'scratch' }],
    ['subscriptions/s/resourcegroups/scratch', { subscription: 's', group: 'scratch' }],
  ])('%s', (text, expected) => {
    expect(parseResourceGroup(text, 'own')).toEqual(expected);
  });

  it.each(['', 'a/b', '..', '/subscriptions/s', `${base}/disks/d`])('refuses %j', (text) => {
    expect(() => parseResourceGroup(text, 'own')).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });
});

describe('parseExportable', () => {
  it.each([
    [`${base}/disks/d`, 'disk'],
    [`${base}/snapshots/d`, 'snapshot'],
    [`${base}/images/d`, undefined],
    ['x', undefined],
  ])('%s: %s', (text, kind) => {
    expect(parseExportable(text)?.kind).toBe(kind);
  });
});
