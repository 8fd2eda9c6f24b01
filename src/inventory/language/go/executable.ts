// As much of ELF, PE and Mach-O as it takes to find Go's build information: its section, and where virtual addresses
// lie in the file. Specifications: System V ABI «Object files», Microsoft «PE Format», mach-o/loader.h.

import type { Bytes } from '../../../model/file-tree.ts';
import { readBuffer } from '../../read-bytes.ts';

interface Range {
  readonly offset: number;
  readonly length: number;
}

export interface Executable {
  /** Where the build information may lie, in bytes of the file. */
  readonly search?: Range;
  /** From a virtual address to a place in the file. */
  offsetOf(address: number): number | undefined;
}

interface Segment extends Range {
  readonly address: number;
}

/** Program headers, sections and load commands are few; more is damage. */
const mostHeaders = 4096;

const inSegments = (segments: readonly Segment[]) => (address: number) => {
  for (const segment of segments) {
    const inside = address - segment.address;
    if (inside >= 0 && inside < segment.length) return segment.offset + inside;
  }
  return undefined;
};

/** Integers of one byte order and width; zero beyond the end. */
class Fields {
  readonly #data: Buffer;
  readonly #isBig: boolean;
  constructor(data: Buffer, isBig: boolean) {
    this.#data = data;
    this.#isBig = isBig;
  }
  u16(at: number): number {
    if (at + 2 > this.#data.length) return 0;
    return this.#isBig ? this.#data.readUInt16BE(at) : this.#data.readUInt16LE(at);
  }
  u32(at: number): number {
    if (at + 4 > this.#data.length) return 0;
    return this.#isBig ? this.#data.readUInt32BE(at) : this.#data.readUInt32LE(at);
  }
  u64(at: number): number {
    return this.#isBig
      ? this.u32(at) * 2 ** 32 + this.u32(at + 4)
      : this.u32(at) + this.u32(at + 4) * 2 ** 32;
  }
  text(at: number, length: number): string {
    return this.#data.toString('latin1', at, at + length).replace(/\0[\s\S]*$/, '');
  }
}

async function fieldsAt(
  bytes: Bytes,
  offset: number,
  length: number,
  isBig: boolean,
): Promise<Fields> {
  return new Fields(await readBuffer(bytes, offset, length), isBig);
}

/** Undefined for what is neither ELF nor PE nor Mach-O. */
export async function openExecutable(bytes: Bytes): Promise<Executable | undefined> {
  const head = await bytes.read(0, 64);
  const hex = Buffer.from(head.subarray(0, 4)).toString('hex');
  if (hex === '7f454c46') return openElf(bytes, head);
  if (hex.startsWith('4d5a')) return openPe(bytes);
  if (hex === 'cffaedfe' || hex === 'cefaedfe') return openMachO(bytes, hex === 'cffaedfe');
  return undefined;
}

const loadable = 1;
const writable = 2;

async function openElf(bytes: Bytes, head: Uint8Array): Promise<Executable> {
  const is64 = head[4] === 2;
  const isBig = head[5] === 2;
  const fields = new Fields(Buffer.from(head), isBig);
  const wide = (from: Fields, at64: number, at32: number) =>
    is64 ? from.u64(at64) : from.u32(at32);
  const programs = {
    offset: wide(fields, 32, 28),
    size: fields.u16(is64 ? 54 : 42),
    count: Math.min(fields.u16(is64 ? 56 : 44), mostHeaders),
  };
  const table = await fieldsAt(bytes, programs.offset, programs.size * programs.count, isBig);
  const segments: Segment[] = [];
  let data: Segment | undefined;
  for (let index = 0; index < programs.count; index++) {
    const at = index * programs.size;
    if (table.u32(at) !== loadable) continue;
    const segment = {
      offset: wide(table, at + 8, at + 4),
      address: wide(table, at + 16, at + 8),
      length: wide(table, at + 32, at + 16),
    };
    segments.push(segment);
    const flags = table.u32(at + (is64 ? 4 : 24));
    if ((flags & writable) !== 0) data ??= segment;
  }
  const search = (await elfSection(bytes, fields, is64, isBig, '.go.buildinfo')) ?? data;
  return { ...(search === undefined ? {} : { search }), offsetOf: inSegments(segments) };
}

/** A section by name; a stripped binary keeps its sections unless somebody removed the table too. */
async function elfSection(
  bytes: Bytes,
  header: Fields,
  is64: boolean,
  isBig: boolean,
  name: string,
): Promise<Range | undefined> {
  const offset = is64 ? header.u64(40) : header.u32(32);
  const size = header.u16(is64 ? 58 : 46);
  const count = Math.min(header.u16(is64 ? 60 : 48), mostHeaders);
  if (offset === 0 || count === 0) return undefined;
  const table = await fieldsAt(bytes, offset, size * count, isBig);
  const range = (index: number): Range => {
    const at = index * size;
    return is64
      ? { offset: table.u64(at + 24), length: table.u64(at + 32) }
      : { offset: table.u32(at + 16), length: table.u32(at + 20) };
  };
  const namesAt = range(header.u16(is64 ? 62 : 50));
  const names = await fieldsAt(bytes, namesAt.offset, Math.min(namesAt.length, 1024 ** 2), isBig);
  for (let index = 0; index < count; index++) {
    if (names.text(table.u32(index * size), name.length + 1) === name) return range(index);
  }
  return undefined;
}

async function openPe(bytes: Bytes): Promise<Executable | undefined> {
  const dos = await fieldsAt(bytes, 0, 64, false);
  const at = dos.u32(0x3c);
  const header = await fieldsAt(bytes, at, 256, false);
  if (header.u32(0) !== 0x4550) return undefined;
  const count = Math.min(header.u16(6), mostHeaders);
  const optional = header.u16(20);
  const isPlus = header.u16(24) === 0x20b;
  const imageBase = isPlus ? header.u64(24 + 24) : header.u32(24 + 28);
  const table = await fieldsAt(bytes, at + 24 + optional, count * 40, false);
  const segments: Segment[] = [];
  let data: Segment | undefined;
  for (let index = 0; index < count; index++) {
    const row = index * 40;
    const segment = {
      address: imageBase + table.u32(row + 12),
      length: table.u32(row + 16),
      offset: table.u32(row + 20),
    };
    segments.push(segment);
    // Initialised data, readable and writable: the first is where the linker begins with the build information.
    const flags = table.u32(row + 36) >>> 0;
    if ((flags & 0xc0000040) >>> 0 === 0xc0000040 && segment.length > 0) data ??= segment;
  }
  return { ...(data === undefined ? {} : { search: data }), offsetOf: inSegments(segments) };
}

const segment32 = 1;
const segment64 = 0x19;

async function openMachO(bytes: Bytes, is64: boolean): Promise<Executable> {
  const header = await fieldsAt(bytes, 0, 32, false);
  const count = Math.min(header.u32(16), mostHeaders);
  const commandBytes = Math.min(header.u32(20), 4 * 1024 ** 2);
  const commands = await fieldsAt(bytes, is64 ? 32 : 28, commandBytes, false);
  const segments: Segment[] = [];
  let section: Range | undefined;
  let data: Segment | undefined;
  for (let index = 0, at = 0; index < count && at + 8 <= commandBytes; index++) {
    const kind = commands.u32(at);
    const size = commands.u32(at + 4);
    if (size < 8) break;
    if (kind === segment32 || kind === segment64) {
      const wide = kind === segment64;
      const segment = {
        address: wide ? commands.u64(at + 24) : commands.u32(at + 24),
        offset: wide ? commands.u64(at + 40) : commands.u32(at + 32),
        length: wide ? commands.u64(at + 48) : commands.u32(at + 36),
      };
      segments.push(segment);
      if (commands.text(at + 8, 16) === '__DATA') data ??= segment;
      section ??= machOSection(commands, at, wide);
    }
    at += size;
  }
  const search = section ?? data;
  return { ...(search === undefined ? {} : { search }), offsetOf: inSegments(segments) };
}

/** The section `__go_buildinfo` of one segment command. */
function machOSection(commands: Fields, at: number, wide: boolean): Range | undefined {
  const count = Math.min(commands.u32(at + (wide ? 64 : 48)), mostHeaders);
  const size = wide ? 80 : 68;
  for (let index = 0; index < count; index++) {
    const row = at + (wide ? 72 : 56) + index * size;
    if (commands.text(row, 16) !== '__go_buildinfo') continue;
    return {
      offset: commands.u32(row + (wide ? 48 : 40)),
      length: wide ? commands.u64(row + 40) : commands.u32(row + 36),
    };
  }
  return undefined;
}
