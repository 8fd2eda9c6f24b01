// Evaluates what is deployed together: expansion, rules, agents. Everything that it returns is free of evaluations,
// unless they are asked for, so that a run's memory is that of one unit.

import type { CoverageRow } from '../../model/coverage.ts';
import { ScanError } from '../../model/errors.ts';
import type { MachineCoverage } from '../../model/machine-coverage.ts';
import { requiredAgentRules } from '../../model/template-policy.ts';
import {
  type ExpansionContext,
  type GivenParameters,
  nothingGiven,
} from '../arm/expansion/context.ts';
import { expandNode } from '../arm/expansion/expand-template.ts';
import { literalValue, readParameterFile } from '../arm/expansion/parameter-file.ts';
import type { JsonDocument } from '../arm/syntax/document.ts';
import { memberOf, type ObjectNode } from '../arm/syntax/node.ts';
import { agentFix } from '../fix/agent-mend.ts';
import { evaluationOfPolicy, type PolicyDocument } from '../policy-as-code/documents.ts';
import type { Evaluation } from '../resource.ts';
import { evaluateRules } from '../rules/evaluate-rules.ts';
import { templateRules } from '../rules/list.ts';
import type { Suppressions } from '../suppressions/suppressions.ts';
import { type Arguments, declaredOf } from './arguments.ts';
import { faultRows, gapRow, syntaxFault } from './coverage-rows.ts';
import { type Draft, draftOf } from './findings.ts';
import { type EvaluatedResult, groupOutcomes, type OutcomeGroup } from './group-outcomes.ts';
import { judgeAgents } from './judge-agents.ts';
import { namesSchema, type Piece, piecesOf } from './kinds.ts';
import { LinkedFiles } from './linked-files.ts';
import { repositoryFor, type Unit, type UnitFile } from './plan.ts';
import type { TemplateRequest } from './request.ts';
import type { TemplateFiles } from './template-files.ts';

/** The rules that judge a template by itself; those of required agents are judged over all that is deployed together. */
const ownRules = templateRules.filter(({ id }) => !requiredAgentRules.includes(id));

/** What all units of a run share. */
export interface UnitSurroundings {
  readonly request: TemplateRequest;
  readonly files: TemplateFiles;
  readonly given: Arguments | undefined;
  readonly suppressions: Suppressions;
  /** How the run shows a file that it names itself. */
  readonly shownOf: (path: string) => string | undefined;
  /** Whether the run has several templates, so that not every given parameter is for each of them. */
  readonly isSeveral: boolean;
  /** Parameters that templates declare, by name in lower case; filled by the units. */
  readonly declared: Map<string, string>;
}

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

/** One template or policy file of a unit, read. */
interface ReadFile {
  readonly unitFile: UnitFile;
  readonly document: JsonDocument;
  readonly pieces: readonly Piece[];
}

/** Evaluations of one template of a unit. */
export interface TemplateEvaluations {
  readonly evaluations: readonly Evaluation[];
}

const policyKinds = {
  'policy-definition': 'definition',
  initiative: 'initiative',
  assignment: 'assignment',
} as const;

function policyDocument({ source }: JsonDocument, { kind, node }: Piece): PolicyDocument[] {
  if (kind === 'template' || kind === 'parameters') return [];
  const body = literalValue(source, node);
  if (body.kind !== 'object') return [];
  const name = memberOf(node, 'name')?.value ?? node;
  const at = { source, start: name.start, end: name.end };
  return [{ kind: policyKinds[kind], body, source, at }];
}

class UnitEvaluation {
  readonly coverage: CoverageRow[] = [];
  readonly faults: ScanError[] = [];
  readonly linked = new Set<string>();
  private readonly around: UnitSurroundings;
  /** Files whose syntax is at fault: what evaluation says of them follows from that. */
  private readonly damaged = new Set<string>();

  constructor(around: UnitSurroundings) {
    this.around = around;
  }

  /** Reads a file and keeps its fault; undefined when there is nothing in it. */
  read(unitFile: UnitFile): ReadFile | undefined {
    const { path, shown } = unitFile.file;
    try {
      const document = this.around.files.document(path, shown);
      const pieces = piecesOf(document);
      const isMeant = unitFile.file.isNamed || namesSchema(document.source.text);
      if (pieces.length > 0 || isMeant) this.checkSyntax(document);
      return { unitFile, document, pieces };
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      this.faults.push(error);
      return undefined;
    }
  }

  private checkSyntax(document: JsonDocument): void {
    const fault = syntaxFault(document);
    if (fault === undefined || this.damaged.has(document.source.path)) return;
    this.damaged.add(document.source.path);
    this.faults.push(fault);
  }

  private givens({ parameters }: UnitFile, node: ObjectNode): readonly GivenParameters[] {
    const { given, isSeveral, files, declared } = this.around;
    const own = new Set<string>();
    const declarations = memberOf(node, 'parameters')?.value;
    for (const { name } of declarations?.kind === 'object' ? declarations.members : []) {
      own.add(name.toLowerCase());
      declared.set(name.toLowerCase(), name);
    }
    if (given !== undefined) {
      return [isSeveral ? declaredOf(given.given, (name) => own.has(name)) : given.given];
    }
    const read = parameters.flatMap(({ path, shown }) => {
      try {
        const document = files.document(path, shown);
        this.checkSyntax(document);
        return [readParameterFile(document)];
      } catch (error) {
        if (!(error instanceof ScanError)) throw error;
        this.faults.push(error);
        return [];
      }
    });
    return read.length === 0 ? [nothingGiven] : read;
  }

  /** All evaluations of a file's templates. */
  expand({ unitFile, document, pieces }: ReadFile): Evaluation[] {
    const { request, files, shownOf, suppressions } = this.around;
    const { subscription, resourceGroup, location } = request.context;
    const links = new LinkedFiles(files, repositoryFor(unitFile.file), shownOf);
    const context: ExpansionContext = {
      now: request.now,
      readLinked: links.read,
      ...(subscription === undefined ? {} : { subscription }),
      ...(resourceGroup === undefined ? {} : { resourceGroup }),
      ...(location === undefined ? {} : { location }),
    };
    const evaluations = pieces.flatMap(({ kind, node }) =>
      kind === 'template'
        ? this.givens(unitFile, node).flatMap((given) =>
            expandNode(document.source, node, given, context),
          )
        : [],
    );
    for (const [path, linked] of links.documents) {
      this.checkSyntax(linked);
      suppressions.read(linked);
      if (path === unitFile.file.path) continue;
      if (evaluations.some(({ linkedFiles }) => linkedFiles.includes(linked.source.path))) {
        this.linked.add(path);
      }
    }
    suppressions.read(document);
    for (const { faults, gaps } of evaluations) {
      for (const fault of faults) if (!this.isConsequence(fault)) this.faults.push(fault);
      this.coverage.push(...gaps.map(gapRow));
    }
    return evaluations;
  }

  private isConsequence({ where, code }: ScanError): boolean {
    return code !== 'LIMIT_EXCEEDED' && this.damaged.has(where.replace(/(?::\d+){1,2}$/, ''));
  }
}

/** Evaluates one unit. Never throws for what its files say. */
export function evaluateUnit(unit: Unit, around: UnitSurroundings): UnitResult {
  const { request, files, suppressions } = around;
  const { policy, now } = request;
  const evaluation = new UnitEvaluation(around);
  const read = unit.files.flatMap((file) => evaluation.read(file) ?? []);
  const sets = read.map((file) => evaluation.expand(file)).filter((set) => set.length > 0);
  const documents = read.flatMap(({ document, pieces }) =>
    pieces.flatMap((piece) => policyDocument(document, piece)),
  );
  const rulePolicy = {
    now,
    ...(policy.approvedPublishers === undefined
      ? {}
      : { approvedPublishers: policy.approvedPublishers }),
    ...(policy.approvedImages === undefined ? {} : { approvedImages: policy.approvedImages }),
  };
  const alone = documents.map((each) => evaluationOfPolicy(each, request.context.subscription));
  const results: EvaluatedResult[] = [...sets.flat(), ...alone].flatMap((each) =>
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
  const withFix = (draft: Draft, group: OutcomeGroup): Draft => {
    const { rule, outcome } = group;
    if (outcome.kind !== 'fail' || !requiredAgentRules.includes(rule.id)) return draft;
    const instances = group.results.flatMap(({ evaluation: of, resource }) =>
      resource === undefined ? [] : [{ evaluation: of, resource }],
    );
    const fix = agentFix(rule.id, instances, evaluations, policy);
    return fix === undefined ? draft : { ...draft, finding: { ...draft.finding, fix } };
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
