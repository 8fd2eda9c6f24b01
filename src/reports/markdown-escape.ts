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
 * Text for a line of GitHub-flavoured Markdown or a cell of its tables. Addresses and mentions are not linked: a
 * character that no renderer shows stands after `://`'s colon, `www` and `@`.
 */
export function markdownText(text: string): string {
  return htmlText(text)
    .replace(/[\\`*_{}[\]()#+\-!|~$]/g, (character) => `\\${character}`)
    .replace(/^(\s*\d+)\./, '$1\\.')
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/@/g, '&#64;')
    .replace(/www(?=\.)/gi, 'www&#8203;');
}

/** Text in a code span, whatever backquotes it holds. For names and versions. */
export function markdownCode(text: string): string {
  return `<code>${htmlText(text).replace(
    /[\\`*_{}[\]()#+\-!|~$@:.]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  )}</code>`;
}
