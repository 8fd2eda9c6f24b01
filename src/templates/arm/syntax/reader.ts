// Reads JSON as ARM's tools take it: comments, trailing commas, line breaks in strings. Goes on behind an error.
// RFC 8259 and the tolerance of Azure's deployment tools; every node keeps its offsets.

import type { Source } from '../../source.ts';
import {
  type JsonDocument,
  type JsonProblem,
  maxJsonDepth,
  maxJsonNodes,
  maxProblems,
  maxTextLength,
} from './document.ts';
import { nameProblems } from './names.ts';
import type { JsonNode, Member } from './node.ts';
import { readString } from './string-token.ts';
import { endsWord, isNumber, strayWord } from './word.ts';

export interface JsonReading {
  /** Takes single quotes and names without quotes silently, as the function `json()` does. */
  readonly lenient?: boolean;
}

const [tab, lineFeed, carriageReturn, space] = [9, 10, 13, 32];

class Reader {
  readonly problems: JsonProblem[] = [];
  private at = 0;
  private depth = 0;
  private nodes = 0;
  private stopped = false;
  private readonly source: Source;
  private readonly text: string;
  private readonly lenient: boolean;

  constructor(source: Source, lenient: boolean) {
    this.source = source;
    this.text = source.text;
    this.lenient = lenient;
  }

  read(): JsonNode | undefined {
    this.skipBlank();
    if (this.at >= this.text.length) {
      this.complain('the file holds no JSON value', this.at, this.at);
      return undefined;
    }
    const root = this.value();
    this.skipBlank();
    if (!this.stopped && this.at < this.text.length) {
      this.complain('there is more text behind the end of the value', this.at, this.at + 1);
    }
    return root;
  }

  private complain(message: string, start: number, end: number, hint?: string): void {
    if (this.stopped || this.problems.length >= maxProblems) return;
    this.problems.push({ level: 'error', message, hint, start, end });
  }

  /** Ends the reading: every loop sees the end of the text and says nothing more. */
  private stop(message: string): void {
    if (this.stopped) return;
    this.problems.push({
      level: 'limit',
      message,
      hint: 'Split the file, or leave it out of the targets.',
      start: this.at,
      end: this.at + 1,
    });
    this.stopped = true;
    this.at = this.text.length;
  }

  /** Says once that the text ended too early. */
  private endsEarly(what: string, start: number): void {
    this.complain(`this ${what} is not closed before the file ends`, start, start + 1);
    this.stopped = true;
  }

  private skipBlank(): void {
    const { text } = this;
    for (;;) {
      const unit = text.charCodeAt(this.at);
      if (unit === space || unit === lineFeed || unit === carriageReturn || unit === tab) this.at++;
      else if (unit === 0xfeff || unit === 0xa0) this.at++;
      else if (unit === 47 && !this.skipComment()) return;
      else if (unit !== 47) return;
    }
  }

  private skipComment(): boolean {
    const { text } = this;
    const next = text[this.at + 1];
    if (next === '/') {
      while (this.at < text.length && !'\n\r'.includes(text.charAt(this.at))) this.at++;
      return true;
    }
    if (next !== '*') return false;
    const end = text.indexOf('*/', this.at + 2);
    if (end < 0) this.endsEarly('comment', this.at);
    this.at = end < 0 ? text.length : end + 2;
    return true;
  }

  private value(): JsonNode {
    this.nodes++;
    if (this.nodes > maxJsonNodes) this.stop(`more than ${maxJsonNodes} values in one file`);
    switch (this.text[this.at]) {
      case '{':
      case '[':
        return this.nested();
      case '"':
      case "'":
        return this.string();
      default:
        return this.word();
    }
  }

  private nested(): JsonNode {
    if (this.depth >= maxJsonDepth) {
      const start = this.at;
      this.stop(`objects and arrays are nested deeper than ${maxJsonDepth} levels`);
      return { kind: 'null', start, end: start };
    }
    this.depth++;
    const node = this.text[this.at] === '{' ? this.object() : this.array();
    this.depth--;
    return node;
  }

  private string(): JsonNode {
    const start = this.at;
    if (this.text[start] === "'" && !this.lenient) {
      this.complain('a string in single quotes', start, start + 1, 'JSON wants double quotes.');
    }
    const token = readString(this.text, start);
    if (token.closed) {
      if (token.problem !== undefined) {
        const at = token.problemAt;
        this.complain(token.problem, at, at + 2, 'Write \\\\ for a backslash.');
      }
      this.at = token.end;
      return { kind: 'string', value: token.value, start, end: token.end };
    }
    // No further quote of this kind follows: the fault lies before, or the rest is lost with the quote.
    this.endsEarly('string', start);
    this.at = this.text.length;
    return { kind: 'string', value: token.value, start, end: this.at };
  }

  private word(): JsonNode {
    const start = this.at;
    while (this.at < this.text.length && !endsWord(this.text.charCodeAt(this.at))) this.at++;
    const end = this.at;
    const raw = this.text.slice(start, end);
    if (raw === 'true' || raw === 'false')
      return { kind: 'boolean', value: raw === 'true', start, end };
    if (raw === 'null') return { kind: 'null', start, end };
    if (isNumber(raw)) return { kind: 'number', raw, start, end };
    if (raw !== '') {
      const { message, hint } = strayWord(raw);
      this.complain(message, start, end, hint);
      return { kind: 'string', value: raw, start, end };
    }
    if (start >= this.text.length) this.endsEarly('file', start);
    else this.complain('a value is missing here', start, start + 1);
    return { kind: 'null', start, end };
  }

  private array(): JsonNode {
    const start = this.at++;
    const items: JsonNode[] = [];
    for (;;) {
      this.skipBlank();
      const letter = this.text[this.at];
      if (letter === undefined) this.endsEarly('array', start);
      if (letter === undefined || letter === '}') break;
      if (letter === ']') return { kind: 'array', items, start, end: ++this.at };
      if (letter === ',') this.complain('a comma without a value', this.at, ++this.at);
      else if (letter === ':') this.complain('a colon inside an array', this.at, ++this.at);
      else {
        const before = this.at;
        items.push(this.value());
        this.separator(']');
        // A unit that begins nothing (a lone slash) must not hold the loop.
        if (this.at === before) this.at++;
      }
    }
    this.complain(
      "']' expected",
      this.at,
      this.at + 1,
      `It closes the array of ${this.line(start)}.`,
    );
    return { kind: 'array', items, start, end: this.at };
  }

  private object(): JsonNode {
    const start = this.at++;
    const members: Member[] = [];
    for (;;) {
      this.skipBlank();
      const letter = this.text[this.at];
      if (letter === undefined) this.endsEarly('object', start);
      if (letter === undefined || letter === ']') break;
      if (letter === '}') {
        this.at++;
        this.checkNames(members);
        return { kind: 'object', members, start, end: this.at };
      }
      if (letter === ',') this.complain('a comma without a member', this.at, ++this.at);
      else if (letter === ':') this.complain('a colon without a name', this.at, ++this.at);
      else {
        const before = this.at;
        members.push(this.member());
        this.separator('}');
        if (this.at === before) this.at++;
      }
    }
    this.complain(
      "'}' expected",
      this.at,
      this.at + 1,
      `It closes the object of ${this.line(start)}.`,
    );
    return { kind: 'object', members, start, end: this.at };
  }

  private member(): Member {
    const nameStart = this.at;
    const name = this.name();
    const nameEnd = this.at;
    this.skipBlank();
    if (this.text[this.at] === ':') {
      this.at++;
      this.skipBlank();
    } else {
      this.complain('a colon is missing behind this name', nameStart, nameEnd);
      const next = this.text[this.at];
      if (next === ',' || next === '}' || next === ']') {
        return { name, nameStart, nameEnd, value: { kind: 'null', start: nameEnd, end: nameEnd } };
      }
    }
    return { name, nameStart, nameEnd, value: this.value() };
  }

  private name(): string {
    const start = this.at;
    const letter = this.text[start];
    if (letter === '"' || letter === "'") {
      const node = this.string();
      return node.kind === 'string' ? node.value : '';
    }
    while (this.at < this.text.length && !endsWord(this.text.charCodeAt(this.at))) this.at++;
    const raw = this.text.slice(start, this.at);
    if (!this.lenient || raw === '') {
      this.complain('a name in double quotes is expected', start, Math.max(start + 1, this.at));
    }
    return raw;
  }

  /** Behind a value: takes the comma, or says that it is missing. One before the closing bracket is tolerated. */
  private separator(closing: string): void {
    const end = this.at;
    this.skipBlank();
    const letter = this.text[this.at];
    if (letter === ',') this.at++;
    else if (letter !== undefined && letter !== closing && letter !== '}' && letter !== ']') {
      this.complain('a comma is missing', end, end + 1);
    }
  }

  private checkNames(members: readonly Member[]): void {
    const room = maxProblems - this.problems.length;
    if (room <= 0 || this.stopped) return;
    this.problems.push(...nameProblems(members, room, (start) => this.line(start)));
  }

  private line(offset: number): string {
    return `line ${this.source.positionAt(offset).line}`;
  }
}

/** Reads a text; never throws: what is wrong stands in `problems`, what could be read in `root`. */
export function readJson(source: Source, reading: JsonReading = {}): JsonDocument {
  if (source.text.length > maxTextLength) {
    const message = `the file is longer than ${maxTextLength / 1024 / 1024} MiB`;
    const hint = 'Azure takes templates of 4 MB at most; leave it out of the targets.';
    return {
      source,
      root: undefined,
      problems: [{ level: 'limit', message, hint, start: 0, end: 0 }],
    };
  }
  const reader = new Reader(source, reading.lenient ?? false);
  const root = reader.read();
  const problems = reader.problems.toSorted((left, right) => left.start - right.start);
  return { source, root, problems };
}
