import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineFaults } from './check-engines.ts';

describe('engineFaults', () => {
  it.each([
    ['>=22', true],
    ['>=22.12.0', true],
    ['^24', true],
    ['>=20.17', false],
    ['^18.17.0 || ^20.5.0 || >=22', false],
    ['^18 || >=22', true],
    ['*', false],
  ])('judges %s', (node, isFault) => {
    const faults = engineFaults({ 'node_modules/a': { version: '1.0.0', engines: { node } } });
    expect(faults).toEqual(isFault ? [{ name: 'a', version: '1.0.0', wants: node }] : []);
  });

  it('leaves out development packages, the project itself and what is listed', () => {
    const engines = { node: '>=22' };
    const packages = {
      '': { engines },
      'node_modules/vitest': { dev: true, engines },
      'node_modules/a/node_modules/@scope/b': { version: '2.0.0', engines },
    };
    expect(engineFaults(packages).map((fault) => fault.name)).toEqual(['@scope/b']);
    expect(engineFaults(packages, new Set(['@scope/b']))).toEqual([]);
  });

  it('finds none in the lock file', () => {
    const path = join(import.meta.dirname, '../package-lock.json');
    expect(engineFaults(JSON.parse(readFileSync(path, 'utf8')).packages)).toEqual([]);
  });
});
