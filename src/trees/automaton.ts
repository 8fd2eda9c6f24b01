// All globs of all plugins in one automaton over path segments, made deterministic as it is walked.
// Its state is kept per directory, so that a file costs one look-up of its name.

import { type GlobSegment, parseGlob } from './globs.ts';

/** Where a directory stands in all globs at once. */
export interface GlobState {
  /** Small and dense, for columns and keys. */
  readonly id: number;
  /** Indexes of the groups that the path reached matches, ascending. */
  readonly accepts: readonly number[];
  /** Whether anything below can match. */
  readonly isLive: boolean;
  /** The only names that lead on, where there is no wildcard. */
  readonly names: readonly string[] | undefined;
}

export interface GlobAutomaton {
  /** The state of the root. */
  readonly start: GlobState;
  step(state: GlobState, name: string): GlobState;
  /** What is left of a state when a link leads on from here: globs that have not entered their first `**`. */
  follow(state: GlobState): GlobState;
  /** The state of a directory that two ways lead to. */
  merge(left: GlobState, right: GlobState): GlobState;
  /** Where nothing matches any more. */
  readonly dead: GlobState;
  state(id: number): GlobState;
}

interface Position {
  readonly segment: GlobSegment | undefined;
  readonly group: number;
  readonly isAfterStar: boolean;
  /** The position one segment on; a position after `**` never leads before it. */
  readonly next: number;
  /** For `**`: itself, entered. */
  readonly entered: number;
}

interface State extends GlobState {
  readonly positions: readonly number[];
  /** Literal name → its rank and the positions that it leads to. */
  readonly literals: ReadonlyMap<string, { readonly rank: number; readonly targets: number[] }>;
  readonly wilds: readonly { readonly test: (name: string) => boolean; readonly target: number }[];
  /** Where any name leads. */
  readonly always: readonly number[];
  readonly known: Map<number | string, State>;
  followed?: State;
}

/** Above it the tests that fitted are a text instead of bits. */
const bitLimit = 30;

class LazyAutomaton implements GlobAutomaton {
  readonly start: State;
  readonly dead: State;
  readonly #positions: Position[] = [];
  readonly #states: State[] = [];
  readonly #byKey = new Map<string, State>();

  constructor(groups: readonly (readonly string[])[]) {
    const first: number[] = [];
    for (const [group, globs] of groups.entries()) {
      for (const glob of globs) first.push(this.#add(parseGlob(glob), group));
    }
    this.start = this.#stateOf(first);
    this.dead = this.#stateOf([]);
  }

  /** Two positions a segment: before and after the first `**` was entered. */
  #add(segments: readonly GlobSegment[], group: number): number {
    const base = this.#positions.length;
    const at = (index: number, isAfterStar: boolean) => base + index * 2 + (isAfterStar ? 1 : 0);
    for (let index = 0; index <= segments.length; index++) {
      const segment = segments[index];
      for (const isAfterStar of [false, true]) {
        const enters = isAfterStar || segment?.kind === 'any-depth';
        const next = segment === undefined ? -1 : at(index + 1, enters);
        this.#positions.push({ segment, group, isAfterStar, next, entered: at(index, true) });
      }
    }
    return base;
  }

  #stateOf(seeds: readonly number[]): State {
    const set = new Set(seeds);
    for (const index of set) {
      const position = this.#positions[index];
      if (position?.segment?.kind === 'any-depth') set.add(position.next);
    }
    const positions = [...set].sort((left, right) => left - right);
    const key = positions.join(',');
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const state = this.#build(positions);
    this.#states.push(state);
    this.#byKey.set(key, state);
    return state;
  }

  #build(positions: readonly number[]): State {
    const accepts = new Set<number>();
    const literals = new Map<string, { rank: number; targets: number[] }>();
    const wilds: { test: (name: string) => boolean; target: number }[] = [];
    const always: number[] = [];
    for (const index of positions) {
      const position = this.#positions[index];
      if (position === undefined) continue;
      if (position.segment === undefined) accepts.add(position.group);
      else if (position.segment.kind === 'any-depth') always.push(position.entered);
      else {
        for (const literal of position.segment.literals) {
          const entry = literals.get(literal) ?? { rank: literals.size + 1, targets: [] };
          entry.targets.push(position.next);
          literals.set(literal, entry);
        }
        for (const test of position.segment.tests) wilds.push({ test, target: position.next });
      }
    }
    const isLive = literals.size + wilds.length + always.length > 0;
    return {
      id: this.#states.length,
      accepts: [...accepts].sort((left, right) => left - right),
      isLive,
      names: wilds.length + always.length > 0 ? undefined : [...literals.keys()],
      positions,
      literals,
      wilds,
      always,
      known: new Map(),
    };
  }

  step(from: GlobState, name: string): GlobState {
    const state = this.#own(from);
    const literal = state.literals.get(name);
    let bits = 0;
    let text = '';
    const { wilds } = state;
    for (let index = 0; index < wilds.length; index++) {
      if (wilds[index]?.test(name) !== true) continue;
      if (wilds.length > bitLimit) text += `${index},`;
      else bits |= 1 << index;
    }
    const rank = literal?.rank ?? 0;
    const key = wilds.length > bitLimit ? `${rank}:${text}` : rank * 2 ** bitLimit + bits;
    const known = state.known.get(key);
    if (known !== undefined) return known;
    const targets = [...state.always, ...(literal?.targets ?? [])];
    for (const { test, target } of wilds) if (test(name)) targets.push(target);
    const next = this.#stateOf(targets);
    state.known.set(key, next);
    return next;
  }

  follow(from: GlobState): GlobState {
    const state = this.#own(from);
    state.followed ??= this.#stateOf(
      state.positions.filter((index) => this.#positions[index]?.isAfterStar === false),
    );
    return state.followed;
  }

  merge(left: GlobState, right: GlobState): GlobState {
    if (left.id === right.id) return left;
    return this.#stateOf([...this.#own(left).positions, ...this.#own(right).positions]);
  }

  state(id: number): GlobState {
    const state = this.#states[id];
    if (state === undefined) throw new RangeError(`no glob state ${id}`);
    return state;
  }

  #own(state: GlobState): State {
    const own = this.#states[state.id];
    if (own === undefined) throw new RangeError(`no glob state ${state.id}`);
    return own;
  }
}

/**
 * One automaton for groups of globs (a group is what one want names); throws UserError USAGE for a malformed glob.
 * @example compileGlobs([['etc/*'], ['**\/x.jar']])
 */
export function compileGlobs(groups: readonly (readonly string[])[]): GlobAutomaton {
  return new LazyAutomaton(groups);
}

/** The state that a path reaches from the root; the path has no leading slash, the empty one is the root. */
export function stateOfPath(automaton: GlobAutomaton, path: string): GlobState {
  let state = automaton.start;
  if (path === '') return state;
  for (const name of path.split('/')) {
    if (!state.isLive) return automaton.step(state, name);
    state = automaton.step(state, name);
  }
  return state;
}
