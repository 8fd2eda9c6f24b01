import { describe, expect, it } from 'vitest';
import type { ScanResult } from '../model/result.ts';
import { cyclonedx } from './cyclonedx.ts';
import { closed, open } from './testdata/results.ts';

interface Component {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly group?: string;
  readonly purl?: string;
  readonly components?: readonly Component[];
}

interface Bom {
  readonly serialNumber: string;
  readonly metadata: { readonly component?: Component };
  readonly components: readonly Component[];
  readonly vulnerabilities: readonly {
    readonly id: string;
    readonly 'bom-ref': string;
    readonly affects: readonly { readonly ref: string }[];
    readonly analysis: { readonly state: string; readonly detail: string };
    readonly ratings: readonly { readonly severity: string; readonly method?: string }[];
  }[];
  readonly compositions?: readonly { readonly assemblies: readonly string[] }[];
}

const bom = (result: ScanResult): Bom =>
  JSON.parse(cyclonedx.render(result, { columns: 80, colour: false })) as Bom;

function flat(components: readonly Component[]): Component[] {
  return components.flatMap((one) => [one, ...flat(one.components ?? [])]);
}

const [web] = closed.targets;
if (web === undefined) throw new Error('the sample has no target');
const single: ScanResult = { ...closed, targets: [web] };

describe('CycloneDX', () => {
  it('names one target as the subject, several as components', () => {
    expect(bom(single).metadata.component).toMatchObject({
      type: 'container',
      name: web.reference,
    });
    expect(bom(closed).metadata.component).toBeUndefined();
    expect(bom(closed).components.map(({ type }) => type)).toEqual(['container', 'container']);
  });

  it('lists every package, with references that occur once', () => {
    const twice = {
      ...single,
      targets: [{ ...web, packages: [...web.packages, ...web.packages] }],
    };
    for (const [result, count] of [
      [single, 4],
      [twice, 7],
      [closed, 7],
      [open, 1],
    ] as const) {
      const { components, metadata, vulnerabilities } = bom(result);
      const all = flat(components);
      expect(all).toHaveLength(count);
      const refs = [
        ...all,
        ...vulnerabilities,
        ...(metadata.component === undefined ? [] : [metadata.component]),
      ].map((one) => one['bom-ref']);
      expect(new Set(refs).size).toBe(refs.length);
      for (const { ref } of vulnerabilities.flatMap((one) => one.affects))
        expect(refs).toContain(ref);
    }
  });

  it('ties a source package’s finding to its installed binaries', () => {
    const found = bom(single).vulnerabilities.find(({ id }) => id === 'CVE-2024-6119');
    expect(found?.affects).toEqual([
      { ref: 'pkg:deb/debian/libssl3@3.0.14-1~deb12u1?arch=amd64&distro=debian-12' },
    ]);
  });

  it('says what the policy made of it, and gives the severity that counted first', () => {
    const found = bom(single).vulnerabilities.find(({ id }) => id === 'CVE-2021-23337');
    expect(found?.analysis).toEqual({
      state: 'in_triage',
      detail: expect.stringContaining('Excepted until'),
    });
    const lodash = bom(single).vulnerabilities.find(({ id }) => id === 'CVE-2019-10744');
    expect(lodash?.ratings.map(({ severity, method }) => [severity, method])).toEqual([
      ['critical', undefined],
      ['critical', 'CVSSv31'],
    ]);
  });

  it('keeps end of life and gaps out of the vulnerabilities, and names what is incomplete', () => {
    const { vulnerabilities, compositions } = bom(closed);
    expect(vulnerabilities).toHaveLength(7);
    expect(compositions?.[0]?.assemblies).toHaveLength(2);
    expect(bom(open).compositions).toBeUndefined();
  });

  it('splits an npm scope off', () => {
    const scoped = {
      ...single,
      targets: [
        {
          ...web,
          packages: web.packages.map((one) =>
            one.manager === 'npm' ? { ...one, name: '@acme/x' } : one,
          ),
        },
      ],
    };
    expect(bom(scoped).components.find(({ group }) => group === '@acme')?.name).toBe('x');
  });

  it('has the same serial number for the same content, another for other content', () => {
    expect(bom(single).serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(bom(structuredClone(single)).serialNumber).toBe(bom(single).serialNumber);
    expect(bom({ ...single, created: '2026-11-25T00:00:00.000Z' }).serialNumber).not.toBe(
      bom(single).serialNumber,
    );
  });

  it('does not depend on the order of packages and findings', () => {
    const reversed = {
      ...single,
      targets: [
        { ...web, packages: [...web.packages].reverse(), findings: [...web.findings].reverse() },
      ],
    };
    expect(bom(reversed)).toEqual(bom(single));
  });
});
