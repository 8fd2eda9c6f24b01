import { describe, expect, it } from 'vitest';
import { annotationsOf } from './annotations.ts';
import { broken, closed, finding, open } from './testdata/results.ts';

describe('annotationsOf', () => {
  it('names what closes the gate by package, then gaps, then notices', () => {
    expect(annotationsOf(closed).map(({ level, title }) => `${level}: ${title}`)).toEqual([
      'error: critical CVE-2019-10744 in lodash 4.17.11',
      'error: high EOL-debian-10',
      'error: medium CVE-2024-6119 in openssl 3.0.14-1~deb12u1',
      'error: layer:2 was not wholly scanned',
      'warning: Policy',
    ]);
  });

  it('says nothing of an open gate', () => {
    expect(annotationsOf(open)).toEqual([]);
  });

  it('brings the errors of a run with their hints', () => {
    expect(annotationsOf(broken)[1]).toEqual({
      level: 'error',
      title: 'REGISTRY_DENIED: registry:acme.azurecr.io/shop/web:1.2',
      message: 'registry acme.azurecr.io refuses (401). Log in, or name a credential.',
    });
  });

  it('keeps to the limit of each level and says how many more there are', () => {
    const findings = Array.from({ length: 30 }, (_, index) =>
      finding({
        id: `CVE-${index}`,
        severity: index === 29 ? 'critical' : 'high',
        title: 't',
        state: 'failing',
        package: { name: `p${index}`, version: '1', ecosystem: 'npm', purl: '', locations: [] },
      }),
    );
    const notices = Array.from({ length: 12 }, (_, index) => `notice ${index}`);
    const result = {
      ...open,
      policy: { ...open.policy, notices },
      targets: open.targets.map((target) => ({ ...target, findings })),
    };
    const all = annotationsOf(result);
    const errors = all.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(9);
    expect(errors[0]?.title).toBe('critical CVE-29 in p29 1');
    expect(errors[8]?.title).toBe('… and 22 more');
    expect(all.filter(({ level }) => level === 'warning')).toHaveLength(9);
    expect(annotationsOf(result, 3).filter(({ level }) => level === 'error')).toHaveLength(3);
  });

  it('names the other findings of a package in one annotation', () => {
    const about = { name: 'p', version: '1', ecosystem: 'npm', purl: '', locations: [] };
    const findings = Array.from({ length: 9 }, (_, index) =>
      finding({
        id: `CVE-${index}`,
        severity: 'high',
        title: 'A fault',
        state: 'failing',
        stateReason: 'Because.',
        fixedVersions: ['2'],
        package: about,
      }),
    );
    const result = { ...open, targets: open.targets.map((target) => ({ ...target, findings })) };
    expect(annotationsOf(result)).toEqual([
      {
        level: 'error',
        title: 'high CVE-0 in p 1',
        message:
          'A fault (→ 2). Because. Also CVE-1, CVE-2, CVE-3, CVE-4, CVE-5 and 3 more. Target: dir:rootfs',
      },
    ]);
  });

  it('points at a file only where a finding has a line in it', () => {
    const one = finding({
      id: 'R1',
      kind: 'template',
      severity: 'high',
      title: 't',
      state: 'failing',
      location: { path: 'main.json', line: 7 },
    });
    const result = {
      ...open,
      targets: open.targets.map((target) => ({ ...target, findings: [one] })),
    };
    expect(annotationsOf(result)[0]).toMatchObject({ file: 'main.json', line: 7 });
    expect(annotationsOf(closed).every(({ file }) => file === undefined)).toBe(true);
  });
});
