import { describe, expect, it } from 'vitest';
import { measure, median } from '../bench/measure.ts';
import { hotFunctions } from '../bench/profile.ts';
import { reportText } from '../bench/report.ts';
import { missingPrograms } from './fixtures/commands.ts';

describe('the benchmark', () => {
  it.each([
    [[3, 1, 2], 2],
    [[5], 5],
    [[0.2, 0.1, 9, 0.3, 0.2], 0.2],
  ])('takes the middle of %j', (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  it('sums a profile up by function and leaves idling out', () => {
    const node = (id: number, functionName: string, url = '') => ({
      id,
      callFrame: { functionName, url },
    });
    const profile = {
      nodes: [node(1, 'inflate'), node(2, 'walk', 'file:///p/dist/tar.mjs'), node(3, '(idle)')],
      samples: [1, 2, 1, 3],
      timeDeltas: [1000, 2000, 4000, 9000],
    };
    expect(hotFunctions(profile)).toEqual([
      '     5.0  inflate (native)',
      '     2.0  walk (tar.mjs)',
    ]);
  });

  it.skipIf(missingPrograms('/usr/bin/time').length > 0)('measures a process', async () => {
    const script = 'const a = Buffer.alloc(200e6, 1); setTimeout(() => a, 100)';
    const figures = await measure({ program: process.execPath, args: ['-e', script] }, 1);
    expect(figures.wallSeconds).toBeGreaterThan(0.1);
    expect(figures.peakMegabytes).toBeGreaterThan(200);
  });

  it('rejects a process that fails', async () => {
    const command = { program: process.execPath, args: ['-e', 'process.exit(3)'] };
    await expect(measure(command, 1)).rejects.toThrow(/ended with 3|missing/);
  });

  it('shows the profile of a goal that is missed, and of no other', () => {
    const goal = { by: 'node 24', goal: '≤ 1 s', measured: '2 s' };
    const text = reportText({
      date: '2026-11-25',
      versions: ['node 24: v24'],
      load: 0.1,
      rows: [],
      goals: [
        { ...goal, what: 'slow', reached: false, profile: ['  5.0  inflate'] },
        { ...goal, what: 'fast', reached: true },
      ],
      peers: true,
    });
    expect(text).toContain('| slow | node 24 | ≤ 1 s | 2 s | **no** |');
    expect(text).toContain('### slow, node 24\n```\n  5.0  inflate\n```');
    expect(text).not.toContain('### fast');
  });
});
