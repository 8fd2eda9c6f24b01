import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WritableFiles } from './writable-files.ts';

// repo/.git, repo/in, repo/other; a second repository and a plain folder beside it.
const root = realpathSync(mkdtempSync(join(tmpdir(), 'portcullis-writable-')));
const at = (path: string) => join(root, path);

beforeAll(() => {
  for (const path of ['repo/.git', 'repo/in', 'repo/other', 'second/.git', 'plain/in']) {
    mkdirSync(at(path), { recursive: true });
  }
  for (const path of ['repo/in/a.json', 'repo/other/b.json', 'second/c.json', 'plain/d.json']) {
    writeFileSync(at(path), '{}');
  }
  writeFileSync(at('plain/in/e.json'), '{}');
  writeFileSync(at('repo/latin.json'), Buffer.from([0x7b, 0xe4, 0x7d]));
  writeFileSync(at('repo/locked.json'), '{}');
  chmodSync(at('repo/locked.json'), 0o444);
  linkSync(at('repo/in/a.json'), at('repo/in/hard.json'));
  symlinkSync('../other/b.json', at('repo/in/inside.json'));
  symlinkSync('../../second/c.json', at('repo/in/outside.json'));
  symlinkSync('../second', at('repo/second'));
  symlinkSync('../plain', at('repo/plain'));
});
afterAll(() => rmSync(root, { recursive: true }));

function refusal(target: string, path: string, others: readonly string[] = []) {
  const paths = new Map([path, ...others].map((each) => [each, at(each)] as const));
  return new WritableFiles([at(target)], paths).refusal(path);
}

describe('a file', () => {
  it.each([
    ['of the target', 'repo/in/a.json', 'repo/in/a.json'],
    ['of the target’s folder', 'repo/in', 'repo/in/a.json'],
    ['found by a glob', 'repo/**/*.json', 'repo/in/a.json'],
    ['of the same repository', 'repo/in/a.json', 'repo/other/b.json'],
    ['behind a link inside the repository', 'repo/in/inside.json', 'repo/in/inside.json'],
    ['with another name', 'repo/in', 'repo/in/hard.json'],
    ['without a repository', 'plain/in', 'plain/in/e.json'],
    ['of a folder of its own repository', 'second', 'second/c.json'],
  ])('%s is written', (_name, target, path) => {
    expect(refusal(target, path)).toBeUndefined();
  });

  it.each([
    ['of another repository', 'repo/in', 'second/c.json', /lies outside/],
    ['behind a link out of it', 'repo/in/outside.json', 'repo/in/outside.json', /link that leads/],
    ['below a folder that leads out', 'repo/second/c.json', 'repo/second/c.json', /outside/],
    ['below such a folder as target', 'repo/second', 'repo/second/c.json', /outside/],
    ['below one to no repository', 'repo/plain/d.json', 'repo/plain/d.json', /outside/],
    ['outside the folder without a repository', 'plain/in', 'plain/d.json', /outside/],
    ['of bytes that are no text', 'repo', 'repo/latin.json', /no text/],
    ['that is read-only', 'repo', 'repo/locked.json', /read-only/],
    ['that is gone', 'repo', 'repo/none.json', /ENOENT/],
  ])('%s is not', (_name, target, path, reason) => {
    expect(refusal(target, path)).toMatch(reason);
  });

  it('is written once where a link leads to it', () => {
    const [link, file] = ['repo/in/inside.json', 'repo/other/b.json'];
    expect(refusal('repo', link, [file])).toMatch(/is a link to repo\/other\/b\.json/);
    expect(refusal('repo', file, [link])).toBeUndefined();
  });

  it('outside the targets’ folders is told apart', () => {
    const paths = new Map(['repo/in/a.json', 'repo/other/b.json'].map((each) => [each, at(each)]));
    const files = new WritableFiles([at('repo/in')], paths);
    expect([...paths.keys()].map((each) => files.isOutside(each))).toEqual([false, true]);
  });
});
