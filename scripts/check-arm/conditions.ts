// Conditions on a resource's text, as filters of anchors and rows of docs/arm-differences.md state them. They name
// settings, types and versions, never a file.
import type { TextResource } from './resources.ts';

type Test = (resource: TextResource) => boolean;

/** Looks a setting up by its dotted path, without case; undefined when it is absent or null. */
export function settingOf(body: unknown, path: string): unknown {
  let current: unknown = body;
  for (const name of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined;
    const found = Object.entries(current).find(([key]) => key.toLowerCase() === name.toLowerCase());
    current = found?.[1] ?? undefined;
  }
  return current;
}

const fieldOf = (resource: TextResource, name: string): string | undefined => {
  if (name === 'type') return resource.type;
  if (name === 'kind') return resource.kind;
  if (name === 'apiVersion') return resource.apiVersion;
  const value = settingOf(resource.body, name);
  return value === undefined
    ? undefined
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
};

const operators: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  '=': (left, right) => left.toLowerCase() === right.toLowerCase(),
  '!=': (left, right) => left.toLowerCase() !== right.toLowerCase(),
  '~': (left, right) => left.toLowerCase().includes(right.toLowerCase()),
  '!~': (left, right) => !left.toLowerCase().includes(right.toLowerCase()),
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
};

function testOf(term: string): Test {
  const presence = /^(absent|present|text|expression)\(([^)]+)\)$/.exec(term);
  if (presence !== null) {
    const [, what, path = ''] = presence;
    return ({ body }) => {
      const value = settingOf(body, path);
      if (what === 'absent') return value === undefined;
      if (what === 'present') return value !== undefined;
      if (typeof value !== 'string') return false;
      return value.startsWith('[') === (what === 'expression');
    };
  }
  const comparison = /^([\w.]+)\s*(!=|>=|!~|=|~|<)\s*(.*)$/.exec(term);
  const [, name = '', operator = '', right = ''] = comparison ?? [];
  const compare = operators[operator];
  if (compare === undefined) throw new Error(`«${term}» is no condition`);
  return (resource) => {
    const left = fieldOf(resource, name);
    return left !== undefined && compare(left, right);
  };
}

/**
 * A test from terms joined by ` and ` or ` or ` (`and` binds more): `absent(path)`, `present(path)`, `text(path)`, `expression(path)`,
 * `path = text`, `!=`, `~` (contains), `!~`, `<`, `>=` (as text, for versions). `path` may be `type`, `kind`, `apiVersion`.
 * The empty text and `any` always hold. Throws an Error on any other text.
 */
export function conditionOf(text: string): Test {
  if (text.trim() === '' || text.trim() === 'any') return () => true;
  const alternatives = text
    .split(' or ')
    .map((part) => part.split(' and ').map((term) => testOf(term.trim())));
  return (resource) => alternatives.some((tests) => tests.every((test) => test(resource)));
}
