// Alpine's version order as apk-tools 2 has it: digits{.digits}…[letter]{_suffix[number]}…[-r number].
// Text that does not follow this is ordered up to where it stops following it, as apk does.

import { compareDigits, isDigit } from './digits.ts';

/** What comes next in a version; the order of the numbers is the order of apk's tokens. */
const kinds = {
  componentOrZero: 0,
  component: 1,
  letter: 2,
  suffix: 3,
  suffixNumber: 4,
  revision: 5,
  end: 6,
  invalid: 7,
} as const;
type Kind = (typeof kinds)[keyof typeof kinds];

const before = ['alpha', 'beta', 'pre', 'rc'] as const;
const after = ['cvs', 'svn', 'git', 'hg', 'p'] as const;

/** Going back to these kinds is allowed after those. */
const returns: ReadonlyMap<Kind, Kind> = new Map<Kind, Kind>([
  [kinds.componentOrZero, kinds.component],
  [kinds.suffix, kinds.suffixNumber],
  [kinds.component, kinds.letter],
]);

/** A token's value: a text of digits where the number is too large to be exact, so larger than every number here. */
type Value = number | string;

function compareValues(left: Value, right: Value): number {
  if (typeof left === 'number') return typeof right === 'number' ? left - right : -1;
  return typeof right === 'number' ? 1 : compareDigits(left, right);
}

class Tokens {
  kind: Kind = kinds.component;
  private readonly text: string;
  private at = 0;
  constructor(text: string) {
    this.text = text;
  }

  /** The value of the token at hand; afterwards `kind` is that of the next one. */
  next(): Value {
    const { text } = this;
    if (this.at >= text.length) {
      this.kind = kinds.end;
      return 0;
    }
    switch (this.kind) {
      case kinds.componentOrZero:
        if (text[this.at] === '0') return this.zeros();
        return this.digits();
      case kinds.component:
      case kinds.suffixNumber:
      case kinds.revision:
        return this.digits();
      case kinds.letter: {
        const code = text.charCodeAt(this.at);
        this.step(1);
        return code;
      }
      case kinds.suffix:
        return this.suffix();
      default:
        this.kind = kinds.invalid;
        return -1;
    }
  }

  /** The kind at hand, `invalid` where a number is due and none stands there. */
  get sound(): Kind {
    const { kind } = this;
    const isNumber = kind === kinds.componentOrZero || kind === kinds.revision;
    const isBroken =
      isNumber && this.at < this.text.length && !isDigit(this.text.charCodeAt(this.at));
    return isBroken ? kinds.invalid : kind;
  }

  /** Zeros at the start of a component make it sort before those without, the more the earlier. */
  private zeros(): number {
    let end = this.at;
    while (this.text[end] === '0') end++;
    const count = end - this.at;
    this.at = end;
    this.kind = end >= this.text.length ? kinds.end : kinds.component;
    return -count;
  }

  private digits(): Value {
    let end = this.at;
    while (isDigit(this.text.charCodeAt(end))) end++;
    const digits = this.text.slice(this.at, end);
    this.step(digits.length);
    const significant = digits.replace(/^0+/, '');
    return significant.length < 16 ? Number(significant) : significant;
  }

  private suffix(): number {
    const early = before.findIndex((word) => this.text.startsWith(word, this.at));
    if (early >= 0) {
      this.step(before[early]?.length ?? 0);
      return early - before.length;
    }
    const late = after.findIndex((word) => this.text.startsWith(word, this.at));
    if (late >= 0) {
      this.step(after[late]?.length ?? 0);
      return late;
    }
    this.kind = kinds.invalid;
    return -1;
  }

  private step(length: number): void {
    this.at += length;
    const next = this.classify();
    const back = next < this.kind && returns.get(next) !== this.kind;
    this.kind = back ? kinds.invalid : next;
  }

  private classify(): Kind {
    if (this.at >= this.text.length) return kinds.end;
    const code = this.text.charCodeAt(this.at);
    const isLower = code >= 97 && code <= 122;
    const inNumber = this.kind === kinds.component || this.kind === kinds.componentOrZero;
    if (inNumber && isLower) return kinds.letter;
    if (this.kind === kinds.letter && isDigit(code)) return kinds.component;
    if (this.kind === kinds.suffix && isDigit(code)) return kinds.suffixNumber;
    this.at++;
    switch (this.text[this.at - 1]) {
      case '.':
        return kinds.componentOrZero;
      case '_':
        return kinds.suffix;
      case '-':
        if (this.text[this.at] !== 'r') return kinds.invalid;
        this.at++;
        return kinds.revision;
      default:
        return kinds.invalid;
    }
  }
}

/**
 * Orders two Alpine versions as `apk version -t` does. Never throws.
 * @example compareApk('1.2_rc1-r0', '1.2-r0') // < 0
 */
export function compareApk(left: string, right: string): number {
  if (left === right) return 0;
  const a = new Tokens(left);
  const b = new Tokens(right);
  while (a.kind === b.kind && a.kind !== kinds.end && a.kind !== kinds.invalid) {
    const difference = compareValues(a.next(), b.next());
    if (difference !== 0) return Math.sign(difference);
  }
  const ends: readonly [Kind, Kind] = [a.sound, b.sound];
  if (ends[0] === ends[1]) return 0;
  // One goes on where the other has ended: it is the newer one, but for a suffix such as _rc.
  if (ends[0] === kinds.suffix && compareValues(a.next(), 0) < 0) return -1;
  if (ends[1] === kinds.suffix && compareValues(b.next(), 0) < 0) return 1;
  return ends[0] > ends[1] ? -1 : 1;
}
