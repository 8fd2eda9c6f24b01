// What a run says before it starts: words of the user that have no effect.

import { stat } from 'node:fs/promises';
import { nearest } from '../model/nearest.ts';
import { environmentName, optionTable } from './options.ts';
import type { GateRequest } from './request.ts';

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

/** Only what looks like a slip: `PORTCULLIS_` may well begin variables of the user's own. */
function misspelt(environment: Readonly<Record<string, string | undefined>>): string[] {
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

async function isFolder(target: string): Promise<boolean> {
  const { parseTarget, recognise } = await import('../images/recognise.ts');
  const { scheme, rest } = parseTarget(target);
  if (scheme !== undefined) return scheme === 'dir';
  // An archive would be read to its end only to be told by its content.
  return (await stat(rest)).isDirectory() && (await recognise(rest)) === 'dir';
}

async function uselessPlatform({ platform, targets }: GateRequest): Promise<string[]> {
  if (platform === undefined) return [];
  for (const target of targets) if (!(await isFolder(target))) return [];
  return ['platform has no effect: every target is a folder'];
}

/** One sentence each. Targets that cannot be told are left to the scan. */
export async function noticesOf(
  request: GateRequest,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const useless = await uselessPlatform(request).catch(() => []);
  return [...misspelt(environment), ...useless];
}
