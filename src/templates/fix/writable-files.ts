// Which files a fix may write: those of the repository that a target lies in, texts through and through, by their real
// path: a link that leads elsewhere in the repository is written through, one that leads out of it is not.
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isWithin, slashed } from '../scan/shown-path.ts';
import { decodeText, encodeLike } from '../source.ts';

const wild = /[*?[\]{}]/;

/** The folder of a target as it is written, links kept: what a repository is looked for from. */
function folderOf(text: string): string {
  const full = resolve(text);
  const found = statSync(full, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return full;
  if (found !== undefined) return dirname(full);
  const segments = slashed(text).split('/');
  const first = segments.findIndex((segment) => wild.test(segment));
  const fixed = segments.slice(0, Math.max(0, first)).join('/');
  return resolve(fixed === '' ? (text.startsWith('/') ? '/' : '.') : fixed);
}

/**
 * Real folders, in all of which a file must lie: every repository on the way up. A link below a repository may lead
 * into another one, which is then not ours to write. Without a repository the target's own folder.
 */
function boundsOf(text: string): readonly string[] {
  const folder = folderOf(text);
  const bounds: string[] = [];
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, '.git'))) bounds.push(realpathSync(current));
    if (dirname(current) === current) break;
  }
  return bounds.length > 0 || !existsSync(folder) ? bounds : [realpathSync(folder)];
}

function unwritableBecause(path: string): string | undefined {
  if ((statSync(path).mode & 0o222) === 0) return 'it is read-only';
  accessSync(path, constants.W_OK);
  const bytes = readFileSync(path);
  if (Buffer.compare(encodeLike(bytes, decodeText(bytes)), bytes) === 0) return undefined;
  return 'some of its bytes are no text (save it as UTF-8)';
}

/** Answers for the files of a run; `paths` are their absolute paths by the ones that messages show. */
export class WritableFiles {
  readonly #bounds: readonly (readonly string[])[];
  readonly #folders: readonly string[];
  readonly #paths: ReadonlyMap<string, string>;
  readonly #answers = new Map<string, string | undefined>();
  #shownByReal: ReadonlyMap<string, string> | undefined;

  /** `targets`: path or glob each. */
  constructor(targets: readonly string[], paths: ReadonlyMap<string, string>) {
    this.#bounds = targets.map(boundsOf).filter((bounds) => bounds.length > 0);
    this.#folders = targets.map((text) => {
      const folder = folderOf(text);
      return existsSync(folder) ? realpathSync(folder) : folder;
    });
    this.#paths = paths;
  }

  /** What is written to when a file is: its path without links. */
  realPath(shown: string): string {
    return realpathSync(this.#paths.get(shown) ?? shown);
  }

  /** Why a file is not written to; undefined when it is. */
  refusal(shown: string): string | undefined {
    if (!this.#answers.has(shown)) this.#answers.set(shown, this.#judge(shown));
    return this.#answers.get(shown);
  }

  /** Whether it lies outside the folders that the targets name: a template that theirs link. */
  isOutside(shown: string): boolean {
    const real = this.realPath(shown);
    return !this.#folders.some((folder) => isWithin(real, folder));
  }

  /** The nearest folder of a target's repository, or of a target, that holds the file; undefined where none does. */
  folderOf(shown: string): string | undefined {
    const real = this.realPath(shown);
    return this.#bounds.map(([nearest = '']) => nearest).find((folder) => isWithin(real, folder));
  }

  #judge(shown: string): string | undefined {
    const path = this.#paths.get(shown) ?? shown;
    let reason: string | undefined;
    try {
      const real = realpathSync(path);
      const isInside = this.#bounds.some((all) => all.every((folder) => isWithin(real, folder)));
      const twin = this.#twinOf(shown, real);
      if (!isInside) {
        const isLink = real !== resolve(path);
        reason = `it ${isLink ? 'is a link that leads' : 'lies'} outside the repository, or the folder, of the targets`;
      } else if (twin !== undefined) reason = `it is a link to ${twin}, which is mended itself`;
      else reason = unwritableBecause(real);
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    return reason === undefined ? undefined : `${shown} is not written: ${reason}`;
  }

  /** Another file of the run that the same path without links is of. */
  #twinOf(shown: string, real: string): string | undefined {
    this.#shownByReal ??= this.#realFiles();
    const twin = this.#shownByReal.get(real);
    return twin === shown ? undefined : twin;
  }

  #realFiles(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const [shown, path] of this.#paths) {
      if (!existsSync(path)) continue;
      const real = realpathSync(path);
      // The file itself rather than a link to it.
      if (!found.has(real) || real === path) found.set(real, shown);
    }
    return found;
  }
}
