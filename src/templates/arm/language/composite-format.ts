// .NET's composite format: "{0} of {1,5:N0}", `{{` and `}}` for braces.

/** A literal text, or one argument with how it is to be written. */
export type Segment =
  | string
  | {
      readonly index: number;
      /** Least width; negative aligns left. 0 when not given. */
      readonly width: number;
      readonly format: string | undefined;
    };

/** Widest alignment; .NET takes up to a million. */
const maxWidth = 1_000_000;

function readItem(text: string): Segment | undefined {
  const match = /^\s*([0-9]{1,6})\s*(?:,\s*(-?[0-9]{1,7})\s*)?(?::(.*))?$/s.exec(text);
  if (match === null) return undefined;
  const [, index = '', width = '0', format] = match;
  if (Math.abs(Number(width)) > maxWidth) return undefined;
  return { index: Number(index), width: Number(width), format };
}

/** The segments of a format text; undefined when it is none (a brace that is not closed, no number in it). */
export function readComposite(text: string): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter !== '{' && letter !== '}') {
      literal += letter;
      continue;
    }
    if (text[at + 1] === letter) {
      literal += letter;
      at++;
      continue;
    }
    const end = letter === '{' ? text.indexOf('}', at) : -1;
    const item = end < 0 ? undefined : readItem(text.slice(at + 1, end));
    if (item === undefined) return undefined;
    if (literal !== '') segments.push(literal);
    literal = '';
    segments.push(item);
    at = end;
  }
  if (literal !== '') segments.push(literal);
  return segments;
}

/** A text brought to a width. */
export function align(text: string, width: number): string {
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}
