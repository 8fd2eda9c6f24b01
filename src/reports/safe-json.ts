// JSON that may be printed in a pipeline: both hosts look for commands in a step's output, inside JSON too.

/** Control (C1), invisible and direction-changing characters, line separators; JSON.stringify leaves them as they are. */
const hidden =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * JSON with two spaces of indent and a last newline. `##vso[`, `##[` and a string's leading `::` are written with
 * \u escapes, so that no host takes them for a command; a parser reads the same value.
 */
export function safeJson(value: unknown): string {
  let text = JSON.stringify(value, undefined, 2).replace(
    hidden,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  // Most results hold neither, and a look is cheaper than a replacement over megabytes.
  if (text.includes('##')) text = text.replace(/#(?=#(?:vso)?\[)/gi, '\\u0023');
  if (text.includes('::')) text = text.replace(/"(\s*):(?=:)/g, '"$1\\u003a');
  return `${text}\n`;
}
