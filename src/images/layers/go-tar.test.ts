import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { layerEntry, withChecksum } from '../../../test/fixtures/layer-source.ts';
import { readTar } from '../../../test/fixtures/read-tar.ts';

const hasGo = (() => {
  try {
    return execFileSync('go', ['version']).length > 0;
  } catch {
    return false;
  }
})();

interface GoAnswer {
  readonly Entries: readonly {
    readonly Name: string | null;
    readonly Link: string | null;
    readonly Type: string;
    readonly Size: number;
    readonly Sha256: string;
  }[];
  readonly Failure: string;
}

const end = Buffer.alloc(1024);

/** One block of a header and its data, as plain as it can be. */
interface Part {
  readonly flag: string;
  readonly name: string;
  readonly data: string;
  readonly link?: string;
  readonly magic?: string;
  readonly prefix?: string;
  readonly trailer?: string;
}

function blocksOf({ flag, name, data, link, magic, prefix, trailer }: Part): Buffer {
  const all = layerEntry({ path: name, type: flag, data, ...(link === undefined ? {} : { link }) });
  const block = all.subarray(0, 512);
  if (magic !== undefined) block.write(magic, 257, 'latin1');
  if (prefix !== undefined) block.write(prefix, 345, 'latin1');
  if (trailer !== undefined) block.write(trailer, 508, 'latin1');
  if (flag === 'S') block.write(`${data.length.toString(8).padStart(11, '0')}\0`, 483);
  withChecksum(block);
  return all;
}

function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = rest.length + 1 + (rest.length + 2 > 99 ? 2 : rest.length + 1 > 9 ? 1 : 0);
  return `${length}${rest}`;
}

const file = (name: string, data = 'data'): Part => ({ flag: '0', name, data });
const pax = (...records: readonly (readonly [string, string])[]): Part => ({
  flag: 'x',
  name: 'PaxHeaders/0',
  data: records.map(([key, value]) => record(key, value)).join(''),
});
const global = (...records: readonly (readonly [string, string])[]): Part => ({
  ...pax(...records),
  flag: 'g',
});
const long = (name: string): Part => ({ flag: 'L', name: '././@LongLink', data: `${name}\0` });
const longLink = (name: string): Part => ({ ...long(name), flag: 'K' });
const soft = (name: string, link: string): Part => ({ flag: '2', name, data: '', link });
const gnu = 'ustar  \0';

const tarOf = (parts: readonly Part[]) => Buffer.concat([...parts.map(blocksOf), end]);

/** What readers take differently: the name that Go knows, and the doubt. */
const doubtful: [name: string, parts: Part[], names: string[], doubt: string][] = [
  ['a global path', [global(['path', 'decoy']), file('a')], ['a'], 'a global header with names'],
  ['a global size', [global(['size', '0']), file('a')], ['a'], 'a global header with names'],
  [
    'a global sparse name',
    [global(['GNU.sparse.name', 'decoy']), file('a')],
    ['a'],
    'a global header with names',
  ],
  ['a long name over a path', [long('a'), pax(['path', 'decoy']), file('z')], ['a'], 'two names'],
  ['a path, then a long name', [pax(['path', 'decoy']), long('a'), file('z')], ['a'], 'two names'],
  [
    'a long link over a linkpath',
    [pax(['linkpath', 'decoy']), longLink('b'), soft('a', 'z')],
    ['a -> b'],
    'two names',
  ],
  [
    'a path before a global header',
    [pax(['path', 'decoy']), global(['comment', 'c']), file('a')],
    ['a'],
    'a global header between',
  ],
  [
    'a long name before a global header',
    [long('decoy'), global(['comment', 'c']), file('a')],
    ['a'],
    'a global header between',
  ],
  ['an empty path', [pax(['path', '']), file('a')], ['a'], 'an empty name'],
  ['an empty linkpath', [pax(['linkpath', '']), soft('a', 'b')], ['a -> b'], 'an empty name'],
  ['an empty long name', [long(''), file('a')], ['a'], 'an empty long name'],
  ['two long names', [long('decoy'), long('a'), file('z')], ['a'], 'two long names'],
  [
    'two extended headers',
    [pax(['path', 'decoy']), pax(['mtime', '1']), file('a')],
    ['a'],
    'two extended headers',
  ],
  [
    'a path said twice',
    [pax(['path', 'decoy'], ['path', 'a']), file('z')],
    ['a'],
    'two names or sizes',
  ],
  [
    'a sparse name without a map',
    [pax(['GNU.sparse.name', 'decoy']), file('a')],
    ['a'],
    'records of a sparse file',
  ],
  [
    'a sparse version that nobody knows',
    [pax(['GNU.sparse.major', '2'], ['GNU.sparse.name', 'decoy']), file('a')],
    ['a'],
    'records of a sparse file',
  ],
  [
    'a sparse name beside a long one',
    [
      long('decoy'),
      pax(
        ['GNU.sparse.map', '0,4'],
        ['GNU.sparse.numblocks', '1'],
        ['GNU.sparse.size', '4'],
        ['GNU.sparse.name', 'a'],
      ),
      file('z'),
    ],
    ['a'],
    'two names',
  ],
  ['a file with a slash', [file('a/')], ['a/'], 'ends with a slash'],
  ['an old directory with data', [{ ...file('d/', ''), flag: '\0' }, file('a')], ['d/', 'a'], ''],
  ['a size beside another', [pax(['size', '0']), file('a', '')], ['a'], ''],
  [
    'a prefix longer than star has it',
    [{ ...file('a'), prefix: `${'p'.repeat(131)}${'0'.repeat(24)}`, trailer: 'tar\0' }],
    [`${'p'.repeat(131)}/a`],
    'the name of an entry',
  ],
  [
    'a prefix in a block of GNU tar',
    [{ ...file('a'), magic: gnu, prefix: 'p/q' }],
    ['p/q/a'],
    'the name of an entry',
  ],
  ['no prefix in an old block', [{ ...file('a'), magic: 'usXXr\0', prefix: 'p' }], ['a'], ''],
  ['a usual prefix', [{ ...file('a'), prefix: 'p' }], ['p/a'], ''],
  ['a path as all write it', [pax(['path', 'a']), file('z')], ['a'], ''],
  ['a long name and times', [pax(['mtime', '1']), long('a'), file('z')], ['a'], ''],
];

const nameOf = (path: string, link: string) => (link === '' ? path : `${path} -> ${link}`);

describe('names that readers of tars differ on', () => {
  it.each(doubtful)('reads %s as Go does, and says so', async (_, parts, names, doubt) => {
    const read = await readTar(tarOf(parts));
    expect(read.failure).toBeUndefined();
    expect(read.entries.map(({ path, link }) => nameOf(path, link))).toEqual(names);
    if (doubt === '') expect(read.doubt).toBeUndefined();
    else expect(read.doubt).toContain(doubt);
  });

  it.each([
    ['a path with NUL', [pax(['path', 'a\0b']), file('a')]],
    ['a size that is none', [pax(['size', '1.5']), file('a')]],
    ['a negative size', [pax(['size', '-1']), file('a')]],
    [
      'a sparse map of another count',
      [pax(['GNU.sparse.map', '0,4'], ['GNU.sparse.numblocks', '2']), file('a')],
    ],
    ['a sparse link', [pax(['GNU.sparse.major', '1'], ['GNU.sparse.minor', '0']), soft('a', 'b')]],
    ['a sparse file that GNU tar has not written', [{ ...file('a'), flag: 'S' }]],
  ] as [string, Part[]][])('ends at %s, as Go does', async (_, parts) => {
    expect((await readTar(tarOf(parts))).failure).toBeDefined();
  });

  it('takes a size of its record for one that the header cannot hold', async () => {
    const tar = Buffer.concat([
      blocksOf(pax(['size', `${8 ** 11}`])),
      layerEntry({ path: 'a', size: 0 }),
    ]);
    const read = await readTar(tar);
    expect(read.entries[0]?.size).toBe(8 ** 11);
    expect(read.doubt).toBeUndefined();
    const small = await readTar(tarOf([pax(['size', '4']), file('a', 'dat')]));
    expect(small.doubt).toContain('two sizes');
  });
});

describe.skipIf(!hasGo)('what Go’s archive/tar reads (skipped without go)', () => {
  let oracle = '';
  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-go-tar-'));
    oracle = join(folder, 'oracle');
    const source = join(import.meta.dirname, '../../../test/fixtures/tar-oracle.go');
    execFileSync('go', ['build', '-o', oracle, source], { stdio: 'pipe' });
    return () => rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  function ask(tars: readonly Buffer[]): GoAnswer[] {
    const input = Buffer.concat(tars.flatMap((tar) => [Buffer.from(`${tar.length}\n`), tar]));
    const output = execFileSync(oracle, { input, maxBuffer: 256 * 1024 * 1024 }).toString();
    return output
      .trim()
      .split('\n')
      .map((line): GoAnswer => JSON.parse(line));
  }

  const bytes = (text: string | null) => Buffer.from(text ?? '', 'base64').toString('latin1');
  const kinds: Readonly<Record<string, string>> = {
    1: 'hardlink',
    2: 'symlink',
    3: 'other',
    4: 'other',
    5: 'directory',
    6: 'other',
    D: 'directory',
  };
  /** Volumes have no place in a tree; Docker does not take them either. */
  const goLines = ({ Entries }: GoAnswer) =>
    Entries.filter(({ Type }) => Type !== 'V' && Type !== 'M').map((entry) => {
      const kind = kinds[entry.Type] ?? 'file';
      const data = kind === 'file' ? ` ${entry.Size} ${entry.Sha256}` : '';
      return `${kind} ${bytes(entry.Name)} -> ${bytes(entry.Link)}${data}`;
    });
  const ownLines = ({ entries }: Awaited<ReturnType<typeof readTar>>) =>
    entries.map(({ type, path, link, size, body }) => {
      const digest = createHash('sha256').update(body).digest('hex');
      return `${type} ${path} -> ${link}${type === 'file' ? ` ${size} ${digest}` : ''}`;
    });

  it.each(doubtful)('is the same for %s', async (_, parts) => {
    const tar = tarOf(parts);
    const [answer] = ask([tar]);
    expect(ownLines(await readTar(tar))).toEqual(answer && goLines(answer));
  });

  const name = fc.constantFrom('a', 'b/c', 'd/', '', './e', 'n\xe4', 'x'.repeat(100));
  const value = fc.oneof(name, fc.constantFrom('0', '1', '4', '512', '0,4', '4,0', '1.5', '-1'));
  const key = fc.constantFrom(
    'path',
    'linkpath',
    'size',
    'mtime',
    'comment',
    ...['name', 'map', 'size', 'realsize', 'numblocks', 'major', 'minor', 'offset', 'numbytes'].map(
      (text) => `GNU.sparse.${text}`,
    ),
  );
  const records = fc.array(fc.tuple(key, value), { maxLength: 4 });
  const entry = fc
    .record({
      flag: fc.constantFrom('0', '0', '0', '\0', '1', '2', '3', '5', '6', '7', 'S', 'V', 'D', 'Z'),
      name,
      data: fc.constantFrom('', 'data', '1\n0\n4\n'.padEnd(512, '\0') + 'data', 'y'.repeat(600)),
      link: name,
      magic: fc.constantFrom('ustar\u000000', 'ustar\u000000', gnu, 'usXXr\u000000', 'ustar   '),
      prefix: fc.constantFrom('', '', 'p', 'q'.repeat(155), '00000000000\0'),
      trailer: fc.constantFrom('\0', 'tar\0'),
    })
    .map((part): Part => part);
  const truthful = fc.constantFrom<readonly (readonly [string, string])[]>(
    [
      ['GNU.sparse.major', '1'],
      ['GNU.sparse.minor', '0'],
      ['GNU.sparse.name', 'real'],
      ['GNU.sparse.realsize', '9'],
    ],
    [
      ['GNU.sparse.map', '0,4'],
      ['GNU.sparse.numblocks', '1'],
      ['GNU.sparse.size', '9'],
    ],
    [['size', '4']],
    [['path', 'real']],
  );
  const part: fc.Arbitrary<Part> = fc.oneof(
    { weight: 5, arbitrary: entry },
    { weight: 2, arbitrary: records.map((all) => pax(...all)) },
    { weight: 2, arbitrary: truthful.map((all) => pax(...all)) },
    { weight: 1, arbitrary: records.map((all) => global(...all)) },
    { weight: 2, arbitrary: name.map(long) },
    { weight: 1, arbitrary: name.map(longLink) },
  );

  it('is the same for random headers, or their layer is Incomplete', async () => {
    const tars = fc
      .sample(fc.array(part, { minLength: 1, maxLength: 6 }), { numRuns: 20_000, seed: 20_261_125 })
      .map(tarOf);
    let compared = 0;
    let certain = 0;
    for (const [index, answer] of ask(tars).entries()) {
      const read = await readTar(tars[index] ?? Buffer.alloc(0));
      // What Go gives up at no engine runs; what we give up at is Incomplete.
      if (answer.Failure !== '' || read.failure !== undefined) continue;
      compared++;
      if (read.doubt === undefined) certain++;
      expect([index, ...ownLines(read)]).toEqual([index, ...goLines(answer)]);
    }
    expect(compared).toBeGreaterThan(2000);
    expect(certain).toBeGreaterThan(500);
  }, 60_000);
});
