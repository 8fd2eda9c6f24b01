// VHD: fixed and dynamic. Virtual Hard Disk Image Format Specification, version 1.0 (Microsoft, 2006). Big-endian.
// The disk's size is the footer's Current Size; the geometry beside it is a rounded one.

import { Fields } from '../../runtime/fields.ts';
import type { ByteSource } from '../byte-source.ts';
import { damaged, placeOf, readExactly, truncated, unsupported, windowOf } from '../byte-source.ts';
import { mappedSource } from '../mapped-source.ts';
import { type Container, type ContainerFormat, hasText, mostDiskBytes } from './container.ts';

const sectorBytes = 512;
const footerBytes = 512;
const headerBytes = 1024;
const unused = 0xffffffff;
const mostBlockBytes = 256 * 1024 * 1024;

interface Footer {
  readonly type: number;
  readonly sizeBytes: number;
  readonly headerOffset: number;
}

/** The one's complement of the sum of all bytes but the checksum's own. */
function isSummed(fields: Fields, checksumAt: number): boolean {
  let sum = 0;
  for (const [at, byte] of fields.bytes.entries()) {
    if (at < checksumAt || at >= checksumAt + 4) sum += byte;
  }
  return ~sum >>> 0 === fields.be32(checksumAt);
}

function isFooter(bytes: Uint8Array): boolean {
  return (
    hasText(bytes, 0, 'conectix') &&
    isSummed(new Fields(bytes.subarray(0, footerBytes), 'VHD', 0), 64)
  );
}

function parseFooter(bytes: Uint8Array, name: string, offset: number): Footer {
  const fields = new Fields(bytes, name, offset);
  const sizeBytes = fields.be64(48);
  const type = fields.be32(60);
  if (sizeBytes === 0 || sizeBytes > mostDiskBytes) {
    throw damaged(fields.where(48), `the disk's size cannot be ${sizeBytes} bytes`);
  }
  return { type, sizeBytes, headerOffset: type === 3 ? fields.be64(16) : 0 };
}

/** The footer at the end, else its copy at the start (dynamic disks have one). */
async function readFooter(
  file: ByteSource,
): Promise<{ readonly footer: Footer; readonly notes: readonly string[] }> {
  const end = Math.max(0, file.size - footerBytes);
  const last = await file.read(end, footerBytes);
  if (isFooter(last)) return { footer: parseFooter(last, file.name, end), notes: [] };
  const first = await file.read(0, footerBytes);
  if (!isFooter(first)) {
    throw damaged(
      placeOf(file, end),
      "the VHD footer's checksum is wrong, and there is no copy of it",
      'Export or copy the disk again.',
    );
  }
  return {
    footer: parseFooter(first, file.name, 0),
    notes: ['the VHD footer at the end is damaged or missing: its copy at the start was used'],
  };
}

interface DynamicHeader {
  readonly tableOffset: number;
  readonly entries: number;
  readonly blockBytes: number;
}

async function readDynamicHeader(file: ByteSource, footer: Footer): Promise<DynamicHeader> {
  const offset = footer.headerOffset;
  const fields = new Fields(await readExactly(file, offset, headerBytes), file.name, offset);
  if (fields.text(0, 8) !== 'cxsparse') {
    throw damaged(fields.where(), 'the header of a dynamic VHD does not start with cxsparse');
  }
  if (!isSummed(fields, 36)) {
    throw damaged(fields.where(36), "the checksum of the dynamic VHD's header is wrong");
  }
  const blockBytes = fields.be32(32);
  if (
    blockBytes < sectorBytes ||
    blockBytes > mostBlockBytes ||
    (blockBytes & -blockBytes) !== blockBytes
  ) {
    throw damaged(fields.where(32), `blocks cannot have ${blockBytes} bytes`);
  }
  const entries = fields.be32(28);
  if (entries * blockBytes < footer.sizeBytes) {
    throw damaged(fields.where(28), `${entries} blocks are too few for ${footer.sizeBytes} bytes`);
  }
  return { tableOffset: fields.be64(16), entries, blockBytes };
}

/** The sector bitmaps before the blocks are left alone: they matter to differencing disks only. */
async function openDynamic(file: ByteSource, footer: Footer): Promise<ByteSource> {
  const { tableOffset, blockBytes } = await readDynamicHeader(file, footer);
  const bitmapBytes = Math.ceil(blockBytes / sectorBytes / 8 / sectorBytes) * sectorBytes;
  return mappedSource({
    name: file.name,
    size: footer.sizeBytes,
    async locate(offset) {
      const block = Math.floor(offset / blockBytes);
      const within = offset - block * blockBytes;
      const length = blockBytes - within;
      const at = tableOffset + block * 4;
      const sector = new Fields(await readExactly(file, at, 4), file.name, at).be32(0);
      if (sector === unused) return { kind: 'zeros', length };
      const start = sector * sectorBytes + bitmapBytes + within;
      return { kind: 'stored', source: file, offset: start, length };
    },
    close: () => file.close(),
  });
}

export const vhd: ContainerFormat = {
  id: 'vhd',
  recognise: ({ head, tail }) => hasText(head, 0, 'conectix') || hasText(tail, 0, 'conectix'),
  async open(file): Promise<Container> {
    const { footer, notes } = await readFooter(file);
    switch (footer.type) {
      case 2: {
        const room = file.size - footerBytes;
        if (footer.sizeBytes > room) throw truncated(file, room, footer.sizeBytes);
        const whole = windowOf(file, 0, footer.sizeBytes, file.name);
        return { format: 'VHD (fixed)', disk: { ...whole, close: () => file.close() }, notes };
      }
      case 3:
        return { format: 'VHD (dynamic)', disk: await openDynamic(file, footer), notes };
      case 4:
        throw unsupported(
          file.name,
          'is a differencing VHD, whose other half is in a parent file',
          'Merge it into its parent, or convert it to a fixed VHD.',
        );
      default:
        throw damaged(file.name, `VHD disks of type ${footer.type} do not exist`);
    }
  },
};
