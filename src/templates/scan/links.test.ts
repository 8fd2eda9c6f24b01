import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveLink } from './links.ts';
import { type Repository, repositoryOf } from './repository.ts';
import { isWithin } from './shown-path.ts';
import { folderOf } from './test-folder.ts';

const raw = 'https://raw.githubusercontent.com/Azure/azure-quickstart-templates/master';

const remotes = ['azure/azure-quickstart-templates', 'a/b'];

function setting(names: readonly string[] = remotes): { from: string; repository: Repository } {
  const folder = folderOf({
    'vm/azuredeploy.json': {},
    'vm/nested/agent.json': {},
    'shared/net.json': {},
    'vm/with space.json': {},
  });
  return {
    from: join(folder, 'vm', 'azuredeploy.json'),
    repository: { folder, names: new Set(names) },
  };
}

describe('a link', () => {
  it.each([
    ['nested/agent.json', 'vm/nested/agent.json'],
    ['./nested/../nested/agent.json', 'vm/nested/agent.json'],
    ['nested\\agent.json', 'vm/nested/agent.json'],
    ['../shared/net.json', 'shared/net.json'],
    ['nested/agent.json?sv=2020&sig=abc', 'vm/nested/agent.json'],
    [`${raw}/vm/nested/agent.json`, 'vm/nested/agent.json'],
    [`${raw}/vm/nested/agent.json?token=x`, 'vm/nested/agent.json'],
    [`${raw}/vm/with%20space.json`, 'vm/with space.json'],
    [`${raw}/shared/net.json`, 'shared/net.json'],
    [`${raw}/quickstarts/vm/nested/agent.json`, 'vm/nested/agent.json'],
    ['https://raw.githubusercontent.com/a/b/refs/heads/main/shared/net.json', 'shared/net.json'],
    ['https://github.com/a/b/raw/main/shared/net.json', 'shared/net.json'],
    ['https://github.com/a/b/blob/main/shared/net.json?raw=true', 'shared/net.json'],
  ])('%s leads to %s', (link, expected) => {
    const { from, repository } = setting();
    const resolved = resolveLink(link, from, repository);
    expect(resolved).toMatchObject({ kind: 'file' });
    if (resolved.kind === 'file') expect(relative(repository.folder, resolved.path)).toBe(expected);
  });

  it.each([
    ['nested/none.json', 'missing'],
    ['nested', 'missing'],
    ['', 'missing'],
    ['a\0b', 'missing'],
    ['../../etc/passwd', 'outside'],
    ['/etc/passwd', 'outside'],
    ['https://example.com/vm/nested/agent.json', 'remote'],
    ['https://store.blob.core.windows.net/t/nested/agent.json?sig=x', 'remote'],
    [`${raw}/other/none.json`, 'remote'],
    [`${raw}/..%2f..%2fetc/passwd`, 'remote'],
    ['file:///etc/passwd', 'remote'],
    ['http://[', 'remote'],
  ])('%s is %s', (link, expected) => {
    const { from, repository } = setting();
    const resolved = resolveLink(link, from, repository);
    expect(resolved.kind).toBe(expected);
    expect(JSON.stringify(resolved)).not.toContain('sig=');
  });

  it('of another repository is remote, one of the same name included', () => {
    const { from, repository } = setting(['azure/azure-quickstart-templates']);
    expect(resolveLink(`${raw}/vm/nested/agent.json`, from, repository).kind).toBe('file');
    const other = 'https://raw.githubusercontent.com/Azure/other/master/vm/nested/agent.json';
    expect(resolveLink(other, from, repository).kind).toBe('remote');
    const evil = `${raw.replace('Azure', 'evil')}/vm/nested/agent.json`;
    expect(resolveLink(evil, from, repository).kind).toBe('remote');
  });

  it('is told by the layout where no remote is known, and says whose file it would be', () => {
    const { from, repository } = setting([]);
    expect(resolveLink(`${raw}/vm/nested/agent.json`, from, repository)).toMatchObject({
      kind: 'file',
      ref: 'Azure/azure-quickstart-templates, master',
    });
    expect(resolveLink(`${raw}/vm/nested/none.json`, from, repository).kind).toBe('remote');
  });

  it('names the ref that it asks for', () => {
    const { from, repository } = setting();
    const tagged = 'https://raw.githubusercontent.com/a/b/v1.0/shared/net.json';
    expect(resolveLink(tagged, from, repository)).toMatchObject({ kind: 'file', ref: 'v1.0' });
    const long = 'https://raw.githubusercontent.com/a/b/refs/tags/v2/shared/net.json';
    expect(resolveLink(long, from, repository)).toMatchObject({ kind: 'file', ref: 'v2' });
  });

  it('does not leave the repository by a link of the file system', () => {
    const outside = folderOf({ 'x.json': {} });
    const { from, repository } = setting();
    symlinkSync(join(outside, 'x.json'), join(repository.folder, 'vm', 'x.json'));
    expect(resolveLink('x.json', from, repository).kind).toBe('outside');
  });

  it('never throws, and never leads out', () => {
    const { from, repository } = setting();
    const piece = fc.constantFrom(
      '..',
      '.',
      'vm',
      'nested',
      'agent.json',
      '/',
      '\\',
      '%2e%2e',
      '%',
      'https://raw.githubusercontent.com/a/b/c/',
      '#',
      '?',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece).map((all) => all.join('/')),
          fc.string(),
        ),
        (link) => {
          const resolved = resolveLink(link, from, repository);
          if (resolved.kind === 'file')
            expect(isWithin(resolved.path, repository.folder)).toBe(true);
        },
      ),
    );
  });
});

describe('a repository', () => {
  it('is the nearest folder with .git, and knows the names of its remotes', () => {
    const folder = folderOf({
      '.git/config':
        '[remote "origin"]\n\turl = git@github.com:me/Templates.git\n[remote "up"]\n\turl = https://github.com/them/upstream/\n',
      'a/b/main.json': {},
    });
    const { folder: found, names } = repositoryOf(join(folder, 'a', 'b'), '/none');
    expect(found).toBe(folder);
    expect([...names].sort()).toEqual(['me/templates', 'them/upstream']);
  });

  it('is found from a worktree', () => {
    const folder = folderOf({
      'main/.git/config': '[remote "origin"]\n\turl = https://github.com/me/templates\n',
      'main/.git/worktrees/w/commondir': '../..\n',
      'w/.git': '',
      'w/main.json': {},
    });
    writeFileSync(
      join(folder, 'w', '.git'),
      `gitdir: ${join(folder, 'main', '.git', 'worktrees', 'w')}\n`,
    );
    expect([...repositoryOf(join(folder, 'w'), '/none').names]).toEqual(['me/templates']);
  });

  it('is the given folder where there is none', () => {
    const folder = folderOf({ 'a/main.json': {} });
    mkdirSync(join(folder, 'b'));
    expect(repositoryOf(join(folder, 'b'), folder)).toEqual({ folder, names: new Set() });
    expect(repositoryOf(join(folder, 'b'), '/other').folder).toBe('/other');
  });
});
