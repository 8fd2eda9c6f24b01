// VHDX, fixed and dynamic. [MS-VHDX]: metadata (2.6) say the sizes, the block allocation table (2.5) says where each
// block lies. Of every chunk of blocks one more entry follows, for a bitmap that only differencing disks use.

import { Fields } from '../../runtime/fields.ts';
import { type ByteSource, damaged, placeOf, readExactly, unsupported } from '../byte-source.ts';
import { mappedSource } from '../mapped-source.ts';
import { type Container, type ContainerFormat, hasText, mostDiskBytes } from './container.ts';
import { type Region, readRegions, readVhdxHeader } from './vhdx-header.ts';
import { withLog } from './vhdx-log.ts';

const mib = 1024 * 1024;
const tableBytes = 64 * 1024;
const mostItems = 2047;
const items = {
  parameters: 'caa16737-fa36-4d43-b3b6-33f0aa44e76b',
  size: '2fa54224-cd1b-4876-b211-5dbed83bf4b8',
  sector: '8141bf1d-a96f-4709-ba47-f233a8faab5f',
  physicalSector: 'cda348c7-445d-4471-9cc9-e9885251c556',
  identity: 'beca12ab-b2e6-4523-93ef-c309e000c746',
  parent: 'a8d35f2d-b30b-454d-abf7-d3d84834ab0c',
} as const;
const knownItems: ReadonlySet<string> = new Set(Object.values(items));
const hasParent = 2;

/** The states of a block that hold nothing: not present, undefined, zero, unmapped. */
const emptyStates: ReadonlySet<number> = new Set([0, 1, 2, 3]);
const present = 6;

interface Metadata {
  readonly blockBytes: number;
  readonly sizeBytes: number;
  readonly sectorBytes: number;
}

async function itemsOf(file: ByteSource, region: Region): Promise<ReadonlyMap<string, Region>> {
  const table = new Fields(
    await readExactly(file, region.offset, tableBytes),
    file.name,
    region.offset,
  );
  if (table.text(0, 8) !== 'metadata') {
    throw damaged(table.where(), 'no table of metadata is there');
  }
  const count = table.u16(10);
  if (count > mostItems) throw damaged(table.where(10), `${count} items of metadata cannot be`);
  const found = new Map<string, Region>();
  for (let index = 0; index < count; index += 1) {
    const at = 32 + 32 * index;
    const guid = table.guid(at);
    const isUser = (table.u32(at + 24) & 1) !== 0;
    if (isUser) continue;
    if (!knownItems.has(guid) && (table.u32(at + 24) & 4) !== 0) {
      throw unsupported(
        table.where(at),
        `needs metadata that are not known (${guid})`,
        'Convert it.',
      );
    }
    if (found.has(guid)) throw damaged(table.where(at), 'an item of metadata stands twice');
    found.set(guid, { offset: region.offset + table.u32(at + 16), length: table.u32(at + 20) });
  }
  return found;
}

async function readMetadata(file: ByteSource, region: Region): Promise<Metadata> {
  const found = await itemsOf(file, region);
  const item = async (guid: string, length: number) => {
    const place = found.get(guid);
    if (place === undefined || place.length < length) {
      throw damaged(placeOf(file, region.offset), `lacks the metadata ${guid}`);
    }
    return new Fields(await readExactly(file, place.offset, length), file.name, place.offset);
  };
  const parameters = await item(items.parameters, 8);
  if ((parameters.u32(4) & hasParent) !== 0) {
    throw unsupported(
      parameters.where(4),
      'is a differencing VHDX, whose other half is in a parent file',
      'Merge it into its parent, or convert it to a fixed VHD.',
    );
  }
  const blockBytes = parameters.u32(0);
  if (blockBytes < mib || blockBytes > 256 * mib || (blockBytes & (blockBytes - 1)) !== 0) {
    throw damaged(parameters.where(), `blocks cannot have ${blockBytes} bytes`);
  }
  const size = await item(items.size, 8);
  const sizeBytes = size.u64(0);
  if (sizeBytes === 0 || sizeBytes > mostDiskBytes) {
    throw damaged(size.where(), `the disk's size cannot be ${sizeBytes} bytes`);
  }
  const sector = await item(items.sector, 4);
  const sectorBytes = sector.u32(0);
  if (sectorBytes !== 512 && sectorBytes !== 4096) {
    throw damaged(sector.where(), `sectors cannot have ${sectorBytes} bytes`);
  }
  return { blockBytes, sizeBytes, sectorBytes };
}

function blocksOf(file: ByteSource, bat: Region, metadata: Metadata): ByteSource {
  const { blockBytes, sizeBytes, sectorBytes } = metadata;
  const blocksInChunk = (2 ** 23 * sectorBytes) / blockBytes;
  const indexOf = (block: number) => block + Math.floor(block / blocksInChunk);
  const last = indexOf(Math.ceil(sizeBytes / blockBytes) - 1);
  if ((last + 1) * 8 > bat.length) {
    throw damaged(placeOf(file, bat.offset), `the block table is too short for ${sizeBytes} bytes`);
  }
  return mappedSource({
    name: file.name,
    size: sizeBytes,
    async locate(offset) {
      const block = Math.floor(offset / blockBytes);
      const within = offset - block * blockBytes;
      const length = blockBytes - within;
      const at = bat.offset + indexOf(block) * 8;
      const entry = new Fields(await readExactly(file, at, 8), file.name, at);
      const state = entry.u8(0) & 7;
      if (emptyStates.has(state)) return { kind: 'zeros', length };
      if (state !== present) {
        throw damaged(entry.where(), `a block cannot be in state ${state}`);
      }
      const start = Number(entry.big64(0) >> 20n) * mib;
      if (start === 0 || !Number.isSafeInteger(start)) {
        throw damaged(entry.where(), `a block cannot lie at byte ${start}`);
      }
      return { kind: 'stored', source: file, offset: start + within, length };
    },
    close: () => file.close(),
  });
}

export const vhdx: ContainerFormat = {
  id: 'vhdx',
  recognise: ({ head }) => hasText(head, 0, 'vhdxfile'),
  async open(file): Promise<Container> {
    const replayed = await withLog(file, await readVhdxHeader(file));
    const regions = await readRegions(replayed);
    const metadata = await readMetadata(replayed, regions.metadata);
    return {
      format: 'VHDX',
      disk: blocksOf(replayed, regions.bat, metadata),
      sectorBytes: metadata.sectorBytes,
      notes: replayed === file ? [] : ['the VHDX was not closed: its log was applied in memory'],
    };
  },
};
