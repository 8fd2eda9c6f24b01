// Comments of a JSON text, for those who read what people say in them. The tree itself does not keep them.
import { readString } from './string-token.ts';

export interface Comment {
  /** What stands between the marks. */
  readonly text: string;
  /** The offset of its first mark, and the one behind it (a line comment ends before the line break). */
  readonly start: number;
  readonly end: number;
}

const [lineFeed, carriageReturn, doubleQuote, singleQuote, star, slash] = [10, 13, 34, 39, 42, 47];

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === lineFeed || unit === carriageReturn) return at;
  }
  return text.length;
}

/** The comments in the order of the text; what looks like one inside a string is none. One pass over the text. */
export function* commentsIn(text: string): Generator<Comment> {
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit === doubleQuote || unit === singleQuote) {
      at = Math.max(at + 1, readString(text, at).end);
      continue;
    }
    const next = unit === slash ? text.charCodeAt(at + 1) : 0;
    if (next === slash) {
      const end = lineEnd(text, at);
      yield { text: text.slice(at + 2, end), start: at, end };
      at = end;
    } else if (next === star) {
      const close = text.indexOf('*/', at + 2);
      const end = close < 0 ? text.length : close + 2;
      yield { text: text.slice(at + 2, close < 0 ? end : close), start: at, end };
      at = end;
    } else {
      at++;
    }
  }
}
