import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unknownValue } from '../arm/language/unknown.ts';
import { sourceOf } from '../source.ts';
import { failingOf, passingOf } from './outcome.ts';
import type { Outcome } from './rule.ts';

const at = { source: sourceOf('main.json', '{}'), start: 0, end: 2 };
const reason = { kind: 'parameter', message: 'no value', span: at } as const;
const outcomes: Readonly<Record<Outcome['kind'], Outcome>> = {
  pass: { kind: 'pass' },
  fail: { kind: 'fail', at, message: 'wrong', found: 'a', wanted: 'b' },
  undecided: { kind: 'undecided', at, message: 'open', unknown: unknownValue('any', reason, 'x') },
  'not-applicable': { kind: 'not-applicable', reason: 'none' },
};
const kinds = ['pass', 'fail', 'undecided', 'not-applicable'] as const;
const lists = fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 6 });

function given(list: readonly Outcome['kind'][]): [Outcome, ...Outcome[]] {
  const [first = 'pass', ...rest] = list;
  return [outcomes[first], ...rest.map((kind) => outcomes[kind])];
}

it('passes when one passes, and is never sure of a failure beside an unknown', () => {
  fc.assert(
    fc.property(lists, (list) => {
      const { kind } = passingOf(...given(list));
      const expected = list.includes('pass')
        ? 'pass'
        : list.includes('undecided')
          ? 'undecided'
          : list[0];
      expect(kind).toBe(expected);
    }),
  );
});

it('fails when one fails, and never passes beside an unknown', () => {
  fc.assert(
    fc.property(lists, (list) => {
      const { kind } = failingOf(...given(list));
      const order = ['fail', 'undecided', 'pass', 'not-applicable'] as const;
      expect(kind).toBe(order.find((each) => list.includes(each)));
    }),
  );
});
