// Identifiers of resources as keys: lower case, unknown pieces as their forms in braces. Equal keys are one resource.
import { caselessForm, formOf } from '../language/unknown.ts';
import type { Value } from '../language/value.ts';

/** A text for a key: what is known of it in lower case, what is not in braces. */
export function keyText(value: Value): string {
  if (value.kind === 'string') return value.value.toLowerCase();
  if (value.kind === 'unknown' && value.parts !== undefined) {
    const pieces = value.parts.map((part) =>
      typeof part === 'string' ? part : `{${caselessForm(part.form)}}`,
    );
    return pieces.join('').toLowerCase();
  }
  return `{${caselessForm(formOf(value))}}`.toLowerCase();
}

/** The segments of a name; a slash within braces belongs to a form. */
export function segmentsOf(name: Value): string[] {
  if (name.kind === 'string') return name.value.toLowerCase().split('/');
  if (name.kind !== 'unknown' || name.parts === undefined) return [keyText(name)];
  const segments = [''];
  for (const part of name.parts) {
    const pieces = typeof part === 'string' ? part.split('/') : [`{${caselessForm(part.form)}}`];
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) segments.push('');
      segments[segments.length - 1] += piece;
    }
  }
  return segments.map((segment) => segment.toLowerCase());
}

/** Kinds of a type, the provider left out: those that each take one segment of the name. */
export function kindsOf(type: string): string[] {
  return type.toLowerCase().split('/').slice(1);
}

/**
 * The key of a resource below the key of its scope (`''` is the tenant).
 * @example keyOf('/subscriptions/s', 'Microsoft.Resources/resourceGroups', ['rg']) // '/subscriptions/s/resourcegroups/rg'
 */
export function keyOf(scope: string, type: string, segments: readonly string[]): string {
  const lower = type.toLowerCase();
  if (lower === 'microsoft.resources/resourcegroups') {
    const subscription = /^\/subscriptions\/[^/]+/.exec(scope)?.[0] ?? scope;
    return `${subscription}/resourcegroups/${segments.join('/')}`;
  }
  const [provider = '', ...kinds] = lower.split('/');
  let key = `${scope}/providers/${provider}`;
  for (const [index, kind] of kinds.entries()) {
    const segment = segments[index];
    key += segment === undefined ? `/${kind}` : `/${kind}/${segment}`;
  }
  const beyond = segments.slice(kinds.length);
  return beyond.length === 0 ? key : `${key}/${beyond.join('/')}`;
}

/** The key of what a resource extends through a `providers` piece in its type; undefined without one. */
export function extendedBy(
  scope: string,
  type: string,
  segments: readonly string[],
): string | undefined {
  const kinds = type.split('/');
  const at = kinds.findIndex((kind, index) => index > 0 && kind.toLowerCase() === 'providers');
  if (at < 0) return undefined;
  return keyOf(scope, kinds.slice(0, at).join('/'), segments.slice(0, at - 1));
}

/**
 * The key that a `scope` names: an identifier, a path `Type/name` relative to where the deployment goes, or `/`,
 * the tenant.
 */
export function scopeKey(scope: Value, target: string): string {
  const text = keyText(scope).replace(/\/+$/, '');
  if (text === '' || text.startsWith('/')) return text;
  if (text.startsWith('{')) return text;
  if (/^(?:subscriptions|resourcegroups)\//.test(text)) return `/${text}`;
  if (text.startsWith('microsoft.management/managementgroups/')) return `/providers/${text}`;
  return `${target}/providers/${text}`;
}
