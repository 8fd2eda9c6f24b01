// POSIX ACLs as getxattr(2) gives them (linux/posix_acl_xattr.h): each file system writes them in a form of its own.

import type { Fields } from '../runtime/fields.ts';
import { damagedVolume } from './volume.ts';

interface AclEntry {
  readonly tag: number;
  readonly permissions: number;
  readonly id: number;
}

const user = 0x02;
const group = 0x08;
/** Tags that go with no user or group. */
const nobody = 0xffffffff;
const mostEntries = 8192;

function aclBytes(entries: readonly AclEntry[]): Uint8Array {
  const bytes = Buffer.alloc(4 + 8 * entries.length);
  bytes.writeUInt32LE(2, 0);
  for (const [index, { tag, permissions, id }] of entries.entries()) {
    bytes.writeUInt16LE(tag, 4 + 8 * index);
    bytes.writeUInt16LE(permissions, 6 + 8 * index);
    bytes.writeUInt32LE(tag === user || tag === group ? id : nobody, 8 + 8 * index);
  }
  return bytes;
}

/** From ext4's form (fs/ext4/acl.h): ids only where a tag needs one. */
export function aclFromExt(fields: Fields): Uint8Array {
  if (fields.u32(0) !== 1) throw damagedVolume(fields.where(), 'an ACL of an unknown version');
  const entries: AclEntry[] = [];
  for (let at = 4; at < fields.bytes.length; ) {
    const tag = fields.u16(at);
    const hasId = tag === user || tag === group;
    entries.push({ tag, permissions: fields.u16(at + 2), id: hasId ? fields.u32(at + 4) : nobody });
    at += hasId ? 8 : 4;
  }
  return aclBytes(entries);
}

/** From XFS's form (struct xfs_acl): a count, then entries of 12 bytes, big-endian. */
export function aclFromXfs(fields: Fields): Uint8Array {
  const count = fields.be32(0);
  if (count > mostEntries) throw damagedVolume(fields.where(), `an ACL of ${count} entries`);
  const entries: AclEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = 4 + 12 * index;
    entries.push({
      tag: fields.be32(at) & 0xffff,
      id: fields.be32(at + 4),
      permissions: fields.be16(at + 8),
    });
  }
  return aclBytes(entries);
}
