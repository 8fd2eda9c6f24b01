// The files of a run: read once where memory allows, parsed when asked for, forgotten when there are too many.
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { ScanError } from '../../model/errors.ts';
import { type JsonDocument, maxTextLength } from '../arm/syntax/document.ts';
import { readJson } from '../arm/syntax/reader.ts';
import { decodeText, type Source, sourceOf } from '../source.ts';

/** A longer file is not read: two bytes a unit, the longest text that the reader takes. */
const maxBytes = 2 * maxTextLength;
/** Units of text kept between the looks at a file. What is kept and then forgotten is what a heap grows by. */
const textBudget = 1024 * 1024;
/** Units of text whose documents are kept; a document takes some twenty bytes a unit. */
const documentBudget = 128 * 1024;

export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  /** Longer than any template that Azure takes. */
  | { readonly kind: 'too-long'; readonly sizeBytes: number }
  | { readonly kind: 'unreadable'; readonly error: ScanError };

/** Keeps what was asked for last, up to a sum of weights. */
class Recent<V> {
  private readonly kept = new Map<string, { readonly value: V; readonly weight: number }>();
  private weight = 0;
  private readonly budget: number;

  constructor(budget: number) {
    this.budget = budget;
  }

  get(key: string): V | undefined {
    const found = this.kept.get(key);
    if (found === undefined) return undefined;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.value;
  }

  set(key: string, value: V, weight: number): void {
    if (weight > this.budget) return;
    this.weight += weight;
    this.kept.set(key, { value, weight });
    for (const [oldest, each] of this.kept) {
      if (this.weight <= this.budget) break;
      this.kept.delete(oldest);
      this.weight -= each.weight;
    }
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  return error instanceof Error ? error.message : String(error);
}

function unreadable(shown: string, reason: string): FileText {
  return { kind: 'unreadable', error: new ScanError('TARGET_UNREADABLE', shown, reason) };
}

/** Opens without waiting: a FIFO's writer may never come. */
function openFile(path: string): number {
  return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}

function readText(path: string, shown: string): FileText {
  try {
    if (!statSync(path).isFile()) return unreadable(shown, 'it is no regular file');
    const handle = openFile(path);
    try {
      const { size } = fstatSync(handle);
      if (size > maxBytes) return { kind: 'too-long', sizeBytes: size };
      return { kind: 'text', text: decodeText(readFileSync(handle)) };
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return unreadable(shown, reasonOf(error));
  }
}

const chunkBytes = 1024 * 1024;
/** Bytes of a too long file that are looked through for a template's schema. */
const searchedBytes = 512 * 1024 * 1024;

/** Whether a file that is too long to read speaks of Azure's schemas; a file that cannot be read does. */
export function mentionsSchema(path: string): boolean {
  const wanted = Buffer.from('schema.management.azure.com');
  const buffer = Buffer.alloc(chunkBytes + wanted.length);
  try {
    const handle = openFile(path);
    try {
      for (let at = 0; at < searchedBytes; at += chunkBytes) {
        const length = readSync(handle, buffer, 0, buffer.length, at);
        if (buffer.subarray(0, length).includes(wanted)) return true;
        if (length < buffer.length) return false;
      }
      return true;
    } finally {
      closeSync(handle);
    }
  } catch {
    // Not known to be something else: its reader says what is wrong.
    return true;
  }
}

export class TemplateFiles {
  private readonly texts = new Recent<FileText>(textBudget);
  private readonly documents = new Recent<JsonDocument>(documentBudget);
  private readonly paths = new WeakMap<Source, string>();
  private readonly roots = new WeakMap<Source, JsonDocument>();
  private readonly linking = new Map<string, boolean>();
  /** Absolute paths of what was read, by what messages call them. */
  readonly shownPaths = new Map<string, string>();
  private readonly overlay: ReadonlyMap<string, string>;

  /** `overlay`: texts in place of those on the disk, by absolute path. */
  constructor(overlay: ReadonlyMap<string, string> = new Map()) {
    this.overlay = overlay;
  }

  /** `path` is absolute, `shown` what messages call it. */
  text(path: string, shown: string): FileText {
    const changed = this.overlay.get(path);
    if (changed !== undefined) return { kind: 'text', text: changed };
    const known = this.texts.get(path);
    if (known !== undefined) return known;
    const read = readText(path, shown);
    this.texts.set(path, read, read.kind === 'text' ? read.text.length : 0);
    return read;
  }

  /** Whether a text may link others. Remembered: asked at the first look, it needs no second reading. */
  mayLink(path: string, shown: string): boolean {
    const known = this.linking.get(path);
    if (known !== undefined) return known;
    const read = this.text(path, shown);
    const found = read.kind === 'text' && /"templateLink"/i.test(read.text);
    this.linking.set(path, found);
    return found;
  }

  /** The parsed file; what is wrong with its syntax stands in its problems. Throws ScanError where it cannot be read. */
  document(path: string, shown: string): JsonDocument {
    const known = this.documents.get(path);
    if (known !== undefined) return known;
    const read = this.text(path, shown);
    if (read.kind === 'unreadable') throw read.error;
    if (read.kind === 'too-long') {
      const size = Math.round(read.sizeBytes / 1024 / 1024);
      throw new ScanError('LIMIT_EXCEEDED', `${shown}:1:1`, `the file has ${size} MiB`, {
        hint: 'Azure takes templates of 4 MB at most; leave it out of the targets.',
      });
    }
    const document = readJson(sourceOf(shown, read.text));
    this.paths.set(document.source, path);
    this.shownPaths.set(shown, path);
    this.roots.set(document.source, document);
    this.documents.set(path, document, read.text.length);
    return document;
  }

  /** The absolute path that a source was read from. */
  pathOf(source: Source): string | undefined {
    return this.paths.get(source);
  }

  /** The document of a source that was read here. */
  documentOf(source: Source): JsonDocument | undefined {
    return this.roots.get(source);
  }
}
