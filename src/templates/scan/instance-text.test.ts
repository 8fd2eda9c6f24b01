import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instance } from './group-outcomes.ts';
import { instanceText, maxNamed } from './instance-text.ts';

function instance(text: string): Instance {
  const [name = '', evaluation = ''] = text.split('@');
  return { path: name === '' ? '' : `T ${name}`, name, evaluation };
}

const list = (text: string) => text.split(' ').filter(Boolean).map(instance);

describe('the instances of a finding', () => {
  it.each<[string, string, readonly string[] | undefined, string]>([
    ['a', 'a', undefined, ''],
    ['a b', 'a b', ['a', 'b'], ' (all 2 instances: a, b)'],
    ['c', 'a b c', ['c'], ' (1 of 3 instances: c)'],
    ['a@dev a@prod', 'a@dev a@prod', ['dev', 'prod'], ''],
    ['a@dev', 'a@dev a@prod', ['dev'], ' (with dev)'],
    ['a@dev b@prod', 'a@dev b@prod', ['a', 'b'], ' (all 2 instances: a, b)'],
    ['a@dev b@dev', 'a@dev b@dev a@prod b@prod', ['dev'], ' (with dev)'],
    ['a@dev a@prod', 'a@dev b@dev a@prod b@prod', ['a'], ' (1 of 2 instances: a)'],
    ['a@dev', 'a@dev b@dev a@prod b@prod', ['a with dev'], ' (a with dev)'],
    ['@dev', '@dev @prod', ['dev'], ' (with dev)'],
  ])('%s of %s', (instances, judged, names, suffix) => {
    expect(instanceText(list(instances), list(judged))).toEqual({ names, suffix });
  });

  it('are told by their ways where names are equal', () => {
    const judged = ['x / T a', 'y / T a'].map((path) => ({ path, name: 'a', evaluation: '' }));
    expect(instanceText(judged.slice(0, 1), judged).names).toEqual(['x / T a']);
  });

  it('are counted where there are too many', () => {
    const judged = Array.from({ length: 800 }, (_, index) => instance(`vm${index}`));
    const { names = [], suffix } = instanceText(judged, judged);
    expect(names).toHaveLength(maxNamed + 1);
    expect(names.at(-1)).toBe('and 750 more');
    expect(suffix).toBe(' (all 800 instances: vm0, vm1, vm2, vm3, vm4, and 795 more)');
  });

  it('are named without repetition, at least one where something is judged twice', () => {
    const one = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', 'dev', 'prod'));
    const all = fc.uniqueArray(one, { minLength: 2, selector: (each) => each.join('@') });
    fc.assert(
      fc.property(all, fc.nat(), (pairs, seed) => {
        const judged = pairs.map((pair) => instance(pair.join('@')));
        const some = judged.slice(0, 1 + (seed % judged.length));
        const { names = [] } = instanceText(some, judged);
        expect(names.length).toBeGreaterThan(0);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

describe('parameter files in a message', () => {
  const at = (evaluation: string): Instance => ({ path: 'T a', name: 'a', evaluation });

  it('are named without their folders, in the list with them', () => {
    const judged = ['p/x.dev.parameters.json', 'p/x.parameters.json with on=a/b'].map(at);
    expect(instanceText(judged.slice(0, 1), judged)).toEqual({
      names: ['p/x.dev.parameters.json'],
      suffix: ' (with x.dev.parameters.json)',
    });
    expect(instanceText(judged.slice(1), judged).suffix).toBe(
      ' (with x.parameters.json with on=a/b)',
    );
  });

  it('keep their folders where those tell them apart', () => {
    const judged = ['dev/x.json', 'prod/x.json'].map(at);
    expect(instanceText(judged.slice(0, 1), judged).suffix).toBe(' (with dev/x.json)');
  });
});
