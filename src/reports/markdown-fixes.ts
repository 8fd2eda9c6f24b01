// What would mend findings in their files, ready to be pasted, in the job summary.

import type { JudgedFinding } from '../model/finding.ts';
import { shortened } from './lines.ts';
import { htmlText, markdownText } from './markdown-escape.ts';

const mostFixes = 20;
const longestName = 200;
const longestFixBytes = 8 * 1024;

/** Lines of a fix as HTML, in which nothing of them is markup; Markdown is not read inside it. */
function block(text: string): string {
  const lines = text
    .split('\n')
    .map((line) =>
      htmlText(line).replaceAll(/[@:.[\]*_`|\\]/g, (mark) => `&#${mark.charCodeAt(0)};`),
    );
  return `<pre>${lines.join('&#10;')}</pre>`;
}

/** Nothing where no finding carries one, or where they are too long. */
export function fixSection(findings: readonly JudgedFinding[]): string[] {
  const fixes = findings.flatMap(({ id, fix, location }) => {
    if (fix === undefined || Buffer.byteLength(fix.text) > longestFixBytes) return [];
    const { resource = '', path = '' } = location ?? {};
    return [{ id, name: resource === '' ? path : resource, fix }];
  });
  if (fixes.length === 0) return [];
  const lines = ['<details><summary>What mends it</summary>', ''];
  for (const { id, name, fix } of fixes.slice(0, mostFixes)) {
    const note = fix.note === undefined ? '' : ` ${markdownText(fix.note)}`;
    lines.push(`${markdownText(id)}, ${markdownText(shortened(name, longestName))}:${note}`, '');
    lines.push(block(fix.text), '');
  }
  if (fixes.length > mostFixes) lines.push(`… and ${fixes.length - mostFixes} more.`, '');
  return [...lines, '</details>', ''];
}
