import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

// Keeps the layering of ARCHITECTURE.md: what each room of src/ may import from its neighbours.

const root = join(import.meta.dirname, '..', 'src');
const shared = ['model', 'trees', 'hives', 'net', 'azure', 'runtime'];

/** Room → rooms that it may import. A room that is not named here fails the test: add it with its reason. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  runtime: ['model'],
  net: ['model', 'runtime'],
  azure: ['model', 'net', 'runtime'],
  trees: ['model', 'runtime'],
  hives: ['model', 'runtime'],
  images: shared,
  filesystems: shared,
  inventory: shared,
  advisories: shared,
  policy: shared,
  reports: shared,
  templates: shared,
  disks: shared,
  gate: [
    ...shared,
    'images',
    'filesystems',
    'disks',
    'inventory',
    'advisories',
    'templates',
    'policy',
    'reports',
  ],
  cli: ['gate', 'model', 'runtime', 'reports'],
};

/** Folders of formats that must not import one another sideways. */
const formats = ['inventory/os', 'inventory/language', 'advisories/versions'];

interface Import {
  readonly from: string;
  readonly to: string;
}

function imports(): Import[] {
  const found: Import[] = [];
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  for (const file of files) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    const text = readFileSync(join(root, file), 'utf8');
    for (const match of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
      const to = normalize(join(dirname(file), match[1] ?? ''));
      found.push({ from: file.split(sep).join('/'), to: to.split(sep).join('/') });
    }
  }
  return found;
}

const all = imports();
const roomOf = (path: string) => path.split('/')[0] ?? '';

describe('the layering', () => {
  it('reads import lines at all', () => {
    expect(all.length).toBeGreaterThan(20);
  });

  it('has no room that this test does not know', () => {
    const rooms = new Set(all.map(({ from }) => roomOf(from)));
    expect([...rooms].filter((room) => !(room in allowed))).toEqual([]);
  });

  it('lets no room import from a neighbour or from above', () => {
    const wrong = all.filter(({ from, to }) => {
      if (to.startsWith('..')) return !to.endsWith('.json');
      return roomOf(to) !== roomOf(from) && !allowed[roomOf(from)]?.includes(roomOf(to));
    });
    expect(wrong).toEqual([]);
  });

  it('lets no format import another format of its kind', () => {
    const wrong = all.filter(({ from, to }) =>
      formats.some((kind) => {
        const format = (path: string) =>
          path.startsWith(`${kind}/`) ? path.slice(kind.length + 1).split('/') : undefined;
        const left = format(from);
        const right = format(to);
        if (left === undefined || right === undefined) return false;
        return left.length > 1 && right.length > 1 && left[0] !== right[0];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('imports @azure/* in src/azure only', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const wrong = files.filter(
      (file) =>
        file.endsWith('.ts') &&
        roomOf(file.split(sep).join('/')) !== 'azure' &&
        /from '@azure\/|import\('@azure\//.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  it('touches the process, the console and the clock in hosts only', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const wrong: string[] = [];
    for (const file of files) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const room = roomOf(file.split(sep).join('/'));
      if (room === 'cli') continue;
      const text = readFileSync(join(root, file), 'utf8').replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '');
      const pattern =
        room === 'runtime'
          ? /\bconsole\.|process\.exit\b|Date\.now\(\)|new Date\(\)/
          : /\bprocess\.(?:env|exit)\b|\bconsole\.|Date\.now\(\)|new Date\(\)/;
      if (pattern.test(text)) wrong.push(file);
    }
    expect(wrong).toEqual([]);
  });
});
