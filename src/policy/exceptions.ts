// Exceptions: which one holds for a finding, and what its owner should be told.

import type { Finding } from '../model/finding.ts';
import type { Target } from '../model/target.ts';
import { matchesWildcard } from '../model/wildcard.ts';
import type { Exception, Policy } from './policy.ts';

const dayMs = 86_400_000;
const noticeDays = 14;

/** Whole days from today to the exception's last day, in UTC; negative once it has expired. */
export function daysLeft(exception: Exception, now: Date): number {
  const today = Date.parse(now.toISOString().slice(0, 10));
  return Math.round((Date.parse(`${exception.expires}T00:00:00Z`) - today) / dayMs);
}

/**
 * Whether a policy's target pattern means this target: its reference as the user wrote it, with or without the scheme.
 * Never the tags that an image gives itself: whoever builds it could choose the exception.
 */
export function isForTarget(pattern: string | undefined, target: Target): boolean {
  if (pattern === undefined) return true;
  const { kind, reference } = target;
  const names = [reference];
  if (reference.startsWith(`${kind}:`)) names.push(reference.slice(kind.length + 1));
  else names.push(`${kind}:${reference}`);
  return names.some((name) => matchesWildcard(pattern, name));
}

/** Ids by which an exception may name a finding: its own, its aliases, and of a check `WEB002.tls` its row `WEB002`. */
function namesOf({ id, aliases, kind }: Finding): ReadonlySet<string> {
  const names = [id, ...aliases];
  const row = /^([a-z]{3}[0-9]{3})\.[^.]+$/i.exec(id)?.[1];
  if (row !== undefined && kind !== 'vulnerability') names.push(row);
  return new Set(names.map((name) => name.toLowerCase()));
}

/** Whether an exception that names the finding is for this package or resource. */
function isAbout(exception: Exception, finding: Finding): boolean {
  if (exception.resource !== undefined) {
    const { resource, path } = finding.location ?? {};
    const names = [resource, path].filter((name) => name !== undefined);
    const pattern = exception.resource.toLowerCase();
    if (!names.some((name) => matchesWildcard(pattern, name.toLowerCase()))) return false;
  }
  if (exception.package === undefined) return true;
  if (finding.package === undefined) return false;
  const { name, binaries } = finding.package;
  return exception.package === name || (binaries?.includes(exception.package) ?? false);
}

/** The exceptions of a policy by id, with what they matched in this run. */
export class Exceptions {
  readonly #policy: Policy;
  readonly #now: Date;
  readonly #byId = new Map<string, Exception[]>();
  readonly #matched = new Set<Exception>();

  constructor(policy: Policy, now: Date) {
    this.#policy = policy;
    this.#now = now;
    for (const exception of policy.exceptions) {
      const key = exception.id.toLowerCase();
      const those = this.#byId.get(key);
      if (those === undefined) this.#byId.set(key, [exception]);
      else those.push(exception);
    }
  }

  /** All that match the finding are marked as used; of those that still hold, the one that holds longest. */
  for(finding: Finding, target: Target): Exception | undefined {
    let best: Exception | undefined;
    for (const id of namesOf(finding)) {
      for (const exception of this.#byId.get(id) ?? []) {
        if (!isAbout(exception, finding) || !isForTarget(exception.target, target)) continue;
        this.#matched.add(exception);
        if (daysLeft(exception, this.#now) < 0) continue;
        if (best === undefined || exception.expires > best.expires) best = exception;
      }
    }
    return best;
  }

  /**
   * One sentence for each exception that has expired, expires within 14 days or matched nothing.
   * `isComplete`: whether everything was scanned, so that «matched nothing» means something.
   */
  notices(targets: readonly Target[], isComplete: boolean): string[] {
    const notices: string[] = [];
    for (const exception of this.#policy.exceptions) {
      const left = daysLeft(exception, this.#now);
      const { id, owner, expires, line } = exception;
      const name = `exception for ${id} (owner ${owner}, ${this.#policy.path ?? 'policy'}:${line})`;
      if (left < 0) {
        notices.push(`The ${name} expired on ${expires} and no longer holds.`);
        continue;
      }
      if (!this.#matched.has(exception)) {
        const isMeant = targets.some((target) => isForTarget(exception.target, target));
        if (isComplete && isMeant) notices.push(`The ${name} matched no finding.`);
        continue;
      }
      if (left <= noticeDays) {
        const when = left === 0 ? 'today' : left === 1 ? 'tomorrow' : `in ${left} days`;
        notices.push(`The ${name} expires ${when}, on ${expires}.`);
      }
    }
    return notices;
  }
}
