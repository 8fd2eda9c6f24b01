// What the words and vectors of the feeds mean on our scale. Bands: CVSS 3.1 and 4.0 specification, «Qualitative Severity
// Rating Scale»; a score of 0 is `info`.

import type * as cvss from 'ae-cvss-calculator';
import type { SeverityStatement } from '../../model/finding.ts';
import type { Severity } from '../../model/severity.ts';

const words: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  important: 'high',
  high: 'high',
  moderate: 'medium',
  medium: 'medium',
  low: 'low',
  minor: 'low',
  negligible: 'info',
  unimportant: 'info',
  none: 'info',
};

/** The severity that a source's word means; undefined for `not yet assigned`, `untriaged` and other words. */
export function severityOfWord(word: string | undefined): Severity | undefined {
  const key = word?.trim().toLowerCase().replace(/\*+$/, '') ?? '';
  return Object.hasOwn(words, key) ? words[key] : undefined;
}

/** The severity of a CVSS score, 0 to 10. */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'info';
}

type Calculator = Pick<typeof cvss, 'fromVector'>;
let calculator: Calculator | undefined;

/** A bundler gives the module's exports by name, Node only as the default export. */
async function importCalculator(): Promise<Calculator> {
  const module: object = await import('ae-cvss-calculator');
  const exported = 'fromVector' in module ? module : Reflect.get(module, 'default');
  if (typeof Reflect.get(exported, 'fromVector') !== 'function') {
    throw new Error('ae-cvss-calculator has no fromVector');
  }
  return exported;
}

/** Loads the CVSS calculator; call it before `statementOfVector`. */
export async function loadCalculator(): Promise<void> {
  calculator ??= await importCalculator();
}

const known = new Map<string, SeverityStatement | undefined>();
const mostKnown = 20_000;

/**
 * What a CVSS vector says. Its version is read from the vector itself, because records name the wrong type
 * (GHSA-wj5w-qghh-gvqp); a vector without prefix is CVSS 2. Undefined where it cannot be read.
 */
export function statementOfVector(vector: string): SeverityStatement | undefined {
  if (known.has(vector)) return known.get(vector);
  if (known.size >= mostKnown) known.clear();
  const statement = computeStatement(vector);
  known.set(vector, statement);
  return statement;
}

function computeStatement(vector: string): SeverityStatement | undefined {
  if (calculator === undefined) throw new Error('loadCalculator was not awaited');
  try {
    const read = calculator.fromVector(vector);
    // The calculator gives an incomplete vector the score 0, which would say «harmless».
    if (read?.isBaseFullyDefined() !== true) return undefined;
    const score = read.calculateScores().overall;
    if (!Number.isFinite(score)) return undefined;
    const version = /^CVSS:(\d\.\d)\//.exec(vector)?.[1] ?? '2.0';
    return { source: `CVSS:${version}`, severity: severityOfScore(score), cvss: { vector, score } };
  } catch {
    // A vector that nobody can read says nothing; the record's other statements count.
    return undefined;
  }
}
