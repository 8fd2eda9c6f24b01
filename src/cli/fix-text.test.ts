import { describe, expect, it } from 'vitest';
import type { TemplateFixes, UnfixedFinding } from '../gate/request.ts';
import { fixText } from './fix-text.ts';

function left(change: Partial<UnfixedFinding>): UnfixedFinding {
  return {
    ruleId: 'AGT001',
    path: 'a.json',
    line: 7,
    subject: 'Microsoft.Compute/virtualMachines v',
    severity: 'high',
    reason: 'its loop is not written',
    isPlanned: true,
    isNew: false,
    ...change,
  };
}

function fixes(change: Partial<TemplateFixes> = {}): TemplateFixes {
  const none = { diff: '', files: [], mended: 0, parameters: [], notes: [], left: [] };
  return { mode: 'write', ...none, ...change };
}

const file = { path: 'a.json', rules: [['AGT001', 2] as const, ['STO001', 1] as const] };

describe('fixText', () => {
  it('has one line for a file, with the rules and their counts', () => {
    const files = [
      { ...file, isOutside: false },
      { path: '../b.json', rules: [], isOutside: true },
    ];
    expect(fixText(fixes({ files, mended: 3 }))).toBe(
      [
        'fix: mended 3 of 3 findings in 2 files',
        '  a.json: AGT001 ×2, STO001',
        '  ../b.json (outside the targets, which link it): hands the new parameter on',
        '',
      ].join('\n'),
    );
  });

  it('counts what the edits bring apart from what is left', () => {
    const text = fixText(
      fixes({
        mode: 'print',
        files: [{ ...file, isOutside: false }],
        mended: 3,
        left: [
          left({ ruleId: 'AGT005', severity: 'medium', reason: 'in settings', isNew: true }),
          left({ ruleId: 'NET001', isPlanned: false }),
        ],
      }),
    );
    expect(text).toContain('would mend 3 of 4 findings in 1 file\n');
    expect(text).toContain('  brings 1 finding of AGT005, medium: in settings\n');
    expect(text).toContain('  left to be mended by hand: 1\n');
  });

  it('names the places of what is left, the first of many', () => {
    const many = Array.from({ length: 5 }, (_, index) => left({ line: index + 1 }));
    const text = fixText(fixes({ left: many }), 1000);
    expect(text.split('\n')).toEqual([
      'fix: nothing was changed',
      expect.stringMatching(
        /^ {2}left: AGT001: its loop is not written — a\.json:1 \(Microsoft.*, a\.json:3 \([^)]*\) and 2 more$/,
      ),
      '',
    ]);
  });

  it('says which template is to be given which parameter', () => {
    const parameters = [
      { path: 'a.json', name: 'code' },
      { path: 'b.json', name: 'code' },
    ];
    expect(fixText(fixes({ parameters }), 1000)).toContain(
      'give the new parameter code to a.json, b.json: az deployment … --parameters code=…',
    );
  });

  it('is not wider than the terminal, and holds no commands of a pipeline', () => {
    const path = '##vso[task.x]\n\u001b[31m.json';
    const reason = 'many words '.repeat(30);
    const text = fixText(fixes({ left: [left({ path, reason })] }), 60);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(70);
    expect(text).not.toContain('##vso[');
    expect(text).not.toContain('\u001b');
  });
});
