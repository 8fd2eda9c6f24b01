// Terminal colours (ECMA-48 SGR); none unless asked for.

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  inverse: [7, 27],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
} as const;

export type Style = keyof typeof codes;
export type Paint = (style: Style | undefined, text: string) => string;

/** Paints text that has passed `printable()`; gives it back unchanged without colour. */
export function painter(colour: boolean): Paint {
  if (!colour) return (_, text) => text;
  return (style, text) => {
    if (style === undefined || text === '') return text;
    const [on, off] = codes[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}
