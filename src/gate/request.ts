// What a host hands to the gate, and what it gets back.

import type { ExitCode } from '../model/errors.ts';
import type { AzureAccess, FeedCache, RegistryCredential } from '../model/ports.ts';
import type { ScanResult } from '../model/result.ts';
import type { AgentRequirement } from '../model/template-policy.ts';

/** Every report that `-o` knows. */
export type ReportFormat = 'table' | 'json' | 'sarif' | 'junit' | 'cyclonedx-json' | 'markdown';

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

/** What was mended in templates, or would be. */
export interface TemplateFixes {
  readonly mode: 'write' | 'print';
  /** Unified; empty where nothing changes. */
  readonly diff: string;
  readonly files: readonly string[];
  /** Findings that are mended. */
  readonly mended: number;
  /** What whoever deploys has to do: a sentence each. */
  readonly notes: readonly string[];
  /** Findings that no edit mends, each with its reason. */
  readonly left: readonly { readonly ruleId: string; readonly reason: string }[];
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
