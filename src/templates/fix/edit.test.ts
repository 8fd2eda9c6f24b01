import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, type Edit, fitTogether } from './edit.ts';

function edit(start: number, end: number, text: string, adds?: string): Edit {
  return { path: 't', start, end, text, ...(adds === undefined ? {} : { adds }) };
}

describe('fitTogether', () => {
  it.each<[string, Edit, Edit, boolean]>([
    ['apart', edit(0, 1, 'x'), edit(1, 2, 'y'), true],
    ['overlapping', edit(0, 2, 'x'), edit(1, 3, 'y'), false],
    ['inside', edit(0, 5, 'x'), edit(2, 2, 'y'), false],
    ['equal', edit(0, 2, 'x'), edit(0, 2, 'x'), true],
    ['different at one place', edit(0, 2, 'x'), edit(0, 2, 'y'), false],
    ['insertions of different things', edit(1, 1, 'x,', 'x'), edit(1, 1, 'y,', 'y'), true],
    ['insertions of one thing', edit(1, 1, 'x:1,', 'x'), edit(1, 1, 'x:2,', 'x'), false],
    ['an insertion and a filling', edit(1, 1, 'x,', 'x'), edit(1, 1, 'y'), false],
  ])('%s', (_name, left, right, expected) => {
    expect(fitTogether([left], [right])).toBe(expected);
    expect(fitTogether([right], [left])).toBe(expected);
  });

  it('asks nothing of other files', () => {
    expect(fitTogether([edit(0, 2, 'x')], [{ ...edit(1, 3, 'y'), path: 'u' }])).toBe(true);
  });
});

describe('applyEdits', () => {
  it('makes equal edits once, others in the order of the text, and those of its path only', () => {
    const edits = [
      edit(3, 4, 'D'),
      edit(0, 0, '<'),
      edit(3, 4, 'D'),
      { ...edit(0, 4, ''), path: 'u' },
    ];
    expect(applyEdits('t', 'abcd', edits)).toBe('<abcD');
  });

  it('is the same in whatever order they come', () => {
    const pieces = fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string()), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(pieces, (all) => {
        let text = '';
        const edits = all.map(([old, fresh]) => {
          const start = text.length;
          text += `${old}|`;
          return edit(start, start + old.length, fresh);
        });
        const expected = all.map(([, fresh]) => `${fresh}|`).join('');
        expect(fitTogether(edits, edits)).toBe(true);
        expect(applyEdits('t', text, edits)).toBe(expected);
        expect(applyEdits('t', text, edits.toReversed())).toBe(expected);
      }),
    );
  });
});
