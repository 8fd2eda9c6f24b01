// Mends templates in their files: plans and tries the edits in memory, then writes, or shows the difference only.

import { readFile } from 'node:fs/promises';
import { UserError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { nearest } from '../model/nearest.ts';
import type { Runtime } from '../model/runtime.ts';
import { Exceptions } from '../policy/exceptions.ts';
import type { Policy } from '../policy/policy.ts';
import { fixStateOf, secretsIn } from '../templates/fix/fix-state.ts';
import {
  type FixResult,
  fixTemplates,
  nothingKnown,
  type Rejudge,
} from '../templates/fix/fix-templates.ts';
import { type Rewriting, rewriteAll } from '../templates/fix/rewrite.ts';
import { WritableFiles } from '../templates/fix/writable-files.ts';
import { templateRules } from '../templates/rules/list.ts';
import type { TemplateRequest, TemplateScan } from '../templates/scan/request.ts';
import { scanTemplates } from '../templates/scan/scan-templates.ts';
import { decodeText } from '../templates/source.ts';
import { Differences } from './fix-differences.ts';
import type { FixedFile, TemplateFixes } from './request.ts';

/** The new texts by absolute path; they come by the paths that messages show. */
function byPath(
  texts: ReadonlyMap<string, string>,
  { paths }: TemplateScan,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [shown, text] of texts) found.set(paths.get(shown) ?? shown, text);
  return found;
}

const allAgents = 'agents';

function isMeant(word: string, { id, kind }: Pick<Finding, 'id' | 'kind'>): boolean {
  const [own, asked] = [id.toLowerCase(), word.toLowerCase()];
  return asked === allAgents ? kind === 'agent' : own === asked || own.startsWith(`${asked}.`);
}

/** Throws UserError USAGE for a word that no rule is called. */
function checkWords(words: readonly string[]): void {
  for (const word of words) {
    if (templateRules.some((rule) => isMeant(word, rule))) continue;
    const names = [allAgents, ...templateRules.flatMap(({ id }) => [id, id.replace(/\..*/, '')])];
    const like = nearest(word, names);
    throw new UserError('USAGE', `fix-only: there is no rule ${word}`, {
      hint: `Name rules (portcullis rules lists them) or ${allAgents}.${like === undefined ? '' : ` Did you mean ${like}?`}`,
    });
  }
}

function filesOf(
  paths: readonly string[],
  { mended }: FixResult,
  writable: WritableFiles,
): readonly FixedFile[] {
  return paths.map((path) => {
    const rules = new Map<string, number>();
    for (const each of mended) {
      if (each.path === path) rules.set(each.ruleId, (rules.get(each.ruleId) ?? 0) + 1);
    }
    return {
      path,
      rules: [...rules].sort(([left], [right]) => (left < right ? -1 : 1)),
      isOutside: writable.isOutside(path),
    };
  });
}

/**
 * Mends what edits can mend. `mode` print: writes nothing. `only`: findings of these rules, or of `agents`. Rejects
 * with UserError where a file changed meanwhile or may not be written.
 */
export async function fixFiles(
  request: TemplateRequest,
  mode: 'write' | 'print',
  only: readonly string[],
  policy: Policy,
  runtime: Runtime,
): Promise<TemplateFixes> {
  checkWords(only);
  const traced: TemplateRequest = { ...request, keepsEvaluations: true };
  const first = await scanTemplates(traced, runtime);
  // What the policy excepts is meant to be as it is.
  const exceptions = new Exceptions(policy, request.now);
  const [target = ''] = request.targets.map(({ reference }) => reference);
  const isWanted = (finding: Finding) =>
    (only.length === 0 || only.some((word) => isMeant(word, finding))) &&
    exceptions.for(finding, { kind: 'arm', reference: target, identity: {} }) === undefined;
  const stateOf = (scan: TemplateScan) => fixStateOf(scan, request.policy, isWanted);
  const rejudge: Rejudge = async (texts) =>
    stateOf(await scanTemplates({ ...traced, overlay: byPath(texts, first) }, runtime));
  const writable = new WritableFiles(
    request.targets.map(({ text }) => text),
    first.paths,
  );
  const result = await fixTemplates(stateOf(first), rejudge, (path) => writable.refusal(path));
  const differences = new Differences(secretsIn(first), runtime);
  const changed: Rewriting[] = [];
  for (const [shown, after] of result.texts) {
    const path = writable.realPath(shown);
    const bytes = await readFile(path);
    const before = decodeText(bytes);
    if (before === after) continue;
    differences.add(shown, bytes, after, writable);
    changed.push({ path, shown, before, after });
  }
  if (mode === 'write') await rewriteAll(changed);
  const { mended, left } = result;
  const asked = mended.flatMap((each) => each.asked);
  return {
    mode,
    diff: differences.diff,
    files: filesOf(
      changed.map(({ shown }) => shown),
      result,
      writable,
    ),
    mended: mended.length,
    parameters: asked.filter(
      ({ path, name }, index) =>
        asked.findIndex((each) => each.path === path && each.name === name) === index,
    ),
    notes: [
      ...new Set(mended.flatMap((each) => (each.asked.length > 0 ? [] : (each.note ?? [])))),
      ...(mode === 'print' ? differences.notes() : []),
    ],
    left: left.map((each) => ({ ...each, isPlanned: each.reason !== nothingKnown })),
  };
}
