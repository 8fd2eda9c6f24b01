// Parameters of a template being deployed: who gave each value, whether it fits, which marks it carries.

import { ScanError } from '../../../model/errors.ts';
import { nearest } from '../../../model/nearest.ts';
import type { Parameter } from '../../resource.ts';
import { faultAt, type Source, type Span } from '../../source.ts';
import { type Definition, Definitions } from '../language/definitions.ts';
import { evaluate } from '../language/evaluator.ts';
import { type Mark, withMarks } from '../language/marks.ts';
import type { Scope } from '../language/scope.ts';
import type { Term } from '../language/term.ts';
import { unknownValue } from '../language/unknown.ts';
import { nullValue, type Value } from '../language/value.ts';
import { clip } from '../language/wording.ts';
import { type JsonNode, type Member, memberOf, type ObjectNode } from '../syntax/node.ts';
import { argumentValue } from './argument-value.ts';
import { type DeclaredType, declaredType, kindOfType, misfit } from './parameter-type.ts';
import type { Run } from './run.ts';
import { termAt } from './terms.ts';

/** A value that a template is given. */
export type Passed =
  | {
      readonly kind: 'value';
      readonly value: Value;
      readonly origin: 'file' | 'parent' | 'tried';
      /** Of the name where it is given. */
      readonly nameSpan: Span | undefined;
    }
  | { readonly kind: 'expression'; readonly term: Term; readonly nameSpan: Span | undefined }
  | { readonly kind: 'key-vault'; readonly at: Span; readonly nameSpan: Span | undefined }
  | { readonly kind: 'text'; readonly text: string };

interface Declared {
  readonly member: Member;
  readonly node: ObjectNode;
  readonly type: DeclaredType;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly passed: Passed | undefined;
}

export class Parameters {
  private readonly run: Run;
  private readonly source: Source;
  private readonly scope: () => Scope;
  /** Tells unknowns of one name in two deployments apart. */
  private readonly form: (name: string) => string;
  private readonly declared = new Map<string, Declared>();
  private readonly reads = new Map<string, readonly Mark[]>();
  private readonly definitions: Definitions;

  constructor(
    run: Run,
    source: Source,
    template: JsonNode,
    passed: ReadonlyMap<string, Passed>,
    id: string,
    scope: () => Scope,
  ) {
    this.run = run;
    this.source = source;
    this.scope = scope;
    this.form = (name) => `parameters${id}(${name.toLowerCase()})`;
    const definitions = memberOf(template, 'definitions')?.value;
    const parameters = memberOf(template, 'parameters')?.value;
    for (const member of parameters?.kind === 'object' ? parameters.members : []) {
      const node = member.value;
      if (node.kind !== 'object') continue;
      this.declared.set(member.name.toLowerCase(), {
        member,
        node,
        type: declaredType(node, definitions),
        nameSpan: { source, start: member.nameStart, end: member.nameEnd },
        span: { source, start: node.start, end: node.end },
        passed: passed.get(member.name.toLowerCase()),
      });
    }
    this.definitions = new Definitions(
      'parameter',
      [...this.declared.values()].map((each) => this.definitionOf(each)),
    );
  }

  private definitionOf(declared: Declared): Definition {
    const { name } = declared.member;
    return {
      name,
      span: declared.nameSpan,
      evaluate: () => {
        const { result, marks } = this.run.dependencies.during(() => this.valueOf(declared));
        const own = this.markOf(declared);
        this.reads.set(name.toLowerCase(), [own, ...marks]);
        return withMarks(result, [own]);
      },
    };
  }

  private markOf({ member, type, passed }: Declared): Mark {
    const isSecure = type.isSecure || passed?.kind === 'key-vault';
    return { kind: 'parameter', name: member.name, isSecure };
  }

  private unknown(
    { member, type, nameSpan }: Declared,
    kind: 'parameter' | 'fault',
    message: string,
  ) {
    return unknownValue(
      kindOfType(type.type),
      { kind, message, span: nameSpan },
      this.form(member.name),
    );
  }

  private valueOf(declared: Declared): Value {
    const { member, passed, type, node } = declared;
    const what = `the parameter '${clip(member.name)}'`;
    if (passed?.kind === 'key-vault') {
      return this.unknown(declared, 'parameter', `${what} comes from a Key Vault`);
    }
    if (passed?.kind === 'text') {
      return this.fitting(
        declared,
        argumentValue(member.name, passed.text, type, declared.nameSpan),
        declared.nameSpan,
      );
    }
    if (passed?.kind === 'expression') {
      return this.fitting(declared, evaluate(passed.term, this.scope()), passed.term.span);
    }
    const isGiven = passed !== undefined && (passed.value.kind !== 'null' || type.isNullable);
    if (isGiven) {
      return this.fitting(
        declared,
        passed.value,
        passed.value.span ?? passed.nameSpan ?? declared.nameSpan,
      );
    }
    const defaultNode = memberOf(node, 'defaultValue')?.value;
    if (defaultNode !== undefined) {
      const term = termAt(this.source, defaultNode);
      return this.fitting(declared, evaluate(term, this.scope()), term.span);
    }
    if (type.isNullable) return nullValue(declared.nameSpan);
    return this.unknown(declared, 'parameter', `${what} has no value`);
  }

  /** The value; an unknown of the declared type in place of one that nothing could be done with. */
  private fitting(declared: Declared, value: Value, at: Span): Value {
    const what = `the parameter '${clip(declared.member.name)}'`;
    const error = misfit(what, value, declared.type, this.source, this.scope(), at);
    if (error === undefined) return value;
    this.run.fault(error);
    const isPlain = value.kind !== 'array' && value.kind !== 'object';
    const wanted = kindOfType(declared.type.type);
    const isUsable =
      wanted === value.kind || (isPlain && wanted !== 'array' && wanted !== 'object');
    return isUsable ? value : this.unknown(declared, 'fault', error.message);
  }

  /** What `parameters(name)` gives. */
  get(name: string, at: Span): Value {
    try {
      return this.definitions.get(name, at);
    } finally {
      this.run.dependencies.note(this.reads.get(name.toLowerCase()) ?? []);
    }
  }

  /** Every parameter in the order of the text. Those that nothing asked for are evaluated now. */
  list(): Parameter[] {
    return [...this.declared.values()].map((declared) => {
      const { member, type, nameSpan, span } = declared;
      const value =
        this.run.attempt(() => this.get(member.name, nameSpan)) ??
        this.unknown(declared, 'fault', `the parameter '${clip(member.name)}' cannot be evaluated`);
      return {
        name: member.name,
        type: type.type,
        isSecure: type.isSecure,
        nameSpan,
        span,
        defaultValue: this.defaultOf(declared),
        value,
        origin: this.originOf(declared),
      };
    });
  }

  private originOf({ passed, node, type }: Declared): Parameter['origin'] {
    if (passed?.kind === 'key-vault') return 'key-vault';
    if (passed?.kind === 'text') return 'argument';
    if (passed?.kind === 'expression') return 'file';
    if (passed !== undefined && (passed.value.kind !== 'null' || type.isNullable))
      return passed.origin;
    return memberOf(node, 'defaultValue') === undefined && !type.isNullable ? 'none' : 'default';
  }

  private defaultOf(declared: Declared): Value | undefined {
    const node = memberOf(declared.node, 'defaultValue')?.value;
    if (node === undefined) return undefined;
    try {
      return evaluate(termAt(this.source, node), this.scope());
    } catch (error) {
      if (!(error instanceof ScanError) || error.code === 'LIMIT_EXCEEDED') throw error;
      // Not in use, or reported where it is: here it is only not known.
      return this.unknown(declared, 'fault', error.message);
    }
  }

  /** Names that are given but not declared, each a fault where it is given. */
  reportUndeclared(passed: ReadonlyMap<string, Passed>): void {
    for (const [name, each] of passed) {
      if (each.kind === 'text' || each.nameSpan === undefined || this.declared.has(name)) continue;
      const { source, start, end } = each.nameSpan;
      const written = source.text.slice(start, end).replace(/^"(.*)"$/s, '$1');
      const meant = nearest(
        name,
        [...this.declared.values()].map((known) => known.member.name),
      );
      const hint =
        meant === undefined
          ? 'Remove it, or declare the parameter in the template.'
          : `Did you mean '${clip(meant)}'?`;
      const message = `the template declares no parameter '${clip(written)}'`;
      this.run.keep(faultAt(each.nameSpan, message, hint));
    }
  }

  /** Parameters of a deployment that get no value although they need one: Azure refuses that inside a template. */
  reportMissing(at: Span): void {
    for (const declared of this.declared.values()) {
      if (this.originOf(declared) !== 'none') continue;
      const name = clip(declared.member.name);
      this.run.keep(faultAt(at, `this deployment gives no value for the parameter '${name}'`));
    }
  }
}
