// The severities of a finding and their order.

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** `unknown` stands outside the order: a policy places it (`unknownAs`). */
export type Severity = (typeof severities)[number] | 'unknown';
export type RankedSeverity = (typeof severities)[number];

const ranks: Readonly<Record<Severity, number>> = {
  critical: 5,
  high: 4,
  medium: 3,
  low: 2,
  info: 1,
  unknown: 0,
};

/** Orders by weight, heaviest first; `unknown` last. */
export function compareSeverity(left: Severity, right: Severity): number {
  return ranks[right] - ranks[left];
}

/** Whether `severity` is `threshold` or heavier. */
export function isAtLeast(severity: RankedSeverity, threshold: RankedSeverity): boolean {
  return ranks[severity] >= ranks[threshold];
}
