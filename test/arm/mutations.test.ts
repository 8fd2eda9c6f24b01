import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { quietRuntime } from '../../scripts/check-arm/scan.ts';
import { defaultTemplatePolicy } from '../../src/model/template-policy.ts';
import { scanTemplates } from '../../src/templates/scan/scan-templates.ts';
import { type Mutation, mutationsOf } from './mutations/mutations.ts';
import {
  type Machine,
  machinesOf,
  nameLines,
  type Template,
  templateOf,
} from './mutations/template.ts';

// Real samples with machines; each machine's agent is added, moved, renamed, put under conditions and taken away, and the
// edit alone says what must come out. Files that do not parse as plain JSON are left to other tests.
const folder = join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'arm/quickstarts');
const isHere = existsSync(folder);
const work = mkdtempSync(join(tmpdir(), 'portcullis-mutations-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Sample {
  readonly name: string;
  readonly template: Template;
  readonly machines: readonly Machine[];
}

function samples(): Sample[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return files.flatMap((name) => {
    if (!name.endsWith('.json') || /parameters/i.test(name)) return [];
    const template = templateOf(readFileSync(join(folder, name), 'utf8'));
    const machines = template === undefined ? [] : machinesOf(template);
    return template === undefined || machines.length === 0 ? [] : [{ name, template, machines }];
  });
}

const all = isHere ? samples() : [];

async function outcomes(mutation: Mutation, machines: readonly Machine[]) {
  const root = mkdtempSync(join(work, 'case-'));
  for (const [name, text] of Object.entries(mutation.files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const { deployedTogether } = mutation;
  const { scanned } = await scanTemplates(
    {
      targets: [{ text: root, reference: `arm:${root}` }],
      context: { parameters: [] },
      policy: {
        ...defaultTemplatePolicy,
        requireAgents: [{ anyOf: ['qualys'] }],
        deployments: deployedTogether === undefined ? [] : [deployedTogether],
        folder: root,
      },
      now: new Date('2026-11-25T00:00:00Z'),
    },
    quietRuntime(),
  );
  const lines = nameLines(mutation.files['main.json'] ?? '', machines);
  const covered = scanned.flatMap((each) => each.machines);
  const worst = ['fail', 'undecided', 'pass', 'not-applicable'];
  return lines.map((line) => {
    const own = covered.filter(
      (each) => resolve(each.path) === join(root, 'main.json') && each.line === line,
    );
    const cells = own.flatMap((each) => each.cells);
    const outcome = worst.find((name) => cells.some((cell) => cell.outcome === name)) ?? 'none';
    const unknown = cells.find((cell) => cell.outcome === 'undecided')?.reason;
    return { outcome, unknown };
  });
}

describe.skipIf(!isHere)(`mutations of the samples in ${folder}`, () => {
  it('are of at least 20 samples', () => {
    expect(all.length).toBeGreaterThanOrEqual(20);
  });

  it.each(all)('$name', async ({ template, machines }) => {
    const wrong: string[] = [];
    for (const [index, machine] of machines.entries()) {
      for (const mutation of mutationsOf(template, machine)) {
        const found = await outcomes(mutation, machines);
        for (const [at, { outcome, unknown }] of found.entries()) {
          const wanted = at === index ? mutation.expected : mutation.others;
          const title = `${machine.name}, ${mutation.title}: ${machines[at]?.name}`;
          if (outcome !== wanted)
            wrong.push(`${title} is ${outcome}, not ${wanted} ${unknown ?? ''}`);
          if (outcome === 'undecided' && unknown === undefined)
            wrong.push(`${title} names no unknown`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
