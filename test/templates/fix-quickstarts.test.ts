// Fixes all public templates with machines: no crash, additions only, taken by another parser, final.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@humanwhocodes/momoa';
import { describe, expect, it } from 'vitest';
import type { Runtime } from '../../src/model/runtime.ts';
import { defaultTemplatePolicy } from '../../src/model/template-policy.ts';
import { fixStateOf } from '../../src/templates/fix/fix-state.ts';
import { fixTemplates, textsOf } from '../../src/templates/fix/fix-templates.ts';
import { unifiedDiff } from '../../src/templates/fix/unified-diff.ts';
import type { TemplateRequest } from '../../src/templates/scan/request.ts';
import { scanTemplates } from '../../src/templates/scan/scan-templates.ts';

const shared = process.env['PORTCULLIS_SHARED'] ?? '../shared';
const folder = join(shared, 'arm/quickstarts');
const now = new Date('2026-11-25T12:00:00Z');
const runtime: Runtime = {
  now: () => now,
  env: {},
  log: { debug() {}, info() {}, warn() {} },
  temporaryFolder: '.',
  signal: new AbortController().signal,
};
const isMissingAgent = ({ id }: { readonly id: string }) => /^AGT00[123]$/.test(id);

function requestFor(text: string): TemplateRequest {
  return {
    targets: [{ text, reference: text }],
    context: { parameters: [] },
    policy: { ...defaultTemplatePolicy, requireAgents: [{ anyOf: ['qualys'] }] },
    now,
    keepsEvaluations: true,
  };
}

async function fix(request: TemplateRequest, overlay: ReadonlyMap<string, string>) {
  const first = await scanTemplates({ ...request, overlay }, runtime);
  const state = fixStateOf(first, request.policy, isMissingAgent);
  const pathOf = (shown: string) => first.paths.get(shown) ?? shown;
  const result = await fixTemplates(state, async (texts) => {
    const changed = [...texts].map(([shown, text]) => [pathOf(shown), text] as const);
    const scan = await scanTemplates(
      { ...request, overlay: new Map([...overlay, ...changed]) },
      runtime,
    );
    return fixStateOf(scan, request.policy, isMissingAgent);
  });
  return { result, before: textsOf(state), pathOf };
}

// Skipped where the folder of public templates is not there (PORTCULLIS_SHARED).
describe.skipIf(!existsSync(folder))('public templates', () => {
  it('are mended by additions alone, once', async () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.json') && !file.includes('parameters'),
    );
    expect(files.length).toBeGreaterThan(50);
    let mended = 0;
    for (const file of files) {
      const request = requestFor(join(folder, file));
      const { result, before, pathOf } = await fix(request, new Map());
      mended += result.mended.length;
      for (const [shown, text] of result.texts) {
        parse(text, { mode: 'jsonc', allowTrailingCommas: true });
        const lines = unifiedDiff(shown, before.get(shown) ?? '', text).split('\n');
        expect([file, ...lines.filter((line) => /^-(?!--)/.test(line))]).toEqual([file]);
      }
      const changed = [...result.texts].map(([shown, text]) => [pathOf(shown), text] as const);
      const again = await fix(request, new Map(changed));
      expect([file, ...again.result.texts.keys()]).toEqual([file]);
    }
    expect(mended).toBeGreaterThan(30);
  });
});
