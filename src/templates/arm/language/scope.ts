// What an expression may ask of the world around it, and the bounds of its work. Expansion implements `Surroundings`.
import type { ScanError } from '../../../model/errors.ts';
import { limitAt, type Span } from '../../source.ts';
import type { ObjectTerm, Term } from './term.ts';
import type { Value } from './value.ts';

/** Objects that the deployment gives: `deployment()`, `resourceGroup()` and so on. */
export type Given =
  | 'deployment'
  | 'deployer'
  | 'environment'
  | 'resourceGroup'
  | 'subscription'
  | 'managementGroup'
  | 'tenant';

export type DeploymentLevel = 'resourceGroup' | 'subscription' | 'managementGroup' | 'tenant';

/** What `reference`, `references` and `resourceInfo` were asked. `target` is an identifier or a symbolic name. */
export interface ResourceRequest {
  readonly kind: 'reference' | 'references' | 'resourceInfo';
  readonly target: Value;
  readonly apiVersion: Value | undefined;
  /** The third argument was 'Full'. */
  readonly isFull: boolean;
  readonly at: Span;
}

/** A function that a template declares. It sees its parameters and other user functions, nothing else. */
export interface UserFunction {
  readonly parameters: readonly string[];
  readonly output: Term;
}

/**
 * The callbacks by which parameters, variables, loops, deployments and resources reach the evaluator.
 * Each throws `faultAt(at, …)` for what is not declared or not allowed there, and answers with an unknown (reason
 * included) for what only the deployment knows. Names come as they were written; all compare without case.
 */
export interface Surroundings {
  /** Decides what resourceId() puts before a type. */
  readonly level: DeploymentLevel;
  parameter(name: string, at: Span): Value;
  variable(name: string, at: Span): Value;
  /** Index of the loop of that name, or of the innermost that a bare copyIndex() means; the offset is added here. */
  copyIndex(loop: string | undefined, at: Span): Value;
  given(what: Given, at: Span): Value;
  resource(request: ResourceRequest): Value;
  userFunction(name: string): UserFunction | undefined;
  /** A field of the resource that a policy judges; without it, or undefined, field() is unknown. */
  field?(name: string): Value | undefined;
  /** For utcNow(); undefined makes it unknown. */
  readonly now: Date | undefined;
  /** Replaces the evaluation of an object that is more than its properties (a `copy` inside); undefined for plain ones. */
  object?(term: ObjectTerm, scope: Scope): Value | undefined;
  /**
   * When set, a property or item whose evaluation is a fault becomes an unknown of reason `fault`, and the error comes
   * here; without it the error is thrown. Limits are always thrown.
   */
  onFault?(error: ScanError): void;
}

/** Evaluations of one template with all that it deploys. */
export const maxSteps = 2_500_000;
/** Objects and arrays inside one another, through variables and parameters too; a call or access counts as two. */
export const maxEvaluationDepth = 700;
/** A call takes more of the stack than an object, and may evaluate a whole variable. */
export const callLevels = 2;
/** Longest text that an expression may make. */
export const maxTextUnits = 4 * 1024 * 1024;

/** The account of one evaluation; one object for a template and all its nested deployments. */
export class Work {
  private steps = 0;
  private depth = 0;
  private serial = 0;

  /** Books steps; throws LIMIT_EXCEEDED when there have been too many. */
  spend(steps: number, at: Span): void {
    this.steps += steps;
    if (this.steps <= maxSteps) return;
    const hint = 'Lower the counts of its loops, or leave it out of the targets.';
    throw limitAt(at, `evaluating this template takes more than ${maxSteps} steps`, hint);
  }

  /** Refuses a text that would be too long, before it is made. */
  checkLength(units: number, at: Span): void {
    if (units <= maxTextUnits) return;
    throw limitAt(at, `this expression makes a text longer than ${maxTextUnits} characters`);
  }

  /** Runs some levels deeper. */
  descend<T>(at: Span, run: () => T, levels = 1): T {
    if (this.depth + levels > maxEvaluationDepth) throw this.tooDeep(at);
    this.depth += levels;
    try {
      return run();
    } catch (error) {
      // A smaller stack than usual ended first: to the template it is the same limit.
      if (error instanceof RangeError && /call stack/i.test(error.message)) throw this.tooDeep(at);
      throw error;
    } finally {
      this.depth -= levels;
    }
  }

  private tooDeep(at: Span): ScanError {
    const message = `expressions refer to one another deeper than ${maxEvaluationDepth} levels`;
    return limitAt(at, message, 'Look for a function or variable that refers to itself.');
  }

  /** A number that no earlier call of this evaluation got: tells two results of newGuid() apart. */
  next(): number {
    this.serial++;
    return this.serial;
  }
}

/** A variable of a lambda, in front of those of the lambdas around it. */
export interface Local {
  readonly name: string;
  readonly value: Value;
  readonly outer: Local | undefined;
}

export interface Scope {
  readonly surroundings: Surroundings;
  readonly work: Work;
  readonly local: Local | undefined;
}

export function scopeOf(surroundings: Surroundings, work: Work = new Work()): Scope {
  return { surroundings, work, local: undefined };
}
