// What a fix is made of, and what the fixer must know of a finding.
import type { AgentName } from '../../model/template-policy.ts';
import type { Evaluation, Resource } from '../resource.ts';
import type { SettingFix } from '../rules/rule.ts';
import type { Edit } from './edit.ts';
import type { Json } from './layout.ts';

/** One resource in one evaluation that a finding stands for. */
export interface FixInstance {
  readonly evaluation: Evaluation;
  readonly resource: Resource;
}

/** What would mend a finding. */
export type Mend =
  /**
   * One of these agents on the machine; the first that can be installed is taken. `each`: where several requirements
   * are of one rule, the agents of each; one of every list is tried when no single agent mends it.
   */
  | {
      readonly kind: 'agent';
      readonly anyOf: readonly AgentName[];
      readonly each?: readonly (readonly AgentName[])[];
    }
  | { readonly kind: 'setting'; readonly fix: SettingFix };

/** A finding as the fixer sees it. */
export interface Fixable {
  /** The finding's fingerprint: the same before and after an edit elsewhere in its file. */
  readonly key: string;
  /**
   * Its rule and declaration: stays the same also where an edit moves the finding, as a missing setting moves when an
   * object around it is added.
   */
  readonly group: string;
  readonly ruleId: string;
  /** Of the file that it stands in. */
  readonly path: string;
  /** Where it stands; undefined when nowhere. */
  readonly line?: number | undefined;
  readonly severity?: string;
  /** The resource that it is about, for messages. */
  readonly subject?: string | undefined;
  /** Not to be counted among what is left: excepted, undecided, or not asked to be mended. */
  readonly isSettled?: boolean;
  /** Empty for a finding about a whole template. All instances are of one declaration. */
  readonly instances: readonly FixInstance[];
  /** Undefined: nothing that could be written mends it. */
  readonly mend: Mend | undefined;
}

/** A whole run: all its findings, and everything that was evaluated. */
export interface FixState {
  readonly findings: readonly Fixable[];
  readonly evaluations: readonly Evaluation[];
  /** What could not be evaluated: an edit that adds to it hides findings and mends none. */
  readonly faults: number;
}

/** A parameter without a default that a fix adds to the template that is deployed. */
export interface AskedParameter {
  /** Of the template's file. */
  readonly path: string;
  readonly name: string;
}

export type FixPlan =
  | {
      readonly kind: 'edits';
      /** Made together or not at all. */
      readonly edits: readonly Edit[];
      /** The resource, or the item of a scale set's profile, that is added; undefined for a setting. */
      readonly added: Json | undefined;
      /** What the one who deploys has to do: one sentence; undefined when nothing. */
      readonly note: string | undefined;
      /** The parameters that the note speaks of. */
      readonly asked?: readonly AskedParameter[];
    }
  | { readonly kind: 'none'; readonly reason: string };

export function noPlan(reason: string): FixPlan {
  return { kind: 'none', reason };
}

/** Files that are compiled Bicep as a whole, templates around a plain linked one among them. */
export function compiledFiles(evaluations: readonly Evaluation[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { source, generator, parent } of evaluations.flatMap((each) => each.deployments)) {
    const isWhole = parent === undefined || parent.source.path !== source.path;
    if (isWhole && generator?.toLowerCase() === 'bicep') paths.add(source.path);
  }
  return paths;
}

export const fromBicep = 'the file was compiled from Bicep: mend its source';

/** Why a declaration's file is not edited; undefined when it may be. */
export function untouchable(resource: Resource): string | undefined {
  const { path } = resource.declaration.span.source;
  for (let { deployment } = resource; ; ) {
    const { source, generator, parent } = deployment;
    if (source.path === path && generator?.toLowerCase() === 'bicep') {
      return fromBicep;
    }
    if (parent === undefined) return undefined;
    deployment = parent;
  }
}
