// The difference that --dry-run prints, over all files, and what has to be said about it.
import { relative } from 'node:path';
import type { Runtime } from '../model/runtime.ts';
import { shownDiff } from '../templates/fix/shown-diff.ts';
import type { WritableFiles } from '../templates/fix/writable-files.ts';
import { slashed } from '../templates/scan/shown-path.ts';
import { decodeText } from '../templates/source.ts';

/** How patch is kept from applying a difference; undefined where it is not. */
function encodingNote(shown: string, bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isWide
    ? `${shown} is UTF-16: the difference is that of its decoded text, which patch cannot apply; --fix keeps the encoding.`
    : undefined;
}

function textOf(bytes: Uint8Array): string {
  // Of UTF-8 the byte order mark is part of the first line for patch.
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return `${isMarked ? '\ufeff' : ''}${decodeText(bytes)}`;
}

/**
 * The path that a difference names a file by: one outside the working directory counts from its repository, since patch
 * takes no absolute path and none that leads upwards.
 */
function diffPath(shown: string, writable: WritableFiles) {
  const folder = writable.folderOf(shown);
  if (folder === undefined || !/^(?:\/|\.\.\/|[A-Za-z]:)/.test(shown)) {
    return { path: shown, folder: undefined };
  }
  return { path: slashed(relative(folder, writable.realPath(shown))), folder };
}

/** Collects the files of one run. */
export class Differences {
  readonly #secrets: readonly string[];
  readonly #isPipeline: boolean;
  readonly #hiding: string[] = [];
  readonly #escaped: string[] = [];
  readonly #notes: string[] = [];
  readonly #folders = new Set<string>();
  diff = '';

  /** `secrets`: texts that rules found to be secrets. */
  constructor(secrets: readonly string[], { env }: Runtime) {
    this.#secrets = secrets;
    this.#isPipeline = env['TF_BUILD'] !== undefined || env['GITHUB_ACTIONS'] !== undefined;
  }

  add(shownPath: string, bytes: Uint8Array, after: string, writable: WritableFiles): void {
    const { path, folder } = diffPath(shownPath, writable);
    if (folder !== undefined) this.#folders.add(folder);
    const before = textOf(bytes);
    const mark = before.startsWith('\ufeff') ? '\ufeff' : '';
    const shown = shownDiff({
      path,
      before,
      after: `${mark}${after}`,
      secrets: this.#secrets,
      isPipeline: this.#isPipeline,
    });
    this.diff += shown.text;
    if (shown.hidesSecrets) this.#hiding.push(path);
    if (shown.isEscaped) this.#escaped.push(path);
    const note = encodingNote(path, bytes);
    if (note !== undefined) this.#notes.push(note);
  }

  /** Sentences about what was changed in the difference. */
  notes(): readonly string[] {
    const notes = [...this.#notes];
    for (const folder of this.#folders) {
      notes.push(`Paths in the difference count from ${folder}: patch -p1 -d ${folder}.`);
    }
    if (this.#hiding.length > 0) {
      notes.push(
        `Secrets in the difference are shown as …, so that patch does not apply it to ${this.#hiding.join(', ')}; --fix does.`,
      );
    }
    if (this.#escaped.length > 0) {
      notes.push(
        `Lines that the pipeline would take for commands, or cannot show, are written otherwise in the difference of ${this.#escaped.join(', ')}.`,
      );
    }
    return notes;
  }
}
