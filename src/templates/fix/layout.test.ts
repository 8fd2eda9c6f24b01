import { parse } from '@humanwhocodes/momoa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberOf } from '../arm/syntax/node.ts';
import { sourceOf } from '../source.ts';
import { applyEdits } from './edit.ts';
import { type Entry, insertBeside, toJson } from './layout.ts';
import { documentOf } from './syntax-path.ts';

/** Inserts into `list` of the root, or into the root when there is none. */
function insert(text: string, beside: number | undefined, entry: Entry): string {
  const source = sourceOf('t.json', text);
  const { root } = documentOf(source);
  const container = memberOf(root, 'list')?.value ?? root;
  if (container?.kind !== 'array' && container?.kind !== 'object') throw new Error('no container');
  return applyEdits('t.json', text, [insertBeside(source, container, beside, entry)]);
}

const item: Entry = { value: { a: [1] } };

describe('insertBeside', () => {
  it.each<[string, string, number | undefined, string]>([
    [
      'behind an item with a comma',
      '{\n  "list": [\n    1,\n    2\n  ]\n}',
      0,
      '{\n  "list": [\n    1,\n    {\n      "a": [\n        1\n      ]\n    },\n    2\n  ]\n}',
    ],
    [
      'before the last item',
      '{\n  "list": [\n    1,\n    2\n  ]\n}',
      1,
      '{\n  "list": [\n    1,\n    {\n      "a": [\n        1\n      ]\n    },\n    2\n  ]\n}',
    ],
    [
      'before the only item',
      '{\n  "list": [\n    1\n  ]\n}',
      0,
      '{\n  "list": [\n    {\n      "a": [\n        1\n      ]\n    },\n    1\n  ]\n}',
    ],
    [
      'behind the last item with a comma',
      '{\n  "list": [\n    1,\n  ]\n}',
      0,
      '{\n  "list": [\n    1,\n    {\n      "a": [\n        1\n      ]\n    },\n  ]\n}',
    ],
    [
      'with tabs and CRLF',
      '{\r\n\t"list": [\r\n\t\t1\r\n\t]\r\n}',
      0,
      '{\r\n\t"list": [\r\n\t\t{\r\n\t\t\t"a": [\r\n\t\t\t\t1\r\n\t\t\t]\r\n\t\t},\r\n\t\t1\r\n\t]\r\n}',
    ],
    [
      'with four blanks',
      '{\n    "list": [\n        1\n    ]\n}',
      0,
      '{\n    "list": [\n        {\n            "a": [\n                1\n            ]\n        },\n        1\n    ]\n}',
    ],
    ['on one line', '{"list": [1, 2]}', 0, '{"list": [1, {"a":[1]}, 2]}'],
    ['on one line without blanks', '{"list":[1,2]}', 0, '{"list":[1,{"a":[1]},2]}'],
    ['into nothing on one line', '{"list":[]}', undefined, '{"list":[{"a":[1]}]}'],
    [
      'into nothing',
      '{\n  "list": []\n}',
      undefined,
      '{\n  "list": [\n    {\n      "a": [\n        1\n      ]\n    }\n  ]\n}',
    ],
    [
      'into blanks and lines',
      '{\n  "list": [\n  ]\n}',
      undefined,
      '{\n  "list": [\n    {\n      "a": [\n        1\n      ]\n    }\n  ]\n}',
    ],
    [
      'behind a comment on the line of the bracket',
      '{\n  "list": [ // all\n    1\n  ]\n}',
      0,
      '{\n  "list": [ // all\n    {\n      "a": [\n        1\n      ]\n    },\n    1\n  ]\n}',
    ],
    [
      'between braces on one line',
      '{\n  "list": [{\n    "b": 1\n  }, {\n    "b": 2\n  }]\n}',
      0,
      '{\n  "list": [{\n    "b": 1\n  }, {\n    "a": [\n      1\n    ]\n  }, {\n    "b": 2\n  }]\n}',
    ],
    [
      'before a comma on a line of its own',
      '{\n  "list": [\n    1\n    , 2\n  ]\n}',
      0,
      '{\n  "list": [\n    1\n    , {\n      "a": [\n        1\n      ]\n    }, 2\n  ]\n}',
    ],
  ])('%s', (_name, text, beside, expected) => {
    expect(insert(text, beside, item)).toBe(expected);
  });

  it('puts members with their names', () => {
    const text = '{\n  "a": 1,\n  "b": 2\n}';
    expect(insert(text, 0, { name: 'c', value: true })).toBe(
      '{\n  "a": 1,\n  "c": true,\n  "b": 2\n}',
    );
  });

  const blank = fc.constantFrom(
    '',
    ' ',
    '\n',
    '\n  ',
    '\r\n\t',
    ' // c\n',
    ' /* d */ ',
    '\n  // "e": [\n  ',
  );
  const value = fc.constantFrom('1', '"x"', '{}', '[ ]', '{ "z": [1,\n 2] }', '"// no"');
  const list = fc
    .tuple(fc.array(fc.tuple(blank, value, blank), { maxLength: 5 }), blank, fc.boolean())
    .map(([items, end, isTrailing]) => {
      const inner = items.map((parts) => parts.join('')).join(',');
      return `[${inner}${isTrailing && items.length > 0 ? ',' : ''}${end}]`;
    });

  it('adds the item where it is to be, changes no other byte, and no other parser minds', () => {
    fc.assert(
      fc.property(list, blank, blank, fc.nat(5), (text, before, after, at) => {
        const whole = `${before}${text}${after}`;
        const source = sourceOf('t.json', whole);
        const root = documentOf(source).root;
        if (root?.kind !== 'array') throw new Error('no array');
        const beside = root.items.length === 0 ? undefined : at % root.items.length;
        const edit = insertBeside(source, root, beside, item);
        const result = applyEdits('t.json', whole, [edit]);
        expect(result.startsWith(whole.slice(0, edit.start))).toBe(true);
        expect(result.endsWith(whole.slice(edit.end))).toBe(true);
        expect(whole.slice(edit.start, edit.end).trim()).toBe('');
        expect(() => parse(result, { mode: 'jsonc', allowTrailingCommas: true })).not.toThrow();
        const fresh = documentOf(sourceOf('u.json', result));
        expect(fresh.problems).toEqual([]);
        const items = fresh.root === undefined ? [] : toJson(fresh.root);
        if (!Array.isArray(items)) throw new Error('no array');
        const place = items.findIndex((each) => JSON.stringify(each) === '{"a":[1]}');
        expect([beside ?? 0, (beside ?? 0) + 1]).toContain(place);
        expect(items.toSpliced(place, 1)).toEqual(toJson(root));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps every comment', () => {
    fc.assert(
      fc.property(list, fc.nat(5), (text, at) => {
        const result = insert(`{"list":${text}}`, /^\[\s*\]/.test(text) ? undefined : at, item);
        const comments = (each: string) => each.match(/\/\/ c|\/\* d|\/\/ "e"/g)?.length ?? 0;
        expect(comments(result)).toBe(comments(text));
      }),
    );
  });
});
