import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluationsOf } from '../arm/expansion/expand-alone.ts';
import type { Evaluation } from '../resource.ts';
import { combinationsOf, maxCombinations, parameterSetOf } from './combinations.ts';
import { template } from './test-folder.ts';

const [base] = evaluationsOf(template([]));

/** Evaluations of the template `main.json` with these parameter sets; empty: its defaults. */
function set(...names: readonly string[]): readonly Evaluation[] {
  if (base === undefined) throw new Error('no evaluation');
  return names.map((name) =>
    name === ''
      ? { ...base, parameterFile: undefined }
      : { ...base, parameterFile: `x/main.${name}.parameters.json` },
  );
}

const shown = (combinations: ReturnType<typeof combinationsOf>) =>
  combinations.map((each) => each.map((one) => parameterSetOf(one) || '-').join('+'));

describe('the evaluations that go together', () => {
  it.each<[string, string[][], string[]]>([
    ['of one template are each alone', [['dev', 'prod']], ['dev', 'prod']],
    ['are all with all where one has defaults only', [['dev', 'prod'], ['']], ['dev+-', 'prod+-']],
    [
      'pair sets of one name',
      [
        ['dev', 'prod'],
        ['dev', 'prod'],
      ],
      ['dev+dev', 'prod+prod'],
    ],
    [
      'go with all where the other has no such set',
      [['dev', 'qa'], ['dev']],
      ['dev+dev', 'qa+dev'],
    ],
    [
      'of three templates pair too',
      [['a', 'b'], ['a', 'b'], ['']],
      ['a+a+-', 'a+b+-', 'b+a+-', 'b+b+-'],
    ],
    ['are none without templates', [], []],
  ])('%s', (_, sets, expected) => {
    expect(shown(combinationsOf(sets.map((names) => set(...names))))).toEqual(expected);
  });

  it.each([
    ['main.parameters.json', ''],
    ['main.dev.parameters.json', 'dev'],
    ['main.parameters.dev.json', 'dev'],
    ['p/other.parameters.json', 'other'],
  ])('are of the set that %s names', (parameterFile, expected) => {
    const [evaluation] = set('');
    expect(evaluation && parameterSetOf({ ...evaluation, parameterFile })).toBe(expected);
  });

  it('are few, and leave no evaluation out', () => {
    const names = fc.uniqueArray(fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f', 'g'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 4 }), (all) => {
        const sets = all.map((each) => set(...each));
        const combinations = combinationsOf(sets);
        expect(combinations.length).toBeLessThanOrEqual(10 * maxCombinations);
        const used = new Set(combinations.flat());
        for (const each of sets.flat()) expect(used.has(each)).toBe(true);
        for (const each of combinations) expect(each).toHaveLength(sets.length);
      }),
    );
  });
});
