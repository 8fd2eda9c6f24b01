// VMDK: sparse disks in one file, and a descriptor whose only extent is a flat file beside it.

import { type ByteSource, damaged, truncated, unsupported, windowOf } from '../byte-source.ts';
import { type Container, type ContainerFormat, hasText, type OpenContext } from './container.ts';
import { onlyExtent, parseVmdkDescriptor } from './vmdk-descriptor.ts';
import { openSparseVmdk } from './vmdk-sparse.ts';

const sectorBytes = 512;
const mostDescriptorBytes = 64 * 1024;
const descriptorStart = /^\s*# Disk DescriptorFile/i;

async function openFlat(file: ByteSource, { beside }: OpenContext): Promise<Container> {
  if (file.size > mostDescriptorBytes) {
    throw damaged(file.name, `a VMDK descriptor cannot have ${file.size} bytes`);
  }
  const text = Buffer.from(await file.read(0, file.size)).toString('utf8');
  const descriptor = parseVmdkDescriptor(text, file.name);
  const extent = onlyExtent(descriptor, ['monolithicFlat', 'vmfs'], file.name);
  if (extent.type !== 'FLAT' && extent.type !== 'VMFS') {
    throw unsupported(
      file.name,
      `an extent of type ${extent.type} is not read`,
      'Convert it: qemu-img convert -O vmdk FILE disk.vmdk',
    );
  }
  if (beside === undefined) {
    throw unsupported(
      file.name,
      'is a descriptor only, whose data are in another file',
      'Name a disk in one file: a fixed VHD, for instance.',
    );
  }
  const data = await beside(extent.file);
  const start = extent.start * sectorBytes;
  const size = extent.sectors * sectorBytes;
  if (start + size > data.size) {
    await data.close();
    throw truncated(data, data.size, start + size);
  }
  const disk: ByteSource = {
    ...windowOf(data, start, size, file.name),
    async close() {
      await Promise.all([data.close(), file.close()]);
    },
  };
  return { format: `VMDK (${descriptor.createType})`, disk, notes: [] };
}

export const vmdk: ContainerFormat = {
  id: 'vmdk',
  recognise: ({ head }) =>
    hasText(head, 0, 'KDMV') ||
    descriptorStart.test(Buffer.from(head.subarray(0, 256)).toString('latin1')),
  open: (file, context) =>
    file
      .read(0, 4)
      .then((head) => (hasText(head, 0, 'KDMV') ? openSparseVmdk(file) : openFlat(file, context))),
};
