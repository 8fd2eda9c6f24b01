// What the gate asks of the scan of templates, and what it gets back.
import type { CoverageRow } from '../../model/coverage.ts';
import type { Finding } from '../../model/finding.ts';
import type { MachineCoverage } from '../../model/machine-coverage.ts';
import type { Target } from '../../model/target.ts';
import type { TemplatePolicy } from '../../model/template-policy.ts';
import type { Evaluation } from '../resource.ts';
import type { RuleResult } from '../rules/evaluate-rules.ts';

export interface TemplateTarget {
  /** File, folder or glob: what stands behind `arm:`, or a path that content showed to be a template. */
  readonly text: string;
  /** As the user wrote it. */
  readonly reference: string;
}

/** What the command line says of the deployment. */
export interface DeploymentContext {
  readonly subscription?: string | undefined;
  readonly resourceGroup?: string | undefined;
  readonly location?: string | undefined;
  /** Each a parameter file or `NAME=VALUE`. With any of them, files found by name or metadata are not used. */
  readonly parameters: readonly string[];
}

export interface TemplateRequest {
  readonly targets: readonly TemplateTarget[];
  readonly context: DeploymentContext;
  readonly policy: TemplatePolicy;
  readonly now: Date;
  /** Globs of files to leave out, from the folder that a target names. */
  readonly skipPaths?: readonly string[];
  /** Texts in place of those on the disk, by absolute path: what a fix would write. */
  readonly overlay?: ReadonlyMap<string, string>;
  /** Keeps with each finding what it was made from; needs the memory of all evaluations. */
  readonly keepsEvaluations?: boolean;
}

/** A finding with what it was made from: for the fixes. */
export interface TracedFinding {
  readonly finding: Finding;
  readonly results: readonly (RuleResult & { readonly evaluation: Evaluation })[];
}

export interface ScannedTemplates {
  readonly target: Target;
  readonly findings: readonly Finding[];
  readonly coverage: readonly CoverageRow[];
  readonly machines: readonly MachineCoverage[];
  /** The findings again, traced; empty unless asked for. */
  readonly traced: readonly TracedFinding[];
}

export interface TemplateScan {
  /** In the order of the targets. */
  readonly scanned: readonly ScannedTemplates[];
  /** Targets that could not be scanned at all. */
  readonly errors: readonly { readonly target: string; readonly error: Error }[];
  /** Sentences about suppressions in the files that do not hold, end soon or match nothing. */
  readonly notices: readonly string[];
  /** All that were judged; empty unless asked for. */
  readonly evaluations: readonly Evaluation[];
  /** Absolute paths of the files that were read, by the paths that sources show. */
  readonly paths: ReadonlyMap<string, string>;
}
