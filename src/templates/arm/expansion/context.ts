// What expansion is told from outside: where a template goes, which values it gets, how linked files are read.
import type { Source, Span } from '../../source.ts';
import type { Term } from '../language/term.ts';
import type { Value } from '../language/value.ts';
import type { JsonDocument } from '../syntax/document.ts';

/** What a link leads to. `path` is as it is shown to the user, one spelling for one file. */
export type LinkedFile =
  | { readonly kind: 'file'; readonly path: string; readonly document: JsonDocument }
  | { readonly kind: 'missing' | 'outside' | 'remote' | 'damaged'; readonly message: string };

export interface ExpansionContext {
  /** Identifier of the subscription; without it a placeholder, so that names can be built. */
  readonly subscription?: string;
  readonly resourceGroup?: string;
  readonly location?: string;
  readonly managementGroup?: string;
  /** What deployment().name gives; `main` unless given. */
  readonly deploymentName?: string;
  /** Reads what a path relative to `from`, or an address, leads to. Called with what stands before `?` and `#`. */
  readonly readLinked: (from: Source, link: string) => LinkedFile;
}

/** The value that a parameter is given before deployment. */
export type GivenValue =
  | { readonly kind: 'value'; readonly value: Value; readonly nameSpan: Span }
  | { readonly kind: 'expression'; readonly term: Term; readonly nameSpan: Span }
  /** A reference to a secret in a Key Vault: unknown and secure. */
  | { readonly kind: 'key-vault'; readonly at: Span; readonly nameSpan: Span }
  /** `--parameters NAME=VALUE`: typed by what the template declares. */
  | { readonly kind: 'text'; readonly text: string };

export interface GivenParameters {
  /** The parameter file as shown to the user; undefined when there is none. */
  readonly file: string | undefined;
  /** By name in lower case. */
  readonly values: ReadonlyMap<string, GivenValue>;
}

export const nothingGiven: GivenParameters = { file: undefined, values: new Map() };

/** Azure's limit of instances of one loop. */
export const maxInstances = 800;
/** Deployments inside one another. */
export const maxDeploymentDepth = 30;
/** Resources of all evaluations of a template that are kept together, those of all deployments in them counted. */
export const maxResources = 10_000;
/** Combinations of values that are tried for parameters without one. */
export const maxTrials = 16;
