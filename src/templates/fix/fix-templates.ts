// Mends what can be mended by text: plans edits, tries them on a new evaluation, keeps those that help and harm nothing.
import { planAgent } from './agent-plan.ts';
import { applyEdits, type Edit, fitTogether } from './edit.ts';
import { type Fixable, type FixPlan, type FixState, noPlan } from './plan.ts';
import { planSetting } from './setting-plan.ts';

/** Passes over the texts: what touches the same place waits for the next one. */
const maxRounds = 10;
/** Evaluations of one pass: a faulty edit is looked for by halves. */
const maxTrials = 40;

/** AGT005 stands on every Qualys extension as long as nobody has shown that it reads protectedSettings. */
const toleratedRules: ReadonlySet<string> = new Set(['AGT005']);

export interface Mended {
  readonly key: string;
  readonly ruleId: string;
  /** What the one who deploys has to do. */
  readonly note: string | undefined;
}

export interface Unmended {
  readonly key: string;
  readonly ruleId: string;
  readonly reason: string;
}

export interface FixResult {
  /** New texts of the files that change, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly mended: readonly Mended[];
  /** Findings that are there afterwards. */
  readonly left: readonly Unmended[];
}

/**
 * Judges the run again with these texts in the place of the files. The findings' keys must be the same for what did
 * not change.
 */
export type Rejudge = (texts: ReadonlyMap<string, string>) => Promise<FixState>;

interface Attempt {
  readonly finding: Fixable;
  readonly plan: Extract<FixPlan, { kind: 'edits' }>;
}

/** How a finding would be mended when `tries` edits for it were in vain; for one that cannot, why. */
function planFix(finding: Fixable, state: FixState, tries: number): FixPlan {
  const { mend, instances } = finding;
  const [first] = instances;
  if (mend === undefined || first === undefined) return noPlan('no edit of the template mends it');
  if (mend.kind === 'agent') return planAgent(mend.anyOf, instances, state.evaluations, tries);
  return tries === 0 ? planSetting(first.resource, mend.fix) : noPlan('no other edit mends it');
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
  /** Whose edits were tried in vain. */
  readonly refused = new Map<string, string>();
  /** For which no edit could be planned in this state. */
  readonly unplanned = new Map<string, string>();
  kept: readonly Attempt[] = [];
  /** The state with what is kept. */
  state: FixState;

  constructor(state: FixState, changed: ReadonlyMap<string, string>, rejudge: Rejudge) {
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
    for (const { finding } of attempts) this.refused.set(finding.key, reason);
  }

  /** Plans for all findings, `triesOf` each left out; those that touch one place wait. */
  attempts(triesOf: (key: string) => number): Attempt[] {
    const chosen: Attempt[] = [];
    const edits: Edit[] = [];
    for (const finding of this.#state.findings) {
      const plan = planFix(finding, this.#state, triesOf(finding.key));
      if (plan.kind === 'none') this.unplanned.set(finding.key, plan.reason);
      else if (fitTogether(edits, plan.edits)) {
        chosen.push({ finding, plan });
        edits.push(...plan.edits);
      }
    }
    return chosen;
  }
}

/** Mends all findings of a run that edits can mend. Writes nothing; done again on its own texts it changes nothing. */
export async function fixTemplates(first: FixState, rejudge: Rejudge): Promise<FixResult> {
  const refused = new Map<string, string>();
  const tries = new Map<string, number>();
  const mended: Mended[] = [];
  let unplanned: ReadonlyMap<string, string> = new Map();
  let state = first;
  let texts: ReadonlyMap<string, string> = new Map();
  for (let round = 0; round < maxRounds; round++) {
    const pass = new Pass(state, texts, rejudge);
    const attempts = pass.attempts((key) => tries.get(key) ?? 0);
    unplanned = pass.unplanned;
    if (attempts.length === 0) break;
    await pass.keep(attempts);
    for (const [key, reason] of pass.refused) {
      refused.set(key, reason);
      tries.set(key, (tries.get(key) ?? 0) + 1);
    }
    for (const { finding, plan } of pass.kept) {
      mended.push({ key: finding.key, ruleId: finding.ruleId, note: plan.note });
    }
    texts = pass.textsWith(pass.kept);
    state = pass.state;
  }
  const left = state.findings.map(({ key, ruleId }) => ({
    key,
    ruleId,
    reason:
      refused.get(key) ?? unplanned.get(key) ?? 'too many passes over the texts would be needed',
  }));
  return { texts, mended, left };
}
