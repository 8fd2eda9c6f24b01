// Tokens of an ARM expression, with their indices in the text of the expression.

export type TokenKind =
  | 'name'
  | 'text'
  | 'number'
  | '('
  | ')'
  | '['
  | '[?'
  | ']'
  | ','
  | '.'
  | '.?'
  | 'end'
  /** No token at all; its text is the complaint. */
  | 'wrong';

export interface Token {
  readonly kind: TokenKind;
  /** A name or number as written, a text without its quotes and escapes. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const blank = /\s*/y;
const name = /[A-Za-z_$][\w$]*/y;
const number = /[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const marks = ['[?', '.?', '(', ')', '[', ']', ',', '.'] as const;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The index behind the closing quote of the text that opens at `from`; a doubled quote does not close it. */
function endOfText(text: string, from: number, end: number): number | undefined {
  let at = text.indexOf("'", from + 1);
  while (at >= 0 && at < end && text[at + 1] === "'") at = text.indexOf("'", at + 2);
  return at >= 0 && at < end ? at + 1 : undefined;
}

function tokenAt(text: string, from: number, end: number): Token {
  const word = matchAt(name, text, from);
  if (word !== undefined) return { kind: 'name', text: word, from, to: from + word.length };
  const digits = matchAt(number, text, from);
  if (digits !== undefined) {
    return { kind: 'number', text: digits.replace(/^\+/, ''), from, to: from + digits.length };
  }
  if (text[from] === "'") {
    const to = endOfText(text, from, end);
    if (to === undefined) {
      return { kind: 'wrong', text: 'this text is not closed by a quote', from, to: end };
    }
    return { kind: 'text', text: text.slice(from + 1, to - 1).replaceAll("''", "'"), from, to };
  }
  const mark = marks.find((each) => text.startsWith(each, from));
  if (mark !== undefined) return { kind: mark, text: mark, from, to: from + mark.length };
  return { kind: 'wrong', text: 'a character that belongs to no expression', from, to: from + 1 };
}

/** All tokens from `start` to `end`; the last is `end`, or `wrong` where the reading stopped. */
export function readTokens(text: string, start: number, end: number): Token[] {
  const tokens: Token[] = [];
  let at = start;
  for (;;) {
    at += matchAt(blank, text, at)?.length ?? 0;
    if (at >= end) {
      tokens.push({ kind: 'end', text: '', from: end, to: end });
      return tokens;
    }
    const token = tokenAt(text, at, end);
    tokens.push(token);
    if (token.kind === 'wrong') return tokens;
    at = token.to;
  }
}
