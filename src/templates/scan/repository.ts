// The repository that a file lies in: the bound of what its links may reach, and the addresses that mean it.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Repository {
  /** The nearest folder above with `.git`, else the folder that was asked for; absolute, without links. */
  readonly folder: string;
  /** `owner/name` of its remotes on GitHub, in lower case. Empty: not known. */
  readonly names: ReadonlySet<string>;
}

/** A configuration of git is small; a larger file is none. */
const maxConfigBytes = 1024 * 1024;

function existing(path: string): 'file' | 'folder' | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true ? 'folder' : found?.isFile() === true ? 'file' : undefined;
}

function smallText(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true || found.size > maxConfigBytes) return '';
  return readFileSync(path, 'utf8');
}

/** Of a worktree or submodule `.git` is a file that names the folder. */
function configOf(git: string): string {
  if (existing(git) === 'folder') return smallText(join(git, 'config'));
  const [, named] = /^gitdir:\s*(.+?)\s*$/m.exec(smallText(git)) ?? [];
  if (named === undefined) return '';
  const folder = join(named.startsWith('/') ? '' : dirname(git), named);
  const common = smallText(join(folder, 'commondir')).trim();
  return smallText(join(common === '' ? folder : join(folder, common), 'config'));
}

function remoteNames(git: string): ReadonlySet<string> {
  let config: string;
  try {
    config = configOf(git);
  } catch {
    // Without it no address is known to be this repository's.
    return new Set();
  }
  const urls = [...config.matchAll(/^\s*url\s*=\s*(\S+?)\/?\s*$/gm)];
  return new Set(
    urls.flatMap(([, url = '']) => {
      const [, name] = /github\.com[/:]([^/]+\/[^/]+?)(?:\.git)?$/i.exec(url) ?? [];
      return name === undefined ? [] : [name.toLowerCase()];
    }),
  );
}

/** By folder; a run asks for the same ones again and again. */
const known = new Map<string, Repository | 'none'>();

function nearestGit(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    const git = join(current, '.git');
    try {
      if (existing(git) !== undefined) return git;
    } catch {
      // A folder that may not be looked into has no repository for us.
    }
    if (dirname(current) === current) return undefined;
  }
}

/** The repository of `folder`; where there is none, `otherwise` bounds the links. Both absolute, without links. */
export function repositoryOf(folder: string, otherwise: string): Repository {
  const cached = known.get(folder);
  if (cached !== undefined && cached !== 'none') return cached;
  const git = cached === undefined ? nearestGit(folder) : undefined;
  if (git === undefined) {
    known.set(folder, 'none');
    return { folder: otherwise, names: new Set() };
  }
  const repository = { folder: realpathSync(dirname(git)), names: remoteNames(git) };
  known.set(folder, repository);
  return repository;
}
