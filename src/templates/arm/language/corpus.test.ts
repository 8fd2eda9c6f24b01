import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeText, sourceOf, whereOf } from '../../source.ts';
import { firstError } from '../syntax/document.ts';
import { readJson } from '../syntax/reader.ts';
import { open, surroundingsOf } from './evaluate-alone.ts';
import { evaluate } from './evaluator.ts';
import { termOf } from './json-terms.ts';
import { scopeOf } from './scope.ts';
import { intValue } from './value.ts';

// Real templates of several projects, read and evaluated as they stand, with nothing known of what is around them.
const folder = join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'arm');
const isHere = existsSync(folder);

describe.skipIf(!isHere)(`every JSON file of ${folder}`, () => {
  const files = isHere
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.json'),
      )
    : [];

  it('is read without an error, but for the one that is a fragment', () => {
    const broken = files.filter((file) => {
      const source = sourceOf(file, decodeText(readFileSync(join(folder, file))));
      return firstError(readJson(source)) !== undefined;
    });
    expect(files.length).toBeGreaterThan(1000);
    expect(broken.map((file) => file.replaceAll('\\', '/'))).toEqual([
      'docs-functions/resource__pickzones-cosmosdb.json',
    ]);
  });

  it('is evaluated to the end: faults are told at their places, nothing crashes', () => {
    const unknownFunctions: string[] = [];
    let faults = 0;
    const surroundings = surroundingsOf({
      overrides: {
        parameter: (name) => open(name, 'any'),
        variable: (name) => open(name, 'any'),
        copyIndex: () => intValue(0),
        userFunction: () => ({
          parameters: [],
          output: termOf(sourceOf('', '1'), { kind: 'null', start: 0, end: 0 }),
        }),
        onFault(error) {
          faults++;
          expect(error.where).toMatch(/:\d+:\d+$/);
          if (error.message.includes('there is no function')) unknownFunctions.push(error.message);
        },
      },
    });
    for (const file of files) {
      const source = sourceOf(file, decodeText(readFileSync(join(folder, file))));
      const { root } = readJson(source);
      if (root === undefined) continue;
      const value = evaluate(termOf(source, root), scopeOf(surroundings));
      expect(whereOf(value.span ?? { source, start: 0, end: 0 })).toContain(file);
    }
    expect(unknownFunctions).toEqual([]);
    // Evaluated outside of their place, most templates still hold no more than a few faults.
    expect(faults).toBeLessThan(files.length);
  });
});
