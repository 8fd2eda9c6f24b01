// From a target to files: a file, what a folder holds, or what a glob names. Content is not looked at here.
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { CoverageRow } from '../../model/coverage.ts';
import { ScanError, UserError } from '../../model/errors.ts';
import { compileGlobs, type GlobAutomaton, type GlobState } from '../../trees/automaton.ts';
import { listed } from './coverage-rows.ts';
import { isWithin, shownPath, slashed } from './shown-path.ts';

/** Entries looked at below one target. */
export const maxEntries = 1_000_000;
/** Files that may be templates below one target. */
export const maxFiles = 20_000;
/** Folders inside one another. */
const maxDepth = 200;

/** Below a folder only these are looked at; a file that is named is looked at whatever its ending. */
const endings = /\.(?:json|jsonc|bicep|bicepparam)$/i;

export interface FoundFile {
  /** Absolute, without links. */
  readonly path: string;
  readonly shown: string;
  /** The target is this file, or a glob for nothing but Bicep; not a folder or glob that it was found by. */
  readonly isNamed: boolean;
}

export interface FoundFiles {
  /** In the order of their paths, each once. */
  readonly files: readonly FoundFile[];
  /** Folder that the target spans, absolute and without links; for a file the folder it lies in. */
  readonly folder: string;
  /** What could not be looked at. */
  readonly coverage: readonly CoverageRow[];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function notFound(text: string): UserError {
  return new UserError('TARGET_NOT_FOUND', `there is no file or folder ${text}`, {
    hint: 'Check the path; relative ones count from the working directory. Globs know *, ?, [], {a,b} and **.',
  });
}

const compareNames = (left: Dirent, right: Dirent) =>
  left.name < right.name ? -1 : left.name > right.name ? 1 : 0;

class Walk {
  readonly files: FoundFile[] = [];
  readonly coverage: CoverageRow[] = [];
  private entries = 0;
  private readonly hidden: string[] = [];
  private readonly text: string;
  private readonly root: string;
  private readonly automaton: GlobAutomaton;
  private readonly accept: RegExp | undefined;
  private readonly isNamed: boolean;

  constructor(
    text: string,
    root: string,
    automaton: GlobAutomaton,
    accept: RegExp | undefined,
    isNamed: boolean,
  ) {
    this.isNamed = isNamed;
    this.text = text;
    this.root = root;
    this.automaton = automaton;
    this.accept = accept;
  }

  private leftOut(path: string, reason: string, incomplete: boolean): void {
    this.coverage.push({
      what: `path:${shownPath(path)}`,
      status: 'not-scanned',
      reason,
      incomplete,
    });
  }

  /** `shown` is the folder as the user would write it, `path` the same without links. */
  folder(path: string, shown: string, state: GlobState, depth = 0): void {
    if (depth > maxDepth) {
      this.leftOut(shown, `folders are nested deeper than ${maxDepth}`, true);
      return;
    }
    let entries: Dirent[];
    try {
      entries = readdirSync(path, { withFileTypes: true }).sort(compareNames);
    } catch (error) {
      this.leftOut(shown, `the folder cannot be read (${messageOf(error)})`, true);
      return;
    }
    this.entries += entries.length;
    if (this.entries > maxEntries) throw this.tooMuch(`more than ${maxEntries} files and folders`);
    for (const entry of entries) {
      const { name } = entry;
      // A glob that spells such a name out means it.
      const isAskedFor = state.names?.includes(name) ?? false;
      const next = this.automaton.step(state, name);
      if ((name.startsWith('.') || name === 'node_modules') && !isAskedFor) {
        const isTold = entry.isDirectory() && next.isLive && name !== '.git';
        if (isTold) this.hidden.push(shownPath(join(shown, name)));
        continue;
      }
      const [inner, innerShown] = [join(path, name), join(shown, name)];
      if (entry.isSymbolicLink()) this.link(inner, innerShown, next);
      else if (entry.isDirectory() && next.isLive) {
        this.folder(inner, innerShown, next, depth + 1);
      } else if (entry.isFile() && next.accepts.length > 0) this.file(inner, innerShown);
    }
  }

  /** All that is told of the walk; folders that are left out by their names are one row, which only informs. */
  rows(): readonly CoverageRow[] {
    if (this.hidden.length === 0) return this.coverage;
    const what = `path:${listed(this.hidden)}`;
    const reason =
      'hidden folders and node_modules are left out; a glob that spells one out scans it';
    return [...this.coverage, { what, status: 'not-scanned', reason, incomplete: false }];
  }

  private file(path: string, shown: string): void {
    if (this.accept !== undefined && !this.accept.test(path)) return;
    this.files.push({ path, shown: shownPath(shown), isNamed: this.isNamed });
    if (this.files.length > maxFiles) throw this.tooMuch(`more than ${maxFiles} JSON files`);
  }

  /** What a link inside the folder leads to is found under its own path; what lies outside is left out, and said so. */
  private link(path: string, shown: string, state: GlobState): void {
    if (!state.isLive && state.accepts.length === 0) return;
    let target: string;
    try {
      target = realpathSync(path);
    } catch {
      // A link to nothing holds nothing that could be missed.
      return;
    }
    if (isWithin(target, this.root)) return;
    const isFile = endings.test(path) && state.accepts.length > 0;
    this.leftOut(shown, `a link that leads out of ${this.text}`, isFile);
  }

  private tooMuch(what: string): ScanError {
    return new ScanError('LIMIT_EXCEEDED', this.text, `there are ${what} below it`, {
      hint: 'Name the folder that holds the templates, or a narrower glob.',
    });
  }
}

const wild = /[*?[\]{}]/;

/** The folder that all paths of a glob lie in, and the rest of the glob. */
function splitGlob(glob: string): { readonly base: string; readonly rest: string } {
  const segments = slashed(glob).split('/');
  const first = segments.findIndex((segment) => wild.test(segment));
  const fixed = segments.slice(0, first);
  const base = fixed.length === 1 && fixed[0] === '' ? '/' : fixed.join('/');
  return { base: base === '' ? '.' : base, rest: segments.slice(first).join('/') };
}

/** A glob that ends in an ending of its own takes files of any kind; `**` and `*` only those that may be templates. */
function acceptOf(rest: string): RegExp | undefined {
  return rest.endsWith('*') ? endings : undefined;
}

function findByGlob(text: string): FoundFiles {
  const { base, rest } = splitGlob(text);
  let folder: string;
  try {
    folder = realpathSync(base);
  } catch {
    throw notFound(base);
  }
  const automaton = compileGlobs([[rest]]);
  const walk = new Walk(text, folder, automaton, acceptOf(rest), rest.endsWith('.bicep'));
  walk.folder(folder, base, automaton.start);
  if (walk.files.length === 0 && walk.coverage.length === 0) {
    throw new UserError('TARGET_NOT_FOUND', `no file fits ${text}`, {
      hint: 'Relative globs count from the working directory; * stays within one folder, ** spans any number.',
    });
  }
  return { files: walk.files, folder, coverage: walk.rows() };
}

/**
 * What a target names. Links out of its folder are not followed; `node_modules` and hidden names are left out.
 * Throws UserError TARGET_NOT_FOUND, ScanError TARGET_UNREADABLE or LIMIT_EXCEEDED.
 */
export function findFiles(text: string): FoundFiles {
  let path: string;
  let found: Stats;
  try {
    path = realpathSync(text);
    found = statSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ENAMETOOLONG') {
      throw new ScanError('TARGET_UNREADABLE', text, `it cannot be read (${messageOf(error)})`);
    }
    if (wild.test(text)) return findByGlob(text);
    throw notFound(text);
  }
  if (found.isFile()) {
    // The name that the user wrote counts: its neighbours are those of its own folder.
    const folder = realpathSync(dirname(resolve(text)));
    const own = join(folder, basename(resolve(text)));
    const files = [{ path: own, shown: shownPath(text), isNamed: true }];
    return { files, folder, coverage: [] };
  }
  if (!found.isDirectory()) {
    throw new UserError('TARGET_UNSUPPORTED', `${text} is neither a file nor a folder`);
  }
  const automaton = compileGlobs([['**']]);
  const walk = new Walk(text, path, automaton, endings, false);
  walk.folder(path, text.endsWith(sep) ? text.slice(0, -1) : text, automaton.start);
  return { files: walk.files, folder: path, coverage: walk.rows() };
}
