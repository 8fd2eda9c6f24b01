import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFiles } from './find-files.ts';
import { shownPath } from './shown-path.ts';
import { folderOf } from './test-folder.ts';

function names(folder: string, text: string): string[] {
  return findFiles(text).files.map(({ path }) => relative(folder, path));
}

describe('the files of a target', () => {
  it('are one file, named, whatever its ending', () => {
    const folder = folderOf({ 'main.template': {}, 'other.json': {} });
    const found = findFiles(join(folder, 'main.template'));
    expect(found.files).toMatchObject([{ path: join(folder, 'main.template'), isNamed: true }]);
    expect(found.folder).toBe(folder);
  });

  it('are those of a folder that may be templates, in the order of their paths', () => {
    const folder = folderOf({
      'b.json': {},
      'a/c.JSON': {},
      'a/b.jsonc': {},
      'a/main.bicep': '',
      'a/notes.md': '',
      'node_modules/x.json': {},
      'a/node_modules/y.json': {},
      '.git/z.json': {},
      '.hidden.json': {},
    });
    expect(names(folder, folder)).toEqual(['a/b.jsonc', 'a/c.JSON', 'a/main.bicep', 'b.json']);
    expect(findFiles(folder).files.every(({ isNamed }) => !isNamed)).toBe(true);
  });

  it.each([
    ['**/azuredeploy.json', ['a/azuredeploy.json', 'a/b/azuredeploy.json', 'azuredeploy.json']],
    ['*/azuredeploy.json', ['a/azuredeploy.json']],
    ['a/**', ['a/azuredeploy.json', 'a/b/azuredeploy.json']],
    ['{a,none}/*.json', ['a/azuredeploy.json']],
    ['a/*.tmpl', ['a/x.tmpl']],
    ['.azure/*.json', ['.azure/deep.json']],
  ])('are those that the glob %s fits', (glob, expected) => {
    const folder = folderOf({
      'azuredeploy.json': {},
      'a/azuredeploy.json': {},
      'a/b/azuredeploy.json': {},
      'a/x.tmpl': {},
      'node_modules/azuredeploy.json': {},
      '.azure/deep.json': {},
    });
    expect(names(folder, join(folder, glob))).toEqual(expected);
  });

  it('are a file whose name looks like a glob, when it is there', () => {
    const folder = folderOf({ 'x[1].json': {}, 'x1.json': {} });
    expect(names(folder, join(folder, 'x[1].json'))).toEqual(['x[1].json']);
  });

  it.each(['none.json', 'none/*.json', '*.none'])('are missed as %s with one message', (text) => {
    const folder = folderOf({ 'a.json': {} });
    expect(() => findFiles(join(folder, text))).toThrow(
      expect.objectContaining({ code: 'TARGET_NOT_FOUND' }),
    );
  });

  it('are found once, under their own paths, where links lead to them', () => {
    const folder = folderOf({ 'a/main.json': {} });
    symlinkSync('main.json', join(folder, 'a', 'link.json'));
    symlinkSync('a', join(folder, 'again'));
    symlinkSync('..', join(folder, 'a', 'up'));
    symlinkSync('nothing', join(folder, 'dead.json'));
    expect(names(folder, folder)).toEqual(['a/main.json']);
    expect(findFiles(folder).coverage).toEqual([]);
  });

  it('do not lie outside the folder; a link to one is told', () => {
    const outside = folderOf({ 'x.json': {}, 'deep/y.json': {} });
    const folder = folderOf({ 'main.json': {} });
    symlinkSync(join(outside, 'x.json'), join(folder, 'x.json'));
    symlinkSync(join(outside, 'deep'), join(folder, 'deep'));
    expect(names(folder, folder)).toEqual(['main.json']);
    const rows = findFiles(folder).coverage.map(({ what, incomplete }) => [what, incomplete]);
    expect(rows).toEqual([
      [`path:${shownPath(join(folder, 'deep'))}`, false],
      [`path:${shownPath(join(folder, 'x.json'))}`, true],
    ]);
  });

  it('may be reached by a link that is the target', () => {
    const folder = folderOf({ 'real/main.json': {} });
    symlinkSync('real', join(folder, 'link'));
    expect(names(folder, join(folder, 'link'))).toEqual(['real/main.json']);
  });

  it('end at a depth that no repository has', () => {
    const folder = folderOf({ 'a.json': {} });
    mkdirSync(join(folder, ...Array.from({ length: 210 }, () => 'd')), { recursive: true });
    const [row] = findFiles(folder).coverage;
    expect(row).toMatchObject({ status: 'not-scanned', incomplete: true });
    expect(row?.reason).toContain('nested deeper than 200');
  });
});

describe('a shown path', () => {
  it.each([
    ['./src/../src/a.json', 'src/a.json'],
    [join(process.cwd(), 'x', 'a.json'), 'x/a.json'],
    ['../out/a.json', '../out/a.json'],
  ])('of %s is %s', (path, expected) => {
    expect(shownPath(path)).toBe(expected);
  });
});
