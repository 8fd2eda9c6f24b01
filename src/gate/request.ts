// What a host hands to the gate, and what it gets back.

import type { ExitCode } from '../model/errors.ts';
import type { AzureAccess, FeedCache, RegistryCredential } from '../model/ports.ts';
import type { ScanResult } from '../model/result.ts';
import type { AgentRequirement } from '../model/template-policy.ts';
import type { ReportFormat } from '../reports/report.ts';

export interface OutputRequest {
  readonly format: ReportFormat;
  /** A path; absent: the host prints it. */
  readonly file?: string;
}

/** Where packages are looked for on disks: the system's databases only, language packages in the usual places, everywhere. */
export type DiskScope = 'os' | 'usual' | 'deep';

/** What templates are evaluated with. */
export interface TemplateOptions {
  /** FILE or NAME=VALUE. */
  readonly parameters: readonly string[];
  /** In place of the policy's `requireAgents`; absent: the policy's. */
  readonly requireAgents?: readonly AgentRequirement[];
  readonly subscription?: string;
  readonly resourceGroup?: string;
  readonly location?: string;
  /** Mend findings in the files themselves, or print the difference only; absent: neither. */
  readonly fix?: 'write' | 'print';
  /** Only findings of these rules, rows of rules or `agents` are mended; absent: all that can be. */
  readonly fixOnly?: readonly string[];
}

/** Where an input was not given, the policy file's word holds, then the default. */
export interface GateRequest {
  readonly targets: readonly string[];
  readonly failOn?: string;
  readonly ignoreUnfixed?: boolean;
  /** Path; absent: `.portcullis.yml` when there. */
  readonly policy?: string;
  readonly outputs: readonly OutputRequest[];
  readonly templates: TemplateOptions;
  readonly diskScope: DiskScope;
  /** Resource group in which temporary disks and snapshots are made; absent: beside what is scanned. */
  readonly scratchGroup?: string;
  /** `linux/arm64`, `all`; absent: the machine's own. */
  readonly platform?: string;
  /** Folder or address of a feeds layout; absent: the public addresses. */
  readonly feeds?: string;
  /** Folder of the advisory stores; absent: `$XDG_CACHE_HOME/portcullis/db` or its like. */
  readonly db?: string;
  readonly offline: boolean;
  readonly skipPaths: readonly string[];
  readonly timeoutMs?: number;
  /** Asked in order; `DOCKER_CONFIG` and anonymous access come after them. */
  readonly credentials: readonly RegistryCredential[];
  readonly cache?: FeedCache;
  /** For targets in Azure. */
  readonly azure?: AzureAccess;
  /** For texts made for a terminal. */
  readonly columns: number;
  readonly colour: boolean;
}

export interface WrittenReport {
  readonly format: ReportFormat;
  readonly path: string;
}

/** A file that was mended, or would be. */
export interface FixedFile {
  readonly path: string;
  /** The rules whose findings in it are mended, with their counts; none for one that only hands a parameter on. */
  readonly rules: readonly (readonly [ruleId: string, count: number])[];
  /** Outside the targets' folders: a template that theirs link. */
  readonly isOutside: boolean;
}

/** A finding that is there afterwards. */
export interface UnfixedFinding {
  readonly ruleId: string;
  readonly path: string;
  readonly line: number | undefined;
  /** Type and name of the resource that it is about. */
  readonly subject: string | undefined;
  readonly severity: string | undefined;
  readonly reason: string;
  /** An edit is known for findings of its kind. */
  readonly isPlanned: boolean;
  /** The edits bring it. */
  readonly isNew: boolean;
}

/** What was mended in templates, or would be. */
export interface TemplateFixes {
  readonly mode: 'write' | 'print';
  /** Unified, without secrets; empty where nothing changes. */
  readonly diff: string;
  readonly files: readonly FixedFile[];
  /** Findings that are mended. */
  readonly mended: number;
  /** New parameters, by the template that is deployed: whoever deploys has to give their values. */
  readonly parameters: readonly { readonly path: string; readonly name: string }[];
  /** What else whoever deploys, or applies the difference, has to know: a sentence each. */
  readonly notes: readonly string[];
  /** Findings that were asked to be mended and are not, and those that the edits bring. */
  readonly left: readonly UnfixedFinding[];
}

export interface GateOutcome {
  readonly result: ScanResult;
  readonly exitCode: ExitCode;
  readonly written: readonly WrittenReport[];
  /** Reports without a file, in the order asked for. */
  readonly printed: readonly { readonly format: ReportFormat; readonly text: string }[];
  /** Where it was asked for. */
  readonly fixes?: TemplateFixes;
}
