// Writes one literal at a path of a resource.
import type { JsonNode } from '../arm/syntax/node.ts';
import type { SettingFix } from '../rules/rule.ts';
import { breaks, noteOf } from './cautions.ts';
import { insertBeside, type Json } from './layout.ts';
import { type FixInstance, type FixPlan, noPlan, untouchable } from './plan.ts';
import { descend, objectAt } from './syntax-path.ts';

function isExpression(node: JsonNode): boolean {
  return node.kind === 'string' && node.value.startsWith('[') && node.value.endsWith(']');
}

/** `a.b[0].c` and `a.b.0.c` are both understood. */
function namesOf(path: string): string[] {
  return path.replace(/\[(\d+)\]/g, '.$1').split('.');
}

/**
 * Replaces a literal, or adds the setting with the objects around it that are absent. `instances` are those of one
 * declaration.
 */
export function planSetting(instances: readonly FixInstance[], fix: SettingFix): FixPlan {
  const [first] = instances;
  if (first === undefined) return noPlan('no resource is declared here');
  const { resource } = first;
  const refusal =
    untouchable(resource) ??
    breaks(
      fix,
      instances.map(({ evaluation }) => evaluation),
    );
  if (refusal !== undefined) return noPlan(refusal);
  const { span } = resource.declaration;
  const { path } = span.source;
  const object = objectAt(span);
  if (object === undefined) return noPlan('the resource is not written as an object');
  const { node, rest } = descend(object, namesOf(fix.path));
  if (isExpression(node)) return noPlan('the value comes from an expression');
  const [missing, ...inner] = rest;
  const note = noteOf(fix);
  if (missing === undefined) {
    if (node.kind === 'object' || node.kind === 'array') {
      return noPlan('an object or array stands where one literal would have to');
    }
    const text = JSON.stringify(fix.literal);
    const edits = [{ path, start: node.start, end: node.end, text }];
    return { kind: 'edits', edits, added: undefined, note };
  }
  if (node.kind !== 'object') return noPlan(`there is no object for ${missing} to be added to`);
  const value = inner.reduceRight<Json>((json, name) => ({ [name]: json }), fix.literal);
  const edit = insertBeside(span.source, node, node.members.length - 1, { name: missing, value });
  return { kind: 'edits', edits: [edit], added: undefined, note };
}
