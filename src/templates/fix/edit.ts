// Edits of texts: what is put where, and which edits may be made together.

/** Offsets count UTF-16 units of the text before any edit; `start` equals `end` for an insertion. */
export interface Edit {
  /** As the text's source names it. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /**
   * Of an insertion that others may stand beside at the same offset, in any order: what it adds. Two that add the same
   * do not go together.
   */
  readonly adds?: string;
}

function isSame(left: Edit, right: Edit): boolean {
  return (
    left.path === right.path &&
    left.start === right.start &&
    left.end === right.end &&
    left.text === right.text
  );
}

/** Whether two different edits touch the same place, so that the second has to wait for the text with the first. */
function collides(left: Edit, right: Edit): boolean {
  if (left.path !== right.path || isSame(left, right)) return false;
  if (left.start === right.start) {
    const canStack = left.adds !== undefined && right.adds !== undefined;
    return !canStack || left.adds === right.adds;
  }
  return left.start < right.start ? left.end > right.start : right.end > left.start;
}

/** Whether edits of one fix can be made in the same pass as those that are already chosen. */
export function fitTogether(chosen: readonly Edit[], more: readonly Edit[]): boolean {
  return !more.some((edit) => chosen.some((each) => collides(each, edit)));
}

/** The edits of one text without repetitions, in the order of the text. */
function ordered(edits: readonly Edit[]): Edit[] {
  return edits
    .filter((edit, index) => edits.findIndex((each) => isSame(each, edit)) === index)
    .sort((left, right) => left.start - right.start);
}

/** The text with all edits of its path; they fit together, and equal ones are made once. */
export function applyEdits(path: string, text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of ordered(edits.filter((each) => each.path === path))) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
