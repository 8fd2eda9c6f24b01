// Mends templates in their files: plans and tries the edits in memory, then writes, or shows the difference only.

import { readFile } from 'node:fs/promises';
import type { Finding } from '../model/finding.ts';
import type { Runtime } from '../model/runtime.ts';
import { Exceptions } from '../policy/exceptions.ts';
import type { Policy } from '../policy/policy.ts';
import { fixStateOf } from '../templates/fix/fix-state.ts';
import { fixTemplates, type Rejudge } from '../templates/fix/fix-templates.ts';
import { rewrite } from '../templates/fix/rewrite.ts';
import { unifiedDiff } from '../templates/fix/unified-diff.ts';
import type { TemplateRequest, TemplateScan } from '../templates/scan/request.ts';
import { scanTemplates } from '../templates/scan/scan-templates.ts';
import { decodeText } from '../templates/source.ts';
import type { TemplateFixes } from './request.ts';

/** The new texts by absolute path; they come by the paths that messages show. */
function byPath(
  texts: ReadonlyMap<string, string>,
  { paths }: TemplateScan,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [shown, text] of texts) found.set(paths.get(shown) ?? shown, text);
  return found;
}

/**
 * Mends what edits can mend. `mode` print: writes nothing. Rejects with UserError where a file changed meanwhile or
 * may not be written.
 */
export async function fixFiles(
  request: TemplateRequest,
  mode: 'write' | 'print',
  policy: Policy,
  runtime: Runtime,
): Promise<TemplateFixes> {
  const traced: TemplateRequest = { ...request, keepsEvaluations: true };
  const first = await scanTemplates(traced, runtime);
  // What the policy excepts is meant to be as it is.
  const exceptions = new Exceptions(policy, request.now);
  const [target = ''] = request.targets.map(({ reference }) => reference);
  const isWanted = (finding: Finding) =>
    exceptions.for(finding, { kind: 'arm', reference: target, identity: {} }) === undefined;
  const stateOf = (scan: TemplateScan) => fixStateOf(scan, request.policy, isWanted);
  const rejudge: Rejudge = async (texts) =>
    stateOf(await scanTemplates({ ...traced, overlay: byPath(texts, first) }, runtime));
  const { texts, mended, left } = await fixTemplates(stateOf(first), rejudge);
  const files: string[] = [];
  let diff = '';
  for (const [shown, after] of texts) {
    const path = first.paths.get(shown) ?? shown;
    const before = decodeText(await readFile(path));
    if (before === after) continue;
    diff += unifiedDiff(shown, before, after);
    files.push(shown);
    if (mode === 'write') await rewrite(path, shown, before, after);
  }
  return {
    mode,
    diff,
    files,
    mended: mended.length,
    notes: [...new Set(mended.flatMap(({ note }) => note ?? []))],
    left: left.map(({ ruleId, reason }) => ({ ruleId, reason })),
  };
}
