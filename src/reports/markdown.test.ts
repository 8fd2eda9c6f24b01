import { spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdown } from './markdown.ts';
import { markdownCode, markdownText } from './markdown-escape.ts';
import { closed, finding, hostile } from './testdata/results.ts';

const options = { columns: 80, colour: false };
const [web] = closed.targets;
if (web === undefined) throw new Error('the sample has no target');

const many = (count: number, state: 'failing' | 'unfixed', title = 'a fault of some kind') =>
  Array.from({ length: count }, (_, index) =>
    finding({
      id: `CVE-${index}`,
      severity: 'high',
      title,
      state,
      package: web.findings[0]?.package ?? {
        name: '',
        version: '',
        ecosystem: '',
        purl: '',
        locations: [],
      },
    }),
  );

describe('the size of the summary', () => {
  it.each([
    [
      'many findings',
      {
        ...closed,
        targets: [{ ...web, findings: [...many(5000, 'failing'), ...many(5000, 'unfixed')] }],
      },
    ],
    [
      'many targets',
      {
        ...closed,
        targets: Array.from({ length: 400 }, () => ({ ...web, findings: many(30, 'failing') })),
      },
    ],
    [
      'long texts',
      { ...closed, targets: [{ ...web, findings: many(600, 'failing', '<&|'.repeat(2000)) }] },
    ],
    [
      'many messages',
      {
        ...closed,
        policy: { ...closed.policy, notices: Array.from({ length: 5000 }, () => '<'.repeat(1000)) },
      },
    ],
  ])('stays below 900 KiB with %s, and keeps the verdict', (_, result) => {
    const text = markdown.render(result, options);
    expect(Buffer.byteLength(text)).toBeLessThan(901 * 1024);
    expect(text).toContain('## ⛔ Portcullis: gate closed');
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  it('says what was left out and where it is', () => {
    const targets = Array.from({ length: 4000 }, () => ({ ...web, findings: many(3, 'failing') }));
    const text = markdown.render(
      { ...closed, targets },
      { ...options, fullReport: 'out/result.json' },
    );
    expect(text).toMatch(
      /\d+ sections left out to keep this page short: see <code>out\/result&#46;json<\/code>\.\n$/,
    );
  });

  it('cuts a long list rather than leaving it out', () => {
    const text = markdown.render(
      { ...closed, targets: [{ ...web, findings: many(5000, 'failing') }] },
      options,
    );
    expect(text).toContain('**Closes the gate: 5000**');
    expect(text).toMatch(/… and \d+ more\./);
  });
});

const hasRenderer = spawnSync('cmark-gfm', ['--version']).status === 0;

function toHtml(text: string): string {
  const extensions = ['table', 'autolink', 'strikethrough'].flatMap((name) => ['-e', name]);
  const run = spawnSync('cmark-gfm', ['--unsafe', ...extensions], {
    input: text,
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  return run.stdout;
}

function textOf(html: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return html
    .replaceAll(/<\/?(?:p|code)>/g, '')
    .replaceAll(/&(amp|lt|gt|quot);/g, (_, name: string) => entities[name] ?? '')
    .replaceAll('\u200b', '')
    .replace(/\n$/, '');
}

describe.skipIf(!hasRenderer)('a renderer of GitHub’s Markdown (cmark-gfm)', () => {
  const visible = fc
    .string({
      unit: fc.constantFrom(...Array.from('`*_~[]()<>#+-!|\\&;:/@.$"\'{}= a1w')),
      minLength: 1,
      maxLength: 40,
    })
    .map((text) => text.trim().replaceAll(/ +/g, ' '))
    // What printable() does to commands is not the renderer's matter.
    .filter((text) => text !== '' && !text.startsWith('::') && !text.includes('##['));

  it('shows escaped text as it is, in running text and in code', () => {
    fc.assert(
      fc.property(visible, (text) => {
        expect(textOf(toHtml(`x ${markdownText(text)}`))).toBe(`x ${text}`);
        expect(textOf(toHtml(markdownCode(text)))).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('finds no other elements in a hostile summary than in a harmless one', () => {
    const elements = (text: string) =>
      toHtml(markdown.render(hostile(text), options))
        .match(/<[a-z0-9]+/g)
        ?.filter((name) => name !== '<wbr');
    const harmless = elements('a');
    const nasty = [
      '<script>x</script>',
      '</td><img src=x>',
      '| a | b |',
      '`x`',
      '[a](http://x.example)',
      'http://x.example www.x.example',
      '**b** __c__ ~~d~~',
      '# x',
      '- x',
      '1. x',
      '<!--',
      '<details>',
      'a@b.example',
      '\n\n# x\n',
      '&lt;b&gt;',
    ];
    expect(nasty.filter((text) => !isDeepStrictEqual(elements(text), harmless))).toEqual([]);
    const isLinked = (text: string) =>
      toHtml(markdown.render(hostile(text), options)).includes('<a href="http');
    expect(nasty.filter(isLinked)).toEqual([]);
  });
});
