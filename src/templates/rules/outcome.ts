// Outcomes of several settings of which one, or each, has to hold, as one.
import type { Outcome } from './rule.ts';

/** Passes when one of them does; else the first that is undecided; else the first. */
export function passingOf(first: Outcome, ...others: readonly Outcome[]): Outcome {
  const all = [first, ...others];
  return (
    all.find((each) => each.kind === 'pass') ??
    all.find((each) => each.kind === 'undecided') ??
    first
  );
}

/** Fails when one of them does; else the first that is undecided; else the first that passes; else the first. */
export function failingOf(first: Outcome, ...others: readonly Outcome[]): Outcome {
  const all = [first, ...others];
  return (
    all.find((each) => each.kind === 'fail') ??
    all.find((each) => each.kind === 'undecided') ??
    all.find((each) => each.kind === 'pass') ??
    first
  );
}
