import { describe, expect, it } from 'vitest';
import { reportFormats } from './report.ts';
import { reportOf, reports } from './reports.ts';
import { broken, closed, open, templates } from './testdata/results.ts';
import { widthOf } from './width.ts';

const options = { columns: 100, colour: false };

describe('every report', () => {
  it('is listed once, with its own extension', () => {
    expect(reports.map(({ format }) => format)).toEqual(reportFormats);
    expect(new Set(reports.map(({ extension }) => extension)).size).toBe(reports.length);
    for (const format of reportFormats) expect(reportOf(format).format).toBe(format);
  });

  const cases = reports.flatMap((report) =>
    Object.entries({ closed, open, broken, templates }).map(([name, result]) => ({
      report,
      name,
      result,
    })),
  );
  it.each(cases)('$report.format is as approved, $name', async ({ report, name, result }) => {
    const text = report.render(result, options);
    expect(report.render(structuredClone(result), options)).toBe(text);
    await expect(text).toMatchFileSnapshot(`testdata/golden/${name}${report.extension}`);
  });

  it.each(cases)(
    '$report.format ends with one newline and has no colour, $name',
    ({ report, result }) => {
      const text = report.render(result, options);
      expect(text).toMatch(/[^\n]\n$/);
      expect(text).not.toContain('\u001b');
    },
  );

  const widths = [60, 80, 140, 200].flatMap((columns) =>
    Object.entries({ closed, templates }).map(([name, result]) => ({ columns, name, result })),
  );
  it.each(widths)('the table of $name keeps to $columns columns', async (one) => {
    const text = reportOf('table').render(one.result, { columns: one.columns, colour: false });
    for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(one.columns);
    await expect(text).toMatchFileSnapshot(`testdata/golden/${one.name}-${one.columns}.txt`);
  });

  it('the table says the same with colour', () => {
    const colourless = reportOf('table').render(closed, { columns: 80, colour: false });
    const colourful = reportOf('table').render(closed, { columns: 80, colour: true });
    expect(colourful).toContain('\u001b[31m');
    // oxlint-disable-next-line no-control-regex -- colours are control sequences
    expect(colourful.replaceAll(/\u001b\[\d+m/g, '')).toBe(colourless);
  });
});
