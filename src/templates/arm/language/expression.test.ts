import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceOf, whereOf } from '../../source.ts';
import { readJson } from '../syntax/reader.ts';
import { maxExpressionDepth, parseText, parseTextAt } from './expression.ts';
import { termOf } from './json-terms.ts';
import type { Term } from './term.ts';

function parse(text: string): Term {
  const source = sourceOf('t', text);
  return parseTextAt(text, { source, start: 0, end: text.length });
}

/** The term in short: calls and accesses as in the language, texts in double quotes. */
function shown(term: Term): string {
  switch (term.kind) {
    case 'literal':
      return typeof term.value === 'string' ? JSON.stringify(term.value) : String(term.value);
    case 'call':
      return `${term.name}(${term.args.map(shown).join(' ')})`;
    case 'access':
      return `${shown(term.base)}${term.isSafe ? '?' : ''}[${shown(term.key)}]`;
    case 'invalid':
      return `! ${term.message}`;
    case 'array':
      return `[${term.items.map(shown).join(' ')}]`;
    case 'object':
      return `{${term.properties.map(({ name, value }) => `${shown(name)}:${shown(value)}`).join(' ')}}`;
  }
}

describe('a text of a template', () => {
  it.each([
    ['', '""'],
    ['abc', '"abc"'],
    ['[abc', '"[abc"'],
    ['abc]', '"abc]"'],
    [' [a()]', '" [a()]"'],
    ['[a()] ', '"[a()] "'],
    ['[[a()]', '"[a()]"'],
    ['[[[a()]', '"[[a()]"'],
    ['[[a', '"[[a"'],
    ["[a('x')]", 'a("x")'],
    ["[ a ( 'x' , 1 ) ]", 'a("x" 1)'],
    ["[\n  a(\n 'x')\n]", 'a("x")'],
    ["['it''s']", '"it\'s"'],
    ["['''']", '"\'"'],
    ["['']", '""'],
    ["['a[b]c']", '"a[b]c"'],
    ['[a().b.c]', 'a()["b"]["c"]'],
    ["[a()['b'][0]]", 'a()["b"][0]'],
    ['[a().?b[?0]]', 'a()?["b"]?[0]'],
    ["[a(b('x').y, c())]", 'a(b("x")["y"] c())'],
    ["[contoso.unique('x')]", 'contoso.unique("x")'],
    ['[__bicep.f().g]', '__bicep.f()["g"]'],
    ['[a(-5, +7, 9223372036854775807)]', 'a(-5 7 9223372036854775807)'],
    ['[a(1.5)]', 'a(1.5)'],
    ["[a()[b('x')]]", 'a()[b("x")]'],
    ['[a(null(), true())]', 'a(null() true())'],
  ])('%j is %s', (text, expected) => {
    expect(shown(parse(text))).toBe(expected);
  });

  it.each([
    ['[]', '2', 'the expression ends where a function, a text or a number is expected'],
    ['[a(]', '4', 'the expression ends where a function, a text or a number is expected'],
    ["[a('x']", '7', "the expression ends where a comma or ')' is expected"],
    ["[a('x)]", '4', 'this text is not closed by a quote'],
    ['[a]', '2', "'a' is neither a text nor a call"],
    ['[a.b]', '2', "'a.b' is neither a text nor a call"],
    ['[a() b()]', '6', "'b' stands where the end of the expression is expected"],
    ['[a(1 2)]', '6', "'2' stands where a comma or ')' is expected"],
    ['[a().]', '6', 'the expression ends where the name of a property is expected'],
    ['[a()[1]', '7', "the expression ends where ']' is expected"],
    ['[a()[1)]', '7', "')' stands where ']' is expected"],
    ['[a(,)]', '4', "',' stands where a function, a text or a number is expected"],
    ['[a(") ]', '4', 'a character that belongs to no expression'],
    ['[{}]', '2', 'a character that belongs to no expression'],
    ['[test] value]', '2', "'test' is neither a text nor a call"],
  ])('%s is wrong at column %s', (text, column, message) => {
    const source = sourceOf('t', text);
    const span = { source, start: 0, end: text.length };
    const term = parseText(text, span, (start, end) => ({ source, start, end }));
    expect(term).toMatchObject({ kind: 'invalid', message });
    expect(whereOf(term.span)).toBe(`t:1:${column}`);
  });

  it('refuses what is nested too deep, without overflowing', () => {
    const deep = (levels: number) => `[${'a('.repeat(levels)}1${')'.repeat(levels)}]`;
    expect(parse(deep(maxExpressionDepth - 1)).kind).toBe('call');
    expect(parse(deep(maxExpressionDepth + 1))).toMatchObject({ kind: 'invalid' });
    expect(parse(deep(100_000))).toMatchObject({ kind: 'invalid' });
    expect(parse(`[a()${'[b('.repeat(100_000)}]`)).toMatchObject({ kind: 'invalid' });
  });

  it('takes long chains of accesses', () => {
    expect(parse(`[a()${'.b'.repeat(500)}]`).kind).toBe('access');
  });

  it('never throws, whatever the text', () => {
    const unit = fc.constantFrom(
      'a',
      'b',
      '(',
      ')',
      '[',
      ']',
      "'",
      ',',
      '.',
      '?',
      '1',
      '-',
      ' ',
      '"',
      '\\',
      '\n',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        expect(parse(`[${text}]`)).toHaveProperty('span');
      }),
      { numRuns: 3000 },
    );
  });

  it('reads back every text in quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(parse(`['${value.replaceAll("'", "''")}']`)).toMatchObject({
          kind: 'literal',
          value,
        });
      }),
    );
  });
});

describe('places of an expression', () => {
  const text =
    '{\n  "a": "[concat(\'x\', \\"oops, b())]",\n  "b": "[f(\'\\t\', g().h)]",\n  "[k()]": 1\n}';
  const source = sourceOf('t.json', text);
  const { root } = readJson(source);
  const term = root && termOf(source, root);
  const properties = term?.kind === 'object' ? term.properties : [];

  it('puts a fault at its column in the file, escapes counted', () => {
    const invalid = properties[0]?.value;
    expect(invalid?.kind).toBe('invalid');
    expect(invalid && whereOf(invalid.span)).toBe('t.json:2:22');
  });

  it('puts calls, arguments and keys at their own columns', () => {
    const call = properties[1]?.value;
    if (call?.kind !== 'call') throw new Error('no call');
    const [tab, access] = call.args;
    if (access?.kind !== 'access') throw new Error('no access');
    const cut = (each: Term | undefined) => each && text.slice(each.span.start, each.span.end);
    expect(cut(call)).toBe("f('\\t', g().h)");
    expect(cut(tab)).toBe("'\\t'");
    expect(cut(access)).toBe('g().h');
    expect(cut(access.base)).toBe('g()');
    expect(cut(access.key)).toBe('h');
  });

  it('parses names of properties too', () => {
    expect(properties[2]?.name).toMatchObject({ kind: 'call', name: 'k' });
  });
});
