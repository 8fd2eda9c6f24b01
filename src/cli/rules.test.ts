import { describe, expect, it } from 'vitest';
import type { RuleText } from '../gate/rule-catalogue.ts';
import { readArguments } from './arguments.ts';
import { rulePage, ruleTable } from './rules.ts';

const rule: RuleText = {
  id: 'STO001',
  severity: 'high',
  title: 'Takes encrypted connections only',
  rationale: 'Anyone on the way reads the data. '.repeat(5).trim(),
  remedy: 'Set it to true.',
  aliases: ['CKV_AZURE_3', 'AZR-000196'],
  controls: [],
  references: ['https://learn.example/storage'],
};

describe('portcullis rules', () => {
  it('shows a line a rule, in columns', () => {
    expect(ruleTable([rule, { ...rule, id: 'WEB002.tls', severity: 'medium' }])).toBe(
      'STO001      high      Takes encrypted connections only\n' +
        'WEB002.tls  medium    Takes encrypted connections only\n',
    );
  });

  it('wraps a page, and leaves out what a rule has not', () => {
    const page = rulePage(rule, 40);
    for (const line of page.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(40);
    expect(page).toContain('The same setting elsewhere:\n  CKV_AZURE_3, AZR-000196\n');
    expect(page).not.toContain('Controls');
  });

  it('reads its words', () => {
    expect(readArguments(['rules', 'STO001', '-o', 'json'], {})).toMatchObject({
      command: 'rules',
      operands: ['STO001'],
      given: { output: 'json' },
    });
    expect(() => readArguments(['rules', '--fix'], {})).toThrow(/rules does not read --fix/);
  });
});
