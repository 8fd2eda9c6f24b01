import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../source.ts';
import { readJson } from '../syntax/reader.ts';
import { Definitions } from './definitions.ts';
import { surroundingsOf } from './evaluate-alone.ts';
import { evaluate } from './evaluator.ts';
import { termOf } from './json-terms.ts';
import { toPlain } from './plain.ts';
import { type Surroundings, scopeOf, Work } from './scope.ts';
import { literalText } from './term.ts';

/** Variables of a template, evaluated by one another. */
function variablesOf(json: Readonly<Record<string, unknown>>) {
  const source = sourceOf('v.json', JSON.stringify(json));
  const { root } = readJson(source);
  const term = root && termOf(source, root);
  if (term?.kind !== 'object') throw new Error('no object');
  const counts = new Map<string, number>();
  const surroundings: Surroundings = {
    ...surroundingsOf(),
    variable: (name, at) => definitions.get(name, at),
  };
  const work = new Work();
  const definitions: Definitions = new Definitions(
    'variable',
    term.properties.map(({ name, value }) => ({
      name: literalText(name) ?? '',
      span: name.span,
      evaluate() {
        const text = literalText(name) ?? '';
        counts.set(text, (counts.get(text) ?? 0) + 1);
        return evaluate(value, scopeOf(surroundings, work));
      },
    })),
  );
  const get = (name: string) => toPlain(definitions.get(name, { source, start: 0, end: 0 }));
  return { get, counts, definitions };
}

describe('Definitions', () => {
  it('evaluates each name once, in whatever order they refer to one another', () => {
    const { get, counts } = variablesOf({
      c: "[concat(variables('A'), variables('b'), variables('b'))]",
      b: "[concat(variables('a'), 'b')]",
      a: 'a',
    });
    expect(get('C')).toBe('aabab');
    expect(get('c')).toBe('aabab');
    expect([...counts.values()]).toEqual([1, 1, 1]);
  });

  it('leaves alone what nobody asks for', () => {
    const { get, definitions } = variablesOf({ bad: "[variables('none')]", good: 1 });
    expect(get('good')).toBe(1);
    expect(definitions.has('BAD')).toBe(true);
    expect(definitions.has('none')).toBe(false);
  });

  it.each([
    [{ a: "[variables('A')]" }, "the variable 'a' needs its own value: a → a"],
    [
      { a: "[variables('b')]", b: { x: ["[variables('c')]"] }, c: "[concat(variables('a'), '')]" },
      "the variable 'a' needs its own value: a → b → c → a",
    ],
  ])('names a cycle: %j', (json, message) => {
    const { get } = variablesOf(json);
    expect(() => get('a')).toThrow(message);
    // The same error again, not another one.
    expect(() => get('a')).toThrow(message);
  });

  it('shortens a long cycle', () => {
    const json = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [
        `v${index}`,
        `[variables('v${(index + 1) % 50}')]`,
      ]),
    );
    expect(() => variablesOf(json).get('v0')).toThrow(
      'v0 → v1 → v2 → v3 → v4 → v5 → v6 → v7 → v8 → v9 → … → v0',
    );
  });

  it('follows chains, and ends those that are too long without overflowing', () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [
          `v${index}`,
          index === 0 ? 1 : `[add(variables('v${index - 1}'), 1)]`,
        ]),
      );
    expect(variablesOf(chain(170)).get('v169')).toBe(170);
    expect(() => variablesOf(chain(5000)).get('v4999')).toThrow(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
    );
  });

  it('ends values that wrap one another too deep', () => {
    const json = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [
        `v${index}`,
        index === 0 ? 1 : [`[variables('v${index - 1}')]`],
      ]),
    );
    const { get } = variablesOf(json);
    const all = () => Object.keys(json).map((name) => get(name));
    expect(all).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }));
  });

  it('says what was probably meant', () => {
    const { get } = variablesOf({ vmName: 'x' });
    expect(() => get('vmNam')).toThrow(expect.objectContaining({ hint: "Did you mean 'vmName'?" }));
  });
});
