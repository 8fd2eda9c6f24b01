// What `skip-paths` leaves out: a path that a glob names, and everything below it.

import type { SkippedPaths } from '../model/ports.ts';
import { compileGlobs } from './automaton.ts';

/** A matcher that also tells which glob left a path out. */
export interface SkipMatcher extends SkippedPaths {
  /** The first of `globs` that matches the path or a directory above it. */
  globOf(path: string): string | undefined;
}

/** Compiles globs from the root; throws UserError USAGE for a malformed one. */
export function createSkippedPaths(globs: readonly string[]): SkipMatcher {
  const automaton = compileGlobs(globs.map((glob) => [glob]));
  const globOf = (path: string) => {
    if (globs.length === 0) return undefined;
    let state = automaton.start;
    for (const name of path.split('/')) {
      if (!state.isLive) return undefined;
      state = automaton.step(state, name);
      const [first] = state.accepts;
      if (first !== undefined) return globs[first];
    }
    return undefined;
  };
  return { globs, globOf, matches: (path) => globOf(path) !== undefined };
}
