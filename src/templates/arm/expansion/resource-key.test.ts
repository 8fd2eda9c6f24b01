import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../source.ts';
import { joinTexts, type UnknownValue, unknownValue } from '../language/unknown.ts';
import { type StringValue, stringValue } from '../language/value.ts';
import { extendedBy, keyOf, keyText, kindsOf, scopeKey, segmentsOf } from './resource-key.ts';
import { besideSelf, selfAddress } from './target.ts';

const span = { source: sourceOf('x', ''), start: 0, end: 0 };

function open(form: string): UnknownValue {
  return unknownValue('string', { kind: 'parameter', message: 'open', span: undefined }, form);
}

function joined(...pieces: readonly (StringValue | UnknownValue)[]) {
  return joinTexts(pieces, span);
}

describe('segments of a name', () => {
  it.each([
    [stringValue('VM1/Agent'), ['vm1', 'agent']],
    [open('parameters(n)'), ['{parameters(n)}']],
    [joined(open('parameters(n)'), stringValue('/Agent')), ['{parameters(n)}', 'agent']],
    [joined(stringValue('a-'), open('f(x/y)'), stringValue('-b/c/d')), ['a-{f(x/y)}-b', 'c', 'd']],
    [joined(open('p'), stringValue('/'), open('q')), ['{p}', '{q}']],
  ])('%j', (name, segments) => {
    expect(segmentsOf(name)).toEqual(segments);
  });

  it('joined again are the text of the key', () => {
    const piece = fc.oneof(
      fc.string().map((text) => stringValue(text)),
      fc.stringMatching(/^[a-z]{1,5}$/).map(open),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const name = joined(...pieces);
        expect(segmentsOf(name).join('/')).toBe(keyText(name));
      }),
    );
  });
});

describe('keys', () => {
  it.each([
    ['/s', 'A.B/c', ['x'], '/s/providers/a.b/c/x'],
    ['/s', 'A.B/c/D', ['x', 'y'], '/s/providers/a.b/c/x/d/y'],
    ['', 'A.B/c/providers/d', ['x', 'e.f', 'y'], '/providers/a.b/c/x/providers/e.f/d/y'],
    [
      '/subscriptions/s/resourcegroups/g',
      'Microsoft.Resources/resourceGroups',
      ['x'],
      '/subscriptions/s/resourcegroups/x',
    ],
    ['/s', 'A.B/c/d', ['x'], '/s/providers/a.b/c/x/d'],
    ['/s', 'A.B/c', ['x', 'y'], '/s/providers/a.b/c/x/y'],
  ])('below %j of %s named %j', (scope, type, segments, key) => {
    expect(keyOf(scope, type, segments)).toBe(key);
  });

  it('of two resources differ when type or name do', () => {
    const word = fc.stringMatching(/^[a-z]{1,4}$/);
    const kinds = fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 3 });
    const typed = (pairs: readonly (readonly [string, string])[]) => ({
      type: `a.b/${pairs.map(([kind]) => kind).join('/')}`,
      names: pairs.map(([, name]) => name),
    });
    fc.assert(
      fc.property(kinds, kinds, (left, right) => {
        const [one, other] = [typed(left), typed(right)];
        const isSame = keyOf('', one.type, one.names) === keyOf('', other.type, other.names);
        expect(isSame).toBe(JSON.stringify(left) === JSON.stringify(right));
        expect(kindsOf(one.type)).toHaveLength(one.names.length);
      }),
    );
  });

  it('know what a type with providers in it extends', () => {
    const type = 'A.B/c/providers/d';
    expect(extendedBy('/s', type, ['x', 'e.f', 'y'])).toBe('/s/providers/a.b/c/x');
    expect(extendedBy('/s', 'A.B/c/d', ['x', 'y'])).toBeUndefined();
  });

  it.each([
    ['/subscriptions/S/', '/subscriptions/s'],
    ['/', ''],
    ['A.B/c/X', '/t/providers/a.b/c/x'],
    [
      'Microsoft.Management/managementGroups/M',
      '/providers/microsoft.management/managementgroups/m',
    ],
    ['subscriptions/s', '/subscriptions/s'],
  ])('of the scope %j', (scope, key) => {
    expect(scopeKey(stringValue(scope), '/t')).toBe(key);
  });
});

describe('addresses of files beside a template', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9 %#?_()-]{1,6}\.?[a-z]{1,3}$/);
  const folder = fc.array(name, { maxLength: 3 });

  it('lead back to the relative path', () => {
    fc.assert(
      fc.property(folder, name, folder, name, (from, file, to, target) => {
        const path = [...from, file].join('/');
        const address = new URL(
          [...to, target].map(encodeURIComponent).join('/'),
          selfAddress(path),
        ).href;
        expect(besideSelf(path, address)).toBe([...to, target].join('/'));
      }),
    );
  });

  it.each([
    ['a/b/main.json', '../nested/x.json', '../nested/x.json'],
    ['./main.json', 'x.json', 'x.json'],
    ['/abs/main.json', 'x.json', 'x.json'],
    ['../../a/main.json', 'nested/x.json', 'nested/x.json'],
    ['../../a/main.json', '../x.json', '../x.json'],
  ])('of %s: %s', (path, relative, expected) => {
    expect(besideSelf(path, new URL(relative, selfAddress(path)).href)).toBe(expected);
  });

  it('are told from others', () => {
    expect(besideSelf('main.json', 'https://example.com/main.json')).toBeUndefined();
  });
});
