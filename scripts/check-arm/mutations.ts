// Real samples with machines, whose agents are added, moved, renamed, put under conditions and taken away: the edit alone
// says what must come out (test/arm/mutations). Files that are no plain JSON are left to other checks.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { defaultTemplatePolicy } from '../../src/model/template-policy.ts';
import { scanTemplates } from '../../src/templates/scan/scan-templates.ts';
import { type Mutation, mutationsOf } from '../../test/arm/mutations/mutations.ts';
import {
  type Machine,
  machinesOf,
  nameLines,
  type Template,
  templateOf,
} from '../../test/arm/mutations/template.ts';
import type { Case, Verdict } from './anchors.ts';
import type { Asked, OracleResult } from './oracle.ts';
import { quietRuntime } from './scan.ts';

export interface Sample {
  /** Below the folder of samples. */
  readonly name: string;
  readonly template: Template;
  readonly machines: readonly Machine[];
}

/** Every file of a folder whose own resources hold machines, in the order of their names. */
export async function samplesIn(folder: string): Promise<Sample[]> {
  const names = await readdir(folder, { recursive: true });
  const samples: Sample[] = [];
  for (const name of names.sort()) {
    if (!name.endsWith('.json') || /parameters/i.test(name)) continue;
    const template = templateOf(await readFile(join(folder, name), 'utf8'));
    const machines = template === undefined ? [] : machinesOf(template);
    if (template !== undefined && machines.length > 0) samples.push({ name, template, machines });
  }
  return samples;
}

interface Answer {
  readonly outcome: Verdict | 'none';
  /** What cannot be known, of an undecided one. */
  readonly unknown: string | undefined;
}

const worstFirst = ['fail', 'undecided', 'pass'] as const;

/** What the scan says of each of the template's own machines; `none` where it does not know the machine. */
async function answersTo(
  mutation: Mutation,
  machines: readonly Machine[],
  root: string,
): Promise<Answer[]> {
  for (const [name, text] of Object.entries(mutation.files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  const { deployedTogether } = mutation;
  const runtime = quietRuntime();
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
      now: runtime.now(),
    },
    runtime,
  );
  const covered = scanned.flatMap((each) => each.machines);
  const main = join(root, 'main.json');
  return nameLines(mutation.files['main.json'] ?? '', machines).map((line) => {
    const cells = covered
      .filter((each) => resolve(each.path) === main && each.line === line)
      .flatMap((each) => each.cells);
    const outcome = worstFirst.find((name) => cells.some((cell) => cell.outcome === name));
    const unknown = cells.find((cell) => cell.outcome === 'undecided')?.reason;
    return { outcome: outcome ?? 'none', unknown };
  });
}

/** Cases of one sample: each of its machines under each mutation of each machine. */
export async function mutationCases(sample: Sample, work: string): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [index, machine] of sample.machines.entries()) {
    for (const mutation of mutationsOf(sample.template, machine)) {
      const root = await mkdtemp(join(work, 'mutation-'));
      const answers = await answersTo(mutation, sample.machines, root);
      await rm(root, { recursive: true, force: true });
      for (const [at, { outcome, unknown }] of answers.entries()) {
        const theirs = at === index ? mutation.expected : mutation.others;
        const isNamed = outcome !== 'undecided' || unknown !== undefined;
        // An undecided one that names no unknown is as wrong as another outcome.
        const ours = outcome === 'none' || !isNamed ? opposite(theirs) : outcome;
        const shown = unknown === undefined ? '' : `: ${unknown.replaceAll(root, '')}`;
        const where = `${sample.name} ${machine.name}, ${mutation.title}; ${sample.machines[at]?.name}${shown}`;
        cases.push({ anchor: 'mutations', where, theirs, ours, resources: [] });
      }
    }
  }
  return cases;
}

const opposite = (verdict: Verdict): Verdict => (verdict === 'pass' ? 'fail' : 'pass');

/** `path` is the folder of samples. */
export async function checkMutations({ path }: Asked): Promise<OracleResult> {
  const work = await mkdtemp(join(tmpdir(), 'portcullis-mutations-'));
  try {
    const cases: Case[] = [];
    for (const sample of await samplesIn(path)) cases.push(...(await mutationCases(sample, work)));
    return { name: 'mutations', cases, notOurs: 0, unmapped: new Map() };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
