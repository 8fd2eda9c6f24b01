import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

/** Megabytes of the young generation after work that keeps things for a while, and what was written to stderr. */
function youngMegabytes(isSmall: boolean): number {
  const module = pathToFileURL(join(import.meta.dirname, 'small-heap.ts')).href;
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8';
    ${isSmall ? `(await import('${module}')).keepHeapSmall();` : ''}
    let kept = [];
    for (let round = 0; round < 200; round++) {
      kept = Array.from({ length: 50000 }, (_, index) => ({ index, text: String(index) }));
    }
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    console.log(young.space_size / 1024 / 1024, kept.length);`;
  const text = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  return Number.parseFloat(text);
}

it('keeps the young generation from growing', () => {
  expect(youngMegabytes(true)).toBeLessThanOrEqual(4);
  expect(youngMegabytes(false)).toBeGreaterThan(8);
});
