// Where a secret comes from, followed through variables, objects and nested deployments: a secure parameter, a plain
// one, or a text that stands in the template.
import { isSecret, marksOf } from '../../arm/language/marks.ts';
import type { UnknownValue } from '../../arm/language/unknown.ts';
import type { Value } from '../../arm/language/value.ts';
import type { Deployment, Parameter } from '../../resource.ts';
import type { Span } from '../../source.ts';
import { branchesOf, mayChooseText } from './branches.ts';

export type SecretOrigin =
  /** A secure parameter, a Key Vault reference, or a function such as listKeys. */
  | { readonly kind: 'secure' }
  | { readonly kind: 'plain'; readonly parameter: string }
  | { readonly kind: 'literal' }
  /** Nothing is given: absent, null or an empty text. */
  | { readonly kind: 'none' }
  /** Only the deployment knows it, and no parameter is part of it. */
  | { readonly kind: 'open'; readonly unknown: UnknownValue };

/** The parameters of a name in a deployment and those around it, innermost first. */
function declarationsOf(name: string, deployment: Deployment): Parameter[] {
  const wanted = name.toLowerCase();
  const found: Parameter[] = [];
  let current: Deployment | undefined = deployment;
  while (current !== undefined) {
    const parameter = current.parameters.find((each) => each.name.toLowerCase() === wanted);
    if (parameter !== undefined) found.push(parameter);
    current = current.parent;
  }
  return found;
}

/** Whether a text stands where its value is: not made by an expression, not a parameter's default or a file's. */
function isLiteral(value: Value): boolean {
  if (value.kind !== 'string' || value.span === undefined) return false;
  const { source, start } = value.span;
  const first = source.text.slice(start, start + 3);
  // In an expression texts stand between apostrophes.
  if (first.startsWith("'")) return true;
  return first.startsWith('"') && (!first.startsWith('"[') || first === '"[[');
}

/** Whether a text stands in a template, outside of what its parameters declare. */
function standsInTemplate(value: Value, deployment: Deployment): boolean {
  const { span } = value;
  if (span === undefined || !isLiteral(value)) return false;
  const isIn = (outer: Span | undefined) =>
    outer?.source === span.source && outer.start <= span.start && span.end <= outer.end;
  let isTemplate = false;
  for (let at: Deployment | undefined = deployment; at !== undefined; at = at.parent) {
    if (isIn(at.parametersSpan)) return false;
    isTemplate ||= isIn(at.span);
  }
  return isTemplate;
}

/** What a value that secret and plain texts are mixed in may be, where that is not secret; undefined elsewhere. */
function plainBranch(value: Value, deployment: Deployment): SecretOrigin | undefined {
  if (value.kind === 'string') {
    return standsInTemplate(value, deployment) ? { kind: 'literal' } : undefined;
  }
  if (value.kind !== 'unknown') return undefined;
  if (mayChooseText(value)) return { kind: 'open', unknown: value };
  for (const branch of branchesOf(value)) {
    if (branch.kind === 'text' && branch.text !== '') return { kind: 'literal' };
    if (branch.kind !== 'parameter') continue;
    const [declared] = declarationsOf(branch.name, deployment);
    const isOther = declared !== undefined && !declared.isSecure && declared.origin !== 'key-vault';
    if (isOther && declared.origin !== 'parent') return { kind: 'plain', parameter: declared.name };
  }
  return undefined;
}

/**
 * Where the text of a value comes from. What a parent hands to a nested deployment counts as the parent's: a secure
 * parameter that is given a literal is a literal.
 */
export function secretOrigin(value: Value | undefined, deployment: Deployment): SecretOrigin {
  if (value === undefined || value.kind === 'null') return { kind: 'none' };
  if (value.kind === 'string' && value.value === '') return { kind: 'none' };
  const marks = marksOf(value);
  if (marks.some((mark) => mark.kind === 'secret-function')) return { kind: 'secure' };
  const declared = marks.flatMap((mark) =>
    mark.kind === 'parameter'
      ? declarationsOf(mark.name, deployment).filter((each) => each.isSecure === mark.isSecure)
      : [],
  );
  const isMixed = marks.some(isSecret);
  const branch = isMixed ? plainBranch(value, deployment) : undefined;
  if (branch !== undefined) return branch;
  // A secret in a plain parameter of a nested deployment is stored in clear with that deployment.
  const leak = declared.find(
    (each) => !each.isSecure && each.origin === 'parent' && marksOf(each.value).some(isSecret),
  );
  if (leak !== undefined) return { kind: 'plain', parameter: leak.name };
  const given = declared.filter((each) => each.origin !== 'parent');
  if (given.some((each) => each.isSecure)) return { kind: 'secure' };
  const [plain] = given;
  if (plain !== undefined) return { kind: 'plain', parameter: plain.name };
  const handed = declared.some((each) => each.isSecure && !isLiteral(each.value));
  if (handed) return { kind: 'secure' };
  const mark = marks.find((each) => each.kind === 'parameter');
  if (mark !== undefined && declared.length === 0) {
    // Of a template that is not around this one: what it declared decides.
    return mark.kind === 'parameter' && mark.isSecure
      ? { kind: 'secure' }
      : { kind: 'plain', parameter: mark.name };
  }
  return value.kind === 'unknown' ? { kind: 'open', unknown: value } : { kind: 'literal' };
}

/** The end of a message about a secret that comes from there; undefined where it may come from there. */
export function originFault(origin: SecretOrigin): string | undefined {
  if (origin.kind === 'literal') return 'stands in the template';
  if (origin.kind !== 'plain') return undefined;
  return `comes from parameter '${origin.parameter}', which is not secure`;
}
