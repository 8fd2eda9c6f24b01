// A volume group as its description says it: physical volumes, logical volumes, segments. lvm2, lib/format_text.
// Only what numbers can be trusted with: extents are checked before anything is read by them.

import { damaged } from '../byte-source.ts';
import { type LvmSection, type LvmValue, parseLvmText } from './lvm-text.ts';

const sectorBytes = 512;

export interface PhysicalVolume {
  /** As in the label: without hyphens. */
  readonly uuid: string;
  /** What the device was called when the group was last written; a hint only. */
  readonly device: string;
  /** Where its extents begin, in bytes. */
  readonly start: number;
  readonly extents: number;
}

export interface Stripe {
  /** The name of a physical volume within the description. */
  readonly physical: string;
  readonly firstExtent: number;
}

export interface Segment {
  readonly firstExtent: number;
  readonly extents: number;
  /** `striped` is linear as well, with one stripe. */
  readonly type: string;
  readonly stripes: readonly Stripe[];
  /** 0 where there is one stripe. */
  readonly stripeBytes: number;
}

export interface LogicalVolume {
  readonly name: string;
  readonly uuid: string;
  readonly extents: number;
  /** In order and without gaps. */
  readonly segments: readonly Segment[];
  readonly isVisible: boolean;
}

export interface VolumeGroup {
  readonly name: string;
  readonly uuid: string;
  /** Counts the changes: the highest is the present. */
  readonly sequence: number;
  readonly extentBytes: number;
  readonly physical: ReadonlyMap<string, PhysicalVolume>;
  readonly logical: readonly LogicalVolume[];
  /** Logical volumes that hold the changed blocks of others. */
  readonly snapshots: ReadonlySet<string>;
}

class Reader {
  readonly #section: LvmSection;
  readonly #where: string;

  constructor(section: LvmSection, where: string) {
    this.#section = section;
    this.#where = where;
  }

  fail(message: string): never {
    throw damaged(this.#where, message);
  }

  text(name: string, otherwise?: string): string {
    const value = this.#section.values.get(name) ?? otherwise;
    return typeof value === 'string' ? value : this.fail(`${name} is missing`);
  }

  /** A whole number from 0. */
  count(name: string, otherwise?: number): number {
    const value = this.#section.values.get(name) ?? otherwise;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      return this.fail(`${name} is missing or no count`);
    }
    return value;
  }

  list(name: string): readonly (number | string)[] {
    const value: LvmValue = this.#section.values.get(name) ?? [];
    return Array.isArray(value) ? value : [];
  }

  children(name?: string): [string, Reader][] {
    const parent = name === undefined ? this.#section : this.#section.sections.get(name);
    return [...(parent?.sections ?? [])].map(([key, section]) => [
      key,
      new Reader(section, `${this.#where} ${key}`),
    ]);
  }
}

function stripesOf(reader: Reader): Stripe[] {
  const list = reader.list('stripes');
  const stripes: Stripe[] = [];
  for (let index = 0; index < list.length; index += 2) {
    const physical = list[index];
    const firstExtent = list[index + 1];
    if (
      typeof physical !== 'string' ||
      typeof firstExtent !== 'number' ||
      !Number.isSafeInteger(firstExtent) ||
      firstExtent < 0
    ) {
      return reader.fail('its stripes are no pairs of a name and an extent');
    }
    stripes.push({ physical, firstExtent });
  }
  return stripes;
}

function segmentOf(reader: Reader): Segment {
  const stripes = stripesOf(reader);
  const segment = {
    firstExtent: reader.count('start_extent'),
    extents: reader.count('extent_count'),
    type: reader.text('type'),
    stripes,
    stripeBytes: reader.count('stripe_size', 0) * sectorBytes,
  };
  if (segment.type !== 'striped') return segment;
  if (stripes.length === 0 || stripes.length !== reader.count('stripe_count')) {
    return reader.fail('it has another number of stripes than it says');
  }
  if (stripes.length > 1 && (segment.stripeBytes === 0 || segment.extents % stripes.length !== 0)) {
    return reader.fail('its extents cannot be dealt out over its stripes');
  }
  return segment;
}

function logicalOf(name: string, reader: Reader, extentBytes: number): LogicalVolume {
  const segments = reader
    .children()
    .filter(([key]) => /^segment\d+$/.test(key))
    .map(([, child]) => segmentOf(child))
    .sort((left, right) => left.firstExtent - right.firstExtent);
  let extents = 0;
  for (const segment of segments) {
    if (segment.firstExtent !== extents || segment.extents === 0) {
      return reader.fail('its segments leave a gap or overlap');
    }
    extents += segment.extents;
  }
  if (!Number.isSafeInteger(extents * extentBytes))
    return reader.fail('it is larger than any disk');
  return {
    name,
    uuid: reader.text('id'),
    extents,
    segments,
    isVisible: reader.list('status').includes('VISIBLE'),
  };
}

/** The names of the volumes that snapshots keep their blocks in, and of origins that a snapshot is merging into. */
function snapshotsOf(volumes: readonly [string, Reader][]): Set<string> {
  const names = new Set<string>();
  for (const [, volume] of volumes) {
    for (const [, segment] of volume.children()) {
      if (segment.text('type', '') !== 'snapshot') continue;
      const store = segment.text('cow_store', '');
      if (store !== '') names.add(store);
      else {
        names.add(segment.text('merging_store', ''));
        names.add(segment.text('origin', ''));
      }
    }
  }
  return names;
}

/** Throws ScanError where the description is not one or its numbers cannot be. */
export function parseVolumeGroup(text: string, where: string): VolumeGroup {
  const root = new Reader(parseLvmText(text, where), `${where}, LVM2 description`);
  const groups = root.children();
  const [only] = groups;
  if (only === undefined || groups.length !== 1) return root.fail('does not name one group');
  const [name, group] = only;
  const extentBytes = group.count('extent_size') * sectorBytes;
  if (extentBytes === 0) return group.fail('extents cannot have no bytes');
  const physical = new Map<string, PhysicalVolume>();
  for (const [key, reader] of group.children('physical_volumes')) {
    physical.set(key, {
      uuid: reader.text('id').replaceAll('-', ''),
      device: reader.text('device', ''),
      start: reader.count('pe_start') * sectorBytes,
      extents: reader.count('pe_count'),
    });
  }
  const volumes = group.children('logical_volumes');
  return {
    name,
    uuid: group.text('id'),
    sequence: group.count('seqno'),
    extentBytes,
    physical,
    logical: volumes.map(([key, reader]) => logicalOf(key, reader, extentBytes)),
    snapshots: snapshotsOf(volumes),
  };
}
