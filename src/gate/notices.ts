// What a run says before it starts: environment variables that have no effect.

import { nearest } from '../model/nearest.ts';
import { environmentName, optionTable } from './options.ts';

const prefix = 'PORTCULLIS_';

/** Variables that stand for no option. */
const others = [
  'CA_FILE',
  'DEBUG',
  'FEED_CVE_SEVERITY',
  'FEED_EOL',
  'FEED_EPSS',
  'FEED_KEV',
  'FEED_OSV',
  'PLAIN_HTTP_REGISTRIES',
];
const known = [
  ...optionTable.map(({ name }) => environmentName(name).slice(prefix.length)),
  ...others,
];

/**
 * One sentence for each variable that has no effect and looks like a slip; others with our prefix may well be the
 * user's own.
 */
export function misspeltVariables(
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const notices: string[] = [];
  for (const name of Object.keys(environment)) {
    if (!name.startsWith(prefix)) continue;
    const word = name.slice(prefix.length);
    const like = known.includes(word) ? undefined : nearest(word, known);
    if (like !== undefined) {
      notices.push(`${name} is no variable of portcullis: did you mean ${prefix}${like}?`);
    }
  }
  return notices.sort();
}
