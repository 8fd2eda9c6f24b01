// The two cyclic redundancy checks of disk formats: CRC-32 (IEEE 802.3: GPT, LVM2) and CRC-32C (Castagnoli: VHDX, ext4,
// XFS, btrfs). node:zlib has the first from Node 22 on only.

type Tables = readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

/** Four tables, so that four bytes are taken at once. */
function makeTables(reflectedPolynomial: number): Tables {
  const tables: Tables = [
    new Uint32Array(256),
    new Uint32Array(256),
    new Uint32Array(256),
    new Uint32Array(256),
  ];
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) {
      value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ reflectedPolynomial;
    }
    tables[0][byte] = value;
  }
  for (let byte = 0; byte < 256; byte += 1) {
    let value = tables[0][byte] ?? 0;
    for (const table of tables.slice(1)) {
      value = (value >>> 8) ^ (tables[0][value & 0xff] ?? 0);
      table[byte] = value;
    }
  }
  return tables;
}

const ieee = makeTables(0xedb88320);
const castagnoli = makeTables(0x82f63b78);

function update([t0, t1, t2, t3]: Tables, bytes: Uint8Array, start: number): number {
  let crc = start;
  let at = 0;
  for (const whole = bytes.length - (bytes.length % 4); at < whole; at += 4) {
    const word =
      ((bytes[at] ?? 0) |
        ((bytes[at + 1] ?? 0) << 8) |
        ((bytes[at + 2] ?? 0) << 16) |
        ((bytes[at + 3] ?? 0) << 24)) ^
      crc;
    crc =
      (t3[word & 0xff] ?? 0) ^
      (t2[(word >>> 8) & 0xff] ?? 0) ^
      (t1[(word >>> 16) & 0xff] ?? 0) ^
      (t0[word >>> 24] ?? 0);
  }
  for (; at < bytes.length; at += 1) {
    crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  }
  return crc >>> 0;
}

/** The register after `bytes`, without the inversions before and after: for formats that start at a value of their own. */
export function updateCrc32(register: number, bytes: Uint8Array): number {
  return update(ieee, bytes, register);
}

/** As `updateCrc32`, of CRC-32C; ext4 and btrfs go on from one piece to the next so. */
export function updateCrc32c(register: number, bytes: Uint8Array): number {
  return update(castagnoli, bytes, register);
}

/** @example crc32(Buffer.from('123456789')) // 0xcbf43926 */
export function crc32(bytes: Uint8Array): number {
  return ~update(ieee, bytes, 0xffffffff) >>> 0;
}

/** @example crc32c(Buffer.from('123456789')) // 0xe3069283 */
export function crc32c(bytes: Uint8Array): number {
  return ~update(castagnoli, bytes, 0xffffffff) >>> 0;
}
