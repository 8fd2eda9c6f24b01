import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webAddresses } from './addresses.ts';
import { shortened } from './lines.ts';
import { safeJson } from './safe-json.ts';
import { closed, finding } from './testdata/results.ts';
import { cut, pad, widthOf, wrap } from './width.ts';
import { groupFindings, instructionText, originText, sparedText } from './wording.ts';

describe('instructionText', () => {
  it.each([
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
    ['/bin/sh -c apt-get update', 'RUN apt-get update'],
    ['RUN /bin/sh -c npm ci # buildkit', 'RUN npm ci'],
    ['COPY dist /app # buildkit', 'COPY dist /app'],
    ['|1 A=b /bin/sh -c make', 'RUN make'],
    ['RUN a   \n  && b', 'RUN a && b'],
    [`ADD file:${'ab'.repeat(32)} in /`, 'ADD file:abababababab… in /'],
    ['', ''],
  ])('%j: %s', (created, expected) => {
    expect(instructionText(created)).toBe(expected);
  });

  it('names the layer', () => {
    expect(originText({ kind: 'layer', index: 2, diffId: 'sha256:0', createdBy: 'RUN x' })).toBe(
      'layer 2: RUN x',
    );
    expect(originText({ kind: 'layer', index: 2, diffId: 'sha256:0' })).toBe('layer 2');
    expect(originText({ kind: 'volume', volume: '1' })).toBe('volume 1');
    expect(originText(undefined)).toBe('');
  });
});

describe('groupFindings', () => {
  const findings = closed.targets.flatMap((target) => target.findings);
  it('puts what closes the gate first, keeps a package together, loses nothing', () => {
    const groups = groupFindings(findings);
    expect(groups.map(({ first }) => first.package?.name ?? first.id)).toEqual([
      'lodash',
      'EOL-debian-10',
      'openssl',
      'coverage-layer',
      'requests',
    ]);
    expect(groups.flatMap((group) => group.findings)).toHaveLength(findings.length);
  });

  it('does not depend on the order of findings', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(findings, { minLength: findings.length }), (shuffled) => {
        expect(groupFindings(shuffled)).toEqual(groupFindings(findings));
      }),
    );
  });

  it('counts what does not close it', () => {
    expect(sparedText(findings)).toBe(
      '1 not scanned, 1 excepted, 1 no fix known, 2 below threshold, 1 not gating',
    );
    expect(sparedText([])).toBe('');
  });

  it('keeps two installations of one package apart', () => {
    const at = (path: string) =>
      finding({
        id: 'x',
        severity: 'low',
        title: 't',
        package: {
          name: 'a',
          version: '1',
          ecosystem: 'npm',
          purl: 'pkg:npm/a@1',
          locations: [path],
        },
      });
    expect(groupFindings([at('one'), at('two'), at('one')])).toHaveLength(2);
  });
});

describe('width', () => {
  it.each([
    ['abc', 3],
    ['漢字', 4],
    ['e\u0301', 1],
    ['→…·✗', 4],
    ['ｆｕｌｌ', 8],
    ['한글', 4],
    ['🔒', 2],
    ['', 0],
  ])('%s takes %i cells', (text, cells) => {
    expect(widthOf(text)).toBe(cells);
  });

  const text = fc.string({
    unit: fc.constantFrom('a', ' ', '漢', '🔒', 'e\u0301', '-'),
    maxLength: 40,
  });
  it('cut, pad and wrap keep to it, wrap keeps every character', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (text, cells) => {
        expect(widthOf(cut(text, cells))).toBeLessThanOrEqual(cells);
        expect(widthOf(pad(text, cells))).toBe(Math.max(cells, widthOf(text)));
        const lines = wrap(text, cells);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(cells);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  it('cuts without halving a character', () => {
    expect(cut('漢字漢字', 4)).toBe('漢…');
    expect(cut('abc', 0)).toBe('');
    expect(shortened(`${'a'.repeat(8)}🔒x`, 10)).toBe('aaaaaaaa…');
  });
});

describe('safeJson', () => {
  it('gives back every value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(safeJson(plain))).toEqual(plain);
      }),
    );
  });

  it.each([
    ['##vso[x]', '"\\u0023#vso[x]"\n'],
    ['a##[error]', '"a\\u0023#[error]"\n'],
    ['###[x]', '"#\\u0023#[x]"\n'],
    ['::error::x', '"\\u003a:error::x"\n'],
    ['a::b', '"a::b"\n'],
    ['\u2028\u202e', '"\\u2028\\u202e"\n'],
  ])('writes %j as %s', (text, expected) => {
    expect(safeJson(text)).toBe(expected);
    expect(JSON.parse(expected)).toBe(text);
  });
});

describe('webAddresses', () => {
  it('lets only plain web addresses through', () => {
    const good = 'https://osv.dev/vulnerability/CVE-2024-1?a=b&c=d#e';
    const bad = [
      'javascript:alert(1)',
      'https://x/<script>',
      'https://x/a b',
      'ftp://x',
      'https://x/](y)',
      '',
      'https://x/"',
      'https://',
      `https://x/${'a'.repeat(3000)}`,
    ];
    expect(webAddresses([...bad, good, good], 1)).toEqual([good]);
  });
});
