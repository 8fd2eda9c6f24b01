// Scans template files through the room of templates, as the gate does, with a policy that asks nothing of agents.
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Finding } from '../../src/model/finding.ts';
import type { Runtime } from '../../src/model/runtime.ts';
import { defaultTemplatePolicy } from '../../src/model/template-policy.ts';
import { scanTemplates } from '../../src/templates/scan/scan-templates.ts';

export interface FoundAt {
  /** Id of our rule. */
  readonly rule: string;
  readonly line: number;
  readonly column: number;
  readonly verdict: 'fail' | 'undecided';
  readonly message: string;
  /** Type and evaluated name. */
  readonly resource: string;
}

export interface FileResult {
  readonly findings: readonly FoundAt[];
  /** Messages of what could not be read or evaluated. */
  readonly problems: readonly string[];
}

const now = new Date('2026-11-25T00:00:00Z');

export function quietRuntime(): Runtime {
  const quiet = () => {};
  return {
    now: () => now,
    env: {},
    log: { debug: quiet, info: quiet, warn: quiet },
    temporaryFolder: tmpdir(),
    signal: new AbortController().signal,
  };
}

function foundAt(finding: Finding): FoundAt {
  const { line = 0, column = 0, resource = '' } = finding.location ?? {};
  return {
    rule: finding.id,
    line,
    column,
    verdict: finding.outcome === 'undecided' ? 'undecided' : 'fail',
    message: finding.message,
    resource,
  };
}

/** Each file alone, by its absolute path; a file that could not be scanned has problems and no findings. */
export async function scanFiles(
  paths: readonly string[],
): Promise<ReadonlyMap<string, FileResult>> {
  const results = new Map<string, FileResult>();
  for (const path of paths) {
    const { scanned, errors } = await scanTemplates(
      {
        targets: [{ text: path, reference: `arm:${path}` }],
        context: { parameters: [] },
        policy: { ...defaultTemplatePolicy, requireAgents: [], inlineSuppressions: 'forbidden' },
        now,
      },
      quietRuntime(),
    );
    const findings = scanned.flatMap((each) => each.findings).map(foundAt);
    const incomplete = scanned.flatMap(({ coverage }) => coverage.filter((row) => row.incomplete));
    const problems = [
      ...errors.map(({ error }) => error.message),
      ...incomplete.map(({ what, reason }) => `${what}: ${reason ?? ''}`),
    ];
    results.set(resolve(path), { findings, problems });
  }
  return results;
}

/** What our rules say of some lines of a file: the worst wins. */
export function verdictOf(
  findings: readonly FoundAt[],
  rules: readonly string[],
  isMeant: (found: FoundAt) => boolean = () => true,
): { readonly verdict: 'pass' | 'fail' | 'undecided'; readonly at: readonly FoundAt[] } {
  const ours = findings.filter((found) => rules.includes(found.rule) && isMeant(found));
  const failing = ours.filter(({ verdict }) => verdict === 'fail');
  if (failing.length > 0) return { verdict: 'fail', at: failing };
  return ours.length > 0 ? { verdict: 'undecided', at: ours } : { verdict: 'pass', at: [] };
}
