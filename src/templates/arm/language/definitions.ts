// Named terms that refer to one another (variables, defaults of parameters): each is evaluated once, when first asked.

import { nearest } from '../../../model/nearest.ts';
import { faultAt, type Span, whereOf } from '../../source.ts';
import type { Value } from './value.ts';
import { clip } from './wording.ts';

/** One name and how its value is found. */
export interface Definition {
  /** As declared. */
  readonly name: string;
  /** Where it is declared. */
  readonly span: Span;
  evaluate(): Value;
}

/** Names shown of a cycle. */
const maxShown = 10;

type State =
  | { readonly kind: 'evaluating' }
  | { readonly kind: 'known'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Finds values by name without case. `what` names their kind in messages: 'parameter', 'variable'. */
export class Definitions {
  private readonly what: string;
  private readonly byName = new Map<string, Definition>();
  private readonly states = new Map<Definition, State>();
  private readonly path: Definition[] = [];

  constructor(what: string, definitions: Iterable<Definition>) {
    this.what = what;
    for (const each of definitions) this.byName.set(each.name.toLowerCase(), each);
  }

  has(name: string): boolean {
    return this.byName.has(name.toLowerCase());
  }

  /** Throws a fault at `at` for a name that is not declared, and for one whose value needs itself. */
  get(name: string, at: Span): Value {
    const definition = this.byName.get(name.toLowerCase());
    if (definition === undefined) return this.refuse(name, at);
    const state = this.states.get(definition);
    if (state?.kind === 'known') return state.value;
    if (state?.kind === 'failed') throw state.error;
    if (state?.kind === 'evaluating') return this.refuseCycle(definition, at);
    this.states.set(definition, { kind: 'evaluating' });
    this.path.push(definition);
    try {
      const value = definition.evaluate();
      this.states.set(definition, { kind: 'known', value });
      return value;
    } catch (error) {
      this.states.set(definition, { kind: 'failed', error });
      throw error;
    } finally {
      this.path.pop();
    }
  }

  private refuse(name: string, at: Span): never {
    const names = [...this.byName.values()].slice(0, 500).map((each) => each.name);
    const meant = nearest(name, names);
    const hint = meant === undefined ? undefined : `Did you mean '${clip(meant)}'?`;
    throw faultAt(at, `the ${this.what} '${clip(name)}' is not declared`, hint);
  }

  private refuseCycle(definition: Definition, at: Span): never {
    const from = this.path.indexOf(definition);
    const names = [...this.path.slice(from), definition].map((each) => clip(each.name));
    const shown =
      names.length > maxShown ? [...names.slice(0, maxShown), '…', names.at(-1)] : names;
    const message = `the ${this.what} '${clip(definition.name)}' needs its own value: ${shown.join(' → ')}`;
    throw faultAt(at, message, `It is declared at ${whereOf(definition.span)}.`);
  }
}
