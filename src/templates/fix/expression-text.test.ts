import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseText } from '../arm/language/expression.ts';
import { literalText } from '../arm/language/term.ts';
import { readJson } from '../arm/syntax/reader.ts';
import { sourceOf } from '../source.ts';
import {
  expressionAt,
  expressionOf,
  joined,
  quoted,
  templateText,
  withLoopRenamed,
} from './expression-text.ts';

function nodeOf(value: unknown) {
  return readJson(sourceOf('t', JSON.stringify(value))).root;
}

/** The literal that the language reads from a string of a template. */
function literalOf(text: string): string | undefined {
  const span = { source: sourceOf('t', text), start: 0, end: text.length };
  return literalText(parseText(text, span, () => span));
}

describe('expressionOf', () => {
  it.each([
    ['vm1', "'vm1'"],
    ["it's", "'it''s'"],
    ["[variables('x')]", "variables('x')"],
    ['[ concat(1) ]', 'concat(1)'],
    ['[open', "'[open'"],
    ['[[literal]', undefined],
    [1, undefined],
    [null, undefined],
  ])('of %j is %s', (value, expected) => {
    expect(expressionOf(nodeOf(value))).toBe(expected);
  });
});

describe('texts', () => {
  it('are read by the language as what was quoted', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(literalOf(`[${quoted(text)}]`)).toBe(text);
        expect(literalOf(templateText(quoted(text)))).toBe(text);
      }),
    );
  });

  it('joined are one literal, or a call', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        expect(literalOf(templateText(joined(quoted(left), quoted(right))))).toBe(left + right);
      }),
    );
    expect(joined("parameters('a')", "'/b'")).toBe("concat(parameters('a'), '/b')");
    // Two literals at the ends of a call are no literal.
    expect(joined("concat('a', 'b')", "'c'")).toBe("concat(concat('a', 'b'), 'c')");
    expect(templateText("'a', 'b'")).toBe("['a', 'b']");
  });
});

describe('withLoopRenamed', () => {
  const loop = { name: 'vms', expression: "concat('v', 'ms')" };
  it.each([
    ["[copyIndex('vms')]", "[copyIndex('new')]"],
    ["[copyIndex('VMS', 1)]", "[copyIndex('new', 1)]"],
    [
      "[concat(copyIndex('vms'), copyindex( 'vms' ))]",
      "[concat(copyIndex('new'), copyindex( 'new' ))]",
    ],
    ["[variables('a')[copyIndex('vms')].b]", "[variables('a')[copyIndex('new')].b]"],
    ["[copyIndex(concat( 'v', 'ms'))]", "[copyIndex('new')]"],
    ["[copyIndex('other')]", "[copyIndex('other')]"],
    ['[copyIndex()]', '[copyIndex()]'],
    ['[copyIndex(1)]', '[copyIndex(1)]'],
    ["[concat('copyIndex(''vms'')')]", "[concat('copyIndex(''vms'')')]"],
    ["copyIndex('vms')", "copyIndex('vms')"],
    ["[copyIndex('vms'", "[copyIndex('vms'"],
  ])('of %s', (text, expected) => {
    expect(withLoopRenamed(text, loop, 'new')).toBe(expected);
  });
});

describe('expressionAt', () => {
  const object = nodeOf({
    a: { b: "[parameters('x')]", c: "[variables('y')[0]]", d: 'text', e: [1] },
  });
  if (object?.kind !== 'object') throw new Error('no object');
  it.each([
    ['a.b', "parameters('x')"],
    ['A.B', "parameters('x')"],
    ['a.c.publisher', "variables('y')[0].publisher"],
    ['a.d', "'text'"],
    ['a.d.e', undefined],
    ['a.e', undefined],
    ['a.none', undefined],
  ])('%s', (path, expected) => {
    expect(expressionAt(object, path)).toBe(expected);
  });
});
