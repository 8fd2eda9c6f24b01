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

/** Names alone where they tell the instances apart, else the ways to them. */
function shortened(judged: readonly Instance[]): (instance: Instance) => string {
  const names = new Set(judged.map(({ name }) => name));
  const paths = new Set(judged.map(({ path }) => path));
  const isEnough = names.size === paths.size && !names.has('');
  return ({ name, path }) => (isEnough ? name : path);
}

/** What tells the instances apart: the resources where they are told by them alone, the evaluations likewise, else both. */
function labels(instances: readonly Instance[], judged: readonly Instance[]): readonly string[] {
  const nameOf = shortened(judged);
  const evaluations = new Set(judged.map(({ evaluation }) => evaluation));
  if (evaluations.size < 2) return unique(instances.map(nameOf));
  const bad = new Set(instances.map(({ evaluation }) => evaluation));
  const badPaths = new Set(instances.map(({ path }) => path));
  const isWhole = (test: (each: Instance) => boolean) =>
    judged.filter(test).length === instances.filter(test).length;
  // Whole evaluations, each with all that was judged in it.
  if (isWhole(({ evaluation }) => bad.has(evaluation)) && bad.size < evaluations.size) {
    return [...bad];
  }
  // Whole resources, each in all evaluations.
  if (isWhole(({ path }) => badPaths.has(path))) {
    return badPaths.size > 1 ? unique(instances.map(nameOf)) : [...bad];
  }
  return instances.map((each) => {
    const name = nameOf(each);
    const { evaluation } = each;
    return evaluation === '' ? name : name === '' ? evaluation : `${name} with ${evaluation}`;
  });
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
  const shown = counted(all, maxInMessage).join(', ');
  const resources = new Set(judged.map(({ path }) => path)).size;
  if (instances.length === judged.length) {
    // One resource in every evaluation: nothing needs to be told apart.
    return { names, suffix: resources === 1 ? '' : ` (all ${all.length} instances: ${shown})` };
  }
  const evaluations = new Set(judged.map(({ evaluation }) => evaluation)).size;
  const count = `${instances.length} of ${judged.length} instances`;
  return { names, suffix: evaluations < 2 ? ` (${count}: ${shown})` : ` (with ${shown})` };
}
