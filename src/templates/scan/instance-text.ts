// Which of a declaration's instances a finding is about, in words and as a list.
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

/** What tells the instances apart: the paths where they are told by them alone, the evaluations likewise, else both. */
function labels(instances: readonly Instance[], judged: readonly Instance[]): readonly string[] {
  const evaluations = unique(judged.map(({ evaluation }) => evaluation));
  const paths = unique(judged.map(({ path }) => path));
  if (evaluations.length < 2) return unique(instances.map(({ path }) => path));
  const bad = new Set(instances.map(({ evaluation }) => evaluation));
  const badPaths = new Set(instances.map(({ path }) => path));
  const isWhole = (test: (each: Instance) => boolean) =>
    judged.filter(test).length === instances.filter(test).length;
  // Whole evaluations, each with all that was judged in it.
  if (isWhole(({ evaluation }) => bad.has(evaluation)) && bad.size < evaluations.length) {
    return [...bad];
  }
  // Whole paths, each in all evaluations.
  if (isWhole(({ path }) => badPaths.has(path))) {
    return paths.length > 1 ? [...badPaths] : [...bad];
  }
  return instances.map(({ path, evaluation }) =>
    evaluation === '' ? path : path === '' ? evaluation : `${path} with ${evaluation}`,
  );
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
  const all = labels(instances, judged).filter((label) => label !== '');
  if (all.length === 0) return { names: undefined, suffix: '' };
  const names = counted(all, maxNamed);
  const shown = counted(all, maxInMessage).join('; ');
  if (instances.length === judged.length) {
    const isOne = unique(judged.map(({ path }) => path)).length === 1;
    // One thing in every evaluation: nothing needs to be told apart.
    return isOne ? { names, suffix: '' } : { names, suffix: ` (all ${all.length}: ${shown})` };
  }
  const evaluations = new Set(judged.map(({ evaluation }) => evaluation));
  const isByPath = evaluations.size < 2;
  const suffix = isByPath
    ? ` (${instances.length} of ${judged.length} instances: ${shown})`
    : ` (with ${shown})`;
  return { names, suffix };
}
