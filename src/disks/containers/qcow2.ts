// QCOW2: clusters found by two levels of tables; plain, compressed (deflate, zstd), zero, and with subclusters.
// QEMU, docs/interop/qcow2.txt.

import { type ByteSource, damaged, placeOf } from '../byte-source.ts';
import { mappedSource, type Run } from '../mapped-source.ts';
import { type Container, type ContainerFormat, hasText } from './container.ts';
import { createInflated, type Inflated } from './inflated.ts';
import { type Qcow2Header, readEntry, readQcow2Header } from './qcow2-header.ts';

const offsetMask = 0x00ff_ffff_ffff_fe00n;
const compressed = 1n << 62n;
const zero = 1n;
const sectorBytes = 512;
const subclusters = 32;

interface Cluster {
  readonly entry: bigint;
  /** Of subclusters: which are allocated (low half) and which are zero (high half). */
  readonly bitmap: bigint;
  /** Where the entry lies, for messages. */
  readonly at: number;
}

async function findCluster(
  file: ByteSource,
  header: Qcow2Header,
  index: number,
): Promise<Cluster | undefined> {
  const entryBytes = header.isExtended ? 16 : 8;
  const perTable = header.clusterBytes / entryBytes;
  const l1At = header.l1Offset + Math.floor(index / perTable) * 8;
  const table = Number((await readEntry(file, l1At)) & offsetMask);
  if (table === 0) return undefined;
  if (table % header.clusterBytes !== 0) {
    throw damaged(placeOf(file, l1At), `a table cannot lie at byte ${table}`);
  }
  const at = table + (index % perTable) * entryBytes;
  const entry = await readEntry(file, at);
  const bitmap = header.isExtended ? await readEntry(file, at + 8) : 0n;
  return { entry, bitmap, at };
}

function compressedRun(
  file: ByteSource,
  header: Qcow2Header,
  inflated: Inflated,
  cluster: Cluster,
  within: number,
): Run {
  const { compressedSizeShift: shift } = header;
  const offset = Number(cluster.entry & ((1n << BigInt(shift)) - 1n));
  const sectors = Number((cluster.entry & (compressed - 1n)) >> BigInt(shift)) + 1;
  // The last sector may be used in part, and the file may end in it.
  const length = sectors * sectorBytes - (offset % sectorBytes);
  return {
    kind: 'made',
    length: header.clusterBytes - within,
    skip: within,
    make: () => inflated.get(offset, placeOf(file, offset), () => file.read(offset, length)),
  };
}

/** The run of a cluster with subclusters: as far as its neighbours are in the same state. */
function subclusterRun(
  file: ByteSource,
  header: Qcow2Header,
  { entry, bitmap, at }: Cluster,
  within: number,
): Run {
  const subclusterBytes = header.clusterBytes / subclusters;
  const stateOf = (index: number): 'stored' | 'zeros' => {
    const isAllocated = (bitmap >> BigInt(index)) & 1n;
    const isZero = (bitmap >> BigInt(index + subclusters)) & 1n;
    if (isAllocated === 1n && isZero === 1n) {
      throw damaged(placeOf(file, at), `subcluster ${index} is both allocated and zero`);
    }
    return isAllocated === 1n ? 'stored' : 'zeros';
  };
  const first = Math.floor(within / subclusterBytes);
  const state = stateOf(first);
  let end = first + 1;
  while (end < subclusters && stateOf(end) === state) end += 1;
  const length = end * subclusterBytes - within;
  if (state === 'zeros') return { kind: 'zeros', length };
  const start = Number(entry & offsetMask);
  if (start === 0) throw damaged(placeOf(file, at), 'an allocated subcluster lies nowhere');
  return { kind: 'stored', length, source: file, offset: start + within };
}

function plainRun(
  file: ByteSource,
  header: Qcow2Header,
  { entry, at }: Cluster,
  within: number,
): Run {
  const length = header.clusterBytes - within;
  const start = Number(entry & offsetMask);
  if (start === 0 || (header.version === 3 && (entry & zero) !== 0n)) {
    return { kind: 'zeros', length };
  }
  if (start % header.clusterBytes !== 0) {
    throw damaged(placeOf(file, at), `a cluster cannot lie at byte ${start}`);
  }
  return { kind: 'stored', length, source: file, offset: start + within };
}

export const qcow2: ContainerFormat = {
  id: 'qcow2',
  recognise: ({ head }) => hasText(head, 0, 'QFI\xfb'),
  async open(file): Promise<Container> {
    const header = await readQcow2Header(file);
    const inflated = createInflated(header.compression, header.clusterBytes);
    const disk = mappedSource({
      name: file.name,
      size: header.sizeBytes,
      async locate(offset) {
        const index = Math.floor(offset / header.clusterBytes);
        const within = offset - index * header.clusterBytes;
        const cluster = await findCluster(file, header, index);
        if (cluster === undefined) return { kind: 'zeros', length: header.clusterBytes - within };
        if ((cluster.entry & compressed) !== 0n) {
          return compressedRun(file, header, inflated, cluster, within);
        }
        const run = header.isExtended ? subclusterRun : plainRun;
        return run(file, header, cluster, within);
      },
      close: () => file.close(),
    });
    return { format: `QCOW2 (version ${header.version})`, disk, notes: header.notes };
  },
};
