// Untrusted text in Markdown that is shown as HTML: nothing of it is markup, link, mention or command.

import { printable } from '../model/printable.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML, in elements and in quoted attributes; one line. */
export function htmlText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * Text for a line of GitHub-flavoured Markdown or a cell of its tables. Addresses and mentions do not become links:
 * the colon of `://` is written as an entity, an invisible space stands behind `@` and `www`.
 */
export function markdownText(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+\-!|~$]/g, '\\$&')
    .replace(/^(\s*\d+)\./, '$1\\.')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/@/g, '&#64;&#8203;')
    .replace(/www(?=\.)/gi, '$&&#8203;');
}

/** Text in a code span, whatever backquotes it holds. For names and versions; what looks like an e-mail address is broken as above. */
export function markdownCode(text: string): string {
  const escaped = printable(text)
    .replace(/[&<>"'\\`*_{}[\]()#+\-!|~$@:.]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/(?<=[^ ])&#64;/g, '$&&#8203;');
  return `<code>${escaped}</code>`;
}
