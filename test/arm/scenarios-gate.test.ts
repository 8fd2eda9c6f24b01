import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { quietRuntime } from '../../scripts/check-arm/scan.ts';
import { runGate } from '../../src/gate/run-gate.ts';

// The scenarios once more through the gate, with their policies as files: open where every machine has its agent, closed
// where one has not, or may not have.
const root = join(import.meta.dirname, 'scenarios');
const work = mkdtempSync(join(tmpdir(), 'portcullis-scenarios-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface GateCase {
  readonly form: string;
  readonly targets: readonly string[];
  readonly policy?: object;
  readonly context?: { readonly subscription?: string; readonly resourceGroup?: string };
  readonly machines: readonly { readonly outcome: string }[];
}

const cases = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
  .flatMap((name) => {
    const { policy, cases: all }: { policy: object; cases: GateCase[] } = JSON.parse(
      readFileSync(join(root, name, 'expected.json'), 'utf8'),
    );
    return all.map((each, index) => ({
      title: `${name} ${each.form}${index}`,
      name,
      policy,
      each,
    }));
  });

describe('the gate before the scenarios', () => {
  it.each(cases)('$title', async ({ title, name, policy, each }) => {
    const folder = join(work, title.replace(' ', '-'));
    cpSync(join(root, name), folder, { recursive: true });
    const file = join(folder, 'policy.yml');
    writeFileSync(file, JSON.stringify({ ...policy, ...each.policy }));

    const { result } = await runGate(
      {
        targets: each.targets.map((target) => `arm:${join(folder, target)}`),
        policy: file,
        diskScope: 'usual',
        templates: { ...each.context, parameters: [] },
        outputs: [],
        offline: true,
        skipPaths: [],
        credentials: [],
        columns: 80,
        colour: false,
      },
      quietRuntime(),
    );

    const isClosed = each.machines.some(({ outcome }) => outcome !== 'pass');
    expect(result.verdict.exitCode).toBe(isClosed ? 1 : 0);
  });
});
