import { describe, expect, it } from 'vitest';
import type { FindingState } from '../model/finding.ts';
import type { ScanResult } from '../model/result.ts';
import { junit } from './junit.ts';
import { broken, closed, finding, open } from './testdata/results.ts';
import { element, xmlText } from './xml.ts';

const render = (result: ScanResult) => junit.render(result, { columns: 80, colour: false });
const [web] = closed.targets;
if (web === undefined) throw new Error('the sample has no target');

function suites(text: string): Record<string, string>[] {
  return [...text.matchAll(/<testsuite ([^>]*)>/g)].map(([, attributes = '']) =>
    Object.fromEntries(
      [...attributes.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    ),
  );
}

describe('JUnit', () => {
  it.each<[FindingState, string]>([
    ['failing', '<failure '],
    ['incomplete', '<error '],
    ['excepted', '<skipped '],
    ['unfixed', '<skipped '],
    ['not-gating', '<skipped '],
    ['not-affected', '<skipped '],
    ['in-baseline', '<skipped '],
    ['in-grace', '<skipped '],
    ['below-threshold', '/>'],
  ])('makes of %s a case with %s', (state, markup) => {
    const one = finding({ id: 'CVE-1', severity: 'high', title: 't', state });
    const text = render({ ...closed, targets: [{ ...web, findings: [one] }] });
    const line = text.split('\n').find((each) => each.includes('<testcase '));
    expect(line).toContain(markup);
    expect(line?.match(/<(?:failure|error|skipped) /g)?.length ?? 0).toBe(
      state === 'below-threshold' ? 0 : 1,
    );
  });

  it('counts the cases of each suite', () => {
    expect(suites(render(closed))).toMatchObject([
      { id: '0', tests: '7', failures: '2', errors: '0', skipped: '3', time: '0.930' },
      { id: '1', tests: '2', failures: '1', errors: '1', skipped: '0', time: '0' },
    ]);
  });

  it('has a passed case where nothing was found, so that the suite is not taken for an empty one', () => {
    expect(suites(render(open))).toMatchObject([{ tests: '1', failures: '0', errors: '0' }]);
    expect(render(open)).toContain('<testcase name="no findings"');
  });

  it('gives the errors of a run a suite of their own', () => {
    expect(suites(render(broken))).toMatchObject([{ name: 'run', tests: '2', errors: '2' }]);
  });

  it('names cases without versions, so that they keep their history', () => {
    const names = (result: ScanResult) => render(result).match(/<testcase name="[^"]*"/g);
    const later = {
      ...closed,
      targets: closed.targets.map((target) => ({
        ...target,
        findings: target.findings.map((one) =>
          one.package === undefined ? one : { ...one, package: { ...one.package, version: '99' } },
        ),
      })),
    };
    expect(names(later)).toEqual(names(closed));
  });

  it('cuts a suite at 10,000 cases, keeping what closes the gate', () => {
    const findings = Array.from({ length: 10_050 }, (_, index) =>
      finding({
        id: `CVE-${index}`,
        severity: 'low',
        title: 't',
        ...(index === 10_049 ? { state: 'failing' } : {}),
      }),
    );
    const text = render({ ...closed, targets: [{ ...web, findings }] });
    expect(suites(text)).toMatchObject([{ tests: '10000', failures: '1' }]);
    expect(text).toContain('<property name="leftOut" value="50 findings"/>');
  });
});

describe('xml', () => {
  it.each([
    ['<a b="c">&\'', '&lt;a b=&quot;c&quot;&gt;&amp;&apos;'],
    [']]>', ']]&gt;'],
    ['a\nb', 'a\\nb'],
    ['\ufffe\uffff\u0000', '\\u0000'],
  ])('escapes %j', (text, expected) => {
    expect(xmlText(text)).toBe(expected);
  });

  it('writes attributes in their order', () => {
    expect(element('a', { z: 1, y: '"' })).toBe('<a z="1" y="&quot;"/>');
    expect(element('a', {}, 'x')).toBe('<a>x</a>');
  });
});
