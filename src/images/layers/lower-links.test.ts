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

/** What acts on a lower layer's files through its link: the paths that engines differ on. */
const throughLinks: [name: string, layers: LayerEntry[][], doubted: readonly string[]][] = [
  [
    'a whiteout',
    [[file('usr/lib/x'), file('usr/lib/y'), link('lib', 'usr/lib')], [file('lib/.wh.x')]],
    ['usr/lib/x'],
  ],
  [
    'a whiteout of a folder deep below',
    [[file('app/d/e/f'), link('cur', '/app')], [file('cur/d/.wh.e')]],
    ['app/d/e'],
  ],
  [
    'an opaque mark',
    [
      [file('app/d/old'), link('cur', 'app')],
      [file('cur/d/.wh..wh..opq'), file('cur/d/new')],
    ],
    ['app/d'],
  ],
  [
    'an opaque mark in the link’s own place',
    [[file('app/old'), link('cur', 'app')], [file('cur/.wh..wh..opq')]],
    ['app'],
  ],
  [
    'a file over a file',
    [[file('app/d/f', 'old'), link('cur', 'app')], [file('cur/d/f', 'new')]],
    ['app/d/f'],
  ],
  ['a file over a folder', [[file('app/d/f'), link('cur', 'app')], [file('cur/d')]], ['app/d']],
  [
    'a link over a file, through two links',
    [[file('app/f'), link('one', 'app'), link('two', 'one')], [link('two/f', 'g')]],
    ['app/f'],
  ],
  [
    'a hard link over a file',
    [
      [file('app/f', 'old'), link('cur', 'app')],
      [file('g'), hard('cur/f', 'g')],
    ],
    ['app/f'],
  ],
  [
    'a file through the layer’s own link to a lower one',
    [
      [file('app/f', 'old'), link('cur', 'app')],
      [link('two', 'cur'), file('two/f', 'new')],
    ],
    ['app/f'],
  ],
];
/** What only adds to where a link leads, or goes where every engine takes it. */
const throughLinksQuietly: [name: string, layers: LayerEntry[][]][] = [
  ['a file', [[file('app/f'), link('cur', 'app')], [file('cur/g')]]],
  ['a folder over a folder', [[file('app/d/f'), link('cur', 'app')], [folder('cur/d')]]],
  ['a whiteout of nothing', [[file('app/f'), link('cur', 'app')], [file('cur/.wh.g')]]],
  [
    'an opaque mark in a new folder',
    [[folder('app'), link('cur', 'app')], [file('cur/d/.wh..wh..opq')]],
  ],
  [
    'a layer’s own link',
    [[file('app/f')], [folder('app'), link('cur', 'app'), file('cur/f', 'new')]],
  ],
  [
    'a folder in the link’s place',
    [
      [file('app/f'), link('cur', 'app')],
      [folder('cur'), file('cur/f', 'new'), file('cur/.wh.g')],
    ],
  ],
  ['the link itself', [[file('app/f'), link('cur', 'app')], [file('.wh.cur')]]],
];

describe('what goes through a lower layer’s link', () => {
  it.each(throughLinks)('is Incomplete for %s', async (_, layers, doubted) => {
    const { coverage } = await joined(layers);
    expect(coverage().map(({ what }) => what)).toEqual(doubted.map((path) => `path:${path}`));
    expect(coverage().every(({ incomplete }) => incomplete)).toBe(true);
    expect(coverage()[0]?.reason).toContain('through a symbolic link');
  });

  it.each(throughLinksQuietly)('is quiet for %s', async (_, layers) => {
    expect((await joined(layers)).coverage()).toEqual([]);
  });

  const all = [...throughLinks, ...throughLinksQuietly].map(
    ([name, layers]): [string, LayerEntry[][]] => [name, layers],
  );
  it.skipIf(!hasUmoci).each(all)('agrees with umoci on %s', async (_, layers) => {
    expect(await lines((await joined(layers)).tree)).toEqual(unpacked(layers));
  });
});
