// The container formats, and which of them a file is. A file that is two at once has two readings: a disk of a machine
// and what a scanner sees would differ, so it is refused.

import { type ByteSource, damaged, unsupported } from '../byte-source.ts';
import type { Container, ContainerFormat, Ends, OpenContext } from './container.ts';
import { foreignFormat } from './foreign.ts';
import { qcow2 } from './qcow2.ts';
import { raw } from './raw.ts';
import { vhd } from './vhd.ts';
import { vhdx } from './vhdx.ts';
import { vmdk } from './vmdk.ts';

const headBytes = 4096;
const tailBytes = 512;

/** Raw is not among them: it takes whatever is left. */
const formats: readonly ContainerFormat[] = [vhd, vhdx, vmdk, qcow2];

async function endsOf(file: ByteSource): Promise<Ends> {
  const [head, tail] = await Promise.all([
    file.read(0, headBytes),
    file.read(Math.max(0, file.size - tailBytes), tailBytes),
  ]);
  return { head, tail };
}

/** Opens the disk in a file. Throws ScanError: damaged, ambiguous, or of a kind that is refused. */
export async function openContainer(file: ByteSource, context: OpenContext): Promise<Container> {
  if (file.size === 0) throw damaged(file.name, 'is empty');
  const ends = await endsOf(file);
  const [format, other] = formats.filter((one) => one.recognise(ends));
  if (format !== undefined && other !== undefined) {
    throw unsupported(
      file.name,
      `has the signatures of two formats (${format.id} and ${other.id})`,
      'Convert it to a fixed VHD with the tool that made it.',
    );
  }
  if (format !== undefined) return format.open(file, context);
  const foreign = foreignFormat(ends.head);
  if (foreign !== undefined) {
    throw unsupported(file.name, `is ${foreign.title}, which is not read`, foreign.hint);
  }
  return raw.open(file, context);
}
