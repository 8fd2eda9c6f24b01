import { describe, expect, it } from 'vitest';
import { camelCase, optionsOf, outputs } from '../src/gate/options.ts';
import { generatedFiles } from './generate.ts';

describe('generated files', () => {
  it.each(generatedFiles())('$path has not drifted from the tables', ({ is, should }) =>
    expect(is).toBe(should),
  );

  it('name every input and output of their host', () => {
    const text = (name: string) => generatedFiles().find(({ path }) => path === name)?.is ?? '';
    for (const { name } of optionsOf('github')) {
      expect(text('action.yml')).toContain(`\n  ${name}:\n`);
      expect(text('README.md')).toContain(`\`${name}\``);
    }
    for (const { name } of optionsOf('azure')) {
      expect(text('ado-task/task.json')).toContain(`"name": "${camelCase(name)}"`);
    }
    for (const { name } of outputs) expect(text('README.md')).toContain(`\`${camelCase(name)}\``);
  });
});
