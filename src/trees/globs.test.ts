import * as fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { UserError } from '../model/errors.ts';
import { compileGlobs, stateOfPath } from './automaton.ts';
import { createSkippedPaths } from './skipped-paths.ts';

const matches = (glob: string, path: string) =>
  stateOfPath(compileGlobs([[glob]]), path).accepts.length > 0;

describe('a glob', () => {
  it.each([
    ['etc/os-release', 'etc/os-release', true],
    ['/./etc//os-release', 'etc/os-release', true],
    ['etc/os-release', 'etc/os-release/x', false],
    ['etc/*', 'etc/.hidden', true],
    ['etc/*', 'etc/a/b', false],
    ['**/a.jar', 'a.jar', true],
    ['**/a.jar', 'x/y/a.jar', true],
    ['a/**/b', 'a/b', true],
    ['a/**/**/b', 'a/x/y/b', true],
    ['a/**', 'a', true],
    ['a/**', 'a/b/c', true],
    ['a/**', 'ab', false],
    ['*.{jar,war}', 'x.war', true],
    ['{a,b{c,d}}/x', 'bd/x', true],
    ['{a,b}/x', 'c/x', false],
    ['lib[0-9]', 'lib7', true],
    ['lib[!0-9]', 'lib7', false],
    ['lib[]x]', 'lib]', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['?', '\u{1f600}', true],
    ['?', '\udc80', true],
    ['pre*post', 'prpost', false],
    ['pre*post', 'prepost', true],
    ['a*b*c', 'aXbYc', true],
    ['con.x+(y)', 'con.x+(y)', true],
  ])('«%s» on «%s»: %s', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  it.each(['a/../b', 'a[', '{a,b', '{a/b,c}', '', '/', './', '[z-a]', '{'.repeat(3)])(
    'refuses «%s» as wrong usage',
    (glob) => {
      expect(() => compileGlobs([[glob]])).toThrow(UserError);
    },
  );

  it('refuses a brace bomb', () => {
    expect(() => compileGlobs([['{a,b}'.repeat(12)]])).toThrow('too many alternatives');
  });
});

const name = fc.string({
  unit: fc.constantFrom('a', 'b', '.', '-', 'é'),
  minLength: 1,
  maxLength: 4,
});
const path = fc
  .array(
    name.filter((text) => text !== '.' && text !== '..'),
    { minLength: 1, maxLength: 4 },
  )
  .map((names) => names.join('/'));
const segment = fc.oneof(
  name.filter((text) => !/^\.+$/.test(text)),
  fc.constantFrom(
    '*',
    '**',
    'a*',
    '*b',
    'a*b',
    '?',
    '??',
    '[ab]',
    '[^a]',
    '{a,b}',
    '{a,b*}',
    '*.a*',
  ),
);
const glob = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));

/** The contract's own words, segment by segment with picomatch: `**` stands for any number of segments. */
function expectedMatch(parts: readonly string[], names: readonly string[]): boolean {
  const [part, ...others] = parts;
  if (part === undefined) return names.length === 0;
  const [first, ...left] = names;
  if (part === '**')
    return expectedMatch(others, names) || (first !== undefined && expectedMatch(parts, left));
  return (
    first !== undefined && picomatch(part, { dot: true })(first) && expectedMatch(others, left)
  );
}

describe('the automaton', () => {
  it('agrees with picomatch on every segment', () => {
    fc.assert(
      fc.property(glob, path, (pattern, text) => {
        const expected = expectedMatch(pattern.split('/'), text.split('/'));
        expect(matches(pattern, text)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('says of many groups at once what it says of each alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(glob, { maxLength: 2 }), { maxLength: 40 }),
        fc.array(path, { maxLength: 10 }),
        (groups, texts) => {
          const together = compileGlobs(groups);
          for (const text of texts) {
            const alone = groups.flatMap((globs, index) =>
              globs.some((one) => matches(one, text)) ? [index] : [],
            );
            expect(stateOfPath(together, text).accepts).toEqual(alone);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is not live where nothing below can match', () => {
    const automaton = compileGlobs([['var/lib/dpkg/status'], ['srv/**/x']]);
    expect(stateOfPath(automaton, 'var/lib').names).toEqual(['dpkg']);
    expect(stateOfPath(automaton, 'var/log').isLive).toBe(false);
    expect(stateOfPath(automaton, 'srv/deep/down').isLive).toBe(true);
    expect(stateOfPath(automaton, 'srv').names).toBeUndefined();
  });

  it('keeps, when a link leads on, only what has not entered its first **', () => {
    const automaton = compileGlobs([['a/b/c'], ['a/**/c'], ['a/b/**']]);
    const entered = automaton.follow(stateOfPath(automaton, 'a/b'));
    expect(automaton.step(entered, 'c').accepts).toEqual([0, 2]);
    const deeper = automaton.follow(stateOfPath(automaton, 'a/b/x'));
    expect(deeper.isLive).toBe(false);
  });
});

describe('skipped paths', () => {
  it('leave out what a glob names and everything below', () => {
    const skipped = createSkippedPaths(['opt/*/cache', '**/node_modules']);
    expect(skipped.matches('opt/app/cache')).toBe(true);
    expect(skipped.globOf('opt/app/cache/x/y')).toBe('opt/*/cache');
    expect(skipped.globOf('srv/a/node_modules/b')).toBe('**/node_modules');
    expect(skipped.matches('opt/app')).toBe(false);
    expect(createSkippedPaths([]).matches('')).toBe(false);
  });
});
