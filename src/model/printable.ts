// The one gate for untrusted text on its way to a log line or a terminal.
// Both hosts execute commands found in output: the runner `::x::` at a line's start (after trim) and `##[x]` anywhere,
// the agent `##vso[` anywhere; a lone CR ends a line too.

const longest = 2000;

/** Invisible and direction-changing characters, line separators, lone surrogates. */
const unsafe =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return ' ';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * One line of text that no host takes for a command, no terminal for a control sequence; cut at 2,000 characters.
 * @example printable('a\n##vso[task.complete]') // 'a\\n#\\#vso[task.complete]'
 */
export function printable(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut
    .replace(unsafe, escapeCharacter)
    .replace(/##(?=vso\[|\[)/gi, '#\\#')
    .replace(/^(\s*):(?=:)/, '$1\\:');
}
