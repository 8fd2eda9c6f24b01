// Whether the advisories are there and young enough; judged before anything is matched.

import type { DatabaseStatus, FeedStatus, RunError } from '../model/result.ts';
import type { Policy } from './policy.ts';

const hourMs = 3_600_000;
/** A fetch time further ahead of the clock than this says nothing of the age. */
const allowedSkewHours = 24;

export interface DatabaseJudgement {
  /** What makes exit code 4: `DATABASE_MISSING` and `DATABASE_STALE`, in the order of the feeds. */
  readonly errors: readonly RunError[];
  /** A few words for the verdict line: `database 5 h old`. */
  readonly age: string;
}

/** `5 h`, `3 days`; whole hours below two days, rounded down. */
function duration(hours: number): string {
  if (hours < 1) return 'less than 1 h';
  if (hours < 48) return `${Math.floor(hours)} h`;
  return `${Math.floor(hours / 24)} days`;
}

function ageHours(feed: FeedStatus, now: Date): number | undefined {
  const fetched = feed.fetched === undefined ? Number.NaN : Date.parse(feed.fetched);
  return Number.isNaN(fetched) ? undefined : (now.getTime() - fetched) / hourMs;
}

/** The command that mends it, ready to be pasted. */
function update({ ecosystem }: FeedStatus): string {
  if (/^[a-z-]+$/.test(ecosystem) && ecosystem !== 'npm') return 'portcullis db update'; // KEV and its like come with any
  return `portcullis db update ${ecosystem.includes(' ') ? `'${ecosystem}'` : ecosystem}`;
}

function stale(feed: FeedStatus, text: string, hint: string): RunError {
  return { code: 'DATABASE_STALE', message: `the advisories for ${feed.ecosystem} ${text}`, hint };
}

function errorOf(feed: FeedStatus, policy: Policy, now: Date): RunError | undefined {
  const because = feed.reason === undefined ? '' : `: ${feed.reason}`;
  if (feed.state === 'not-offered') return undefined;
  if (feed.state === 'missing') {
    return {
      code: 'DATABASE_MISSING',
      message: `there are no advisories for ${feed.ecosystem}${because}`,
      hint: `Run “${update(feed)}” where the network is at hand, or name a folder or mirror by --feeds.`,
    };
  }
  if (!isAgeJudged(feed, policy)) return undefined;
  const age = ageHours(feed, now);
  if (age === undefined) {
    return stale(feed, 'do not say when they were fetched', `Fetch them again: ${update(feed)}.`);
  }
  if (age < -allowedSkewHours) {
    return stale(
      feed,
      `were fetched at ${feed.fetched ?? ''}, ahead of this machine’s clock`,
      `Set the clock right, or fetch them again: ${update(feed)}.`,
    );
  }
  if (age <= policy.maxAgeHours) return undefined;
  return stale(
    feed,
    `are ${duration(age)} old, the policy allows ${duration(policy.maxAgeHours)}${because}`,
    `Run “${update(feed)}”, or raise database.maxAge in the policy.`,
  );
}

/** Whether the feed's age has a say: a folder of feeds ages only where the policy sets an age. */
function isAgeJudged(feed: FeedStatus, policy: Policy): boolean {
  return feed.ages || policy.isMaxAgeSet;
}

function ageOf(status: DatabaseStatus, policy: Policy, now: Date): string {
  const ready = status.feeds.filter((feed) => feed.state === 'ready');
  if (ready.length === 0) return 'no database';
  const judged = ready.filter((feed) => isAgeJudged(feed, policy));
  if (judged.length === 0) return 'advisories from a folder, whose age is not judged';
  const ages = judged.map((feed) => ageHours(feed, now)).filter((age) => age !== undefined);
  if (ages.length === 0) return 'database of unknown age';
  return `database ${duration(Math.max(0, ...ages))} old`;
}

/**
 * Judges every feed of the database: a missing one, or one older than `database.maxAge`, is an error (exit code 4).
 * A feed that does not age by itself (a feeds folder) is judged only where the policy sets the age.
 */
export function judgeDatabase(
  status: DatabaseStatus,
  policy: Policy,
  now: Date,
): DatabaseJudgement {
  const errors = status.feeds
    .map((feed) => errorOf(feed, policy, now))
    .filter((error) => error !== undefined);
  return { errors, age: ageOf(status, policy, now) };
}
