// Looks for secrets in everything that a run leaves behind.

import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A secret that occurs nowhere by chance. */
export const canary = () => `canary-${randomBytes(12).toString('hex')}`;

/** The secret as it may have been written: plain, in base64 at any offset, percent-encoded. */
function spellings(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from(`${'x'.repeat(offset)}${secret}`)
      .toString('base64')
      .slice(offset + 2, -4),
  );
  return [secret, ...base64, encodeURIComponent(secret)];
}

/** Files under `folder` that hold any of `secrets`. */
export function filesWith(secrets: readonly string[], folder: string): string[] {
  const found: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    const text = readFileSync(path, 'latin1');
    if (secrets.some((secret) => spellings(secret).some((each) => text.includes(each)))) {
      found.push(name);
    }
  }
  return found;
}

export function linesWith(secrets: readonly string[], lines: readonly string[]): string[] {
  return lines.filter((line) =>
    secrets.some((secret) => spellings(secret).some((each) => line.includes(each))),
  );
}

/** Private temporary folders of runs that should be over. */
export function leftovers(temp: string): string[] {
  return readdirSync(temp).filter((name) => name !== 'portcullis' && name !== '.taskkey');
}
