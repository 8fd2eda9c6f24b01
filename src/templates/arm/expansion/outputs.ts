// Outputs of a template being deployed.
import type { Output } from '../../resource.ts';
import { faultAt } from '../../source.ts';
import { evaluate } from '../language/evaluator.ts';
import type { Scope } from '../language/scope.ts';
import { unknownValue } from '../language/unknown.ts';
import type { Value } from '../language/value.ts';
import { clip } from '../language/wording.ts';
import { type Member, memberOf } from '../syntax/node.ts';
import { copyTermOf, loopArray } from './loops.ts';
import { declaredType, kindOfType, misfit } from './parameter-type.ts';
import type { Template } from './template.ts';
import { spanOf, termAt } from './terms.ts';

/** The value of an output; undefined when its condition is false. */
function valueOf(
  template: Template,
  { name, value: node }: Member,
  scope: Scope,
): Value | undefined {
  const { source } = template.setup;
  const condition = memberOf(node, 'condition')?.value;
  if (condition !== undefined) {
    const on = evaluate(termAt(source, condition), scope);
    if (on.kind === 'bool' && !on.value) return undefined;
  }
  const copy = memberOf(node, 'copy')?.value;
  if (copy !== undefined) {
    const term = copyTermOf(termAt(source, copy));
    return loopArray('output', name, term, scope, undefined, template.scopeIn);
  }
  const value = memberOf(node, 'value')?.value;
  if (value === undefined)
    throw faultAt(spanOf(source, node), `the output '${clip(name)}' has no value`);
  return evaluate(termAt(source, value), scope);
}

/** Every output whose condition is not false; one that is a fault is unknown. */
export function makeOutputs(template: Template): Output[] {
  const { run, setup } = template;
  const { source, node } = setup;
  const outputs = memberOf(node, 'outputs')?.value;
  if (outputs?.kind !== 'object') return [];
  const definitions = memberOf(node, 'definitions')?.value;
  const scope = template.scope(undefined);
  const made: Output[] = [];
  for (const member of outputs.members) {
    const { name, nameStart, nameEnd, value: inner } = member;
    if (inner.kind !== 'object') continue;
    const nameSpan = { source, start: nameStart, end: nameEnd };
    const type = declaredType(inner, definitions);
    const failed = (): Value => {
      const message = `the output '${clip(name)}' cannot be evaluated`;
      const form = `outputs@${run.work.next()}`;
      return unknownValue(kindOfType(type.type), { kind: 'fault', message, span: nameSpan }, form);
    };
    let isThere = true;
    const value = run.attempt(() => {
      const found = valueOf(template, member, scope);
      if (found === undefined) isThere = false;
      else {
        const at = found.span ?? nameSpan;
        // Null is what a module gives for what it did not make.
        const error =
          found.kind === 'null'
            ? undefined
            : misfit(`the output '${clip(name)}'`, found, type, source, scope, at);
        if (error !== undefined) run.keep(error);
      }
      return found;
    });
    if (!isThere) continue;
    const span = spanOf(source, inner);
    const valueSpan = spanOf(source, memberOf(inner, 'value')?.value ?? inner);
    made.push({ name, type: type.type, value: value ?? failed(), valueSpan, nameSpan, span });
  }
  return made;
}
