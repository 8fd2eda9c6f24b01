import { describe, expect, it } from 'vitest';
import { environmentName, optionsOf } from '../gate/options.ts';
import { helpText } from './help.ts';

describe('helpText', () => {
  it('names every option of the command line and its variable', () => {
    const text = helpText(80);
    for (const { name } of optionsOf('cli')) {
      if (name !== 'targets') expect(text).toContain(`--${name}`);
      expect(text).toContain(`[${environmentName(name)}]`);
    }
  });

  it.each([60, 80, 140])('keeps within %d columns', (columns) => {
    const long = helpText(columns)
      .split('\n')
      .filter((line) => line.startsWith(' '.repeat(8)) && line.length > columns);
    expect(long).toEqual([]);
  });
});
