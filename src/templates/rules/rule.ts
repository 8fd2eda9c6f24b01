// A rule over evaluated templates: data and one function. `list.ts` names them all.
import type { Severity } from '../../model/severity.ts';
import type { UnknownValue } from '../arm/language/unknown.ts';
import type { Deployment, Evaluation, Resource } from '../resource.ts';
import type { Span } from '../source.ts';

export type Outcome =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'fail';
      /** The wrong value, or the key of the innermost enclosing object that exists (see setting.ts). */
      readonly at: Span;
      /** What is wrong here, one sentence. */
      readonly message: string;
      /** As shown; never a secret. */
      readonly found: string;
      readonly wanted: string;
      /** When it differs from the rule's. */
      readonly severity?: Severity;
      /** Where one literal mends it: the path below the resource and the literal to write. */
      readonly fix?: SettingFix;
    }
  | { readonly kind: 'not-applicable'; readonly reason: string }
  | {
      readonly kind: 'undecided';
      readonly at: Span;
      readonly message: string;
      readonly unknown: UnknownValue;
    };

export interface SettingFix {
  /** `properties.supportsHttpsTrafficOnly`: names below the resource. */
  readonly path: string;
  readonly literal: string | number | boolean;
}

export interface RuleContext {
  readonly evaluation: Evaluation;
  readonly policy: RulePolicy;
}

/** What the policy says to rules. */
export interface RulePolicy {
  /** AGT020: publishers whose extensions are approved; absent: not applicable. */
  readonly approvedPublishers?: readonly string[];
  /** VMH011: images that are approved (patterns of its id, or of `publisher:offer:sku` with `:version` or without); absent: not applicable. */
  readonly approvedImages?: readonly string[];
  readonly now: Date;
}

interface RuleText {
  /** `AGT008`, or a check of a row of several settings: `WEB002.tls`. */
  readonly id: string;
  readonly kind: 'agent' | 'template' | 'secret';
  readonly severity: Severity;
  /** One line, says what must hold. */
  readonly title: string;
  /** Why it matters, and what Azure does when the setting is absent, with the apiVersion where that differs. */
  readonly rationale: string;
  /** What to write. */
  readonly remedy: string;
  /** Addresses of Azure's documentation. */
  readonly references: readonly string[];
  /** Ids of other tools' checks that read the same setting (`CKV_AZURE_3`, `AZR-000196`, `TA-000004`, a KICS id, `AZU-0008`). */
  readonly aliases: readonly string[];
  /** MCSB and CIS controls: `MCSB:DP-3`, `CIS:3.1`. */
  readonly controls: readonly string[];
  /** Resources of a template, as plain JSON, that pass and that fail; a test evaluates both. */
  readonly example: { readonly passing: Example; readonly failing: Example };
}

/** A whole template's members besides `$schema` and `contentVersion`: `resources`, and `parameters` and so on. */
export type Example = { readonly [member: string]: unknown };

export interface ResourceRule extends RuleText {
  readonly on: 'resource';
  /** Full types in lower case. */
  readonly types: readonly string[];
  /** Called for every deployed (not existing) resource of these types. Several outcomes: one for each setting or item. */
  check(resource: Resource, context: RuleContext): Outcome | readonly Outcome[];
}

/** Looks at one template: its parameters, variables and outputs. */
export interface DeploymentRule extends RuleText {
  readonly on: 'deployment';
  check(deployment: Deployment, context: RuleContext): Outcome | readonly Outcome[];
}

export type TemplateRule = ResourceRule | DeploymentRule;
