// The difference of two texts in the unified format (GNU diffutils manual, «Detailed Description of Unified Format»),
// for texts of which the second was made from the first by a few edits.
import { printable } from '../../model/printable.ts';

const contextLines = 3;

/** Lines with their line breaks; as for patch, only a line feed ends one. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Lines `from … to` of the old text became lines `newFrom … newTo` of the new one; ends are behind the last. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** Lines added and taken away that are looked for; texts that differ more are shown as wholly replaced. */
const maxDifference = 2000;

/**
 * The changes of the shortest way between two lists of lines. E. W. Myers, «An O(ND) Difference Algorithm and Its
 * Variations», 1986; x counts old lines, y new ones, and a diagonal is x - y.
 */
function changesOf(before: readonly string[], after: readonly string[]): Change[] {
  // furthest[d]: the largest x that d differences reach on each diagonal k, at index k + d.
  const furthest: Int32Array[] = [];
  const reach = (d: number, k: number): number => furthest[d]?.[k + d] ?? -1;
  const isAddition = (d: number, k: number): boolean =>
    k === -d || (k !== d && reach(d - 1, k - 1) < reach(d - 1, k + 1));
  const end = before.length - after.length;
  for (let d = 0; d <= maxDifference; d++) {
    const row = new Int32Array(2 * d + 1);
    for (let k = -d; k <= d; k += 2) {
      let x = d === 0 ? 0 : isAddition(d, k) ? reach(d - 1, k + 1) : reach(d - 1, k - 1) + 1;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++;
      row[k + d] = x;
    }
    furthest.push(row);
    if (Math.abs(end) <= d && (d - end) % 2 === 0 && reach(d, end) >= before.length) {
      return walkBack(d, before.length, after.length, isAddition, reach);
    }
  }
  return [{ from: 0, to: before.length, newFrom: 0, newTo: after.length }];
}

/** The changes on the way that was found, from its end to its begin; steps that touch are one change. */
function walkBack(
  differences: number,
  oldEnd: number,
  newEnd: number,
  isAddition: (d: number, k: number) => boolean,
  reach: (d: number, k: number) => number,
): Change[] {
  const changes: Change[] = [];
  let [x, y] = [oldEnd, newEnd];
  for (let d = differences; d > 0; d--) {
    const k = x - y;
    const added = isAddition(d, k);
    const beforeX = added ? reach(d - 1, k + 1) : reach(d - 1, k - 1);
    const beforeY = added ? beforeX - k - 1 : beforeX - k + 1;
    const [toX, toY] = added ? [beforeX, beforeY + 1] : [beforeX + 1, beforeY];
    const last = changes.at(-1);
    if (last !== undefined && last.from === toX && last.newFrom === toY) {
      changes[changes.length - 1] = { ...last, from: beforeX, newFrom: beforeY };
    } else {
      changes.push({ from: beforeX, to: toX, newFrom: beforeY, newTo: toY });
    }
    [x, y] = [beforeX, beforeY];
  }
  return changes.reverse();
}

/** Changes whose context would meet stand in one hunk. */
function hunksOf(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    const end = last?.at(-1)?.to;
    if (last !== undefined && end !== undefined && change.from - end <= 2 * contextLines) {
      last.push(change);
    } else {
      hunks.push([change]);
    }
  }
  return hunks;
}

/** A line as the format has it; one without a line break is followed by the word for that. */
function marked(mark: string, line: string): string {
  return line.endsWith('\n') ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`;
}

function range(from: number, to: number): string {
  const count = to - from;
  return count === 1 ? `${from + 1}` : `${count === 0 ? from : from + 1},${count}`;
}

function hunkText(changes: readonly Change[], before: readonly string[], after: readonly string[]) {
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return '';
  const from = Math.max(0, first.from - contextLines);
  const to = Math.min(before.length, last.to + contextLines);
  const newFrom = first.newFrom - (first.from - from);
  const newTo = last.newTo + (to - last.to);
  let text = `@@ -${range(from, to)} +${range(newFrom, newTo)} @@\n`;
  let at = from;
  const write = (mark: string, lines: readonly string[]) => {
    for (const line of lines) text += marked(mark, line);
  };
  for (const change of changes) {
    write(' ', before.slice(at, change.from));
    write('-', before.slice(change.from, change.to));
    write('+', after.slice(change.newFrom, change.newTo));
    at = change.to;
  }
  write(' ', before.slice(at, to));
  return text;
}

/**
 * A name as git quotes it where it must («core.quotePath» of git-config(1), but other scripts stay): characters that no
 * terminal or pipeline may see raw are octal bytes in it.
 */
function quotedName(name: string): string {
  const characters = Array.from(name);
  const isPlain = !/["\\]|##/.test(name) && characters.every((each) => printable(each) === each);
  if (isPlain) return name;
  const octal = (text: string) =>
    [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  const letters = characters.map((each) => {
    if (each === '"' || each === '\\') return `\\${each}`;
    return each === '#' || printable(each) !== each ? octal(each) : each;
  });
  return `"${letters.join('')}"`;
}

/** Empty when the texts are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const old = linesOf(before);
  const fresh = linesOf(after);
  const hunks = hunksOf(changesOf(old, fresh)).map((each) => hunkText(each, old, fresh));
  return `--- ${quotedName(`a/${path}`)}\n+++ ${quotedName(`b/${path}`)}\n${hunks.join('')}`;
}
