// What a template deploys, evaluated: the nouns that expansion makes and that agents, rules and fixes read.
// Any reader of templates (ARM, Bicep, Terraform) can make them; nothing here knows a syntax.
import type { ScanError } from '../model/errors.ts';
import type { Mark } from './arm/language/marks.ts';
import type { Plain } from './arm/language/plain.ts';
import type { DeploymentLevel } from './arm/language/scope.ts';
import type { UnknownValue } from './arm/language/unknown.ts';
import type { ObjectValue, Value } from './arm/language/value.ts';
import type { Source, Span } from './source.ts';

/** A condition on a resource, or on a deployment around it. False ones are not kept: nothing is deployed then. */
export interface Condition {
  /** True, or unknown. Its marks name the parameters that it depends on. */
  readonly value: Value;
  readonly span: Span;
}

/** The loop that an instance comes from; innermost first in `Resource.loops`. */
export interface LoopInstance {
  readonly name: string;
  readonly index: number;
  /** Unknown: `index` is 0 and the instance stands for all; equal forms mean equal counts. */
  readonly count: number | UnknownValue;
}

/** Where a resource is written; one for all its instances. */
export interface Declaration {
  /** The object of the resource, braces included. */
  readonly span: Span;
  /** Of the value of `name`; `span` when there is none. */
  readonly nameSpan: Span;
  /** Of the value of `type`. */
  readonly typeSpan: Span;
  /** Set when the resource declares a loop itself: the object of its `copy`. */
  readonly loopSpan: Span | undefined;
  /** Set when it has a condition itself: the value of `condition`. */
  readonly conditionSpan: Span | undefined;
  /** Key in a `resources` object (languageVersion 2.0). */
  readonly symbolicName: string | undefined;
}

/** A parameter as a template declares it, with the value of this evaluation. */
export interface Parameter {
  readonly name: string;
  /** In lower case: `string`, `securestring`, `object`, …; empty when it is missing. */
  readonly type: string;
  readonly isSecure: boolean;
  /** Of its name in the template. */
  readonly nameSpan: Span;
  /** The object that declares it. */
  readonly span: Span;
  /** Its `defaultValue`, evaluated; undefined when it has none. */
  readonly defaultValue: Value | undefined;
  /** What `parameters(name)` gives here. */
  readonly value: Value;
  /** Who gave the value. `tried`: a required bool or `allowedValues`, one of its possible values. */
  readonly origin: 'default' | 'file' | 'argument' | 'parent' | 'tried' | 'key-vault' | 'none';
}

export interface Output {
  readonly name: string;
  readonly type: string;
  readonly value: Value;
  /** Of what is written as its `value`; of the whole where it is a loop. */
  readonly valueSpan: Span;
  readonly nameSpan: Span;
  readonly span: Span;
}

/** One template being deployed: the file itself, or a nested or linked deployment in it. */
export interface Deployment {
  /** `main` for the file itself. */
  readonly name: Value;
  readonly parent: Deployment | undefined;
  /** The file that its template stands in. */
  readonly source: Source;
  /** The object of the template. */
  readonly span: Span;
  readonly level: DeploymentLevel;
  /** Where its resources go; each a string or an unknown. Undefined above that level. */
  readonly subscription: Value | undefined;
  readonly resourceGroup: Value | undefined;
  readonly managementGroup: Value | undefined;
  /** `outer`: nested without a scope of its own, so that parameters() and variables() are the parent's. */
  readonly evaluation: 'root' | 'outer' | 'inner' | 'linked';
  readonly languageVersion: string | undefined;
  /** `bicep` when `metadata._generator` says that the file was compiled. */
  readonly generator: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly outputs: readonly Output[];
  /** Object of the template's `parameters`; undefined when it has none. */
  readonly parametersSpan: Span | undefined;
  /** The `Microsoft.Resources/deployments` resource that makes it; undefined for the file itself. */
  readonly resource: Resource | undefined;
  /** All conditions from the outermost deployment to this one. */
  readonly conditions: readonly Condition[];
}

export interface Resource {
  /** Full type as spelled, parents' types included: `Microsoft.Compute/virtualMachines/extensions`. */
  readonly type: string;
  /** Full name, a segment for each part of the type: `vm1/agent`. A string or an unknown. */
  readonly name: Value;
  /**
   * Identifier in lower case: `/subscriptions/…/providers/type/name`; unknown parts as their forms in `{}`.
   * Equal keys are one resource; keys with `{` may or may not be.
   */
  readonly key: string;
  /** As text; undefined when absent or unknown. */
  readonly apiVersion: string | undefined;
  /** References something that is there already; nothing is deployed, nothing may be found on it. */
  readonly isExisting: boolean;
  /** Key of the resource that it extends (`scope` of an extension resource, or a provider child); undefined otherwise. */
  readonly extendsKey: string | undefined;
  /** Own conditions and those of the deployments around it. Empty: always deployed. */
  readonly conditions: readonly Condition[];
  /** Innermost first, those of deployments around it included. */
  readonly loops: readonly LoopInstance[];
  /** The whole evaluated resource: `properties`, `tags`, `identity`, `sku` … A part that is a fault is an unknown. */
  readonly body: ObjectValue;
  readonly declaration: Declaration;
  readonly deployment: Deployment;
  /** The machine of a nested child, the parent named by a symbol or by the name; when it is in the evaluation. */
  readonly parent: Resource | undefined;
}

/** Something that could not be evaluated: becomes a coverage row and turns «missing» into «undecided». */
export interface Gap {
  readonly kind: 'remote-link' | 'missing-link' | 'template-spec' | 'outside-link' | 'damaged-link';
  /** What was asked for, as far as it is known; without query. */
  readonly link: string;
  readonly message: string;
  readonly span: Span;
  /** The deployment resource whose template is missing. */
  readonly resource: Resource;
}

/** One template with one set of parameter values. */
export interface Evaluation {
  readonly root: Deployment;
  /** Parameter file as shown to the user; undefined for defaults alone. */
  readonly parameterFile: string | undefined;
  /** Values that were tried for required parameters, by name as declared; empty when none had to be. */
  readonly tried: Readonly<Record<string, Plain>>;
  /** Every deployment, the root first. */
  readonly deployments: readonly Deployment[];
  /** Every resource of every deployment in the order of the text, deployments and existing ones included. */
  readonly resources: readonly Resource[];
  /** Faults inside the template: Azure would refuse it. In the order found. */
  readonly faults: readonly ScanError[];
  readonly gaps: readonly Gap[];
  /** Files that were read as linked templates: they are not evaluated alone. */
  readonly linkedFiles: readonly string[];
  /**
   * The same with unknown indexes in the loops of unknown count, whose instances here are those of index 0: what holds
   * in it holds for every instance. It keeps no faults. Undefined where no loop is so.
   */
  readonly atAnyIndex: Evaluation | undefined;
}

/** Parameters that a value's conditions or text came from. */
export function parameterNames(marks: readonly Mark[]): string[] {
  return marks.flatMap((mark) => (mark.kind === 'parameter' ? [mark.name] : []));
}
