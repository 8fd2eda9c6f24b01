// NTFS reparse points ([MS-FSCC] 2.1.2): symbolic links, junctions, and content that a filter driver gives when Windows
// runs, which is not on the volume as it reads.

import { Fields } from '../../runtime/fields.ts';
import { damagedVolume, unsupportedVolume } from '../volume.ts';
import { utf16Text } from './records.ts';

export type Reparse =
  | { readonly kind: 'link'; readonly target: string }
  /** A socket, pipe or device of the Linux subsystem. */
  | { readonly kind: 'special' }
  /** A mark that leaves the file's content alone. */
  | { readonly kind: 'mark' }
  | { readonly kind: 'unread'; readonly what: string };

const tags = {
  mountPoint: 0xa000_0003,
  symlink: 0xa000_000c,
  linuxSymlink: 0xa000_001d,
} as const;

const special: readonly number[] = [0x8000_0023, 0x8000_0024, 0x8000_0025, 0x8000_0026];
/** An alias of a store application: the file itself is empty. */
const marks: readonly number[] = [0x8000_001b];

const unread: Readonly<Record<number, string>> = {
  0x8000_0013: 'its content is in the store of data deduplication',
  0x8000_0017: 'its content is compressed by Windows (WOF, "compact")',
  0x8000_0018: 'its content is in the layers of a Windows container',
  0x9000_1018: 'its content is in the layers of a Windows container',
};

/**
 * A Windows path for a tree with slashes: the drive is taken for the volume itself; a volume without a letter stays a
 * name that no tree has.
 */
function treePath(path: string): string {
  const native = path.replace(/^\\\?\?\\|^\\\\[?.]\\/, '');
  const local = native.replace(/^[A-Za-z]:(?=\\|$)/, '');
  const slashes = local.replaceAll('\\', '/');
  const isAbsolute = native !== path || local !== native;
  const text = isAbsolute && !slashes.startsWith('/') ? `/${slashes}` : slashes;
  return text.length > 1 ? text.replace(/\/+$/, '') : text;
}

/** What a reparse point means. Throws ScanError where its bytes cannot be. */
export function parseReparse(bytes: Uint8Array, where: string): Reparse {
  const fields = new Fields(bytes, `${where}, reparse point`, 0);
  const tag = fields.u32(0);
  if (tag === tags.mountPoint || tag === tags.symlink) {
    const names = tag === tags.symlink ? 20 : 16;
    const text = (at: number) =>
      utf16Text(fields.slice(names + fields.u16(at), fields.u16(at + 2) & ~1));
    const target = text(8) || text(12);
    if (target === '') throw damagedVolume(fields.where(8), 'a link names no target');
    return { kind: 'link', target: treePath(target) };
  }
  if (tag === tags.linuxSymlink) {
    const length = fields.u16(4);
    const target = Buffer.from(fields.slice(12, Math.max(0, length - 4))).toString('utf8');
    return { kind: 'link', target };
  }
  if (special.includes(tag)) return { kind: 'special' };
  if (marks.includes(tag)) return { kind: 'mark' };
  const what = unread[tag] ?? `its content is a filter's (reparse tag 0x${tag.toString(16)})`;
  return { kind: 'unread', what };
}

/** For reading what a filter driver would give. */
export function refuseReparse(where: string, what: string): Error {
  return unsupportedVolume(
    where,
    what,
    'Expand it before the image is captured (compact /u /exe, or fsutil), or accept it in the policy.',
  );
}
