import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationsOf } from './annotations.ts';
import { reports } from './reports.ts';
import { hostile } from './testdata/results.ts';

// What comes from a scanned thing may hold anything. No report may let it out of its place.

const pieces = fc.constantFrom(
  '##vso[task.complete result=Succeeded]',
  '##[error]',
  '::error::',
  '::set-output name=a::b',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</details>',
  '-->',
  ']]>',
  '|',
  '`',
  '``',
  '[a](javascript:alert(1))',
  '![x](http://x.example/y)',
  'http://evil.example/',
  'www.evil.example',
  '@team',
  '\n',
  '\r',
  '\r\n',
  '\u2028',
  '\u0085',
  '\u001b[2J',
  '\u202e',
  '\u200b',
  '\ud800',
  '\u0000',
  '\\',
  '*',
  '_',
  '#',
  ':',
  '&amp;',
  '&#35;',
  '"',
  "'",
  ' ',
  '漢字',
  '👩‍👩‍👧',
  'a',
  '$(id)',
  '{0}',
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.array(pieces, { minLength: 100, maxLength: 300 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

/** As both hosts read a step's output: a command at a line's start (runner) or anywhere in it (runner's old form, agent). */
function commandsIn(output: string): string[] {
  return output
    .split(/\r\n|[\r\n\u0085\u2028\u2029]/)
    .filter((line) => /^\s*::/.test(line) || /##(?:vso)?\[/i.test(line));
}

describe('hostile text', () => {
  it.each(reports)('is no command in $format', (report) => {
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 200 }), fc.boolean(), (bad, columns, colour) => {
        expect(commandsIn(report.render(hostile(bad), { columns, colour }))).toEqual([]);
      }),
    );
  });

  it.each(reports)('brings no control or invisible character into $format', (report) => {
    fc.assert(
      fc.property(text, (bad) => {
        const output = report.render(hostile(bad), { columns: 80, colour: false });
        expect(output).not.toMatch(
          // oxlint-disable-next-line no-control-regex -- what is looked for
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/,
        );
        expect(Buffer.from(output).toString()).toBe(output);
      }),
    );
  });

  it('is read back unchanged from JSON', () => {
    const json = reports.find(({ format }) => format === 'json');
    fc.assert(
      fc.property(text, (bad) => {
        const result = hostile(bad);
        expect(JSON.parse(json?.render(result, { columns: 80, colour: false }) ?? '')).toEqual(
          result,
        );
      }),
    );
  });

  it('is no markup in XML', () => {
    const junit = reports.find(({ format }) => format === 'junit');
    const tag =
      /<\/?(?:testsuites|testsuite|properties|property|testcase|failure|error|skipped|system-out|system-err)(?: [a-z]+="[^"<>]*")*\/?>|<\?xml version="1\.0" encoding="UTF-8"\?>/g;
    fc.assert(
      fc.property(text, (bad) => {
        const output = junit?.render(hostile(bad), { columns: 80, colour: false }) ?? '';
        const rest = output.replaceAll(tag, '');
        expect(rest).not.toMatch(/[<>"]/);
        expect(rest.replaceAll(/&(?:amp|lt|gt|quot|apos);/g, '')).not.toContain('&');
      }),
    );
  });

  it('is no markup in Markdown', () => {
    const markdown = reports.find(({ format }) => format === 'markdown');
    const ours = /<\/?(?:details|summary|code|pre)>|<w?br>/g;
    // An advisory's own address is a link, its destination in angle brackets.
    const link = /\[((?:\\.|[^\\\]])*)\]\(<https?:\/\/[^<>\s]+>\)/gs;
    fc.assert(
      fc.property(text, (bad) => {
        const output = markdown?.render(hostile(bad), { columns: 80, colour: false }) ?? '';
        const rest = output.replaceAll(ours, '').replaceAll(link, '$1');
        expect(rest).not.toMatch(/[<>]/);
        // Nothing of Markdown's own but what stands behind a backslash.
        const plain = rest
          .replaceAll(/\\[\\`*_{}[\]()#+\-!|~$.]/g, '')
          .replaceAll(/&[#a-z0-9]+;/g, ' ');
        expect(plain.match(/.{0,20}(?:[`[\]]|:\/\/|@|www\.).{0,20}/)).toBeNull();
        expect(output.match(/<details>/g)?.length).toBe(output.match(/<\/details>/g)?.length);
        for (const line of plain.split('\n').filter((one) => one.startsWith('| '))) {
          expect([7, 6, 5]).toContain(line.split('|').length - 1);
        }
      }),
      { numRuns: 300, examples: [['http://evil.example/'], ['http://evil.example/#)[a](x']] },
    );
  });

  it('makes the same number of lines as harmless text in tables of rows', () => {
    const lines = (bad: string, format: string) =>
      reports
        .find((report) => report.format === format)
        ?.render(hostile(bad), { columns: 80, colour: false })
        .split('\n').length;
    fc.assert(
      fc.property(fc.constantFrom('\n', '\r', '\r\n', '\u2028', '|', '<br>'), (bad) => {
        expect(lines(`a${bad}b`, 'markdown')).toBe(lines('ab', 'markdown'));
        expect(lines(`a${bad}b`, 'junit')).toBe(lines('ab', 'junit'));
      }),
    );
  });

  it('keeps annotations within their limits', () => {
    fc.assert(
      fc.property(text, (bad) => {
        for (const { title, message } of annotationsOf(hostile(bad))) {
          expect(title.length).toBeLessThanOrEqual(200);
          expect(message.length).toBeLessThanOrEqual(1000);
        }
      }),
    );
  });
});
