// What a volume holds, told by its bytes: a file system that we read, a part of a group, nothing by design, or
// something unread that a report must name.

import { isZero } from '../runtime/fields.ts';
import type { ByteSource } from './byte-source.ts';
import { identityOf, type VolumeIdentity } from './volumes/identity.ts';
import { type Ends, probeEnds, probeInside, readEnds } from './volumes/probes.ts';
import { emptyByType, type Holds, type Signature, signatures } from './volumes/signatures.ts';

export interface VolumeContent extends VolumeIdentity {
  /** `ext`, `xfs`, `btrfs`, `ntfs`, `fat`, `swap`, `luks`, `lvm` …; `empty`, `unknown`, `ambiguous`, `unreadable`. */
  readonly kind: string;
  /** As a report names it. */
  readonly title: string;
  readonly holds: Holds;
  /** With `unread`: why, and what to do. */
  readonly reason?: string;
}

/** What an empty volume is looked at: its start, its end, and places between. */
const startBytes = 1024 * 1024 + 64;
const endBytes = 64 * 1024;
const samples = 32;
const sampleBytes = 4096;

function matches({ head, tail }: Ends, { at, text }: Signature): boolean {
  const [bytes, start] = at < 0 ? [tail, tail.length + at] : [head, at];
  if (start < 0) return false;
  return Buffer.from(bytes.subarray(start, start + text.length)).toString('latin1') === text;
}

function reasonOf(title: string, hint?: string): string {
  return `${title} is not read${hint === undefined ? '' : `. ${hint}`}`;
}

function contentOf({ kind, title, holds, hint }: Signature): VolumeContent {
  return { kind, title, holds, ...(holds === 'unread' ? { reason: reasonOf(title, hint) } : {}) };
}

/** One of each kind, the outermost only. */
function distinct(found: readonly Signature[]): Signature[] {
  const outer = found.filter(({ isOuter }) => isOuter === true);
  const kinds = new Map((outer.length > 0 ? outer : found).map((one) => [one.kind, one]));
  return [...kinds.values()];
}

/** Whether the start, the end, and places between them are zero. */
async function looksEmpty(volume: ByteSource): Promise<boolean> {
  if (!isZero(await volume.read(0, startBytes))) return false;
  const step = Math.max(sampleBytes, Math.floor(volume.size / samples / sampleBytes) * sampleBytes);
  const places = [Math.max(0, volume.size - endBytes)];
  for (let at = step; at < volume.size; at += step) places.push(at);
  const isEach = await Promise.all(
    places.map(async (at) =>
      isZero(await volume.read(at, at === places[0] ? endBytes : sampleBytes)),
    ),
  );
  return isEach.every(Boolean);
}

async function contentWithoutSignature(
  volume: ByteSource,
  partitionType: string | undefined,
): Promise<VolumeContent> {
  const byType = emptyByType.get(partitionType ?? '');
  if (byType !== undefined) return { kind: 'boot', title: byType, holds: 'nothing' };
  const inside = await probeInside(volume);
  if (inside !== undefined) return contentOf(inside);
  if (await looksEmpty(volume)) return { kind: 'empty', title: 'empty', holds: 'nothing' };
  return {
    kind: 'unknown',
    title: 'unknown content',
    holds: 'unread',
    reason: 'its content is not known: no file system, or one whose start is damaged or encrypted',
  };
}

/** `partitionType`: as `Partition.type` has it. Throws nothing about the content; a volume that cannot be read is `unreadable`. */
export async function classifyVolume(
  volume: ByteSource,
  partitionType?: string,
): Promise<VolumeContent> {
  try {
    const ends = await readEnds(volume);
    const found = signatures.filter((signature) => matches(ends, signature));
    found.push(...probeEnds(ends));
    const [first, second] = distinct(found);
    if (first === undefined) return await contentWithoutSignature(volume, partitionType);
    if (second === undefined) {
      return { ...contentOf(first), ...identityOf(first.kind, ends.head) };
    }
    return {
      kind: 'ambiguous',
      title: `${first.title} or ${second.title}`,
      holds: 'unread',
      reason: `it has the signatures of ${first.title} and of ${second.title}: wipe the one that is left over (wipefs)`,
    };
  } catch (error) {
    return {
      kind: 'unreadable',
      title: 'unreadable',
      holds: 'unread',
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}
