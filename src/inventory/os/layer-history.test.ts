import { describe, expect, it } from 'vitest';
import type { Entry, FileTree, Origin } from '../../model/file-tree.ts';
import { firstOrigins } from './layer-history.ts';

/** Layers as lists of what the database holds once the layer is on top; undefined: the layer leaves it alone. */
type Layers = readonly (readonly string[] | undefined)[];

async function origins(
  layers: Layers,
): Promise<{ readonly found: unknown; readonly reads: number }> {
  const newest = (top: number) => {
    for (let layer = top; layer >= 0; layer--) if (layers[layer] !== undefined) return layer;
    return -1;
  };
  const viewOf = (top: number) =>
    ({ top, layers: layers.length, at: viewOf }) as unknown as FileTree;
  const topOf = (view: FileTree) => (view as unknown as { readonly top: number }).top;
  let reads = 0;
  const origin = (index: number): Origin => ({ kind: 'layer', index, diffId: `sha256:${index}` });
  const found = await firstOrigins(
    viewOf(layers.length - 1),
    async (view) => {
      const index = newest(topOf(view));
      return index === -1
        ? []
        : [{ path: 'db', content: `content ${index}`, origin: origin(index) } as Entry];
    },
    async (view, entries) => {
      reads++;
      return entries.flatMap((entry) =>
        (layers[newest(topOf(view))] ?? []).map((key) => [key, entry.origin] as const),
      );
    },
  );
  const indexes = [...found].map(([key, at]) => [key, at.kind === 'layer' ? at.index : -1]);
  return { found: Object.fromEntries(indexes), reads };
}

describe('firstOrigins', () => {
  it.each<[string, Layers, Record<string, number>, number]>([
    ['one layer', [['a', 'b']], { a: 0, b: 0 }, 1],
    ['a package added later', [['a'], ['a', 'b']], { a: 0, b: 1 }, 2],
    ['a package removed', [['a', 'b'], ['a']], { a: 0 }, 2],
    ['removed and added again', [['a'], [], ['a']], { a: 2 }, 2],
    ['a package upgraded', [['a 1'], ['a 2']], { 'a 2': 1 }, 2],
    [
      'layers that leave it alone',
      [['a'], undefined, ['a', 'b'], undefined, undefined],
      { a: 0, b: 2 },
      2,
    ],
    ['rewritten with the same packages', [['a'], ['a'], ['a']], { a: 0 }, 3],
    ['no database at the bottom', [undefined, ['a']], { a: 1 }, 2],
    ['no database at all', [undefined, undefined], {}, 1],
  ])('%s', async (_, layers, expected, reads) => {
    expect(await origins(layers)).toEqual({ found: expected, reads });
  });
});
