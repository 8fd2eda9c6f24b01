// Whether something that is declared is there whenever a machine is: its conditions and its loops beside the machine's.
import { argumentsOf, negated } from '../arm/language/form-call.ts';
import type { UnknownValue } from '../arm/language/unknown.ts';
import type { Condition, Evaluation, LoopInstance } from '../resource.ts';
import type { Machine } from './machines.ts';

/** What is declared: an extension, an assessment, an assignment. */
export interface Declared {
  readonly evaluation: Evaluation;
  readonly conditions: readonly Condition[];
  readonly loops: readonly LoopInstance[];
}

/** A condition that must be true; forms of two evaluations say nothing of one another. */
export interface Need {
  readonly evaluation: Evaluation;
  readonly form: string;
}

export type Presence =
  | { readonly kind: 'there' }
  | {
      readonly kind: 'open';
      readonly unknown: UnknownValue;
      readonly message: string;
      /** The conditions that must be true; undefined when something else is open too. */
      readonly needs: readonly Need[] | undefined;
    };

function factsOf(form: string): string[] {
  return [form, ...(argumentsOf(form, 'and')?.flatMap(factsOf) ?? [])];
}

/** Whether a condition of this form is true when all of `facts` are. */
function isImplied(form: string, facts: ReadonlySet<string>): boolean {
  if (facts.has(form)) return true;
  const all = argumentsOf(form, 'and');
  if (all !== undefined) return all.every((each) => isImplied(each, facts));
  return argumentsOf(form, 'or')?.some((each) => isImplied(each, facts)) ?? false;
}

function unknownsOf(conditions: readonly Condition[]): UnknownValue[] {
  return conditions.flatMap(({ value }) => (value.kind === 'unknown' ? [value] : []));
}

function openCounts(loops: readonly LoopInstance[]): UnknownValue[] {
  return loops.flatMap(({ count }) => (typeof count === 'number' ? [] : [count]));
}

/** The first of `counts` that none of `others` equals. */
function unequal(counts: readonly UnknownValue[], others: readonly UnknownValue[]) {
  return counts.find((count) => !others.some((other) => other.form === count.form));
}

/** Whether what is declared is there when the machine is; forms of two evaluations say nothing of one another. */
export function presenceOn(machine: Machine, declared: Declared): Presence {
  const isSameRun = declared.evaluation === machine.evaluation;
  const facts = new Set(
    isSameRun ? unknownsOf(machine.resource.conditions).flatMap((each) => factsOf(each.form)) : [],
  );
  const open = unknownsOf(declared.conditions).filter((each) => !isImplied(each.form, facts));
  const machineCounts = openCounts(machine.resource.loops);
  const counts = openCounts(declared.loops);
  const uncovered = isSameRun ? unequal(machineCounts, counts) : machineCounts[0];
  const uncertain = isSameRun ? unequal(counts, machineCounts) : counts[0];
  const count = uncovered ?? uncertain;
  if (count !== undefined) {
    const message =
      uncovered === undefined
        ? 'it is in a loop that may be empty'
        : 'the machine is in a loop of unknown count, and this is not in a loop of the same count';
    return { kind: 'open', unknown: count, message, needs: undefined };
  }
  const [first] = open;
  if (first === undefined) return { kind: 'there' };
  const message = 'its condition is not known';
  const { evaluation } = declared;
  const needs = open.map(({ form }): Need => ({ evaluation, form }));
  return { kind: 'open', unknown: first, message, needs };
}

/** Whether some of several open ones are always there: one under a condition, the other under its contrary. */
export function areExhaustive(
  open: readonly { readonly needs: readonly Need[] | undefined }[],
): boolean {
  const single = new Map<Evaluation, Set<string>>();
  for (const { needs } of open) {
    const [need] = needs ?? [];
    if (need === undefined || needs?.length !== 1) continue;
    const forms = single.get(need.evaluation) ?? new Set<string>();
    single.set(need.evaluation, forms.add(need.form));
  }
  return [...single.values()].some((forms) => [...forms].some((form) => forms.has(negated(form))));
}
