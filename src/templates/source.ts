// A text that was read, and places in it. What every reader of templates (ARM, Bicep) shares; knows no syntax.
import { ScanError } from '../model/errors.ts';

/** Lines and columns count from 1; a column counts UTF-16 units, as SARIF does by default. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Source {
  /** As it is shown to the user. */
  readonly path: string;
  /** Without a byte order mark. */
  readonly text: string;
  /** Position of an offset in `text`; one behind the end is the end. */
  positionAt(offset: number): Position;
}

/** `start` is the first UTF-16 offset, `end` the one behind the last. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Offsets at which the lines begin; `\n`, `\r\n` and a lone `\r` each end one. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    if (unit === 10 || (unit === 13 && text.charCodeAt(offset + 1) !== 10)) starts.push(offset + 1);
  }
  return starts;
}

/** Keeps the text; its table of lines is made when the first position is asked for. */
export function sourceOf(path: string, text: string): Source {
  let starts: readonly number[] | undefined;
  return {
    path,
    text,
    positionAt(offset) {
      starts ??= lineStarts(text);
      const wanted = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= wanted) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: wanted - (starts[low] ?? 0) + 1 };
    },
  };
}

/** `file:line:column` of a span's start. */
export function whereOf(span: Span): string {
  const { line, column } = span.source.positionAt(span.start);
  return `${span.source.path}:${line}:${column}`;
}

/**
 * Text of a file's bytes: UTF-8, or UTF-16 when its byte order mark says so (older PowerShell writes that).
 * The mark itself is taken off; bytes that are no text become U+FFFD, for the reader to complain about.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** The bytes of a text in the encoding, and with the byte order mark, of the bytes that an older one was read from. */
export function encodeLike(bytes: Uint8Array, text: string): Uint8Array {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (first === 0xfe && second === 0xff) return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  const isMarked = first === 0xef && second === 0xbb && third === 0xbf;
  return Buffer.from(isMarked ? `\ufeff${text}` : text);
}

/** A fault of a template at a place, as the user sees it: `file:line:column: message`. */
export function faultAt(span: Span, message: string, hint?: string): ScanError {
  return new ScanError(
    'TARGET_DAMAGED',
    whereOf(span),
    message,
    hint === undefined ? {} : { hint },
  );
}

/** A limit of ours that a template went over. Never swallowed where other faults are. */
export function limitAt(span: Span, message: string, hint?: string): ScanError {
  return new ScanError(
    'LIMIT_EXCEEDED',
    whereOf(span),
    message,
    hint === undefined ? {} : { hint },
  );
}
