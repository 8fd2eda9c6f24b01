// Spelling help for messages: which known word was meant.

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function distance(left: string, right: string): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1];
      let best = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[right.length] ?? 0;
}

/**
 * The known word that is nearest to `word`, letter case aside; undefined where none is near.
 * @example nearest('ignore-unfixd', ['failOn', 'ignoreUnfixed']) // 'ignoreUnfixed'
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[-_\s]/g, '')
      .slice(0, 64);
  const scored = known
    .map((name) => ({ name, steps: distance(plain(word), plain(name)) }))
    .sort((left, right) => left.steps - right.steps);
  const best = scored[0];
  if (best === undefined) return undefined;
  return best.steps <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : undefined;
}
