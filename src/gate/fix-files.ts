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
import { shownDiff } from '../templates/fix/shown-diff.ts';
import { WritableFiles } from '../templates/fix/writable-files.ts';
import { templateRules } from '../templates/rules/list.ts';
import type { TemplateRequest, TemplateScan } from '../templates/scan/request.ts';
import { scanTemplates } from '../templates/scan/scan-templates.ts';
import { decodeText } from '../templates/source.ts';
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

/** How patch is kept from applying a difference; undefined where it is not. */
function encodingNote(shown: string, bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isWide
    ? `${shown} is UTF-16: the difference is that of its decoded text, which patch cannot apply; --fix keeps the encoding.`
    : undefined;
}

function textOf(bytes: Uint8Array): string {
  // Of UTF-8 the byte order mark is part of the first line for patch.
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return `${isMarked ? '\ufeff' : ''}${decodeText(bytes)}`;
}

class Differences {
  readonly #secrets: readonly string[];
  readonly #isPipeline: boolean;
  readonly #hiding: string[] = [];
  readonly #escaped: string[] = [];
  readonly #notes: string[] = [];
  diff = '';

  constructor(secrets: readonly string[], { env }: Runtime) {
    this.#secrets = secrets;
    this.#isPipeline = env['TF_BUILD'] !== undefined || env['GITHUB_ACTIONS'] !== undefined;
  }

  add(path: string, bytes: Uint8Array, after: string): void {
    const before = textOf(bytes);
    const mark = before.startsWith('\ufeff') ? '\ufeff' : '';
    const shown = shownDiff({
      path,
      before,
      after: `${mark}${after}`,
      secrets: this.#secrets,
      isPipeline: this.#isPipeline,
    });
    this.diff += shown.text;
    if (shown.hidesSecrets) this.#hiding.push(path);
    if (shown.isEscaped) this.#escaped.push(path);
    const note = encodingNote(path, bytes);
    if (note !== undefined) this.#notes.push(note);
  }

  /** Sentences about what was changed in the difference. */
  notes(): readonly string[] {
    const notes = [...this.#notes];
    if (this.#hiding.length > 0) {
      notes.push(
        `Secrets in the difference are shown as …, so that patch does not apply it to ${this.#hiding.join(', ')}; --fix does.`,
      );
    }
    if (this.#escaped.length > 0) {
      notes.push(
        `Lines that the pipeline would take for commands, or cannot show, are written otherwise in the difference of ${this.#escaped.join(', ')}.`,
      );
    }
    return notes;
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
    differences.add(shown, bytes, after);
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
