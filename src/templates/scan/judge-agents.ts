// Machines × required agents of what is deployed together: results for the findings, and the coverage at a glance.
import type { MachineCell, MachineCoverage } from '../../model/machine-coverage.ts';
import type { TemplatePolicy } from '../../model/template-policy.ts';
import type { AgentCell } from '../agents/agent-cell.ts';
import { evaluateAgents } from '../agents/evaluate-agents.ts';
import type { PolicyDocument } from '../policy-as-code/documents.ts';
import type { Evaluation, Resource } from '../resource.ts';
import { templateRules } from '../rules/list.ts';
import type { Outcome, TemplateRule } from '../rules/rule.ts';
import { combinationsOf } from './combinations.ts';
import { evaluationLabel, nameText, shortLabels } from './evaluation-label.ts';
import type { EvaluatedResult } from './group-outcomes.ts';
import { maxNamed } from './instance-text.ts';

/** Places named of what satisfies one requirement on one machine. */
const maxBy = 5;

export interface JudgedAgents {
  readonly results: readonly EvaluatedResult[];
  readonly machines: readonly MachineCoverage[];
}

const rules = new Map<string, TemplateRule>(templateRules.map((rule) => [rule.id, rule]));

function ruleOf(id: string): TemplateRule {
  const rule = rules.get(id);
  if (rule === undefined) throw new RangeError(`${id} is in no list of rules`);
  return rule;
}

const ranks = { fail: 3, undecided: 2, pass: 1, 'not-applicable': 0 } as const;

function reasonOf(outcome: Outcome): string | undefined {
  if (outcome.kind === 'pass') return undefined;
  return outcome.kind === 'not-applicable' ? outcome.reason : outcome.message;
}

function cellOf({ label, outcome, by }: AgentCell): MachineCell {
  const reason = reasonOf(outcome);
  return {
    agent: label,
    outcome: outcome.kind,
    by: by.slice(0, maxBy).map(({ what, at }) => {
      return { path: at.source.path, line: at.source.positionAt(at.start).line, what };
    }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Of several combinations with one evaluation the worst counts. */
function worst(cells: readonly AgentCell[]): MachineCell[] {
  const byLabel = new Map<string, AgentCell>();
  for (const cell of cells) {
    const known = byLabel.get(cell.label);
    if (known === undefined || ranks[cell.outcome.kind] > ranks[known.outcome.kind]) {
      byLabel.set(cell.label, cell);
    }
  }
  return [...byLabel.values()].map(cellOf);
}

interface MachineInEvaluation {
  readonly resource: Resource;
  readonly evaluation: Evaluation;
  readonly cells: AgentCell[];
}

/** The names in a reason differ from instance to instance; what the cells say does not. */
function sameness(
  { resource, evaluation }: MachineInEvaluation,
  cells: readonly MachineCell[],
): string {
  const { span } = resource.declaration;
  const said = cells.map(({ agent, outcome, by }) => [agent, outcome, by]);
  return JSON.stringify([span.source.path, span.start, evaluationLabel(evaluation), said]);
}

function coverageOf(
  machines: readonly MachineInEvaluation[],
  isSeveral: boolean,
): MachineCoverage[] {
  const short = shortLabels(machines.map(({ evaluation }) => evaluationLabel(evaluation)));
  const merged = new Map<string, MachineCoverage>();
  for (const machine of machines) {
    const cells = worst(machine.cells);
    const key = sameness(machine, cells);
    const known = merged.get(key);
    if (known !== undefined) {
      const names = known.names ?? [known.name];
      merged.set(key, {
        ...known,
        count: known.count + 1,
        names: names.length < maxNamed ? [...names, nameText(machine.resource.name)] : names,
      });
      continue;
    }
    const { resource, evaluation } = machine;
    const { nameSpan } = resource.declaration;
    const label = short(evaluationLabel(evaluation));
    merged.set(key, {
      name: nameText(resource.name),
      type: resource.type,
      path: nameSpan.source.path,
      line: nameSpan.source.positionAt(nameSpan.start).line,
      ...(isSeveral && label !== '' ? { evaluation: label } : {}),
      count: 1,
      cells,
    });
  }
  return [...merged.values()];
}

/**
 * Judges all combinations of the templates' evaluations; `sets` has one list for each template of the unit. A machine
 * that no requirement selects has a row without cells only where the policy requires something of others.
 */
export function judgeAgents(
  sets: readonly (readonly Evaluation[])[],
  documents: readonly PolicyDocument[],
  policy: TemplatePolicy,
): JudgedAgents {
  const results: EvaluatedResult[] = [];
  const machines = new Map<Resource, MachineInEvaluation>();
  for (const evaluations of combinationsOf(sets)) {
    for (const cell of evaluateAgents({ evaluations, documents }, policy)) {
      const { resource, evaluation } = cell.machine;
      const { deployment } = resource;
      const rule = ruleOf(cell.ruleId);
      results.push({ rule, deployment, resource, outcome: cell.outcome, evaluation });
      if (cell.further !== undefined) {
        results.push({ rule, deployment, resource, outcome: cell.further, evaluation });
      }
      const known = machines.get(resource) ?? { resource, evaluation, cells: [] };
      known.cells.push(cell);
      machines.set(resource, known);
    }
  }
  const isSeveral = sets.some((set) => set.length > 1);
  return { results, machines: coverageOf([...machines.values()], isSeveral) };
}
