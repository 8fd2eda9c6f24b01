// `// portcullis:ignore RULE reason` above a resource, its first member or a line, or at the line's end.
import { type Comment, commentsIn } from '../arm/syntax/comments.ts';
import type { Source } from '../source.ts';
import { readEntry, type Suppression } from './suppression.ts';

const word = /portcullis:[ \t]?ignore/i;

/** What stands behind the word, up to the end of its line; undefined when the comment does not begin with the word. */
function directiveIn(comment: string): string | undefined {
  const match = word.exec(comment);
  if (match === null) return undefined;
  const at = match.index;
  const before = comment.slice(comment.lastIndexOf('\n', at) + 1, at);
  const rest = /^[^\r\n]*/.exec(comment.slice(at + match[0].length))?.[0] ?? '';
  if (!/^[\s*]*$/.test(before) || !/^(?:[\s:]|$)/.test(rest)) return undefined;
  return rest.replace(/^[\s:]+/, '');
}

/** Whether something else than blanks and comments stands before the comment in its line. */
function followsCode(text: string, comment: Comment, earlier: Comment | undefined): boolean {
  for (let at = comment.start - 1; at >= 0; at--) {
    if (earlier !== undefined && at < earlier.end) return false;
    const letter = text.charAt(at);
    if (letter === '\n' || letter === '\r') return false;
    if (letter.trim() !== '') return true;
  }
  return false;
}

/** For each comment the offset of what follows it, other comments and blanks left out. */
function nextCodes(text: string, comments: readonly Comment[]): number[] {
  const codes: number[] = [];
  for (const [index, { end }] of [...comments.entries()].toReversed()) {
    let at = end;
    while (at < text.length && text.charAt(at).trim() === '') at++;
    codes[index] = comments[index + 1]?.start === at ? (codes[index + 1] ?? at) : at;
  }
  return codes;
}

/** Those of a text, at most `room`. A text without the word is not looked through. */
export function suppressionsInComments(source: Source, room: number): Suppression[] {
  const { text } = source;
  if (!word.test(text)) return [];
  const comments = [...commentsIn(text)];
  const codes = nextCodes(text, comments);
  const found: Suppression[] = [];
  for (const [index, comment] of comments.entries()) {
    if (found.length >= room) break;
    const entry = directiveIn(comment.text);
    if (entry === undefined) continue;
    const isTrailing = followsCode(text, comment, comments[index - 1]);
    const covered = isTrailing ? comment.start : (codes[index] ?? comment.end);
    found.push({
      form: 'comment',
      ...readEntry(entry),
      span: { source, start: comment.start, end: comment.end },
      covers: { kind: 'line', source, line: source.positionAt(covered).line, start: covered },
    });
  }
  return found;
}
