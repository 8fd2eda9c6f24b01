// Suppressions of a run: which one holds for a finding, and what their authors should be told.
import type { InlineSuppressions } from '../../model/template-policy.ts';
import type { JsonDocument } from '../arm/syntax/document.ts';
import { type Span, whereOf } from '../source.ts';
import { suppressionsInComments } from './read-comments.ts';
import { suppressionsInMetadata } from './read-metadata.ts';
import type { Cover, Suppression } from './suppression.ts';

/** Suppressions read of one file; more is no template that someone wrote. */
export const maxSuppressions = 5000;
const noticeDays = 14;
const dayMs = 86_400_000;

/** What a finding must tell for a suppression to be found. */
export interface Suppressible {
  /** The rule's id and its aliases. */
  readonly ruleIds: readonly string[];
  /** The object of the resource that the finding is about; undefined for a parameter, an output or the template. */
  readonly declaration: Span | undefined;
  /** Where the finding stands. */
  readonly at: Span;
}

/**
 * All suppressions of a text, those that cannot hold included. Comments first, then metadata, each in the order of
 * the text.
 */
export function suppressionsIn(document: JsonDocument): Suppression[] {
  const inComments = suppressionsInComments(document.source, maxSuppressions);
  const room = maxSuppressions - inComments.length;
  return [...inComments, ...suppressionsInMetadata(document, room)];
}

/** A row's id stands for each of its checks; an alias for nothing but itself. */
function names(suppression: Suppression, ruleIds: readonly string[]): boolean {
  return ruleIds.some((ruleId, index) => {
    const id = ruleId.toLowerCase();
    return suppression.ids.some(
      (each) => each === id || (index === 0 && id.startsWith(`${each}.`)),
    );
  });
}

/** Longest text between a brace and its first member that is looked at. */
const longestHead = 10_000;

/** Whether nothing but blanks and comments stands between the brace of an object and a place in it. */
function isFirstIn({ source, start, end }: Span, place: Cover & { kind: 'line' }): boolean {
  if (source.path !== place.source.path || place.start <= start || place.start >= end) return false;
  const head = source.text.slice(start + 1, Math.min(place.start, start + longestHead));
  return head.replace(/\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g, '').trim() === '';
}

function isCovered({ covers }: Suppression, { declaration, at }: Suppressible): boolean {
  if (covers.kind === 'declaration') {
    const { span, keyStart } = covers;
    if (declaration === undefined) {
      return at.source.path === span.source.path && at.start >= keyStart && at.end <= span.end;
    }
    if (declaration.source.path !== span.source.path) return false;
    return declaration.start === span.start && declaration.end === span.end;
  }
  if (declaration !== undefined && isFirstIn(declaration, covers)) return true;
  return [declaration, at].some(
    (span) =>
      span?.source.path === covers.source.path &&
      span.source.positionAt(span.start).line === covers.line,
  );
}

/** Those that name the finding's rule and cover its place, whether they hold or not. */
function matching(suppressions: readonly Suppression[], finding: Suppressible): Suppression[] {
  return suppressions.filter((each) => names(each, finding.ruleIds) && isCovered(each, finding));
}

export class Suppressions {
  readonly #mode: InlineSuppressions;
  readonly #now: Date;
  readonly #byPath = new Map<string, readonly Suppression[]>();
  readonly #matched = new Set<Suppression>();

  constructor(mode: InlineSuppressions, now: Date) {
    this.#mode = mode;
    this.#now = now;
  }

  /** Takes the suppressions of a text; the same path again changes nothing. */
  read(document: JsonDocument): void {
    const { path } = document.source;
    if (!this.#byPath.has(path)) this.#byPath.set(path, suppressionsIn(document));
  }

  /** Of those that hold for a finding, the one that holds longest. All that match it count as used. */
  for(finding: Suppressible): Suppression | undefined {
    const paths = new Set([finding.at.source.path, finding.declaration?.source.path]);
    let best: Suppression | undefined;
    for (const path of paths) {
      if (path === undefined) continue;
      for (const each of matching(this.#byPath.get(path) ?? [], finding)) {
        this.#matched.add(each);
        if (this.#refusal(each) !== undefined) continue;
        if (best === undefined || (each.until ?? '9') > (best.until ?? '9')) best = each;
      }
    }
    return best;
  }

  /**
   * One sentence for each that does not hold, ends within 14 days, or matched nothing; in the order of paths and places.
   * `isComplete`: whether all was evaluated, so that «matched nothing» means something. checkov's, which may be for
   * checks that are not ours, are named only when they match.
   */
  notices(isComplete: boolean): string[] {
    const paths = [...this.#byPath.keys()].sort();
    return paths.flatMap((path) =>
      (this.#byPath.get(path) ?? [])
        .toSorted((left, right) => left.span.start - right.span.start)
        .flatMap((each) => this.#notice(each, isComplete) ?? []),
    );
  }

  /** Why one does not hold; undefined when it does. */
  #refusal({ problem, until, reason }: Suppression): string | undefined {
    if (this.#mode === 'forbidden') return 'is not applied: the policy forbids it (suppressions)';
    if (problem !== undefined) return `is not applied: ${problem}`;
    if (until !== undefined && this.#daysLeft(until) < 0) return `ended on ${until}`;
    if (this.#mode === 'with-reason' && reason === '') {
      return 'is not applied: it gives no reason, and the policy wants one';
    }
    return undefined;
  }

  #daysLeft(until: string): number {
    const today = Date.parse(this.#now.toISOString().slice(0, 10));
    return Math.round((Date.parse(`${until}T00:00:00Z`) - today) / dayMs);
  }

  #notice(each: Suppression, isComplete: boolean): string | undefined {
    const isMatched = this.#matched.has(each);
    const ids = each.ids.map((id) => id.toUpperCase()).join(', ');
    const name = `${whereOf(each.span)}: the suppression${ids === '' ? '' : ` of ${ids}`}`;
    const isOurs = each.form !== 'checkov';
    const refusal = this.#refusal(each);
    if (refusal !== undefined) {
      const isAlwaysSaid = each.problem !== undefined || this.#mode === 'forbidden';
      return isMatched || (isOurs && isAlwaysSaid) ? `${name} ${refusal}.` : undefined;
    }
    if (!isMatched) {
      if (!isOurs || !isComplete) return undefined;
      const where =
        each.form === 'comment'
          ? '; it must stand above the resource, its first member or the line of the finding'
          : '';
      return `${name} matches no finding${where}.`;
    }
    if (each.until === undefined) return undefined;
    const left = this.#daysLeft(each.until);
    if (left > noticeDays) return undefined;
    const when = left === 0 ? 'today' : left === 1 ? 'tomorrow' : `in ${left} days`;
    return `${name} ends ${when}, on ${each.until}.`;
  }
}
