import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../arm/syntax/reader.ts';
import { sourceOf } from '../source.ts';
import { placeNames } from './place-names.ts';
import { storage, template } from './test-folder.ts';

function namesAt(content: unknown, word: string): readonly string[] {
  const text = JSON.stringify(content, undefined, 2);
  return placeNames(readJson(sourceOf('x', text)), text.indexOf(word));
}

describe('the names of a place', () => {
  it('are those of members, and of items by their own name and type', () => {
    const content = template([storage('one'), storage('two', 'HERE')]);
    expect(namesAt(content, '"HERE"')).toEqual([
      'resources',
      'microsoft.storage/storageaccounts=two',
      'properties',
      'supportshttpstrafficonly',
    ]);
    expect(namesAt(content, '"location"')).toHaveLength(3);
  });

  it('stay when resources before it come and go', () => {
    const before = namesAt(template([storage('two', 'HERE')]), '"HERE"');
    const after = namesAt(
      template([storage('zero'), storage('one'), storage('two', 'HERE')]),
      '"HERE"',
    );
    expect(after).toEqual(before);
  });

  it('are those that lead to any place of any document', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (content, seed) => {
        const text = JSON.stringify(content, undefined, 1);
        const document = readJson(sourceOf('x', text));
        const names = placeNames(document, seed % text.length);
        expect(names.length).toBeLessThan(1000);
        expect(placeNames(document, text.length)).toEqual([]);
      }),
    );
  });
});
