// The store of a table of texts (KEV, end of life, severities, EPSS): lines sorted by key, behind a checksum of them all.
// No SQLite: such a table is small, and to read it whole costs less than sql.js's first statement.
//
//   sha256:HEX            of everything behind this line
//   {"version":2, …}      what the table says of itself
//   KEY TAB JSON          a row; keys are printable ASCII, in the order of their bytes

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { StoreDamage } from './checks.ts';
import { type Stored, type StoreMeta, storeVersion } from './store-file.ts';

export interface Table extends Stored {
  /** The text of a key; undefined where the table has none. */
  text(key: string): string | undefined;
}

const newline = 0x0a;
const sumBytes = 'sha256:'.length + 64;
const isKey = (key: string): boolean => /^[\x21-\x7e]{1,128}$/.test(key);

/** Writes a table at `path`, which must not exist. Of several rows of one key the last one counts. */
export async function buildTable(
  path: string,
  meta: Omit<StoreMeta, 'records' | 'skipped' | 'digest' | 'releases'>,
  rows: Iterable<readonly [key: string, body: string]>,
  skipped: number,
): Promise<StoreMeta> {
  const byKey = new Map<string, string>();
  let bad = skipped;
  for (const [key, body] of rows) {
    if (isKey(key)) byKey.set(key, body);
    else bad++;
  }
  const lines = [...byKey].map(([key, body]) => `${key}\t${body}\n`);
  const content = lines.sort((a, b) => compareKeys(a, b)).join('');
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const complete = { ...meta, records: byKey.size, skipped: bad, digest, releases: [] };
  const rest = `${JSON.stringify({ version: storeVersion, ...complete })}\n${content}`;
  const sum = createHash('sha256').update(rest).digest('hex');
  await writeFile(path, `sha256:${sum}\n${rest}`, { flag: 'wx', mode: 0o644 });
  return complete;
}

/** Keys have no tab, and a tab stands before every letter of a key. */
function compareKeys(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/**
 * Opens a table; undefined where another version of this program wrote it. Throws StoreDamage where its checksum does
 * not hold.
 */
export async function openTable(path: string, name: string): Promise<Table | undefined> {
  const bytes = await readFile(path);
  const rest = bytes.subarray(sumBytes + 1);
  const sum = `sha256:${createHash('sha256').update(rest).digest('hex')}`;
  if (bytes.toString('latin1', 0, sumBytes) !== sum || bytes[sumBytes] !== newline) {
    throw new StoreDamage(name, path, 'its checksum does not hold');
  }
  const end = rest.indexOf(newline);
  const { version, ...meta } = JSON.parse(rest.toString('utf8', 0, end)) as StoreMeta & {
    readonly version: number;
  };
  if (version !== storeVersion) return undefined;
  const content = rest.subarray(end + 1);
  return {
    meta,
    text: (key) => (isKey(key) ? find(content, key) : undefined),
    close: async () => {},
  };
}

/** Binary search: `low` is always the beginning of a line, `high` the end of one. */
function find(content: Buffer, key: string): string | undefined {
  const wanted = `${key}\t`;
  let low = 0;
  let high = content.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const from = middle === 0 ? 0 : content.lastIndexOf(newline, middle - 1) + 1;
    const end = content.indexOf(newline, from);
    const line = content.toString('utf8', from, end);
    if (line.startsWith(wanted)) return line.slice(wanted.length);
    if (line < wanted) low = end + 1;
    else high = from;
  }
  return undefined;
}
