import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { quietRuntime } from '../../scripts/check-arm/scan.ts';
import { defaultTemplatePolicy } from '../../src/model/template-policy.ts';
import { scanTemplates } from '../../src/templates/scan/scan-templates.ts';
import { agentShapes } from './shapes/agents.ts';
import { deploymentShapes } from './shapes/deployments.ts';
import { nameShapes } from './shapes/names.ts';
import { policyShapes } from './shapes/policies.ts';
import type { Shape } from './shapes/shape.ts';

// Shapes beyond the scenarios, written by hand: what careless matching of names, conditions and policies gets wrong.
const work = mkdtempSync(join(tmpdir(), 'portcullis-shapes-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

async function outcomes({ files, policy, parameters }: Shape) {
  const root = mkdtempSync(join(work, 'shape-'));
  for (const [name, body] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), JSON.stringify(body));
  }
  const { scanned, errors } = await scanTemplates(
    {
      targets: [{ text: root, reference: `arm:${root}` }],
      context: { parameters: parameters ?? [] },
      policy: {
        ...defaultTemplatePolicy,
        requireAgents: [{ anyOf: ['qualys'] }],
        ...policy,
        folder: root,
      },
      now: new Date('2026-11-25T00:00:00Z'),
    },
    quietRuntime(),
  );
  expect(errors).toEqual([]);
  return scanned
    .flatMap((each) => each.machines)
    .map(({ name, cells }) => ({ name, outcome: cells.map((cell) => cell.outcome).join() }));
}

describe.each([
  ['names', nameShapes],
  ['deployments', deploymentShapes],
  ['agents', agentShapes],
  ['policies', policyShapes],
] as const)('shapes of %s', (_, shapes) => {
  it.each(shapes)('$title', async (shape) => {
    const found = await outcomes(shape);
    const isAnonymous = '*' in shape.outcomes;
    const names = isAnonymous ? ['*'] : [...new Set(found.map(({ name }) => name))];
    const listed = names.map((name) => {
      const own = found.filter((each) => isAnonymous || each.name === name);
      return [name, own.map(({ outcome }) => outcome).sort()] as const;
    });
    expect(Object.fromEntries(listed)).toEqual(shape.outcomes);
  });
});
