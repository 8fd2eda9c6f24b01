// The few lines that a host shows beside the run: each keeps ten errors and ten warnings a step.

import type { JudgedFinding } from '../model/finding.ts';
import type { ScanResult } from '../model/result.ts';
import { shortened } from './lines.ts';
import {
  closingText,
  compareForPeople,
  fixText,
  groupFindings,
  isPlaced,
  plural,
  reasonOf,
} from './wording.ts';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  /** Untrusted text, as `message` is: the host passes both through `printable()`. */
  readonly title: string;
  readonly message: string;
  /** A file of the checkout; only where a finding has a line in it. */
  readonly file?: string;
  readonly line?: number;
}

const longestTitle = 200;
const longestMessage = 1000;
const mostIds = 5;

function placeOf({ location }: JudgedFinding): Pick<Annotation, 'file' | 'line'> {
  if (location?.path === undefined || location.line === undefined) return {};
  return { file: location.path, line: location.line };
}

/** One annotation for all findings of one package: the foremost speaks, the others are named. */
function annotationOf(
  findings: readonly JudgedFinding[],
  level: Annotation['level'],
  reference: string,
): Annotation | undefined {
  const [first, ...others] = findings;
  if (first === undefined) return undefined;
  const { package: about } = first;
  const place = first.location?.resource;
  const subject =
    about === undefined
      ? place === undefined || !isPlaced(first)
        ? ''
        : `: ${place}`
      : ` in ${about.name} ${about.version}`;
  const ids = others.slice(0, mostIds).map(({ id }) => id);
  const rest = others.length - ids.length;
  const also =
    ids.length === 0 ? '' : ` Also ${ids.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
  const fix = fixText(first);
  return {
    level,
    title: shortened(`${first.severity} ${first.id}${subject}`, longestTitle),
    message: shortened(
      isPlaced(first)
        ? `${closingText(first)} ${first.stateReason}`
        : `${first.title}${fix === '' ? '' : ` (${fix})`}. ${first.stateReason}${also} Target: ${reference}`,
      longestMessage,
    ),
    ...placeOf(first),
  };
}

/**
 * At most `limit` errors and `limit` warnings, the weightiest first; where there are more, the last of its level says
 * how many. Errors: the run's errors, what closes the gate, gaps in the coverage. Warnings: the policy's notices.
 */
export function annotationsOf(result: ScanResult, limit = 9): Annotation[] {
  const errors: Annotation[] = result.errors.map(({ code, message, hint, target }) => ({
    level: 'error',
    title: shortened(target === undefined ? code : `${code}: ${target}`, longestTitle),
    message: shortened(hint === undefined ? message : `${message}. ${hint}`, longestMessage),
  }));
  const closing = result.targets.flatMap(({ findings, reference }) => {
    const failing = findings.filter(({ state }) => state === 'failing');
    // A host shows an annotation at its line, so that each line has its own.
    const placed = failing.filter(isPlaced).map((first) => ({ first, findings: [first] }));
    const groups = groupFindings(failing.filter((finding) => !isPlaced(finding)));
    return [...placed, ...groups].map((group) => ({ group, reference }));
  });
  closing.sort((left, right) => compareForPeople(left.group.first, right.group.first));
  for (const { group, reference } of closing) {
    const annotation = annotationOf(group.findings, 'error', reference);
    if (annotation !== undefined) errors.push(annotation);
  }
  for (const { reference, findings } of result.targets) {
    for (const finding of findings.filter(({ state }) => state === 'incomplete')) {
      errors.push({
        level: 'error',
        title: shortened(finding.title, longestTitle),
        message: shortened(`${finding.stateReason} Target: ${reference}`, longestMessage),
        ...placeOf(finding),
      });
    }
  }
  const warnings = result.policy.notices.map(
    (notice): Annotation => ({
      level: 'warning',
      title: 'Policy',
      message: shortened(notice, longestMessage),
    }),
  );
  return [...capped(errors, limit, result), ...capped(warnings, limit, result)];
}

function capped(list: readonly Annotation[], limit: number, result: ScanResult): Annotation[] {
  const [first] = list;
  if (first === undefined || list.length <= limit) return [...list];
  const shown = list.slice(0, Math.max(0, limit - 1));
  const more = list.length - shown.length;
  shown.push({
    level: first.level,
    title: `… and ${more} more`,
    message: shortened(
      `${plural(more, 'more annotation')} in the report. ${reasonOf(result.verdict.reason)}`,
      longestMessage,
    ),
  });
  return shown;
}
