// Draws the extension's icons: a portcullis in a gate. Run once; the PNG files are tracked.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const root = join(import.meta.dirname, '..');
const stone = [0x0b, 0x5c, 0xad, 0xff] as const;
const iron = [0xff, 0xff, 0xff, 0xff] as const;
const clear = [0, 0, 0, 0] as const;
/** Samples a pixel's side, for smooth edges. */
const samples = 4;

/** The colour at a point of the unit square: a gate with a round arch, five bars, three beams, pointed ends. */
function colourAt(x: number, y: number): readonly [number, number, number, number] {
  const [left, right, bottom] = [0.08, 0.92, 0.94];
  const outer = 0.42;
  const centre = 0.5;
  const inArch = Math.hypot(x - centre, y - centre) <= outer;
  const inGate = (y < centre ? inArch : x >= left && x <= right) && y <= bottom;
  if (!inGate) return clear;
  const inner = outer - 0.09;
  const inOpening =
    y < centre ? Math.hypot(x - centre, y - centre) <= inner : Math.abs(x - centre) <= inner;
  if (!inOpening) return stone;
  const spacing = (2 * inner) / 5;
  const fromBar = Math.abs(((x - centre + inner) % spacing) - spacing / 2);
  const pointed = Math.max(0, y - 0.76) * 0.45;
  const onBar = fromBar <= 0.032 - pointed && y <= 0.84;
  const onBeam = [0.34, 0.5, 0.66].some((height) => Math.abs(y - height) <= 0.028);
  return onBar || onBeam ? iron : stone;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A PNG of `size` × `size` pixels, 8-bit RGBA. */
export function drawIcon(size: number): Buffer {
  const rows: Buffer[] = [];
  for (let row = 0; row < size; row++) {
    const line = Buffer.alloc(1 + size * 4);
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0, 0];
      for (let sample = 0; sample < samples * samples; sample++) {
        const x = (column + ((sample % samples) + 0.5) / samples) / size;
        const y = (row + (Math.floor(sample / samples) + 0.5) / samples) / size;
        const [red, green, blue, alpha] = colourAt(x, y);
        // Colours weigh by their cover, so that edges do not darken.
        for (const [at, value] of [red * alpha, green * alpha, blue * alpha, alpha].entries()) {
          sum[at] = (sum[at] ?? 0) + value;
        }
      }
      const [red = 0, green = 0, blue = 0, alpha = 0] = sum;
      const cover = Math.max(1, alpha);
      const pixel = [red / cover, green / cover, blue / cover, alpha / (samples * samples)];
      for (const [at, value] of pixel.entries()) {
        line[1 + column * 4 + at] = Math.min(255, Math.round(value));
      }
    }
    rows.push(line);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

for (const [path, size] of [
  ['ado-task/icon.png', 32],
  ['ado-task/images/icon-128.png', 128],
] as const) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), drawIcon(size));
}
