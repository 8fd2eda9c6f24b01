// What an NTFS volume says of itself: label, version, and whether it was left in order. Windows sets the dirty flag
// only when it found damage; a volume that was in use when it was copied shows by its log, `$LogFile`.

import { ScanError } from '../../model/errors.ts';
import { Fields } from '../../runtime/fields.ts';
import type { VolumeRemark } from '../volume.ts';
import { readFile } from './file.ts';
import type { Mft } from './mft.ts';
import { attributeType, undoSequence, utf16Text } from './records.ts';

export interface NtfsState {
  readonly label: string;
  /** `3.1`. */
  readonly version: string;
  readonly remarks: readonly VolumeRemark[];
}

const logFileRecord = 2;
const volumeRecord = 3;
const isDirty = 0x0001;
const isBeingChecked = 0x4000;
const logIsClean = 0x0002;
const noClient = 0xffff;
const pageBytes = 4096;

function partial(text: string): VolumeRemark {
  return { text, isPartial: true };
}

/** Whether the log has changes that the volume lacks; undefined where it cannot be told. */
async function isLogOpen(mft: Mft): Promise<boolean | undefined> {
  const file = await readFile(mft, logFileRecord);
  const log = await file.open(attributeType.data, '');
  if (log === undefined) return undefined;
  let newest: { readonly lsn: bigint; readonly isOpen: boolean } | undefined;
  let isBlank = true;
  // Two restart pages, written in turn.
  for (const at of [0, pageBytes]) {
    const bytes = await log.read(at, pageBytes);
    if (bytes.length < pageBytes) break;
    if (bytes.every((byte) => byte === 0xff)) continue;
    isBlank = false;
    try {
      const page = undoSequence(bytes, 'RSTR', `${file.where}, log`, at);
      const area = page.u16(24);
      const lsn = page.big64(area);
      const isClean = (page.u16(area + 14) & logIsClean) !== 0 || page.u16(area + 12) === noClient;
      if (newest === undefined || lsn > newest.lsn) newest = { lsn, isOpen: !isClean };
    } catch (error) {
      // The other page may be whole.
      if (!(error instanceof ScanError)) throw error;
    }
  }
  return newest?.isOpen ?? (isBlank ? false : undefined);
}

async function volumeInformation(mft: Mft) {
  const file = await readFile(mft, volumeRecord);
  const whole = async (type: number) => {
    const bytes = await file.open(type, '');
    return bytes === undefined ? undefined : bytes.read(0, Math.min(bytes.size, 512));
  };
  const information = await whole(attributeType.volumeInformation);
  const label = await whole(attributeType.volumeName);
  const fields = new Fields(
    information ?? new Uint8Array(0),
    `${file.where}, volume information`,
    0,
  );
  return {
    label: label === undefined ? '' : utf16Text(label),
    version: `${fields.u8(8)}.${fields.u8(9)}`,
    flags: fields.u16(10),
  };
}

/** Damage of these files is a remark: the volume's other files can be read all the same. */
export async function readState(mft: Mft): Promise<NtfsState> {
  const remarks: VolumeRemark[] = [];
  const tried = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      remarks.push(partial(`its state is not known: ${error.message}`));
      return undefined;
    }
  };
  const information = await tried(() => volumeInformation(mft));
  const flags = information?.flags ?? 0;
  if ((flags & isDirty) !== 0) remarks.push(partial('it is marked dirty: chkdsk is due'));
  if ((flags & isBeingChecked) !== 0) remarks.push(partial('chkdsk was at work on it'));
  const isOpen = await tried(() => isLogOpen(mft));
  if (isOpen === true) {
    remarks.push(
      partial('its log is open: it was in use when it was copied, and changes may lack'),
    );
  }
  return { label: information?.label ?? '', version: information?.version ?? '', remarks };
}
