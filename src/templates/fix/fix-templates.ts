// Mends what can be mended by text: plans edits, tries them on a new evaluation, keeps those that help and harm nothing.
import { planAgent } from './agent-plan.ts';
import { applyEdits, type Edit, fitTogether } from './edit.ts';
import {
  type AskedParameter,
  compiledFiles,
  type Fixable,
  type FixPlan,
  type FixState,
  fromBicep,
  noPlan,
} from './plan.ts';
import { planSetting } from './setting-plan.ts';

/** Passes over the texts: what touches the same place waits for the next one. */
const maxRounds = 10;
/** Evaluations of one pass: a faulty edit is looked for by halves. */
const maxTrials = 40;

/** Rules of which an edit may bring a finding, with the reason. */
const toleratedRules: ReadonlyMap<string, string> = new Map([
  [
    'AGT005',
    'the licence code stands in settings, as in all public samples: that the agent reads protectedSettings is proven nowhere',
  ],
]);

export interface Mended {
  readonly key: string;
  readonly ruleId: string;
  /** Of the file that the finding stood in. */
  readonly path: string;
  /** What the one who deploys has to do. */
  readonly note: string | undefined;
  /** Parameters that the note speaks of. */
  readonly asked: readonly AskedParameter[];
}

/** A finding that is there afterwards. */
export interface Unmended {
  readonly key: string;
  readonly ruleId: string;
  readonly path: string;
  readonly line: number | undefined;
  readonly subject: string | undefined;
  readonly severity: string | undefined;
  readonly reason: string;
  /** An edit brought it: one of the findings that are tolerated. */
  readonly isNew: boolean;
}

export interface FixResult {
  /** New texts of the files that change, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly mended: readonly Mended[];
  readonly left: readonly Unmended[];
}

/**
 * Judges the run again with these texts in the place of the files. The findings' keys must be the same for what did
 * not change.
 */
export type Rejudge = (texts: ReadonlyMap<string, string>) => Promise<FixState>;

/** Why a file is not written to; undefined when it is. */
export type RefuseFile = (path: string) => string | undefined;

interface Attempt {
  readonly finding: Fixable;
  /** Which of the plans for it this is. */
  readonly number: number;
  readonly plan: Extract<FixPlan, { kind: 'edits' }>;
}

/** The reason of findings that no edit is known for. */
export const nothingKnown = 'no edit of the template mends it';

/** How a finding would be mended when `tries` edits for it were in vain; for one that cannot, why. */
function planFix(finding: Fixable, state: FixState, tries: number): FixPlan {
  const { mend, instances } = finding;
  if (mend === undefined || instances.length === 0) return noPlan(nothingKnown);
  if (mend.kind === 'agent') return planAgent(mend, instances, state.evaluations, tries);
  return tries === 0 ? planSetting(instances, mend.fix) : noPlan('no other edit mends it');
}

/** The texts of a state, by path. */
export function textsOf(state: FixState): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { deployments } of state.evaluations) {
    for (const { source } of deployments) texts.set(source.path, source.text);
  }
  // Policies stand in files that are no deployment's.
  for (const { source } of state.findings.flatMap(({ instances }) =>
    instances.map(({ resource }) => resource.declaration.span),
  )) {
    texts.set(source.path, source.text);
  }
  return texts;
}

/** How many findings there are of each rule at each declaration. */
function countsOf(findings: readonly Fixable[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { group } of findings) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}

/** Halves for looking for the faulty edit; where only some touch a file with new findings, those apart. */
function partsOf(attempts: readonly Attempt[], paths: ReadonlySet<string>): readonly Attempt[][] {
  const suspects = attempts.filter(({ plan }) => plan.edits.some(({ path }) => paths.has(path)));
  if (suspects.length > 0 && suspects.length < attempts.length) {
    return [attempts.filter((each) => !suspects.includes(each)), suspects];
  }
  const half = Math.ceil(attempts.length / 2);
  return [attempts.slice(0, half), attempts.slice(half)];
}

class Pass {
  readonly #state: FixState;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #changed: ReadonlyMap<string, string>;
  readonly #rejudge: Rejudge;
  readonly #before: ReadonlyMap<string, number>;
  #trials = 0;
  readonly #refuseFile: RefuseFile;
  /** Whose edits were tried in vain: why, and how many of the plans for them. */
  readonly refused = new Map<string, { readonly reason: string; readonly tries: number }>();
  /** For which no edit could be planned in this state. */
  readonly unplanned = new Map<string, string>();
  kept: readonly Attempt[] = [];
  /** The state with what is kept. */
  state: FixState;

  constructor(
    state: FixState,
    changed: ReadonlyMap<string, string>,
    rejudge: Rejudge,
    refuseFile: RefuseFile,
  ) {
    this.#refuseFile = refuseFile;
    this.#state = state;
    this.#texts = textsOf(state);
    this.#changed = changed;
    this.#rejudge = rejudge;
    this.#before = countsOf(state.findings);
    this.state = state;
  }

  /** All changed texts with these attempts. */
  textsWith(attempts: readonly Attempt[]): ReadonlyMap<string, string> {
    const edits = attempts.flatMap(({ plan }) => plan.edits);
    const texts = new Map(this.#changed);
    for (const path of new Set(edits.map((edit) => edit.path))) {
      const text = this.#texts.get(path);
      if (text !== undefined) texts.set(path, applyEdits(path, text, edits));
    }
    return texts;
  }

  /** Keeps those of the attempts that mend their finding and add none; the others are refused with the reason. */
  async keep(attempts: readonly Attempt[]): Promise<void> {
    if (attempts.length === 0) return;
    if (this.#trials++ >= maxTrials)
      return this.#refuse(attempts, 'too many edits had to be tried');
    const together = [...this.kept, ...attempts];
    const next = await this.#rejudge(this.textsWith(together));
    const keys = new Set(next.findings.map(({ key }) => key));
    const after = countsOf(next.findings);
    const wanted = countsOf(together.map(({ finding }) => finding));
    const excess = (group: string) =>
      (after.get(group) ?? 0) - (this.#before.get(group) ?? 0) + (wanted.get(group) ?? 0);
    const useless = attempts.filter(
      ({ finding }) => keys.has(finding.key) || excess(finding.group) > 0,
    );
    const added = next.findings.filter(
      ({ group, ruleId }) => !wanted.has(group) && excess(group) > 0 && !toleratedRules.has(ruleId),
    );
    const isHarmless = added.length === 0 && next.faults <= this.#state.faults;
    if (useless.length === 0 && isHarmless) {
      this.kept = together;
      this.state = next;
      return;
    }
    this.#refuse(useless, 'the edit that was tried does not mend it');
    const rest = attempts.filter((each) => !useless.includes(each));
    if (useless.length > 0) return this.keep(rest);
    if (rest.length === 1) {
      const [first] = added;
      const what = first === undefined ? 'a fault of the template' : `a finding of ${first.ruleId}`;
      return this.#refuse(rest, `the edit that was tried brings ${what}`);
    }
    for (const part of partsOf(rest, new Set(added.map(({ path }) => path)))) await this.keep(part);
  }

  #refuse(attempts: readonly Attempt[], reason: string): void {
    for (const { finding, number } of attempts) {
      this.refused.set(finding.key, { reason, tries: number + 1 });
    }
  }

  /** The first plan behind `tries` others whose files may be written. */
  #plan(
    finding: Fixable,
    tries: number,
    compiled: ReadonlySet<string>,
  ): { readonly plan: FixPlan; readonly number: number } {
    let refusal: string | undefined;
    for (let number = tries; ; number++) {
      const plan = planFix(finding, this.#state, number);
      if (plan.kind === 'none') return { plan: noPlan(refusal ?? plan.reason), number };
      const reasons = plan.edits.map(({ path }) =>
        compiled.has(path) ? fromBicep : this.#refuseFile(path),
      );
      const reason = reasons.find((each) => each !== undefined);
      if (reason === undefined) return { plan, number };
      refusal ??= reason;
    }
  }

  /** Plans for all findings, `triesOf` each left out; those that touch one place wait. */
  attempts(triesOf: (key: string) => number): Attempt[] {
    const chosen: Attempt[] = [];
    const edits: Edit[] = [];
    const compiled = compiledFiles(this.#state.evaluations);
    for (const finding of this.#state.findings) {
      const { plan, number } = this.#plan(finding, triesOf(finding.key), compiled);
      if (plan.kind === 'none') this.unplanned.set(finding.key, plan.reason);
      else if (fitTogether(edits, plan.edits)) {
        chosen.push({ finding, plan, number });
        edits.push(...plan.edits);
      }
    }
    return chosen;
  }
}

/**
 * Mends all findings of a run that edits can mend. Writes nothing; done again on its own texts it changes nothing.
 * An edit of a file that `refuseFile` refuses is not made.
 */
export async function fixTemplates(
  first: FixState,
  rejudge: Rejudge,
  refuseFile: RefuseFile = () => undefined,
): Promise<FixResult> {
  const refused = new Map<string, string>();
  const tries = new Map<string, number>();
  const mended: Mended[] = [];
  let unplanned: ReadonlyMap<string, string> = new Map();
  let state = first;
  let texts: ReadonlyMap<string, string> = new Map();
  for (let round = 0; round < maxRounds; round++) {
    const pass = new Pass(state, texts, rejudge, refuseFile);
    const attempts = pass.attempts((key) => tries.get(key) ?? 0);
    unplanned = pass.unplanned;
    if (attempts.length === 0) break;
    await pass.keep(attempts);
    for (const [key, { reason, tries: made }] of pass.refused) {
      refused.set(key, reason);
      tries.set(key, made);
    }
    for (const { finding, plan } of pass.kept) {
      const { key, ruleId, path } = finding;
      mended.push({ key, ruleId, path, note: plan.note, asked: plan.asked ?? [] });
    }
    texts = pass.textsWith(pass.kept);
    state = pass.state;
  }
  const before = countsOf(first.findings);
  const left = state.findings.flatMap((finding) => {
    const { key, group, ruleId, path, line, subject, severity } = finding;
    const tolerated = before.has(group) ? undefined : toleratedRules.get(ruleId);
    const isNew = tolerated !== undefined;
    if (finding.isSettled === true && !isNew) return [];
    const reason =
      tolerated ??
      refused.get(key) ??
      unplanned.get(key) ??
      'too many passes over the texts would be needed';
    return [{ key, ruleId, path, line, subject, severity, reason, isNew }];
  });
  return { texts, mended, left };
}
