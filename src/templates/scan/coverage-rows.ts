// Rows of the coverage that a scan of templates makes: faults, links, files that are not read.
import type { CoverageRow } from '../../model/coverage.ts';
import { ScanError } from '../../model/errors.ts';
import { errorOf, type JsonDocument } from '../arm/syntax/document.ts';
import type { Gap } from '../resource.ts';
import { whereOf } from '../source.ts';

/** Faults of one file that are told; the rest is counted. */
const maxTold = 3;
const maxListed = 5;

function sentence({ message, hint }: ScanError): string {
  return hint === undefined ? message : `${message} (${hint.replace(/\.$/, '')})`;
}

/** The file of a place `file:line:column`. */
function fileOf(where: string): string {
  return where.replace(/(?::\d+){1,2}$/, '');
}

/** One row a file: its first faults, and how many more there are. */
export function faultRows(faults: readonly ScanError[]): CoverageRow[] {
  const byFile = new Map<string, Map<string, ScanError>>();
  for (const fault of faults) {
    const file = fileOf(fault.where);
    const known = byFile.get(file) ?? new Map<string, ScanError>();
    byFile.set(file, known.set(fault.message, fault));
  }
  return [...byFile].map(([file, messages]) => {
    const told = [...messages.values()].slice(0, maxTold).map(sentence);
    const more = messages.size - told.length;
    if (more > 0) told.push(`and ${more} more`);
    const reason = told.join('; ');
    return { what: `path:${file}`, status: 'partial', reason, incomplete: true };
  });
}

/** What Azure would refuse in a text: the first is the cause, what follows mostly its consequence. */
export function syntaxFault(document: JsonDocument): ScanError | undefined {
  const errors = document.problems.filter(({ level }) => level !== 'warning');
  const [first] = errors;
  if (first === undefined) return undefined;
  const error = errorOf(document, first);
  if (errors.length === 1) return error;
  const more = `${errors.length - 1} more`;
  const hint = error.hint === undefined ? more : `${error.hint.replace(/\.$/, '')}; ${more}`;
  const message = error.message.slice(error.where.length + 2);
  return new ScanError(error.code, error.where, message, { hint });
}

export function gapRow({ link, message, span }: Gap): CoverageRow {
  const reason = `${whereOf(span)}: ${message}`;
  return { what: `template-link:${link}`, status: 'not-scanned', reason, incomplete: true };
}

/** A template whose `$schema` is misspelt is scanned all the same; Azure refuses it. */
export function schemaRow(shown: string, schema: string): CoverageRow {
  const reason = `its $schema ${schema.slice(0, 200)} is none of Azure's for templates`;
  return { what: `path:${shown}`, status: 'partial', reason, incomplete: false };
}

/** A linked template whose address names a ref: another state of it may be deployed than the one that was read. */
export function refRow(link: string, ref: string): CoverageRow {
  const reason = `its address names ${ref}; what was read is what is checked out`;
  return { what: `template-link:${link}`, status: 'scanned', reason, incomplete: false };
}

/** `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, maxListed).join(', ');
  return names.length > maxListed ? `${shown} and ${names.length - maxListed} more` : shown;
}

/** Bicep files; a fault only where one is a target itself. */
export function bicepRow(names: readonly string[], isNamed: boolean): CoverageRow {
  const reason = `Bicep is not read yet: ${listed(names)}; compile it with «bicep build» and scan the result`;
  return { what: 'not-read-yet:bicep', status: 'not-scanned', reason, incomplete: isNamed };
}

/** A parameter file whose template is not there. */
export function orphanRow(shown: string, named: string | undefined, isNamed: boolean): CoverageRow {
  const reason =
    named === undefined
      ? `${shown}:1:1: there is no template beside it that it is named after (X.json of X.parameters.json), and its metadata names none`
      : `${shown}:1:1: the template ${named} that its metadata names is not there`;
  return { what: `parameters:${shown}`, status: 'not-scanned', reason, incomplete: isNamed };
}

/** The row of what was evaluated. */
export function scannedRow(count: Readonly<Record<string, number>>): CoverageRow {
  const words = Object.entries(count)
    .filter(([, number]) => number > 0)
    .map(
      ([what, number]) =>
        `${number} ${number === 1 ? what.replace(/ies$/, 'y').replace(/s$/, '') : what}`,
    );
  return { what: 'templates', status: 'scanned', reason: words.join(', '), incomplete: false };
}

/** Files of a target that earlier ones hold, too: what they say stands there. */
export function repeatedRow(references: readonly string[]): CoverageRow {
  const reason = `some or all of it is already in ${listed(references)}`;
  return { what: 'templates', status: 'scanned', reason, incomplete: false };
}
