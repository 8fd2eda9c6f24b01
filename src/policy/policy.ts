// What a policy is, its defaults, and how the command line changes it.

import { UserError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import type { RankedSeverity } from '../model/severity.ts';
import { defaultTemplatePolicy, type TemplatePolicy } from '../model/template-policy.ts';

export const thresholds = ['critical', 'high', 'medium', 'low', 'none'] as const;
export type Threshold = (typeof thresholds)[number];

/** A finding that may stay, until a day. */
export interface Exception {
  /** The finding's id or an alias, as written; compared without letter case. */
  readonly id: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, UTC, `YYYY-MM-DD`. */
  readonly expires: string;
  readonly package?: string;
  /** `*` and `?` over the finding's resource (`type name`) or its file; without case. */
  readonly resource?: string;
  /** `*` and `?` over the target's reference. */
  readonly target?: string;
  /** Line in the policy file, from 1. */
  readonly line: number;
}

/** A gap in the coverage that is accepted. */
export interface CoverageAcceptance {
  /** A coverage name; `*` and `?` in what follows its kind. */
  readonly name: string;
  readonly reason: string;
  readonly target?: string;
  readonly line: number;
}

export interface Policy {
  /** As the user wrote it; absent for the defaults. */
  readonly path?: string;
  readonly failOn: Threshold;
  readonly ignoreUnfixed: boolean;
  readonly unknownAs: RankedSeverity;
  readonly maxAgeHours: number;
  /** Whether the file sets the age: only then it also holds for feeds that do not age by themselves. */
  readonly isMaxAgeSet: boolean;
  readonly exceptions: readonly Exception[];
  readonly coverage: readonly CoverageAcceptance[];
  readonly undecided: UndecidedPolicy;
  readonly templates: TemplatePolicy;
}

/** What a finding does that a rule could not decide: `close` judges it by its severity. */
export interface UndecidedPolicy {
  /** Of agents that the policy requires. */
  readonly agents: 'close' | 'report';
  readonly others: 'close' | 'report';
}

/** A policy is written by people; a larger file is not one. */
export const longestPolicyBytes = 256 * 1024;

export const defaultPolicy: Policy = {
  failOn: 'high',
  ignoreUnfixed: true,
  unknownAs: 'medium',
  maxAgeHours: 7 * 24,
  isMaxAgeSet: false,
  exceptions: [],
  coverage: [],
  undecided: { agents: 'close', others: 'report' },
  templates: defaultTemplatePolicy,
};

function isThreshold(text: string): text is Threshold {
  return thresholds.some((threshold) => threshold === text);
}

/** The policy with the command line's words in place of its own. Throws UserError `USAGE` on an unknown severity. */
export function mergePolicy(
  policy: Policy,
  words: { readonly failOn?: string | undefined; readonly ignoreUnfixed?: boolean | undefined },
): Policy {
  let failOn = policy.failOn;
  if (words.failOn !== undefined) {
    if (!isThreshold(words.failOn)) {
      const meant = nearest(words.failOn, thresholds);
      throw new UserError('USAGE', `fail-on does not know the severity ‹${words.failOn}›`, {
        hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}Use one of ${thresholds.join(', ')}.`,
      });
    }
    failOn = words.failOn;
  }
  return { ...policy, failOn, ignoreUnfixed: words.ignoreUnfixed ?? policy.ignoreUnfixed };
}
