// JSON that may be printed in a pipeline: both hosts look for commands in a step's output, inside JSON too.

/** Control (C1), invisible and direction-changing characters, line separators; JSON.stringify leaves them as they are. */
const hidden =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Levels that are written member by member: result, targets, target, its findings. */
const splitLevels = 4;
/** Units of text gathered to one part. */
const partLength = 64 * 1024;

/** `text` is JSON that is not cut inside a string. */
function escaped(json: string): string {
  let text = json.replace(
    hidden,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  // Most results hold neither, and a look is cheaper than a replacement over megabytes.
  if (text.includes('##')) text = text.replace(/#(?=#(?:vso)?\[)/gi, '\\u0023');
  if (text.includes('::')) text = text.replace(/"(\s*):(?=:)/g, '"$1\\u003a');
  return text;
}

/** Undefined for what JSON has no text for. */
function whole(value: unknown, indent: string): string | undefined {
  const text: string | undefined = JSON.stringify(value, undefined, 2);
  return indent === '' ? text : text?.replaceAll('\n', `\n${indent}`);
}

function* list(
  [open, close]: readonly [string, string],
  items: Iterable<readonly [before: string, value: unknown]>,
  levels: number,
  indent: string,
): Generator<string> {
  const inner = `${indent}  `;
  let isFirst = true;
  for (const [before, value] of items) {
    yield `${isFirst ? open : ','}\n${inner}${before}`;
    isFirst = false;
    yield* pieces(value, levels - 1, inner);
  }
  yield isFirst ? `${open}${close}` : `\n${indent}${close}`;
}

/** The text of `JSON.stringify(value, undefined, 2)` in pieces, each of whole tokens. */
function* pieces(value: unknown, levels: number, indent: string): Generator<string> {
  if (levels > 0 && Array.isArray(value)) {
    const items = value.map((item: unknown): [string, unknown] => ['', item]);
    yield* list(['[', ']'], items, levels, indent);
  } else if (levels > 0 && typeof value === 'object' && value !== null && !('toJSON' in value)) {
    const members = Object.entries(value)
      .filter(([, member]) => whole(typeof member === 'object' ? null : member, '') !== undefined)
      .map(([name, member]): [string, unknown] => [`${JSON.stringify(name)}: `, member]);
    yield* list(['{', '}'], members, levels, indent);
  } else {
    yield whole(value, indent) ?? 'null';
  }
}

/** The text of `safeJson` in parts of bounded length, so that no report of megabytes stands in memory as a whole. */
export function* safeJsonParts(value: unknown): Generator<string> {
  let text = '';
  for (const piece of pieces(value, splitLevels, '')) {
    text += piece;
    if (text.length < partLength) continue;
    yield escaped(text);
    text = '';
  }
  yield `${escaped(text)}\n`;
}

/**
 * JSON with two spaces of indent and a last newline. `##vso[`, `##[` and a string's leading `::` are written with
 * \u escapes, so that no host takes them for a command; a parser reads the same value.
 */
export function safeJson(value: unknown): string {
  return `${escaped(JSON.stringify(value, undefined, 2))}\n`;
}

/** A line of JSON with its newline, as safe as `safeJson`. */
export function safeJsonLine(value: unknown): string {
  return `${escaped(JSON.stringify(value))}\n`;
}
