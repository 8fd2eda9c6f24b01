// A quoted string of a JSON text: where it ends, what it means, and which offset of the file a character of it has.
// RFC 8259 section 7, and what ARM's tools tolerate: line breaks and tabs inside the quotes, and single quotes.

const backslash = 92;

/** What a scanned string is; `problem` and `problemAt` name its first fault. */
export interface StringToken {
  readonly value: string;
  readonly end: number;
  readonly closed: boolean;
  readonly problem: string | undefined;
  readonly problemAt: number;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** One escape at a backslash: what it stands for and how many units it takes; undefined when it is none. */
function readEscape(text: string, at: number): { value: string; length: number } | undefined {
  const letter = text[at + 1] ?? '';
  const simple = simpleEscapes[letter];
  if (simple !== undefined) return { value: simple, length: 2 };
  if (letter !== 'u') return undefined;
  const digits = text.slice(at + 2, at + 6);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) return undefined;
  return { value: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 };
}

/** Reads the string whose opening quote stands at `start`. Line breaks inside are kept as they are. */
export function readString(text: string, start: number): StringToken {
  const quote = text.charCodeAt(start);
  let pieces = '';
  let from = start + 1;
  let problem: string | undefined;
  let problemAt = start;
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === quote) {
      const value = pieces === '' ? text.slice(from, at) : pieces + text.slice(from, at);
      return { value, end: at + 1, closed: true, problem, problemAt };
    }
    if (unit !== backslash) continue;
    const escape = readEscape(text, at);
    pieces += text.slice(from, at);
    if (escape === undefined) {
      if (problem === undefined) problemAt = at;
      problem ??= 'an escape that JSON does not know';
    }
    pieces += escape?.value ?? '\\';
    // A backslash that begins no escape stands for itself; the quote behind it then ends the string.
    const length = escape?.length ?? 1;
    from = at + length;
    at = from - 1;
  }
  const value = pieces + text.slice(from);
  return { value, end: text.length, closed: false, problem, problemAt };
}

/**
 * Maps an index in a string's value to the offset in the file; `start` is the opening quote's, `end` behind the closing.
 * Strings without escapes cost nothing; others are scanned once.
 */
export function offsetsOf(
  text: string,
  start: number,
  end: number,
  value: string,
): (index: number) => number {
  if (end - start - 2 === value.length) return (index) => start + 1 + Math.min(index, value.length);
  const offsets = new Uint32Array(value.length + 1);
  let at = start + 1;
  for (let index = 0; index < value.length; index++) {
    offsets[index] = at;
    at += text.charCodeAt(at) === backslash ? (readEscape(text, at)?.length ?? 1) : 1;
  }
  offsets[value.length] = at;
  return (index) => offsets[Math.max(0, Math.min(index, value.length))] ?? at;
}
