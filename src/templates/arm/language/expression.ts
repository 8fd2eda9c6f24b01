// Parses an ARM expression: calls, accesses, texts in single quotes, whole numbers. Microsoft's "Syntax and expressions
// in Azure Resource Manager templates".
import type { Span } from '../../source.ts';
import { numberOf } from './plain.ts';
import type { Term } from './term.ts';
import { readTokens, type Token, type TokenKind } from './token.ts';
import { clip } from './wording.ts';

/** Calls and brackets inside one another. */
export const maxExpressionDepth = 200;

/** Maps indices of the parsed text to the place in the file. */
export type Place = (from: number, to: number) => Span;

/** Ends the parsing; never leaves this file. */
class Unparsable extends Error {
  readonly from: number;
  readonly to: number;
  readonly hint: string | undefined;
  constructor(message: string, from: number, to: number, hint?: string) {
    super(message);
    this.from = from;
    this.to = to;
    this.hint = hint;
  }
}

class Parser {
  private index = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];
  private readonly place: Place;

  constructor(tokens: readonly Token[], place: Place) {
    this.tokens = tokens;
    this.place = place;
  }

  whole(): Term {
    const term = this.expression();
    const rest = this.peek();
    if (rest.kind !== 'end') this.refuse(rest, 'the end of the expression');
    return term;
  }

  private peek(): Token {
    const token = this.tokens[this.index];
    // The list always ends with an `end` token, which `take` never passes.
    if (token === undefined) throw new Unparsable('this expression ends too early', 0, 0);
    return token;
  }

  private take(): Token {
    const token = this.peek();
    if (token.kind === 'wrong') throw new Unparsable(token.text, token.from, token.to);
    if (token.kind !== 'end') this.index++;
    return token;
  }

  private takeIf(kind: TokenKind): boolean {
    if (this.peek().kind !== kind) return false;
    this.index++;
    return true;
  }

  private expect(kind: TokenKind, what: string): Token {
    const token = this.peek();
    if (token.kind !== kind) this.refuse(token, what);
    return this.take();
  }

  private refuse(token: Token, wanted: string): never {
    if (token.kind === 'wrong') throw new Unparsable(token.text, token.from, token.to);
    const found = token.kind === 'end' ? 'the expression ends' : `'${clip(token.text)}' stands`;
    throw new Unparsable(`${found} where ${wanted} is expected`, token.from, token.to);
  }

  private expression(): Term {
    if (this.depth >= maxExpressionDepth) {
      const { from, to } = this.peek();
      const message = `this expression is nested deeper than ${maxExpressionDepth} levels`;
      throw new Unparsable(message, from, to, 'Split it by variables.');
    }
    this.depth++;
    const { from } = this.peek();
    let term = this.primary();
    for (let next = this.suffix(term, from); next !== undefined; next = this.suffix(term, from)) {
      term = next;
    }
    this.depth--;
    return term;
  }

  private primary(): Term {
    const token = this.take();
    const span = this.place(token.from, token.to);
    if (token.kind === 'text') return { kind: 'literal', value: token.text, span };
    if (token.kind === 'number') return { kind: 'literal', value: numberOf(token.text), span };
    if (token.kind !== 'name') this.refuse(token, 'a function, a text or a number');
    let name = token.text;
    if (this.takeIf('.')) name += `.${this.expect('name', 'the name of a function').text}`;
    const open = this.peek();
    if (open.kind !== '(') {
      const hint = `A text needs single quotes, a function its parentheses: '${clip(name)}', ${clip(name)}().`;
      throw new Unparsable(
        `'${clip(name)}' is neither a text nor a call`,
        token.from,
        open.from,
        hint,
      );
    }
    this.index++;
    const args: Term[] = [];
    if (!this.takeIf(')')) {
      do args.push(this.expression());
      while (this.takeIf(','));
      this.expect(')', "a comma or ')'");
    }
    return { kind: 'call', name, args, span: this.place(token.from, this.lastEnd()) };
  }

  private lastEnd(): number {
    return this.tokens[this.index - 1]?.to ?? 0;
  }

  private suffix(base: Term, from: number): Term | undefined {
    const { kind } = this.peek();
    if (kind === '.' || kind === '.?') {
      this.index++;
      const name = this.expect('name', 'the name of a property');
      const key: Term = { kind: 'literal', value: name.text, span: this.place(name.from, name.to) };
      return { kind: 'access', base, key, isSafe: kind === '.?', span: this.place(from, name.to) };
    }
    if (kind !== '[' && kind !== '[?') return undefined;
    this.index++;
    const key = this.expression();
    const close = this.expect(']', "']'");
    return { kind: 'access', base, key, isSafe: kind === '[?', span: this.place(from, close.to) };
  }
}

/**
 * The term of a text of a template. A text from `[` to `]` is an expression; `[[…]` is the text without its first
 * bracket; all else stands for itself. What cannot be parsed becomes an `invalid` term at the fault's place.
 */
export function parseText(value: string, span: Span, place: Place): Term {
  if (!value.startsWith('[') || !value.endsWith(']')) return { kind: 'literal', value, span };
  if (value.startsWith('[[')) return { kind: 'literal', value: value.slice(1), span };
  try {
    return new Parser(readTokens(value, 1, value.length - 1), place).whole();
  } catch (error) {
    if (!(error instanceof Unparsable)) throw error;
    const { message, hint } = error;
    return { kind: 'invalid', message, hint, span: place(error.from, error.to) };
  }
}

/** As `parseText`, of a text that has no place of its own (an escaped inner template): all of it stands at `span`. */
export function parseTextAt(value: string, span: Span): Term {
  return parseText(value, span, () => span);
}
