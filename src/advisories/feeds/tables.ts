// The small feeds, each read into rows (key, JSON text): CISA KEV, endoflife.date, severities by CVE, FIRST EPSS.

import { gunzipSync } from 'node:zlib';
import { ScanError } from '../../model/errors.ts';
import type { KnownExploited, SeverityStatement } from '../../model/finding.ts';
import { asArray, asObject, asText, type JsonObject } from './json.ts';
import { severityOfScore, severityOfWord, statementOfVector } from './severity-words.ts';

export interface Rows {
  readonly rows: readonly (readonly [key: string, body: string])[];
  readonly skipped: number;
}

/** Inflated, no small feed is larger. */
const mostBytes = 64 * 1024 ** 2;
/** One line for each CVE that there is, several times over. */
const mostLines = 2_000_000;

/** A release cycle of endoflife.date, in our words; dates are `YYYY-MM-DD`. */
export interface ReleaseCycle {
  /** `12`, `22.04`, `3.20`. */
  readonly cycle: string;
  /** End of security support; `true`: over without a date. */
  readonly endOfLife?: string | true;
  /** End of the extended support (LTS, ESM), where there is one. */
  readonly endOfExtended?: string | true;
}

function parseJson(bytes: Uint8Array, where: string): JsonObject {
  try {
    const value = asObject(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    if (value !== undefined) return value;
  } catch (cause) {
    throw damaged(where, cause instanceof Error ? cause.message : 'it is no JSON', cause);
  }
  throw damaged(where, 'it holds no JSON object');
}

function damaged(where: string, message: string, cause?: unknown): ScanError {
  return new ScanError('DATABASE_MISSING', where, message, {
    hint: 'Fetch the feed again; it was damaged on its way or is of another kind.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** CISA's Known Exploited Vulnerabilities: CVE → KnownExploited. */
export function readKev(bytes: Uint8Array, where: string): Rows {
  const list = parseJson(bytes, where)['vulnerabilities'];
  if (!Array.isArray(list)) throw damaged(where, 'it has no list “vulnerabilities”');
  const rows: [string, string][] = [];
  for (const item of list) {
    const entry = asObject(item);
    const cve = asText(entry?.['cveID']);
    const dateAdded = asText(entry?.['dateAdded']);
    if (cve === undefined || dateAdded === undefined) continue;
    const dueDate = asText(entry?.['dueDate']);
    const known: KnownExploited = {
      dateAdded,
      ...(dueDate !== undefined && { dueDate }),
      ransomware: entry?.['knownRansomwareCampaignUse'] === 'Known',
    };
    rows.push([cve, JSON.stringify(known)]);
  }
  return { rows, skipped: list.length - rows.length };
}

function endOf(value: unknown): string | true | undefined {
  if (value === true) return true;
  const text = asText(value);
  return text !== undefined && /^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : undefined;
}

/** A release in the repository's words (`releaseCycle`, `eol`, `eoes`) or the API's (`name`, `eolFrom`, `eoesFrom`). */
function readCycle(item: unknown): ReleaseCycle | undefined {
  const release = asObject(item);
  const cycle = release?.['releaseCycle'] ?? release?.['name'] ?? release?.['cycle'];
  if (typeof cycle !== 'string' && typeof cycle !== 'number') return undefined;
  const endOfLife = endOf(release?.['eolFrom'] ?? release?.['isEol'] ?? release?.['eol']);
  const endOfExtended = endOf(
    release?.['eoesFrom'] ??
      release?.['isEoes'] ??
      release?.['eoes'] ??
      release?.['extendedSupport'],
  );
  return {
    cycle: String(cycle),
    ...(endOfLife !== undefined && { endOfLife }),
    ...(endOfExtended !== undefined && { endOfExtended }),
  };
}

/**
 * End-of-life dates: product → its cycles. Takes one table of products (`{products: {debian: {releases}}}`), and what
 * the API gives for one product (`{result: {name, releases}}`).
 */
export function readEndOfLife(bytes: Uint8Array, where: string): Rows {
  const document = parseJson(bytes, where);
  const result = asObject(document['result']);
  const products: (readonly [string, unknown])[] =
    result === undefined
      ? Object.entries(asObject(document['products']) ?? {})
      : [[asText(result['name']) ?? '', result]];
  if (products.length === 0) throw damaged(where, 'it has neither “products” nor “result”');
  const rows: [string, string][] = [];
  let skipped = 0;
  for (const [product, value] of products) {
    const releases = asArray(asObject(value)?.['releases']);
    const cycles = releases.map(readCycle).filter((cycle) => cycle !== undefined);
    skipped += releases.length - cycles.length;
    if (product !== '' && cycles.length > 0) rows.push([product, JSON.stringify(cycles)]);
  }
  return { rows, skipped };
}

/** The lines that are not empty, one after the other: a list of them all could be larger than memory. */
function* readLines(bytes: Uint8Array, where: string): Generator<string> {
  let text: string;
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const plain = isGzip ? gunzipSync(bytes, { maxOutputLength: mostBytes }) : bytes;
    text = new TextDecoder().decode(plain);
  } catch (cause) {
    throw damaged(where, cause instanceof Error ? cause.message : 'it cannot be inflated', cause);
  }
  let count = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).replace(/\r$/, '');
    start = end + 1;
    if (line === '') continue;
    count += 1;
    if (count > mostLines) throw damaged(where, `it has more than ${mostLines} lines`);
    yield line;
  }
}

/** Severities by CVE, `cve,source,cvss_vector,cvss_score,severity_word` (gzip or plain): CVE → SeverityStatement. */
export function readCveSeverities(bytes: Uint8Array, where: string): Rows {
  const rows: [string, string][] = [];
  let skipped = 0;
  let head: string | undefined;
  for (const line of readLines(bytes, where)) {
    if (head === undefined) {
      head = line;
      if (!head.startsWith('cve,source,')) break;
      continue;
    }
    const [cve = '', , vector = '', score = '', word = ''] = line.split(',');
    const statement = severityStatement(vector, score, word);
    if (!cve.startsWith('CVE-') || statement === undefined) skipped++;
    else rows.push([cve, JSON.stringify(statement)]);
  }
  if (head?.startsWith('cve,source,') !== true)
    throw damaged(where, 'its first line is not “cve,source,…”');
  return { rows, skipped };
}

function severityStatement(
  vector: string,
  score: string,
  word: string,
): SeverityStatement | undefined {
  const source = 'cve-severity';
  const computed = vector === '' ? undefined : statementOfVector(vector);
  const severity = severityOfWord(word) ?? computed?.severity;
  if (severity !== undefined) {
    return { source, severity, ...(computed?.cvss !== undefined && { cvss: computed.cvss }) };
  }
  const number = Number(score);
  if (score === '' || !(number >= 0 && number <= 10)) return undefined;
  return { source, severity: severityOfScore(number) };
}

/** FIRST's EPSS, `cve,epss,percentile` behind a comment line: CVE → `[score, percentile]`. */
export function readEpss(bytes: Uint8Array, where: string): Rows {
  const rows: [string, string][] = [];
  let skipped = 0;
  let head: string | undefined;
  for (const line of readLines(bytes, where)) {
    if (line.startsWith('#')) continue;
    if (head === undefined) {
      head = line;
      if (!head.startsWith('cve,epss,percentile')) break;
      continue;
    }
    const [cve = '', score, percentile] = line.split(',');
    const numbers = [Number(score), Number(percentile)];
    if (!cve.startsWith('CVE-') || !numbers.every((value) => value >= 0 && value <= 1)) skipped++;
    else rows.push([cve, JSON.stringify(numbers)]);
  }
  if (head?.startsWith('cve,epss,percentile') !== true) {
    throw damaged(where, 'its head is not “cve,epss,percentile”');
  }
  return { rows, skipped };
}
