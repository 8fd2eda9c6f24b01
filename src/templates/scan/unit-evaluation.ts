// Reads the files of a unit, expands their templates, and keeps what is wrong with either.
import { basename } from 'node:path';
import type { CoverageRow } from '../../model/coverage.ts';
import { ScanError } from '../../model/errors.ts';
import {
  type ExpansionContext,
  type GivenParameters,
  nothingGiven,
} from '../arm/expansion/context.ts';
import { expandNode } from '../arm/expansion/expand-template.ts';
import { parameterFaults, readParameterFile } from '../arm/expansion/parameter-file.ts';
import type { Room } from '../arm/expansion/run.ts';
import type { JsonDocument } from '../arm/syntax/document.ts';
import { memberOf, type ObjectNode } from '../arm/syntax/node.ts';
import type { Evaluation } from '../resource.ts';
import type { Source } from '../source.ts';
import type { Suppressions } from '../suppressions/suppressions.ts';
import { type Arguments, declaredOf } from './arguments.ts';
import { gapRow, refRow, schemaRow, syntaxFault } from './coverage-rows.ts';
import { isTemplateName, namesSchema, type Piece, piecesOf, strangeSchema } from './kinds.ts';
import { LinkedFiles } from './linked-files.ts';
import { repositoryFor, type UnitFile } from './plan.ts';
import { templatesInPolicies } from './policy-templates.ts';
import type { TemplateRequest } from './request.ts';
import type { Secrets } from './secrets.ts';
import type { TemplateFiles } from './template-files.ts';

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
  /** What no text of the result may hold; filled by the units. */
  readonly secrets: Secrets;
}

/** One template or policy file of a unit, read. */
export interface ReadFile {
  readonly unitFile: UnitFile;
  readonly document: JsonDocument;
  readonly pieces: readonly Piece[];
}

export class UnitEvaluation {
  readonly coverage: CoverageRow[] = [];
  readonly faults: ScanError[] = [];
  readonly linked = new Set<string>();
  private readonly room: Room = { taken: 0 };
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
      const isMeant =
        unitFile.file.isNamed ||
        isTemplateName(basename(path)) ||
        namesSchema(document.source.text);
      if (pieces.length > 0 || isMeant) this.checkSyntax(document);
      for (const { kind, node } of pieces) {
        const schema = kind === 'template' ? strangeSchema(node) : undefined;
        if (schema !== undefined) this.coverage.push(schemaRow(shown, schema));
      }
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
        this.faults.push(...parameterFaults(document).filter((each) => !this.isConsequence(each)));
        return [readParameterFile(document)];
      } catch (error) {
        if (!(error instanceof ScanError)) throw error;
        this.faults.push(error);
        return [];
      }
    });
    return read.length === 0 ? [nothingGiven] : read;
  }

  /** All evaluations of a file's templates. `isTogether`: others are deployed beside it, each under its own name. */
  expand({ unitFile, document, pieces }: ReadFile, isTogether: boolean): Evaluation[] {
    // Of a text that was not read to its end nothing can be said.
    if (document.problems.some(({ level }) => level === 'limit')) return [];
    const { request, files, shownOf, suppressions } = this.around;
    const { subscription, resourceGroup, location } = request.context;
    const links = new LinkedFiles(files, repositoryFor(unitFile.file), shownOf);
    const context: ExpansionContext = {
      readLinked: links.read,
      // As Azure's tools call a deployment that nobody names: by the template's file.
      ...(isTogether ? { deploymentName: basename(unitFile.file.path, '.json') } : {}),
      ...(subscription === undefined ? {} : { subscription }),
      ...(resourceGroup === undefined ? {} : { resourceGroup }),
      ...(location === undefined ? {} : { location }),
    };
    const evaluations = pieces.flatMap(({ kind, node }) =>
      kind === 'template'
        ? this.givens(unitFile, node).flatMap((given) =>
            expandNode(document.source, node, given, context, this.room),
          )
        : [],
    );
    for (const [link, ref] of links.refs) this.coverage.push(refRow(link, ref));
    for (const [path, linked] of links.documents) {
      this.checkSyntax(linked);
      suppressions.read(linked);
      if (path === unitFile.file.path) continue;
      if (evaluations.some(({ linkedFiles }) => linkedFiles.includes(linked.source.path))) {
        this.linked.add(path);
      }
    }
    suppressions.read(document);
    this.keepFaults(evaluations);
    return evaluations;
  }

  /** Evaluations of the templates that policies deploy; `isEscaped` as in `templatesInPolicies`. */
  expandPolicies(evaluations: readonly Evaluation[], isEscaped: boolean): Evaluation[] {
    const { files } = this.around;
    const documentOf = (source: Source) => files.documentOf(source);
    const found = templatesInPolicies(evaluations, isEscaped, documentOf, {
      readLinked: (_, link) => ({ kind: 'missing', message: `a policy cannot link ${link}` }),
    });
    this.keepFaults(found);
    return found;
  }

  private keepFaults(evaluations: readonly Evaluation[]): void {
    for (const { faults, gaps } of evaluations) {
      for (const fault of faults) if (!this.isConsequence(fault)) this.faults.push(fault);
      this.coverage.push(...gaps.map(gapRow));
    }
  }

  private isConsequence({ where, code }: ScanError): boolean {
    return code !== 'LIMIT_EXCEEDED' && this.damaged.has(where.replace(/(?::\d+){1,2}$/, ''));
  }
}
