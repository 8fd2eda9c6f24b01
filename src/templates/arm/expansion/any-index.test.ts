import { describe, expect, it } from 'vitest';
import { evaluationOf, inner, namesOf } from './expand-alone.ts';

const parameters = { n: { type: 'int' }, m: { type: 'int' } };
const n = "[parameters('n')]";
const one = (name: string, count: unknown, more: object = {}) => ({
  type: 'A.B/c',
  apiVersion: '2024-01-01',
  name,
  copy: { name: 'loop', count },
  ...more,
});

function atAnyIndex(resources: readonly unknown[]): string[] | undefined {
  const { atAnyIndex: general } = evaluationOf({ parameters, resources });
  return general && namesOf(general).map((each) => each.replace(/^[^ ]+ /, ''));
}

describe('loops of unknown count at any index', () => {
  it.each<[string, readonly unknown[], string[] | undefined]>([
    ['none', [one("[concat('x', copyIndex())]", 2)], undefined],
    [
      'one, beside a known one',
      [one("[concat('x', copyIndex())]", n), one("[concat('y', copyIndex(1))]", 2)],
      ['<"x"+copyindex(parameters(n))>', 'y1', 'y2'],
    ],
    [
      'with an offset',
      [one("[concat('x', copyIndex(2))]", n)],
      ['<"x"+add(copyindex(parameters(n)),2)>'],
    ],
    [
      'of two counts',
      [
        one("[concat('x', copyIndex())]", n),
        one("[concat('x', copyIndex())]", "[parameters('m')]"),
      ],
      ['<"x"+copyindex(parameters(n))>', '<"x"+copyindex(parameters(m))>'],
    ],
    [
      'under a condition that holds for some',
      [one('[string(copyIndex())]', n, { condition: '[greater(copyIndex(), 0)]' })],
      ['<string(copyindex(parameters(n)))>'],
    ],
    [
      'two of one count inside one another, whose indexes differ',
      [
        {
          ...inner(
            "[concat('d', copyIndex())]",
            {
              parameters: { i: { type: 'int' }, n: { type: 'int' } },
              resources: [one("[concat(parameters('i'), '-', copyIndex())]", n)],
            },
            { i: { value: '[copyIndex()]' }, n: { value: n } },
          ),
          copy: { name: 'outer', count: n },
        },
      ],
      [
        '<"d"+copyindex(parameters(n))>',
        '<copyindex(parameters(n))+"-"+copyindex(parameters(n))#1>',
      ],
    ],
  ])('%s', (_, resources, expected) => {
    expect(atAnyIndex(resources)).toStrictEqual(expected);
  });

  it('leave what is judged at index 0, and say nothing twice', () => {
    const resources = [one("[concat('x', copyIndex(), nothing())]", n)];
    const evaluation = evaluationOf({ parameters, resources });
    expect(evaluation.faults).toHaveLength(1);
    expect(evaluation.atAnyIndex?.faults).toStrictEqual([]);
    expect(evaluation.resources.map(({ loops }) => loops[0]?.index)).toStrictEqual([0]);
    expect(evaluation.atAnyIndex?.atAnyIndex).toBeUndefined();
  });
});
