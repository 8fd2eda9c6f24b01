import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  file,
  folder,
  hard,
  hasUmoci,
  joined,
  lines,
  link,
  unpacked,
} from '../../../test/fixtures/joined-layers.ts';
import type { LayerEntry } from '../../../test/fixtures/layer-source.ts';

const cases: [name: string, layers: LayerEntry[][], top: readonly string[]][] = [
  ['a whiteout', [[file('a'), file('b')], [file('.wh.a')]], ['b']],
  ['a whiteout of a folder', [[file('d/a'), file('d/e/b'), file('c')], [file('.wh.d')]], ['c']],
  [
    'a whiteout and a new file of that name',
    [[file('a', 'old')], [file('a', 'new'), file('.wh.a')]],
    ['a'],
  ],
  [
    'a whiteout that hides nothing of its own layer',
    [[file('z')], [file('d/a'), file('d/.wh.a')]],
    ['d', 'd/a', 'z'],
  ],
  [
    'an opaque folder, the mark first',
    [[file('d/old')], [file('d/.wh..wh..opq'), file('d/new')]],
    ['d', 'd/new'],
  ],
  [
    'an opaque folder, the mark last',
    [[file('d/old')], [file('d/new'), file('d/.wh..wh..opq')]],
    ['d', 'd/new'],
  ],
  ['a file that comes back', [[file('a', '1')], [file('.wh.a')], [file('a', '3')]], ['a']],
  ['a file over a folder', [[file('d/a'), file('d/e/b')], [file('d')]], ['d']],
  ['a folder over a file', [[file('d')], [folder('d', 0o700), file('d/a')]], ['d', 'd/a']],
  ['a folder over a folder', [[folder('d'), file('d/a')], [folder('d', 0o700)]], ['d', 'd/a']],
  [
    'a link in the parents',
    [[folder('usr/lib'), link('lib', 'usr/lib')], [file('lib/x')]],
    ['lib', 'usr', 'usr/lib', 'usr/lib/x'],
  ],
  [
    'an absolute link in the parents',
    [[folder('usr/lib'), link('lib', '/usr/lib')], [file('lib/x')]],
    ['lib', 'usr', 'usr/lib', 'usr/lib/x'],
  ],
  [
    'a link in the parents of the same layer',
    [[folder('usr/lib'), link('lib', 'usr/lib'), file('lib/x')]],
    ['lib', 'usr', 'usr/lib', 'usr/lib/x'],
  ],
  [
    'a folder in a link’s place',
    [
      [file('usr/lib/x'), link('lib', 'usr/lib')],
      [folder('lib'), file('lib/y')],
    ],
    ['lib', 'lib/y', 'usr', 'usr/lib', 'usr/lib/x'],
  ],
  [
    'a link in a folder’s place',
    [[file('lib/x'), folder('usr/lib')], [link('lib', 'usr/lib')]],
    ['lib', 'usr', 'usr/lib'],
  ],
  [
    'a link that leaves the root',
    [[link('up', '../../../d'), folder('d')], [file('up/x')]],
    ['d', 'd/x', 'up'],
  ],
  ['hard links', [[file('a'), hard('b', 'a'), hard('d/c', 'b')]], ['a', 'b', 'd', 'd/c']],
  ['a hard link to a lower layer', [[file('a')], [hard('b', 'a')]], ['a', 'b']],
  [
    'a hard link whose target is replaced above',
    [[file('a', 'old'), hard('b', 'a')], [file('a', 'new')]],
    ['a', 'b'],
  ],
  [
    'a hard link whose target is removed above',
    [[file('a'), hard('b', 'a')], [file('.wh.a')]],
    ['b'],
  ],
  [
    'a hard link to a symbolic link',
    [[file('a'), link('s', 'a'), hard('h', 's')]],
    ['a', 'h', 's'],
  ],
  ['one path twice in a layer', [[file('a', '1'), file('b'), file('a', '2')]], ['a', 'b']],
  [
    'dots and slashes',
    [[file('./a'), file('/b'), file('d//e/./f')]],
    ['a', 'b', 'd', 'd/e', 'd/e/f'],
  ],
];

describe('the join', () => {
  it.each(cases)('knows %s', async (_, layers, top) => {
    const { tree, coverage } = await joined(layers);
    const found = (await lines(tree)).map(([path]) => path);
    expect(found.filter((path) => !path.endsWith(' is'))).toEqual(top);
    expect(coverage()).toEqual([]);
  });

  it.skipIf(!hasUmoci).each(cases)('agrees with umoci on %s', async (_, layers) => {
    const expected = unpacked(layers);
    const { tree } = await joined(layers);
    expect(await lines(tree)).toEqual(expected);
  });

  it('gives each layer’s own view', async () => {
    const { tree } = await joined([
      [file('a', '1'), file('d/x'), link('lib', 'd')],
      [file('a', '22'), file('d/.wh..wh..opq'), file('d/y')],
      [file('.wh.a'), folder('lib')],
    ]);
    const at = async (layer: number) =>
      (await lines(tree.at(layer))).map(([path]) => path).filter((path) => !path.endsWith(' is'));
    expect(tree.layers).toBe(3);
    expect(await at(0)).toEqual(['a', 'd', 'd/x', 'lib']);
    expect(await at(1)).toEqual(['a', 'd', 'd/y', 'lib']);
    expect(await at(2)).toEqual(['d', 'd/y', 'lib']);
    expect((await tree.at(0).stat('lib/x'))?.path).toBe('d/x');
    expect((await tree.at(1).stat('a'))?.sizeBytes).toBe(2);
    expect((await tree.at(1).stat('a'))?.origin).toMatchObject({ index: 1, createdBy: 'step 1' });
    expect((await tree.at(1).stat('d/y'))?.content).toBe((await tree.stat('d/y'))?.content);
    expect(await tree.stat('a')).toBeUndefined();
    expect(() => tree.at(3)).toThrow('no layer 3');
  });

  it.each([
    ['..', file('../x'), 'path:../x'],
    ['.. within', file('a/../../x'), 'path:a/../../x'],
    ['a hard link to nowhere', hard('h', 'nowhere'), 'path:h'],
    ['a hard link to a folder', hard('h', 'd'), 'path:h'],
    ['a path through a file', file('f/x'), 'path:f'],
    ['a whiteout of no name', file('.wh.'), 'path:.wh.'],
    ['a path of too many segments', file(`${'a/'.repeat(1100)}x`), `path:${'a/'.repeat(500)}`],
  ])('is Incomplete for %s, and goes on', async (_, entry, what) => {
    const { tree, coverage } = await joined([[folder('d'), file('f'), entry, file('last')]]);
    const rows = coverage();
    expect(rows.map((row) => row.what)).toContain(what);
    expect(rows.every((row) => row.incomplete && row.status === 'not-scanned')).toBe(true);
    expect(await tree.stat('last')).toBeDefined();
    expect((await tree.list('')).map(({ path }) => path)).not.toContain('x');
  });
});

const names = ['a', 'b', 'c'];
const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 });
const target = fc
  .tuple(fc.constantFrom('', '/', '../'), path)
  .map(([start, parts]) => `${start}${parts.join('/')}`);
const entry: fc.Arbitrary<LayerEntry> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(path, fc.string({ maxLength: 3 }))
      .map(([parts, data]) => file(parts.join('/'), data)),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(path, fc.constantFrom(0o755, 0o700))
      .map(([parts, mode]) => folder(parts.join('/'), mode)),
  },
  { weight: 2, arbitrary: fc.tuple(path, target).map(([parts, to]) => link(parts.join('/'), to)) },
  {
    weight: 1,
    arbitrary: fc.tuple(path, path).map(([parts, to]) => hard(parts.join('/'), to.join('/'))),
  },
  {
    weight: 2,
    arbitrary: path.map((parts) =>
      file([...parts.slice(0, -1), `.wh.${parts.at(-1)}`].join('/'), ''),
    ),
  },
  {
    weight: 1,
    arbitrary: path.map((parts) => file([...parts.slice(0, -1), '.wh..wh..opq'].join('/'), '')),
  },
);
/** As tools write a layer: each path once, folders before what is in them, hard links after their files. */
const layer = fc.array(entry, { minLength: 1, maxLength: 8 }).map((entries) => {
  const byPath = new Map(entries.map((one) => [one.path, one]));
  const rank = ({ type }: LayerEntry) => (type === '1' ? 1 : 0);
  return [...byPath.values()].sort(
    (left, right) => rank(left) - rank(right) || (left.path < right.path ? -1 : 1),
  );
});

describe.skipIf(!hasUmoci)('random layers (skipped without umoci)', () => {
  it('join to what umoci unpacks', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(layer, { minLength: 1, maxLength: 4 }), async (layers) => {
        const expected = unpacked(layers);
        // Where umoci gives up there is nothing to compare; that we do not crash is said all the same.
        const { tree, coverage } = await joined(layers);
        const actual = await lines(tree);
        if (expected === undefined) return;
        compared++;
        const others = coverage().filter(
          ({ reason }) => !reason?.includes('through a symbolic link'),
        );
        expect(others).toEqual([]);
        expect(actual).toEqual(expected);
      }),
      // One in a thousand differs for a reason: umoci applies an opaque mark where it stands in the tar, and a link
      // below it may have been made good by then.
      { numRuns: 60, seed: 20_261_125 },
    );
    expect(compared).toBeGreaterThan(0);
  });
});
