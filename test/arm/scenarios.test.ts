import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quietRuntime } from '../../scripts/check-arm/scan.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { MachineCoverage } from '../../src/model/machine-coverage.ts';
import { defaultTemplatePolicy, type TemplatePolicy } from '../../src/model/template-policy.ts';
import { scanTemplates } from '../../src/templates/scan/scan-templates.ts';

// The 25 shapes of scenarios/README.md, each in two forms, with the answers written down by hand.
const root = join(import.meta.dirname, 'scenarios');

interface Place {
  readonly file: string;
  readonly line: number;
}

interface ExpectedMachine extends Place {
  /** `*` where only the deployment knows it. */
  readonly name: string;
  readonly outcome: string;
  readonly when?: string;
}

interface ExpectedFinding extends Place {
  readonly rule: string;
  readonly outcome?: 'undecided';
  readonly names?: readonly string[];
  readonly notNames?: readonly string[];
  readonly says?: string;
  readonly optional?: boolean;
}

interface ScenarioCase {
  readonly form: string;
  readonly targets: readonly string[];
  readonly policy?: Partial<TemplatePolicy>;
  readonly context?: { readonly subscription?: string; readonly resourceGroup?: string };
  readonly machines: readonly ExpectedMachine[];
  readonly findings: readonly ExpectedFinding[];
  readonly allMachines?: boolean;
  readonly coverage?: readonly string[];
}

interface Scenario {
  readonly about: string;
  readonly policy: Partial<TemplatePolicy>;
  readonly cases: readonly ScenarioCase[];
}

/** Findings of these rules are all written down; of others only where they matter. */
const complete = /^(?:AGT00[12389]|AGT01[78]|POL00[123])$/;

const cases = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
  .flatMap((name) => {
    const text = readFileSync(join(root, name, 'expected.json'), 'utf8');
    const { about, policy, cases: all }: Scenario = JSON.parse(text);
    return all.map((each, index) => ({
      title: `${name} ${each.form}${index}: ${about}`,
      folder: join(root, name),
      policy,
      each,
    }));
  });

async function scan(folder: string, policy: Partial<TemplatePolicy>, each: ScenarioCase) {
  const { scanned, errors } = await scanTemplates(
    {
      targets: each.targets.map((target) => ({
        text: join(folder, target),
        reference: `arm:${target}`,
      })),
      context: { ...each.context, parameters: [] },
      policy: { ...defaultTemplatePolicy, ...policy, ...each.policy, folder },
      now: new Date('2026-11-25T00:00:00Z'),
    },
    quietRuntime(),
  );
  expect(errors).toEqual([]);
  return {
    findings: scanned.flatMap((one) => one.findings),
    machines: scanned.flatMap((one) => one.machines),
    coverage: scanned.flatMap((one) => one.coverage),
  };
}

const fileOf = (folder: string, path: string | undefined): string =>
  relative(folder, path ?? '')
    .split(sep)
    .join('/');

/** One line for a finding, to be read beside what was expected. */
function shownFinding(folder: string, finding: Finding): string {
  const { path, line } = finding.location ?? {};
  return `${finding.id} ${fileOf(folder, path)}:${line} ${finding.outcome ?? 'fail'}`;
}

function outcomesOf(machine: MachineCoverage): string[] {
  return machine.cells.map(({ outcome }) => outcome);
}

function isMachine(folder: string, wanted: ExpectedMachine, found: MachineCoverage): boolean {
  return (
    fileOf(folder, found.path) === wanted.file &&
    found.line === wanted.line &&
    (wanted.name === '*' || (found.names ?? [found.name]).includes(wanted.name)) &&
    (wanted.when === undefined || (found.evaluation ?? '').includes(wanted.when))
  );
}

function isAlike(left: ExpectedMachine, right: ExpectedMachine): boolean {
  return (
    left.file === right.file &&
    left.line === right.line &&
    left.when === right.when &&
    left.outcome === right.outcome
  );
}

describe('the agent scenarios', () => {
  it('are 25, each in two forms', () => {
    const forms = new Set(cases.map(({ folder, each }) => `${folder} ${each.form}`));
    expect(forms.size).toBe(50);
  });

  it.each(cases)('$title', async ({ folder, policy, each }) => {
    const { findings, machines, coverage } = await scan(folder, policy, each);

    const wanted = each.findings.filter(({ optional }) => optional !== true);
    const known = new Set(each.findings.map(({ rule }) => rule));
    const optional = new Set(each.findings.filter((one) => one.optional).map(({ rule }) => rule));
    const shown = findings
      .filter(({ id }) => (complete.test(id) || known.has(id)) && !optional.has(id))
      .map((finding) => shownFinding(folder, finding));
    expect(shown.sort()).toEqual(
      wanted
        .map(({ rule, file, line, outcome }) => `${rule} ${file}:${line} ${outcome ?? 'fail'}`)
        .sort(),
    );

    for (const { rule, file, line, names = [], notNames = [], says } of wanted) {
      const finding = findings.find(
        (one) =>
          one.id === rule &&
          fileOf(folder, one.location?.path) === file &&
          one.location?.line === line,
      );
      const text = JSON.stringify([finding?.message, finding?.location]);
      for (const name of names) expect(text).toContain(name);
      const instances = JSON.stringify([finding?.location?.resource, finding?.location?.instances]);
      for (const name of notNames) expect(instances).not.toContain(name);
      if (says !== undefined) expect(text).toContain(says);
    }

    // Instances of one declaration with one outcome may be one row with their count and the name of one of them.
    for (const machine of each.machines) {
      const alike = each.machines.filter((one) => isAlike(one, machine));
      const found = machines.filter(
        (one) => isMachine(folder, machine, one) && outcomesOf(one).includes(machine.outcome),
      );
      const line = `${machine.file}:${machine.line} ${machine.when ?? ''} ${machine.outcome}`;
      expect(`${line}: ${found.reduce((sum, { count }) => sum + count, 0)}`).toBe(
        `${line}: ${alike.length}`,
      );
      const names = alike.map(({ name }) => name);
      for (const { name } of found) expect(names.includes('*') || names.includes(name)).toBe(true);
    }
    if (each.allMachines === true) {
      const others = machines.filter(
        (one) => !each.machines.some((want) => isMachine(folder, want, one)),
      );
      expect(others.filter((one) => !outcomesOf(one).includes('not-applicable'))).toEqual([]);
    }
    for (const what of each.coverage ?? []) {
      expect(coverage.some((row) => row.what.startsWith(what))).toBe(true);
    }
  });
});
