// Resolves what a template links: a path relative to its file, or an address of the repository that the file lies in.
// Nothing outside that repository is read, and nothing is fetched.
import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { withoutSecrets } from '../link-text.ts';
import type { Repository } from './repository.ts';
import { isWithin } from './shown-path.ts';

/** Segments of an address that are tried; longer ones are no file's. */
const maxSegments = 64;

export type ResolvedLink =
  /** `ref`: the branch, tag or commit that an address names; what is read is what is checked out. */
  | { readonly kind: 'file'; readonly path: string; readonly ref?: string }
  | { readonly kind: 'missing' | 'outside' | 'remote'; readonly message: string };

interface Address {
  /** `owner/name`. */
  readonly repository: string;
  readonly ref: string;
  /** Behind the branch, which is taken for one segment. */
  readonly segments: readonly string[];
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // No UTF-8: taken as it is written.
    return segment;
  }
}

/** Addresses of a repository's files as GitHub gives them out. */
function parseAddress(link: string): Address | undefined {
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    return undefined;
  }
  const segments = url.pathname.split('/').filter(Boolean).slice(0, maxSegments).map(decoded);
  const host = url.hostname.toLowerCase();
  const [owner = '', name = '', ...rest] = segments;
  const repository = `${owner}/${name}`;
  if (host === 'raw.githubusercontent.com') {
    // `refs/heads/BRANCH` is the long form of a branch.
    const branch = rest[0] === 'refs' && rest.length > 3 ? 3 : 1;
    return { repository, ref: rest[branch - 1] ?? '', segments: rest.slice(branch) };
  }
  if (host === 'github.com' && (rest[0] === 'raw' || rest[0] === 'blob')) {
    return { repository, ref: rest[1] ?? '', segments: rest.slice(2) };
  }
  return undefined;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    // In a folder that may not be entered: not there for us.
    return false;
  }
}

/** Folders from a file's own up to the repository's. */
function foldersAbove(path: string, repository: string): string[] {
  const folders: string[] = [];
  for (let current = dirname(path); isWithin(current, repository); current = dirname(current)) {
    folders.push(current);
    if (current === repository || current === dirname(current)) break;
  }
  return folders;
}

/**
 * Where the path of an address can lie: below the repository; and below a folder above the file that is called as one
 * of the address's segments, since a part of a repository may be checked out alone.
 */
function candidates(
  { segments }: Address,
  from: string,
  repository: Repository,
): readonly string[] {
  const found = [join(repository.folder, ...segments)];
  for (const folder of foldersAbove(from, repository.folder)) {
    const name = folder.split(/[\\/]/).at(-1)?.toLowerCase();
    for (const [index, segment] of segments.entries()) {
      const rest = segments.slice(index + 1);
      if (segment.toLowerCase() === name && rest.length > 0) found.push(join(folder, ...rest));
    }
  }
  return found;
}

/** The file without links, where it lies inside the repository. */
function opened(path: string, link: string, repository: Repository): ResolvedLink {
  if (!isWithin(resolve(path), repository.folder)) return outside(link);
  try {
    if (!isFile(path)) return { kind: 'missing', message: `there is no file ${link}` };
    const real = realpathSync(path);
    return isWithin(real, repository.folder) ? { kind: 'file', path: real } : outside(link);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'missing', message: `${link} cannot be looked up (${reason})` };
  }
}

function outside(link: string): ResolvedLink {
  return { kind: 'outside', message: `${link} lies outside the repository` };
}

/**
 * The file that `link` of the template at `from` means; both paths absolute. Never throws.
 * A link with a scheme that is no address of the repository is remote.
 */
export function resolveLink(link: string, from: string, repository: Repository): ResolvedLink {
  const bare = withoutSecrets(link);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(bare)) {
    const path = bare.replaceAll('\\', '/');
    if (path === '' || path.includes('\0')) {
      return { kind: 'missing', message: 'the link names no file' };
    }
    return isAbsolute(path) ? outside(bare) : opened(join(dirname(from), path), bare, repository);
  }
  const address = parseAddress(bare);
  const isOurs =
    address !== undefined &&
    !address.segments.some((segment) => /[\\/\0]|^\.\.$/.test(segment)) &&
    // A checkout without remotes (an archive of the sources, say) tells by its layout, and it is said.
    (repository.names.size === 0 || repository.names.has(address.repository.toLowerCase()));
  if (isOurs) {
    const tried = candidates(address, from, repository);
    const found = tried.find((path) => isWithin(path, repository.folder) && isFile(path));
    if (found !== undefined) {
      const file = opened(found, bare, repository);
      const isGuess = repository.names.size === 0;
      const ref = isGuess ? `${address.repository}, ${address.ref}` : address.ref;
      return file.kind === 'file' ? { ...file, ref } : file;
    }
  }
  return { kind: 'remote', message: `${bare} is remote, and no file of this repository` };
}
