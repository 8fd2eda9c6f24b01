// The difference of two texts in the unified format (GNU diffutils manual, «Detailed Description of Unified Format»),
// for texts of which the second was made from the first by a few edits.

const contextLines = 3;

/** Lines with their line breaks. */
function linesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}

/** Lines `from … to` of the old text became lines `newFrom … newTo` of the new one; ends are behind the last. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** Compared pairs of lines of one stretch; a larger one is shown as wholly replaced. */
const maxPairs = 4_000_000;

/** The shortest way between two lists of lines by longest common subsequence, as changes. */
function changesOf(before: readonly string[], after: readonly string[]): Change[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const rows = before.length - head - tail;
  const columns = after.length - head - tail;
  if (rows === 0 && columns === 0) return [];
  if (rows === 0 || columns === 0 || rows * columns > maxPairs) {
    return [{ from: head, to: head + rows, newFrom: head, newTo: head + columns }];
  }
  // lengths[row * width + column]: of the longest common subsequence of what follows.
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const at = row * width + column;
      lengths[at] =
        before[head + row] === after[head + column]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  const changes: Change[] = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    const [from, newFrom] = [row, column];
    while (
      (row < rows || column < columns) &&
      !(row < rows && column < columns && before[head + row] === after[head + column])
    ) {
      const down = row < rows ? (lengths[(row + 1) * width + column] ?? 0) : -1;
      const right = column < columns ? (lengths[row * width + column + 1] ?? 0) : -1;
      if (down >= right) row++;
      else column++;
    }
    if (row > from || column > newFrom) {
      const change = { from: head + from, to: head + row };
      changes.push({ ...change, newFrom: head + newFrom, newTo: head + column });
    }
    while (row < rows && column < columns && before[head + row] === after[head + column]) {
      row++;
      column++;
    }
  }
  return changes;
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
  const bare = line.replace(/(?:\r\n|\n|\r)$/, '');
  if (bare === line) return `${mark}${line}\n\\ No newline at end of file\n`;
  return `${mark}${line}`;
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

/** Empty when the texts are equal. `path` is printed as it is: callers make it printable. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const old = linesOf(before);
  const fresh = linesOf(after);
  const hunks = hunksOf(changesOf(old, fresh)).map((each) => hunkText(each, old, fresh));
  return `--- a/${path}\n+++ b/${path}\n${hunks.join('')}`;
}
