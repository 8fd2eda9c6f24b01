// The descriptor of a VMDK: text, embedded in a sparse disk or a file of its own. VMware, Virtual Disk Format 5.0.

import { damaged, unsupported } from '../byte-source.ts';

const noParent = 'ffffffff';
const convert =
  'Convert it: qemu-img convert -O vpc -o subformat=fixed,force_size=on FILE disk.vhd';

export interface VmdkExtent {
  readonly sectors: number;
  readonly type: string;
  /** A file's name as written; empty where there is none. */
  readonly file: string;
  /** In sectors of the file. */
  readonly start: number;
}

export interface VmdkDescriptor {
  readonly createType: string;
  readonly extents: readonly VmdkExtent[];
}

/** Throws ScanError for parents and encryption. */
export function parseVmdkDescriptor(text: string, where: string): VmdkDescriptor {
  let createType = '';
  const extents: VmdkExtent[] = [];
  for (const line of text.split(/\r?\n/)) {
    const value = /^\s*([A-Za-z][\w.]*)\s*=\s*"?([^"]*?)"?\s*$/.exec(line);
    const [, name = '', content = ''] = value ?? [];
    if (name.toLowerCase() === 'createtype') createType = content;
    if (name.toLowerCase() === 'parentcid' && content.toLowerCase() !== noParent) {
      throw unsupported(where, 'has a parent disk, which is not opened', convert);
    }
    if (name.toLowerCase().startsWith('encryption.')) {
      throw unsupported(where, 'is encrypted', 'Convert it to a disk that is not.');
    }
    const extent =
      /^\s*(?:RW|RDONLY|NOACCESS)\s+(\d{1,15})\s+([A-Z]+)(?:\s+"([^"]*)"(?:\s+(\d{1,15}))?)?/.exec(
        line,
      );
    if (extent === null) continue;
    const [, sectors, type = '', file = '', start] = extent;
    extents.push({ sectors: Number(sectors), type, file, start: Number(start ?? 0) });
  }
  if (createType === '') throw damaged(where, 'the VMDK descriptor names no createType');
  return { createType, extents };
}

/** The one extent of a disk of these types. Throws ScanError for what is split or of another type. */
export function onlyExtent(
  descriptor: VmdkDescriptor,
  types: readonly string[],
  where: string,
): VmdkExtent {
  const [extent] = descriptor.extents;
  if (!types.includes(descriptor.createType)) {
    throw unsupported(where, `VMDK disks of type ${descriptor.createType} are not read`, convert);
  }
  if (extent === undefined) throw damaged(where, 'the VMDK descriptor names no extent');
  if (descriptor.extents.length > 1) {
    throw unsupported(
      where,
      `is split into ${descriptor.extents.length} files, which are not opened`,
      convert,
    );
  }
  return extent;
}
