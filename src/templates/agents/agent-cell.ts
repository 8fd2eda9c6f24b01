// What the evaluator of agents says of one machine and one requirement of the policy.
import type { AgentRequirement } from '../../model/template-policy.ts';
import type { Outcome } from '../rules/rule.ts';
import type { Span } from '../source.ts';
import type { Machine } from './machines.ts';

/** One machine and one requirement. */
export interface AgentCell {
  readonly machine: Machine;
  readonly requirement: AgentRequirement;
  /** `qualys or mdvm`. */
  readonly label: string;
  /** The rule that this outcome is of: `AGT001` … */
  readonly ruleId: string;
  readonly outcome: Outcome;
  /** A further outcome of the same rule: an agent that is there but does nothing. */
  readonly further: Outcome | undefined;
  /** What satisfies the requirement, or may; with the place where it is written. */
  readonly by: readonly { readonly what: string; readonly at: Span }[];
}
