// Sparse VMDKs in one file: monolithicSparse, and streamOptimized with its compressed grains and its header at the end.
// VMware, Virtual Disk Format 5.0. Little-endian, places in sectors.

import { Fields } from '../../runtime/fields.ts';
import { type ByteSource, damaged, placeOf, readExactly, unsupported } from '../byte-source.ts';
import { mappedSource, type Run } from '../mapped-source.ts';
import { type Container, mostDiskBytes } from './container.ts';
import { createInflated, type Inflated } from './inflated.ts';
import { onlyExtent, parseVmdkDescriptor } from './vmdk-descriptor.ts';

const sectorBytes = 512;
const headerBytes = 512;
const directoryAtEnd = 0xffff_ffff_ffff_ffffn;
const zeroGrains = 1 << 2;
const compressedGrains = 1 << 16;
const markers = 1 << 17;
const deflate = 1;
const mostGrainBytes = 16 * 1024 * 1024;
const mostPerTable = 512;
const mostDescriptorBytes = 1024 * 1024;

interface Header {
  readonly version: number;
  readonly sizeBytes: number;
  readonly grainBytes: number;
  readonly perTable: number;
  readonly directory: number;
  readonly descriptorOffset: number;
  readonly descriptorBytes: number;
  readonly hasZeroGrains: boolean;
  readonly isCompressed: boolean;
  readonly hasMarkers: boolean;
}

function inSectors(fields: Fields, at: number): number {
  const bytes = fields.u64(at) * sectorBytes;
  if (!Number.isSafeInteger(bytes)) throw damaged(fields.where(at), 'a place beyond any disk');
  return bytes;
}

async function headerFields(file: ByteSource, offset: number): Promise<Fields> {
  const fields = new Fields(await readExactly(file, offset, headerBytes), file.name, offset);
  if (fields.text(0, 4) !== 'KDMV') throw damaged(fields.where(), 'no VMDK header is there');
  return fields;
}

async function readHeader(file: ByteSource): Promise<Header> {
  const first = await headerFields(file, 0);
  // A stream's directory is written last: the header in the footer knows where, two sectors before the end.
  const isAtEnd = first.big64(56) === directoryAtEnd;
  const fields = isAtEnd ? await headerFields(file, file.size - 2 * sectorBytes) : first;
  const version = fields.u32(4);
  if (version < 1 || version > 3) {
    throw unsupported(fields.where(4), `VMDK of version ${version} is not read`, 'Convert it.');
  }
  const flags = fields.u32(8);
  const sizeBytes = inSectors(fields, 12);
  if (sizeBytes === 0 || sizeBytes > mostDiskBytes) {
    throw damaged(fields.where(12), `the disk's size cannot be ${sizeBytes} bytes`);
  }
  const grainBytes = inSectors(fields, 20);
  const grainSectors = grainBytes / sectorBytes;
  if (
    grainBytes === 0 ||
    grainBytes > mostGrainBytes ||
    (grainSectors & (grainSectors - 1)) !== 0
  ) {
    throw damaged(fields.where(20), `grains cannot have ${grainBytes} bytes`);
  }
  const perTable = fields.u32(44);
  if (perTable === 0 || perTable > mostPerTable) {
    throw damaged(fields.where(44), `a table cannot have ${perTable} grains`);
  }
  const isCompressed = (flags & compressedGrains) !== 0;
  if (isCompressed && fields.u16(77) !== deflate) {
    throw damaged(fields.where(77), `compression of type ${fields.u16(77)} is not known`);
  }
  return {
    version,
    sizeBytes,
    grainBytes,
    perTable,
    directory: inSectors(fields, 56),
    // The footer of a stream need not repeat where the descriptor is.
    descriptorOffset: inSectors(first, 28),
    descriptorBytes: inSectors(first, 36),
    hasZeroGrains: (flags & zeroGrains) !== 0,
    isCompressed,
    hasMarkers: (flags & markers) !== 0,
  };
}

async function readDescriptor(file: ByteSource, header: Header): Promise<string> {
  const { descriptorOffset, descriptorBytes } = header;
  if (descriptorBytes > mostDescriptorBytes) {
    throw damaged(placeOf(file, 36), `a descriptor cannot have ${descriptorBytes} bytes`);
  }
  const bytes = await readExactly(file, descriptorOffset, descriptorBytes);
  const [text = ''] = Buffer.from(bytes).toString('utf8').split('\0', 1);
  // The parts of a split disk have no descriptor, or room for one only.
  if (descriptorOffset === 0 || text.trim() === '') {
    throw unsupported(
      file.name,
      'is one part of a split VMDK',
      'Convert the whole disk into one file: qemu-img convert -O vmdk DESCRIPTOR.vmdk disk.vmdk',
    );
  }
  const where = placeOf(file, descriptorOffset);
  const descriptor = parseVmdkDescriptor(text, where);
  const extent = onlyExtent(descriptor, ['monolithicSparse', 'streamOptimized'], where);
  if (extent.type !== 'SPARSE') {
    throw damaged(where, `a sparse VMDK cannot have an extent of type ${extent.type}`);
  }
  return descriptor.createType;
}

/** The bytes of a compressed grain. Its marker repeats which grain it is. */
async function loadGrain(
  file: ByteSource,
  header: Header,
  at: number,
  grain: number,
): Promise<Uint8Array> {
  const mostBytes = 2 * header.grainBytes;
  if (!header.hasMarkers) return file.read(at, mostBytes);
  const marker = new Fields(await readExactly(file, at, 12), file.name, at);
  if (marker.u64(0) * sectorBytes !== grain * header.grainBytes) {
    throw damaged(marker.where(), 'the grain that is there is another one');
  }
  const length = marker.u32(8);
  if (length > mostBytes) {
    throw damaged(marker.where(8), `a compressed grain cannot have ${length} bytes`);
  }
  return readExactly(file, at + 12, length);
}

async function locateGrain(
  file: ByteSource,
  header: Header,
  inflated: Inflated,
  offset: number,
): Promise<Run> {
  const { grainBytes, perTable } = header;
  const grain = Math.floor(offset / grainBytes);
  const within = offset - grain * grainBytes;
  const length = Math.min(grainBytes - within, header.sizeBytes - offset);
  const entry = async (at: number) =>
    new Fields(await readExactly(file, at, 4), file.name, at).u32(0);
  const table = await entry(header.directory + Math.floor(grain / perTable) * 4);
  if (table === 0) return { kind: 'zeros', length };
  const sector = await entry(table * sectorBytes + (grain % perTable) * 4);
  if (sector === 0 || (sector === 1 && header.hasZeroGrains)) return { kind: 'zeros', length };
  const at = sector * sectorBytes;
  if (!header.isCompressed) return { kind: 'stored', source: file, offset: at + within, length };
  return {
    kind: 'made',
    length,
    skip: within,
    make: () => inflated.get(at, placeOf(file, at), () => loadGrain(file, header, at, grain)),
  };
}

export async function openSparseVmdk(file: ByteSource): Promise<Container> {
  const header = await readHeader(file);
  const createType = await readDescriptor(file, header);
  const inflated = createInflated('zlib', header.grainBytes);
  const disk = mappedSource({
    name: file.name,
    size: header.sizeBytes,
    locate: (offset) => locateGrain(file, header, inflated, offset),
    close: () => file.close(),
  });
  return { format: `VMDK (${createType})`, disk, notes: [] };
}
