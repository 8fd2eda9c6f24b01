// The last guard of texts that a host may see on a step's output: no line of ours is a command.

// oxlint-disable-next-line no-control-regex -- colours are control sequences
const blankEnd = /(?:\s|\u001b\[\d+m)+$/;

/**
 * Joins lines with a newline at the end. Fields have passed `printable()` before; what only comes about by wrapping
 * or joining (a line that starts with `::`, `##[`) is broken here.
 */
export function joinLines(lines: readonly string[]): string {
  const guarded = lines.map((line) =>
    line
      .replace(/^(\s*):(?=:)/, '$1\\:')
      .replace(/##(?=vso\[|\[)/gi, '#\\#')
      .replace(blankEnd, (end) => end.replaceAll(/\s/g, '')),
  );
  return `${guarded.join('\n')}\n`;
}

/** At most `length` UTF-16 units of text without lone surrogates, `…` in place of what was cut. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
