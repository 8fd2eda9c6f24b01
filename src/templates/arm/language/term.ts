// What the evaluator evaluates: terms with places. Knows neither JSON nor the expression syntax; any reader may make them.
import type { Span } from '../../source.ts';

interface Placed {
  readonly span: Span;
}

/** A value that stands in the text. Ints are int64; a number that is none is a float. */
export interface LiteralTerm extends Placed {
  readonly kind: 'literal';
  readonly value: null | boolean | bigint | number | string;
}

export interface PropertyTerm {
  /** A term, since ARM evaluates expressions in names too. */
  readonly name: Term;
  readonly value: Term;
}

export interface ObjectTerm extends Placed {
  readonly kind: 'object';
  readonly properties: readonly PropertyTerm[];
}

export interface ArrayTerm extends Placed {
  readonly kind: 'array';
  readonly items: readonly Term[];
}

/** `name(args)`; a user function's name holds its namespace: `contoso.unique`. */
export interface CallTerm extends Placed {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Term[];
}

/** `base.name`, `base[index]`; `isSafe` is `.?` and `[?…]`: null for what is not there. */
export interface AccessTerm extends Placed {
  readonly kind: 'access';
  readonly base: Term;
  readonly key: Term;
  readonly isSafe: boolean;
}

/** Text that is no expression although it begins like one. Evaluating it is the error. */
export interface InvalidTerm extends Placed {
  readonly kind: 'invalid';
  readonly message: string;
  readonly hint: string | undefined;
}

export type Term = LiteralTerm | ObjectTerm | ArrayTerm | CallTerm | AccessTerm | InvalidTerm;

/** The literal text of a term; undefined when it is anything else. */
export function literalText(term: Term | undefined): string | undefined {
  return term?.kind === 'literal' && typeof term.value === 'string' ? term.value : undefined;
}

/** A property whose name is literal text, found without case; the last of several. */
export function propertyTerm(term: Term | undefined, name: string): PropertyTerm | undefined {
  if (term?.kind !== 'object') return undefined;
  const wanted = name.toLowerCase();
  return term.properties.findLast((each) => literalText(each.name)?.toLowerCase() === wanted);
}
