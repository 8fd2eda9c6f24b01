// Writes one literal at a path of a resource.
import type { JsonNode } from '../arm/syntax/node.ts';
import type { Resource } from '../resource.ts';
import type { SettingFix } from '../rules/rule.ts';
import { insertBeside, type Json } from './layout.ts';
import { type FixPlan, noPlan, untouchable } from './plan.ts';
import { descend, objectAt } from './syntax-path.ts';

function isExpression(node: JsonNode): boolean {
  return node.kind === 'string' && node.value.startsWith('[') && node.value.endsWith(']');
}

/** `a.b[0].c` and `a.b.0.c` are both understood. */
function namesOf(path: string): string[] {
  return path.replace(/\[(\d+)\]/g, '.$1').split('.');
}

/** Replaces a literal, or adds the setting with the objects around it that are absent. */
export function planSetting(resource: Resource, fix: SettingFix): FixPlan {
  const refusal = untouchable(resource);
  if (refusal !== undefined) return noPlan(refusal);
  const { span } = resource.declaration;
  const { path } = span.source;
  const object = objectAt(span);
  if (object === undefined) return noPlan('the resource is not written as an object');
  const { node, rest } = descend(object, namesOf(fix.path));
  if (isExpression(node)) return noPlan('the value comes from an expression');
  const [first, ...inner] = rest;
  if (first === undefined) {
    if (node.kind === 'object' || node.kind === 'array') {
      return noPlan('an object or array stands where one literal would have to');
    }
    const text = JSON.stringify(fix.literal);
    const edits = [{ path, start: node.start, end: node.end, text }];
    return { kind: 'edits', edits, added: undefined, note: undefined };
  }
  if (node.kind !== 'object') return noPlan(`there is no object for ${first} to be added to`);
  const value = inner.reduceRight<Json>((json, name) => ({ [name]: json }), fix.literal);
  const edit = insertBeside(span.source, node, node.members.length - 1, { name: first, value });
  return { kind: 'edits', edits: [edit], added: undefined, note: undefined };
}
