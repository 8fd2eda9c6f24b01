// Evaluates what is deployed together: expansion, rules, agents. Everything that it returns is free of evaluations,
// unless they are asked for, so that a run's memory is that of one unit.

import type { CoverageRow } from '../../model/coverage.ts';
import type { MachineCoverage } from '../../model/machine-coverage.ts';
import { requiredAgentRules } from '../../model/template-policy.ts';
import type { JsonDocument } from '../arm/syntax/document.ts';
import { agentFix, agentRemedy } from '../fix/agent-mend.ts';
import { evaluationOfPolicy } from '../policy-as-code/documents.ts';
import type { Evaluation } from '../resource.ts';
import { evaluateRules } from '../rules/evaluate-rules.ts';
import { templateRules } from '../rules/list.ts';
import { faultRows } from './coverage-rows.ts';
import { type Draft, draftOf } from './findings.ts';
import { type EvaluatedResult, groupOutcomes, type OutcomeGroup } from './group-outcomes.ts';
import { judgeAgents } from './judge-agents.ts';
import type { Piece } from './kinds.ts';
import type { Unit } from './plan.ts';
import { policyDocument } from './policy-templates.ts';
import { UnitEvaluation, type UnitSurroundings } from './unit-evaluation.ts';

/** The rules that judge a template by itself; those of required agents are judged over all that is deployed together. */
const ownRules = templateRules.filter(({ id }) => !requiredAgentRules.includes(id));

export interface UnitResult {
  readonly drafts: readonly Draft[];
  readonly machines: readonly MachineCoverage[];
  readonly coverage: readonly CoverageRow[];
  /** Absolute paths of the templates that it links. */
  readonly linked: ReadonlySet<string>;
  /** Absolute paths of its files that hold templates, and that hold policies. */
  readonly templates: readonly string[];
  readonly policies: readonly string[];
  /** Absolute paths of its files that hold neither. */
  readonly others: readonly string[];
  /** Empty unless asked for. */
  readonly evaluations: readonly Evaluation[];
}

/** Evaluates one unit. Never throws for what its files say. */
export function evaluateUnit(unit: Unit, around: UnitSurroundings): UnitResult {
  const { request, files, suppressions } = around;
  const { policy, now } = request;
  const evaluation = new UnitEvaluation(around);
  const read = unit.files.flatMap((file) => evaluation.read(file) ?? []);
  const sets = read
    .map((file) => evaluation.expand(file, read.length > 1))
    .filter((set) => set.length > 0);
  const documents = read.flatMap(({ document, pieces }) =>
    pieces.flatMap((piece) => policyDocument(document, piece) ?? []),
  );
  const rulePolicy = {
    now,
    ...(policy.approvedPublishers === undefined
      ? {}
      : { approvedPublishers: policy.approvedPublishers }),
    ...(policy.approvedImages === undefined ? {} : { approvedImages: policy.approvedImages }),
  };
  const alone = documents.map((each) => evaluationOfPolicy(each, request.context.subscription));
  const all = [
    ...sets.flat(),
    ...alone,
    ...evaluation.expandPolicies(sets.flat(), true),
    ...evaluation.expandPolicies(alone, false),
  ];
  const results: EvaluatedResult[] = all.flatMap((each) =>
    evaluateRules(each, ownRules, rulePolicy).map((result) => ({
      ...result,
      evaluation: each,
    })),
  );
  const agents = judgeAgents(sets, documents, policy);
  const { groups, errors } = groupOutcomes([...results, ...agents.results]);
  const keepsEvaluations = request.keepsEvaluations ?? false;
  const surroundings = {
    documentOf: (source: JsonDocument['source']) => files.documentOf(source),
    suppressions,
    keepsEvaluations,
  };
  const evaluations = sets.flat();
  for (const each of evaluations) around.secrets.add(each);
  const withFix = (draft: Draft, group: OutcomeGroup): Draft => {
    const { rule, outcome } = group;
    if (outcome.kind !== 'fail' || !requiredAgentRules.includes(rule.id)) return draft;
    const instances = group.results.flatMap(({ evaluation: of, resource }) =>
      resource === undefined ? [] : [{ evaluation: of, resource }],
    );
    const fix = agentFix(rule.id, instances, evaluations, policy);
    const remedy = agentRemedy(rule.remedy, rule.id, instances, policy);
    return {
      ...draft,
      finding: { ...draft.finding, remedy, ...(fix === undefined ? {} : { fix }) },
    };
  };
  const is = (test: (piece: Piece) => boolean) =>
    read.filter(({ pieces }) => pieces.some(test)).map(({ unitFile }) => unitFile.file.path);
  return {
    drafts: groups.map((group) => withFix(draftOf(group, surroundings), group)),
    machines: agents.machines,
    coverage: [
      ...evaluation.coverage,
      ...faultRows(evaluation.faults),
      ...errors.map(({ rule, error }): CoverageRow => {
        return {
          what: `plugin:${rule}`,
          status: 'partial',
          reason: error.message,
          incomplete: true,
        };
      }),
    ],
    linked: evaluation.linked,
    templates: is(({ kind }) => kind === 'template'),
    policies: is(({ kind }) => kind !== 'template' && kind !== 'parameters'),
    others: read
      .filter(({ pieces, document }) => pieces.length === 0 && document.root !== undefined)
      .map(({ unitFile }) => unitFile.file.path),
    evaluations: keepsEvaluations ? sets.flat() : [],
  };
}
