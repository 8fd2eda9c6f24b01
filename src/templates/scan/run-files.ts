// The files of a run, each once whatever targets name it, and what a first look at each says.
import { basename } from 'node:path';
import type { CoverageRow } from '../../model/coverage.ts';
import type { JsonDocument } from '../arm/syntax/document.ts';
import { templateNamesOf } from './belonging.ts';
import type { FoundFile } from './find-files.ts';
import { isParameterDocument, isTemplateName, mayMatter, piecesOf } from './kinds.ts';
import { mentionsSchema, type TemplateFiles } from './template-files.ts';

export interface RunFile {
  /** Absolute, without links. */
  readonly path: string;
  readonly shown: string;
  /** Index of the first target that it belongs to. */
  readonly target: number;
  readonly isNamed: boolean;
  /** Folder of that target: the bound of links where there is no repository. */
  readonly folder: string;
}

export type FirstLook =
  /** To be parsed. */
  | { readonly kind: 'candidate' }
  | { readonly kind: 'parameters'; readonly document: JsonDocument }
  | { readonly kind: 'bicep' }
  /** Surely of no interest. */
  | { readonly kind: 'other' }
  | { readonly kind: 'left-out'; readonly row: CoverageRow };

/** Parameter files are told before templates are evaluated, whatever their names: they have no resources. */
function mayBeParameters(name: string, text: string): boolean {
  if (/\.parameters\./i.test(name) || /deploymentParameters\.json/i.test(text)) return true;
  return !/"resources"/i.test(text) && /"contentVersion"/i.test(text);
}

/** Says what a file may be, at the price of reading it. */
export function firstLook({ path, shown, isNamed }: RunFile, files: TemplateFiles): FirstLook {
  const name = basename(path);
  if (/\.bicep(?:param)?$/i.test(name)) return { kind: 'bicep' };
  const read = files.text(path, shown);
  if (read.kind === 'too-long') {
    return isNamed || mentionsSchema(path) ? { kind: 'candidate' } : { kind: 'other' };
  }
  if (read.kind === 'unreadable') {
    const reason = read.error.message;
    const row = { what: `path:${shown}`, status: 'not-scanned', reason, incomplete: true } as const;
    return { kind: 'left-out', row };
  }
  if (templateNamesOf(name).length > 0) {
    const document = files.document(path, shown);
    const isPlain = piecesOf(document).length === 0;
    if (isPlain && isParameterDocument(document)) return { kind: 'parameters', document };
  }
  if (!mayMatter(read.text) && !isTemplateName(name)) return { kind: 'other' };
  if (mayBeParameters(name, read.text)) {
    const document = files.document(path, shown);
    const kinds = piecesOf(document).map(({ kind }) => kind);
    if (kinds.length > 0 && kinds.every((kind) => kind === 'parameters')) {
      return { kind: 'parameters', document };
    }
  }
  files.mayLink(path, shown);
  return { kind: 'candidate' };
}

/** Joins what the targets found; a file that one of them names is named. */
export function runFilesOf(
  found: readonly { readonly files: readonly FoundFile[]; readonly folder: string }[],
): Map<string, RunFile> {
  const all = new Map<string, RunFile>();
  for (const [target, { files, folder }] of found.entries()) {
    for (const { path, shown, isNamed } of files) {
      const known = all.get(path);
      if (known === undefined) all.set(path, { path, shown, target, isNamed, folder });
      else if (isNamed && !known.isNamed) all.set(path, { ...known, isNamed });
    }
  }
  return all;
}
