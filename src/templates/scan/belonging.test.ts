import { describe, expect, it } from 'vitest';
import { readJson } from '../arm/syntax/reader.ts';
import { sourceOf } from '../source.ts';
import { templateNamesOf, templateOf } from './belonging.ts';
import { parameterFile } from './test-folder.ts';

describe('the template that a parameter file is named for', () => {
  it.each([
    ['main.parameters.json', 'main.json'],
    ['main.dev.parameters.json', 'main.json'],
    ['main.parameters.dev.json', 'main.json'],
    ['main.parameters.dev.eu.json', 'main.json'],
    ['azuredeploy.Parameters.JSON', 'azuredeploy.json'],
    ['main.parameters.jsonc', 'main.jsonc'],
  ])('%s → %s', (name, expected) => {
    expect(templateNamesOf(name)).toContain(expected);
  });

  it('is the longest name that is there', () => {
    const document = readJson(sourceOf('x', '{}'));
    const find = (...there: string[]) =>
      templateOf('/r/main.dev.parameters.json', document, '/r', (path) => there.includes(path));
    expect(find('/r/main.json', '/r/main.dev.json')).toBe('/r/main.dev.json');
    expect(find('/r/main.json')).toBe('/r/main.json');
    expect(find('/r/other.json')).toBeUndefined();
  });

  it.each(['main.json', 'parameters.json', 'main.param.json', '.parameters.json'])(
    'is none for %s',
    (name) => {
      expect(templateNamesOf(name)).toEqual([]);
    },
  );

  it('is the one that its metadata names, from its folder, else from the repository', () => {
    const text = JSON.stringify(parameterFile({}, { metadata: { template: './t/main.json' } }));
    const document = readJson(sourceOf('x', text));
    const find = (...there: string[]) =>
      templateOf('/r/p/a.parameters.json', document, '/r', (path) => there.includes(path));
    expect(find('/r/p/t/main.json', '/r/t/main.json')).toBe('/r/p/t/main.json');
    expect(find('/r/t/main.json')).toBe('/r/t/main.json');
    expect(find('/r/p/a.json')).toBeUndefined();
  });
});
