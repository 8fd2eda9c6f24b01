// The hashes behind uniqueString() and guid().
import { createHash } from 'node:crypto';

const mask = 0xffffffff;

function rotate(value: number, bits: number): number {
  return ((value << bits) | (value >>> (32 - bits))) >>> 0;
}

/** The last rounds of MurmurHash3: every bit of the input reaches every bit of the output. */
function finish(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A 64-bit hash in the manner of MurmurHash3 with two lanes of 32 bits and seed 0, as Azure computes it. */
function hash64(data: Uint8Array): bigint {
  const [c1, c2] = [0x239b961b, 0xab0e9789];
  let h1 = 0;
  let h2 = 0;
  const firstLane = (word: number) => Math.imul(rotate(Math.imul(word, c1) >>> 0, 15), c2);
  const secondLane = (word: number) => Math.imul(rotate(Math.imul(word, c2) >>> 0, 17), c1);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const whole = data.length - (data.length % 8);
  for (let at = 0; at < whole; at += 8) {
    h1 = rotate((h1 ^ firstLane(view.getUint32(at, true))) >>> 0, 19);
    h1 = (Math.imul((h1 + h2) >>> 0, 5) + 0x561ccd1b) >>> 0;
    h2 = rotate((h2 ^ secondLane(view.getUint32(at + 4, true))) >>> 0, 13);
    h2 = (Math.imul((h2 + h1) >>> 0, 5) + 0x0bcaa747) >>> 0;
  }
  const tail = new DataView(new ArrayBuffer(8));
  for (let at = whole; at < data.length; at++) tail.setUint8(at - whole, data[at] ?? 0);
  if (data.length - whole > 4) h2 = (h2 ^ secondLane(tail.getUint32(4, true))) >>> 0;
  if (data.length > whole) h1 = (h1 ^ firstLane(tail.getUint32(0, true))) >>> 0;
  h1 = (h1 ^ data.length) >>> 0;
  h2 = (h2 ^ data.length) >>> 0;
  h1 = (h1 + h2) & mask;
  h2 = (h2 + h1) & mask;
  h1 = finish(h1);
  h2 = finish(h2);
  h1 = (h1 + h2) >>> 0;
  h2 = (h2 + h1) >>> 0;
  return (BigInt(h2) << 32n) | BigInt(h1);
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Thirteen letters that Azure gives for a text, the same in every deployment.
 * @example uniqueText('hello-world') // 'a7wkljktk6wne'
 */
export function uniqueText(text: string): string {
  let hash = hash64(new TextEncoder().encode(text));
  let result = '';
  for (let index = 0; index < 13; index++) {
    result += letters[Number(hash >> 59n)] ?? '';
    hash = (hash << 5n) & 0xffffffffffffffffn;
  }
  return result;
}

/** The namespace of guid() for UUID version 5. */
const namespace = Buffer.from('11fb06fb-712d-4ddd-98c7-e71bbd588830'.replaceAll('-', ''), 'hex');

/** A UUID of version 5 (RFC 9562) in the namespace of ARM's guid(). */
export function namedGuid(text: string): string {
  const bytes = createHash('sha1').update(namespace).update(text, 'utf8').digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
