// What a template says of findings that its author accepts: the noun, and the wording of one entry.
import type { Source, Span } from '../source.ts';

/** Longest entry in UTF-16 units; a longer one does not hold, since its end may say until when. */
export const maxEntry = 1000;

export type SuppressionForm = 'comment' | 'metadata' | 'checkov';

/** Which findings it may be for. */
export type Cover =
  /** Those of the resource, parameter or output that the object at `span` declares; its key begins at `keyStart`. */
  | { readonly kind: 'declaration'; readonly span: Span; readonly keyStart: number }
  /** Those that stand in this line, and those of a resource that begins in it or whose first member is at `start`. */
  | {
      readonly kind: 'line';
      readonly source: Source;
      readonly line: number;
      readonly start: number;
    };

export interface Suppression {
  readonly form: SuppressionForm;
  /** Rule ids or aliases, in lower case; `web002` covers `WEB002.tls`. Never empty unless `problem` is set. */
  readonly ids: readonly string[];
  /** Empty when none is given. */
  readonly reason: string;
  /** Last day on which it holds, `2027-01-31`; undefined: for ever. */
  readonly until: string | undefined;
  /** Where it is written. */
  readonly span: Span;
  readonly covers: Cover;
  /** Why it cannot hold, whatever the policy says: one clause. */
  readonly problem: string | undefined;
}

export type Entry = Pick<Suppression, 'ids' | 'reason' | 'until' | 'problem'>;

const idsAndRest = /^\s*([A-Za-z0-9][\w.-]*(?:\s*,\s*[A-Za-z0-9][\w.-]*)*)(?:\s*:\s*|\s+|$)/;
/** «expires» is how other tools say it. */
const end = /(?:^|[;,]\s*|\s)\(?(?:until|expires(?:\s+on)?)\b[\s=:]*([^;,]*?)\)?[.;]?\s*$/i;
const day = /^\d{4}-\d{2}-\d{2}$/;

function isDay(text: string): boolean {
  const time = day.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The last words may be an end: `until` and something that is, or tries to be, a day. */
function endOf(text: string): { reason: string; until: string | undefined } {
  const match = end.exec(text);
  const word = match?.[1];
  if (match === null || word === undefined) return { reason: text, until: undefined };
  // «wait until migrated» is a reason; «; until migrated» and «until May 2027» are ends gone wrong.
  if (!/[;,]/.test(match[0].charAt(0)) && !/\d/.test(word)) {
    return { reason: text, until: undefined };
  }
  return { reason: text.slice(0, match.index), until: word };
}

/**
 * Reads `RULE: reason; until 2027-01-31`; several rules are separated by commas, the colon may be a blank.
 * @example readEntry('AGT001: moves to AKS; until 2027-01-31')
 */
export function readEntry(text: string): Entry {
  const match = idsAndRest.exec(text.slice(0, maxEntry));
  const names = match?.[1];
  if (match === null || names === undefined) {
    return { ids: [], reason: '', until: undefined, problem: 'it names no rule' };
  }
  const ids = names.split(',').map((id) => id.trim().toLowerCase());
  if (text.length > maxEntry) {
    const problem = `it is longer than ${maxEntry} characters`;
    return { ids, reason: '', until: undefined, problem };
  }
  const { reason, until } = endOf(text.slice(match[0].length));
  const words = reason
    .replace(/\s+/g, ' ')
    .replace(/[\s;,-]+$/, '')
    .trim();
  const problem =
    until === undefined || isDay(until)
      ? undefined
      : `‹${until.slice(0, 40)}› behind «until» is no day such as 2027-01-31`;
  return { ids, reason: words, until, problem };
}
