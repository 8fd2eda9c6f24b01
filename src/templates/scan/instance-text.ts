// Which of a declaration's instances a finding is about, in words and as a list.
import { shortLabels } from './evaluation-label.ts';
import type { Instance } from './group-outcomes.ts';

/** Instances named in a finding's list; the rest is counted. */
export const maxNamed = 50;
/** Instances named in the message. */
const maxInMessage = 5;

export interface InstanceText {
  /** For `location.instances`; undefined where the finding is about one thing, which the location names. */
  readonly names: readonly string[] | undefined;
  /** Goes behind the message: ` (1 of 3 instances: …)`; may be empty. */
  readonly suffix: string;
}

const unique = (texts: readonly string[]) => [...new Set(texts)];

function counted(names: readonly string[], limit: number): string[] {
  if (names.length <= limit) return [...names];
  return [...names.slice(0, limit), `and ${names.length - limit} more`];
}

/** Names alone where they tell the instances apart, else the ways to them. */
function shortened(judged: readonly Instance[]): (instance: Instance) => string {
  const names = new Set(judged.map(({ name }) => name));
  const paths = new Set(judged.map(({ path }) => path));
  const isEnough = names.size === paths.size && !names.has('');
  return ({ name, path }) => (isEnough ? name : path);
}

interface Labels {
  readonly texts: readonly string[];
  readonly kind: 'resources' | 'evaluations' | 'both';
}

/** The resources where they tell the instances apart alone, the evaluations likewise, else both. */
function labels(
  instances: readonly Instance[],
  judged: readonly Instance[],
  shown: (evaluation: string) => string,
): Labels {
  const nameOf = shortened(judged);
  const evaluationOf = ({ evaluation }: Instance) => shown(evaluation) || 'the defaults';
  const resources = new Set(judged.map(({ path }) => path));
  const evaluations = new Set(judged.map(({ evaluation }) => evaluation));
  const bad = new Set(instances.map(({ evaluation }) => evaluation));
  const badPaths = new Set(instances.map(({ path }) => path));
  const isWhole = (test: (each: Instance) => boolean) =>
    judged.filter(test).length === instances.filter(test).length;
  if (resources.size > 1 && isWhole(({ path }) => badPaths.has(path))) {
    const isEvaluationWhole =
      bad.size < evaluations.size && isWhole(({ evaluation }) => bad.has(evaluation));
    // Resources of one evaluation that others have under other names: its name says more.
    if (!isEvaluationWhole) return { texts: unique(instances.map(nameOf)), kind: 'resources' };
  }
  if (resources.size === 1 || isWhole(({ evaluation }) => bad.has(evaluation))) {
    return { texts: unique(instances.map(evaluationOf)), kind: 'evaluations' };
  }
  const both = instances.map((each) => `${nameOf(each)} with ${evaluationOf(each)}`);
  return { texts: unique(both), kind: 'both' };
}

/**
 * Names what a finding stands for. `judged` are all instances that its rule judged of the declaration.
 * Both lists are without repetition.
 */
export function instanceText(
  instances: readonly Instance[],
  judged: readonly Instance[],
): InstanceText {
  if (judged.length < 2) return { names: undefined, suffix: '' };
  const { texts, kind } = labels(instances, judged, (evaluation) => evaluation);
  const names = counted(texts, maxNamed);
  const short = shortLabels(judged.map(({ evaluation }) => evaluation));
  // Values that were tried have commas between them.
  const shown = counted(labels(instances, judged, short).texts, maxInMessage).join(
    kind === 'resources' ? ', ' : '; ',
  );
  const paths = new Set(judged.map(({ path }) => path)).size;
  if (instances.length === judged.length) {
    // One resource in every evaluation: nothing needs to be told apart.
    return { names, suffix: paths === 1 ? '' : ` (all ${texts.length} instances: ${shown})` };
  }
  switch (kind) {
    case 'resources':
      return { names, suffix: ` (${texts.length} of ${paths} instances: ${shown})` };
    case 'evaluations':
      return { names, suffix: ` (with ${shown})` };
    case 'both':
      return { names, suffix: ` (${shown})` };
  }
}
