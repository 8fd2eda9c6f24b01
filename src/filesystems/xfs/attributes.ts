// Extended attributes of XFS: in the inode, in leaves, long values in blocks of their own
// (XFS Algorithms & Data Structures, «Extended Attributes»; xfs_da_format.h).

import { Fields } from '../../runtime/fields.ts';
import { aclFromXfs } from '../acl.ts';
import { type Extent, placeInExtents } from '../extents.ts';
import { beyondLimit, damagedVolume, readAll } from '../volume.ts';
import { extentsOf } from './block-map.ts';
import { type BlockForm, checkBlock } from './checksum.ts';
import type { Inode, XfsVolume } from './inode.ts';

const nodeMagic = 0x3ebe;
const leafMagic = 0x3bee;
const leafHeaderBytes = 80;
const nodeHeaderBytes = 64;
const valueHeaderBytes = 56;
/** Of Linux: no value is longer (XATTR_SIZE_MAX). */
const longestValue = 64 * 1024;
/** Of all attributes of a file. */
const mostAttributes = 65_536;
const deepest = 5;

const flags = { isLocal: 1, trusted: 2, security: 4, parent: 8, isIncomplete: 0x80 };

const indexBlock: BlockForm = {
  title: 'a block of extended attributes',
  magics: [nodeMagic, leafMagic],
  magicAt: 8,
  isShortMagic: true,
  checksumAt: 12,
  uuidAt: 32,
  ownerAt: 48,
  placeAt: 16,
};

const valueBlock: BlockForm = {
  title: 'the value of an extended attribute',
  magics: [0x5841524d],
  magicAt: 0,
  checksumAt: 12,
  uuidAt: 16,
  ownerAt: 32,
  placeAt: 40,
};

type Attributes = Map<string, Uint8Array>;

interface Walk {
  readonly xfs: XfsVolume;
  readonly inode: Inode;
  readonly extents: readonly Extent[];
  readonly attributes: Attributes;
}

/** ACLs have names of XFS's own. */
const aclNames: Readonly<Record<string, string>> = {
  'trusted.SGI_ACL_FILE': 'system.posix_acl_access',
  'trusted.SGI_ACL_DEFAULT': 'system.posix_acl_default',
};

function fullName(flag: number, name: string): string {
  if ((flag & flags.security) !== 0) return `security.${name}`;
  return `${(flag & flags.trusted) === 0 ? 'user' : 'trusted'}.${name}`;
}

/** Whether the attribute is one that getxattr(2) tells of: no pointer to a parent, and wholly written. */
function isTold(flag: number): boolean {
  return (flag & (flags.parent | flags.isIncomplete)) === 0;
}

function add(attributes: Attributes, name: string, value: Uint8Array, where: string): void {
  if (attributes.size >= mostAttributes) {
    throw beyondLimit(where, 'more extended attributes than any file has');
  }
  const acl = aclNames[name];
  // A copy: a view would keep the whole block alive.
  if (acl === undefined) attributes.set(name, value.slice());
  else attributes.set(acl, aclFromXfs(new Fields(value, where, 0)));
}

function takeShort(fields: Fields, attributes: Attributes): void {
  const count = fields.u8(2);
  let at = 4;
  for (let index = 0; index < count; index += 1) {
    const [nameBytes, valueBytes, flag] = [fields.u8(at), fields.u8(at + 1), fields.u8(at + 2)];
    const name = fullName(flag, fields.text(at + 3, nameBytes));
    const value = fields.slice(at + 3 + nameBytes, valueBytes);
    if (isTold(flag)) add(attributes, name, value, fields.where(at));
    at += 3 + nameBytes + valueBytes;
  }
}

async function readBlock(walk: Walk, block: number, form: BlockForm): Promise<Fields> {
  const { xfs, inode, extents } = walk;
  const { blockBytes, metaUuid } = xfs.superblock;
  const at = placeInExtents(extents, block * blockBytes);
  if (at === undefined) {
    throw damagedVolume(
      `${xfs.volume.name}, inode ${inode.number}`,
      `its extended attributes name block ${block}, which is none of theirs`,
    );
  }
  const fields = new Fields(await readAll(xfs.volume, at, blockBytes), xfs.volume.name, at);
  checkBlock(fields, form, metaUuid, inode.number, at);
  return fields;
}

async function readValue(
  walk: Walk,
  first: number,
  length: number,
  where: string,
): Promise<Uint8Array> {
  if (length > longestValue) throw damagedVolume(where, `an attribute of ${length} bytes`);
  const value = new Uint8Array(length);
  for (let done = 0, block = first; done < length; block += 1) {
    const fields = await readBlock(walk, block, valueBlock);
    const count = fields.be32(8);
    if (fields.be32(4) !== done || count === 0 || count > length - done) {
      throw damagedVolume(fields.where(4), 'the value of an extended attribute is not in order');
    }
    value.set(fields.slice(valueHeaderBytes, count), done);
    done += count;
  }
  return value;
}

async function takeLeaf(walk: Walk, fields: Fields): Promise<void> {
  const count = fields.be16(56);
  for (let index = 0; index < count; index += 1) {
    const entry = leafHeaderBytes + 8 * index;
    const [at, flag] = [fields.be16(entry + 4), fields.u8(entry + 6)];
    if (!isTold(flag)) continue;
    const where = fields.where(at);
    if ((flag & flags.isLocal) !== 0) {
      const nameBytes = fields.u8(at + 2);
      const value = fields.slice(at + 3 + nameBytes, fields.be16(at));
      add(walk.attributes, fullName(flag, fields.text(at + 3, nameBytes)), value, where);
    } else {
      const name = fullName(flag, fields.text(at + 9, fields.u8(at + 8)));
      add(
        walk.attributes,
        name,
        await readValue(walk, fields.be32(at), fields.be32(at + 4), where),
        where,
      );
    }
  }
}

/** The first leaf: down the leftmost way. */
async function firstLeaf(walk: Walk): Promise<Fields> {
  let fields = await readBlock(walk, 0, indexBlock);
  for (let level = 0; fields.be16(8) === nodeMagic; level += 1) {
    if (level > deepest) throw damagedVolume(fields.where(), 'attributes go round in circles');
    fields = await readBlock(walk, fields.be32(nodeHeaderBytes + 4), indexBlock);
  }
  return fields;
}

/** All attributes as getxattr(2) gives them; throws ScanError where a block is damaged. */
export async function attributesOf(
  xfs: XfsVolume,
  inode: Inode,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const attributes: Attributes = new Map();
  const { attributes: fork } = inode;
  if (fork === undefined || (fork.format === 'extents' && fork.extentCount === 0)) {
    return attributes;
  }
  if (fork.format === 'local') {
    takeShort(new Fields(fork.bytes, xfs.volume.name, fork.at), attributes);
    return attributes;
  }
  const extents = await extentsOf(xfs, inode, fork);
  const walk: Walk = { xfs, inode, extents, attributes };
  const seen = new Set<number>();
  for (let fields = await firstLeaf(walk); ; ) {
    await takeLeaf(walk, fields);
    const next = fields.be32(0);
    if (next === 0) return attributes;
    if (seen.has(next)) throw damagedVolume(fields.where(), 'attributes go round in circles');
    seen.add(next);
    fields = await readBlock(walk, next, indexBlock);
    if (fields.be16(8) !== leafMagic)
      throw damagedVolume(fields.where(), 'is no leaf of attributes');
  }
}
