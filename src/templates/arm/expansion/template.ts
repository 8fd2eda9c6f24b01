// One template being deployed: its parameters, variables and functions, and what evaluation sees around it.
import type { Deployment, Resource } from '../../resource.ts';
import type { Source, Span } from '../../source.ts';
import { type Definition, Definitions } from '../language/definitions.ts';
import { evaluate } from '../language/evaluator.ts';
import type { Mark } from '../language/marks.ts';
import type { Given, Scope, Surroundings, UserFunction } from '../language/scope.ts';
import { literalText, propertyTerm } from '../language/term.ts';
import type { Value } from '../language/value.ts';
import { type JsonNode, memberOf } from '../syntax/node.ts';
import type { Declared } from './declared.ts';
import { copyTermOf, indexIn, type LoopFrame, loopArray, objectWithLoops } from './loops.ts';
import { Parameters, type Passed } from './parameters.ts';
import type { Run } from './run.ts';
import { deploymentGiven, givensOf, type Target } from './target.ts';
import { termAt } from './terms.ts';
import { userFunctions } from './user-functions.ts';

/** What is filled in while it is expanded. */
export type Growing<T> = { -readonly [Name in keyof T]: T[Name] };

/** One instance of a declared resource. */
export interface Entry {
  readonly template: Template;
  readonly declared: Declared;
  /** Loops that its expressions see. */
  readonly frame: LoopFrame | undefined;
  /** Where it goes; of a deployment, where what it deploys goes. */
  readonly target: Target;
  readonly resource: Growing<Resource>;
  body: 'none' | 'evaluating' | 'done';
  /** What a deployment makes; undefined before, and when its template is not there. */
  deployed:
    | { readonly state: 'opening' }
    | { readonly state: 'open'; readonly template: Template | undefined }
    | undefined;
  readonly children: Entry[];
}

export interface TemplateSetup {
  readonly source: Source;
  readonly node: JsonNode;
  readonly deployment: Growing<Deployment>;
  readonly target: Target;
  readonly passed: ReadonlyMap<string, Passed>;
  /** Set for an outer-scope template: what its expressions see, and the loops around it. */
  readonly outer:
    | { readonly template: Template; readonly frame: LoopFrame | undefined }
    | undefined;
  /** Number of deployments around it. */
  readonly depth: number;
}

export class Template {
  readonly run: Run;
  readonly setup: TemplateSetup;
  /** Tells templates of one run apart in forms; empty for the file itself. */
  readonly id: string;
  readonly deployment: Growing<Deployment>;
  readonly parameters: Parameters;
  /** Those not nested in others, in the order of the text. */
  readonly entries: Entry[] = [];
  /** By name as in keys, nested ones included; the first of several. */
  readonly names = new Map<string, Entry>();
  /** By symbolic name in lower case; empty where the condition is false. */
  readonly symbols = new Map<string, Entry[]>();
  outputs: 'none' | 'evaluating' | { readonly value: Value } = 'none';
  private readonly variables: Definitions;
  private readonly variableNames: readonly Definition[];
  private readonly variableReads = new Map<string, readonly Mark[]>();
  private readonly functions: ReadonlyMap<string, UserFunction>;
  private readonly givens: (what: Given, at: Span) => Value;

  constructor(run: Run, setup: TemplateSetup) {
    this.run = run;
    this.setup = setup;
    this.deployment = setup.deployment;
    const { source, node, target, passed } = setup;
    const id = setup.depth === 0 ? '' : `#${run.work.next()}`;
    this.id = id;
    this.parameters = new Parameters(run, source, node, passed, id, () => this.scope(undefined));
    this.variableNames = [...this.variableDefinitions()];
    this.variables = new Definitions('variable', this.variableNames);
    this.functions = userFunctions(source, memberOf(node, 'functions')?.value);
    this.givens = givensOf(target, id);
  }

  /** What parameters() and variables() are of: itself, or for an outer-scope template the one around it. */
  get seen(): Template {
    return this.setup.outer === undefined ? this : this.setup.outer.template.seen;
  }

  private *variableDefinitions(): Generator<Definition> {
    const { source, node } = this.setup;
    const variables = memberOf(node, 'variables')?.value;
    if (variables?.kind !== 'object') return;
    const define = (name: string, span: Span, run: () => Value): Definition => ({
      name,
      span,
      evaluate: () => {
        const { result, marks } = this.run.dependencies.during(run);
        this.variableReads.set(name.toLowerCase(), marks);
        return result;
      },
    });
    for (const member of variables.members) {
      const span = { source, start: member.nameStart, end: member.nameEnd };
      if (member.name.toLowerCase() === 'copy' && member.value.kind === 'array') {
        for (const item of member.value.items) {
          const term = termAt(source, item);
          const nameTerm = propertyTerm(term, 'name')?.value;
          const name = literalText(nameTerm);
          if (name === undefined) continue;
          const copy = copyTermOf(term);
          yield define(name, nameTerm?.span ?? term.span, () =>
            loopArray('input', name, copy, this.scope(undefined), undefined, this.scopeIn),
          );
        }
      } else {
        yield define(member.name, span, () =>
          evaluate(termAt(source, member.value), this.scope(undefined)),
        );
      }
    }
  }

  /** The text of a variable. */
  variableNode(name: string): JsonNode | undefined {
    return memberOf(memberOf(this.setup.node, 'variables')?.value, name)?.value;
  }

  private variable(name: string, at: Span): Value {
    try {
      return this.variables.get(name, at);
    } finally {
      this.run.dependencies.note(this.variableReads.get(name.toLowerCase()) ?? []);
    }
  }

  /** Evaluates the variables that nothing asked for: Azure refuses a template for them too. */
  checkVariables(): void {
    for (const { name, span } of this.variableNames)
      this.run.attempt(() => this.variable(name, span));
  }

  private given(what: Given, at: Span): Value {
    const value = this.givens(what, at);
    if (what !== 'deployment') return value;
    const { deployment, source } = this.setup;
    const hasFile = deployment.evaluation === 'root' || deployment.evaluation === 'linked';
    return deploymentGiven(deployment.name, hasFile ? source.path : undefined, value);
  }

  /** What expressions see within some loops; `undefined` outside of all of this template's. */
  scope(frame: LoopFrame | undefined): Scope {
    const seen = this.seen;
    const frames = frame ?? this.setup.outer?.frame;
    const surroundings: Surroundings = {
      level: seen.setup.target.level,
      // The clock of the deployment, which is another one for each file and each day.
      now: undefined,
      parameter: (name, at) => seen.parameters.get(name, at),
      variable: (name, at) => seen.variable(name, at),
      userFunction: (name) => seen.functions.get(name.toLowerCase()),
      given: (what, at) => seen.given(what, at),
      copyIndex: (loop, at) => indexIn(frames, loop, at),
      resource: (request) => this.run.reference(request, this),
      object: (term, scope) => objectWithLoops(term, scope, frames, this.scopeIn),
      onFault: this.run.fault,
    };
    return { surroundings, work: this.run.work, local: undefined };
  }

  /** The scope in a turn of a loop inside a scope: variables of lambdas stay. */
  readonly scopeIn = (frame: LoopFrame, scope: Scope): Scope => ({
    ...scope,
    surroundings: {
      ...scope.surroundings,
      copyIndex: (loop, at) => indexIn(frame, loop, at),
      object: (term, inner) => objectWithLoops(term, inner, frame, this.scopeIn),
    },
  });
}
