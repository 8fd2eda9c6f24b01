// Evaluations of several templates that are deployed together: which go with which.
import { posix } from 'node:path';
import type { Evaluation } from '../resource.ts';

/** Combinations judged of what is deployed together; beyond it every evaluation is judged once. */
export const maxCombinations = 16;

/** NAME of `X.NAME.parameters.json` and `X.parameters.NAME.json`, in lower case; empty without one. */
export function parameterSetOf({
  parameterFile,
  root,
}: Pick<Evaluation, 'parameterFile' | 'root'>): string {
  if (parameterFile === undefined) return '';
  const stem = posix
    .basename(root.source.path)
    .replace(/\.jsonc?$/i, '')
    .toLowerCase();
  const name = posix
    .basename(parameterFile)
    .replace(/\.jsonc?$/i, '')
    .toLowerCase();
  const rest = name.startsWith(stem) ? name.slice(stem.length) : name;
  return rest
    .split('.')
    .filter((part) => part !== '' && part !== 'parameters')
    .join('.');
}

type Sets = readonly (readonly Evaluation[])[];

function product(sets: Sets): Evaluation[][] {
  let all: Evaluation[][] = [[]];
  for (const set of sets)
    all = all.flatMap((each) => set.map((evaluation) => [...each, evaluation]));
  return all;
}

/** Each evaluation once beside some of the others. */
function zipped(sets: Sets): Evaluation[][] {
  const length = Math.max(...sets.map((set) => set.length));
  return Array.from({ length }, (_, index) => sets.flatMap((set) => set[index % set.length] ?? []));
}

/**
 * The combinations of one evaluation of each template. Parameter sets of one name go together: `main.dev` is never
 * deployed with `agents.prod` where both templates have both.
 */
export function combinationsOf(sets: Sets): readonly (readonly Evaluation[])[] {
  const [only] = sets;
  if (sets.length === 1 && only !== undefined) return only.map((evaluation) => [evaluation]);
  if (sets.length === 0) return [];
  const named = sets.map((set) => new Set(set.map(parameterSetOf)));
  const shared = new Set(
    [...(named[0] ?? [])].filter((name) => named.every((each) => each.has(name))),
  );
  const bySet: (readonly Evaluation[])[][] = [...shared].map((name) =>
    sets.map((set) => set.filter((each) => parameterSetOf(each) === name)),
  );
  const rest = sets.map((set) => set.filter((each) => !shared.has(parameterSetOf(each))));
  if (rest.every((set) => set.length > 0)) bySet.push(rest);
  else if (rest.some((set) => set.length > 0)) {
    // A set that only some templates know goes with all evaluations of the others.
    bySet.push(
      sets.map((set, index) => ((rest[index] ?? []).length > 0 ? (rest[index] ?? []) : set)),
    );
  }
  return bySet.flatMap((group) => {
    const size = group.reduce((count, set) => count * set.length, 1);
    return size > maxCombinations ? zipped(group) : product(group);
  });
}
