// A JSON text that was read: its tree, its problems, and the limits of reading.
import type { ScanError } from '../../../model/errors.ts';
import { faultAt, limitAt, type Source } from '../../source.ts';
import type { JsonNode } from './node.ts';

/** Longest text in UTF-16 units. Azure takes 4 MB; generated data files beside templates are larger. */
export const maxTextLength = 40 * 1024 * 1024;
/** Objects and arrays inside one another. Azure's own readers stop far below. */
export const maxJsonDepth = 500;
/** Values of one text: 4 MB, which is what Azure takes, have some 500,000. A tree takes about 150 bytes for each. */
export const maxJsonNodes = 600_000;
/** Faults listed of one text; what follows is mostly their consequence. */
export const maxProblems = 100;

export interface JsonProblem {
  /** `error`: Azure would refuse the text. `limit`: reading stopped here. `warning`: Azure takes it, but it is odd. */
  readonly level: 'error' | 'limit' | 'warning';
  readonly message: string;
  readonly hint: string | undefined;
  readonly start: number;
  readonly end: number;
}

export interface JsonDocument {
  readonly source: Source;
  /** What could be read; undefined when there is no value at all. */
  readonly root: JsonNode | undefined;
  /** In the order of the text. */
  readonly problems: readonly JsonProblem[];
}

/** A problem as an error at its place. */
export function errorOf(document: JsonDocument, problem: JsonProblem): ScanError {
  const span = { source: document.source, start: problem.start, end: problem.end };
  return (problem.level === 'limit' ? limitAt : faultAt)(span, problem.message, problem.hint);
}

/** The one message for a text that Azure would refuse: its first error or limit. Undefined when there is none. */
export function firstError(document: JsonDocument): ScanError | undefined {
  const problem = document.problems.find(({ level }) => level !== 'warning');
  return problem && errorOf(document, problem);
}
