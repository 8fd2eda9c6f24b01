import { describe, expect, it } from 'vitest';
import { Fields } from '../runtime/fields.ts';
import { aclFromExt, aclFromXfs } from './acl.ts';

const fields = (hex: string) => new Fields(Buffer.from(hex.replaceAll(' ', ''), 'hex'), 'disk', 7);

/** user::rw-, user:1000:rwx, group::r--, mask::rwx, other::r-- as getfattr(1) prints it. */
const told =
  '02000000 01000600ffffffff 02000700e8030000 04000400ffffffff 10000700ffffffff 20000400ffffffff';

describe('an ACL', () => {
  it.each([
    ['ext4', aclFromExt, '01000000 01000600 02000700e8030000 04000400 10000700 20000400'],
    [
      'XFS',
      aclFromXfs,
      '00000005 00000001ffffffff00060000 00000002000003e800070000 00000004ffffffff00040000 00000010ffffffff00070000 00000020ffffffff00040000',
    ],
  ])('of %s is told as getxattr tells it', (_, read, hex) => {
    expect(Buffer.from(read(fields(hex))).toString('hex')).toBe(told.replaceAll(' ', ''));
  });

  it.each([
    ['of another version', aclFromExt, '02000000'],
    ['that ends in an entry', aclFromExt, '01000000 0200'],
    ['without its id', aclFromExt, '01000000 02000700'],
    ['of too many entries', aclFromXfs, 'ffffffff'],
    ['of fewer entries than it counts', aclFromXfs, '00000002 00000001ffffffff00060000'],
  ])('%s is refused with its place', (_, read, hex) => {
    expect(() => read(fields(hex))).toThrow(/^disk, byte \d+: /);
  });
});
