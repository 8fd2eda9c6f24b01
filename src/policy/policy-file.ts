// Reads a policy file: YAML with positions, checked against docs/policy.schema.json, then what a schema cannot say.

import type { ErrorObject } from 'ajv';
import type { Document } from 'yaml';
import { coverageNames } from '../model/coverage.ts';
import { UserError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import type { RankedSeverity } from '../model/severity.ts';
import {
  type CoverageAcceptance,
  defaultPolicy,
  longestPolicyBytes,
  type Policy,
  type Threshold,
  type UndecidedPolicy,
} from './policy.ts';
import check from './policy-check.generated.mjs';
import { type Path, Positions, rangeStart } from './policy-positions.ts';
import { problemsOfTemplates, type TemplatePart, templatePolicyOf } from './template-policy.ts';

const mostProblems = 5;
/** Finding the place of a problem walks the document: of so many at most. */
const mostPlaced = 50;
/** Keeps a small file from growing through aliases (`&a`, `*a`). */
const mostAliases = 100;

interface Problem {
  /** Where in the document; `key`: at the key itself, not at its value. */
  readonly path: Path;
  readonly key?: string;
  readonly text: string;
}

/** The file's shape once the schema has accepted it. */
interface PolicyFile extends TemplatePart {
  readonly failOn?: Threshold;
  readonly ignoreUnfixed?: boolean;
  readonly unknownAs?: RankedSeverity;
  readonly exceptions?: readonly {
    readonly id: string;
    readonly reason: string;
    readonly owner: string;
    readonly expires: string;
    readonly package?: string;
    readonly resource?: string;
    readonly target?: string;
  }[];
  readonly database?: { readonly maxAge?: string };
  readonly coverage?: readonly Omit<CoverageAcceptance, 'line'>[];
  readonly undecided?: Partial<UndecidedPolicy>;
}

/** What the YAML itself has wrong, at an offset of the text. */
interface Fault {
  readonly pos: readonly [number, ...number[]];
  readonly message: string;
}

function pathOf(instancePath: string): Path {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function nameOf(path: Path): string {
  let name = '';
  for (const part of path) {
    if (typeof part === 'number') name += `[${part}]`;
    else name += name === '' ? part : `.${part}`;
  }
  return name === '' ? 'the policy' : name;
}

function listed(values: unknown): string[] {
  return Array.isArray(values) ? values.map(String) : [];
}

function suggestion(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
}

const patternTexts: Readonly<Record<string, string>> = {
  expires: 'must be a day such as 2027-01-31',
  maxAge: 'must be a number of days or hours such as 7d or 36h',
  id: 'must be one id such as CVE-2024-1234, without spaces or wildcards',
};

function problemOf(error: ErrorObject): Problem {
  const path = pathOf(error.instancePath);
  const name = nameOf(path);
  const parameters = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(parameters['additionalProperty']);
      const parent = error.parentSchema?.['properties'];
      const known = typeof parent === 'object' && parent !== null ? Object.keys(parent) : [];
      const where = path.length === 0 ? '' : ` in ${name}`;
      return { path, key, text: `unknown key ‹${key}›${where}: ${suggestion(key, known)}` };
    }
    case 'required':
      return { path, text: `${name} lacks ‹${String(parameters['missingProperty'])}›` };
    case 'enum': {
      const known = listed(parameters['allowedValues']);
      const word = String(error.data);
      return { path, text: `${name} is ‹${word}›: must be one of ${known.join(', ')}` };
    }
    case 'pattern': {
      const last = String(path.at(-1));
      const text = patternTexts[last] ?? 'must not be empty';
      return { path, text: `${name} ${text}` };
    }
    case 'type':
      return { path, text: `${name} must be of type ${String(parameters['type'])}` };
    default:
      return { path, text: `${name} ${error.message ?? 'is not valid'}` };
  }
}

/** Whether it is a day of the calendar (2027-02-30 is none). */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What the schema cannot say: days of the calendar, coverage names, agents named once. */
function* problemsOfMeaning(file: PolicyFile): Generator<Problem> {
  yield* problemsOfTemplates(file);
  for (const [index, exception] of (file.exceptions ?? []).entries()) {
    if (!isDay(exception.expires)) {
      const path = ['exceptions', index, 'expires'];
      yield { path, text: `${nameOf(path)} is ‹${exception.expires}›, no day of the calendar` };
    }
  }
  for (const [index, { name }] of (file.coverage ?? []).entries()) {
    const path = ['coverage', index, 'name'];
    const kind = name.split(':', 1)[0] ?? '';
    if (kind === 'target') {
      yield {
        path,
        text: `${nameOf(path)} is ‹target›: a target that was not scanned cannot be accepted; leave it out of the run`,
      };
    } else if (!Object.hasOwn(coverageNames, kind)) {
      const known = Object.keys(coverageNames).filter((known) => known !== 'target');
      yield {
        path,
        text: `${nameOf(path)} is ‹${name}›, no coverage name: ${suggestion(kind, known)}`,
      };
    }
  }
}

function hoursOf(maxAge: string): number {
  return Number(maxAge.slice(0, -1)) * (maxAge.endsWith('d') ? 24 : 1);
}

function invalid(path: string, problems: readonly string[]): UserError {
  const shown = problems.slice(0, mostProblems).join('; ');
  const rest = problems.length - mostProblems;
  return new UserError('POLICY_INVALID', rest > 0 ? `${shown}; … and ${rest} more` : shown, {
    hint: `Mend ${path} and check it again; docs/policy.schema.json describes every key.`,
  });
}

/**
 * Reads a policy file's text; `path` is for messages. An empty file is the default policy.
 * Throws UserError `POLICY_INVALID` that names every fault (five at most) as `path:line:column: what`.
 */
export async function parsePolicy(text: string, path: string): Promise<Policy> {
  if (text.length > longestPolicyBytes) {
    throw invalid(path, [`${path}:1:1: longer than ${longestPolicyBytes / 1024} KiB`]);
  }
  const { isScalar, LineCounter, parseDocument, visit } = await import('yaml');
  const lines = new LineCounter();
  let document: Document;
  let value: unknown;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      uniqueKeys: false, // the library compares every key with every other
    });
    const faults: Fault[] = [...document.errors, ...document.warnings];
    visit(document, {
      Map(_, { items }) {
        const seen = new Set<string>();
        for (const { key } of items) {
          if (!isScalar(key)) continue;
          const name = String(key.value);
          if (seen.has(name)) {
            faults.push({
              pos: [rangeStart(key) ?? 0],
              message: `the key ‹${name}› is there twice`,
            });
          }
          seen.add(name);
        }
      },
    });
    if (faults.length > 0) {
      const positions = new Positions(document, lines);
      throw invalid(
        path,
        faults.slice(0, mostPlaced).map(({ pos, message }) => {
          const { line, col } = positions.offset(pos[0]);
          return `${path}:${line}:${col}: ${message}`;
        }),
      );
    }
    value = document.toJS({ maxAliasCount: mostAliases }) ?? {};
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const message = cause instanceof Error ? cause.message : 'cannot be parsed';
    throw new UserError('POLICY_INVALID', `${path}:1:1: no YAML that can be read: ${message}`, {
      hint: `Mend ${path}; it must be one YAML document.`,
      cause,
    });
  }
  const positions = new Positions(document, lines);
  const at = ({ path: place, key, text: what }: Problem) => {
    const { line, col } = positions.of(place, key);
    return { line, col, text: `${path}:${line}:${col}: ${what}` };
  };
  const problems = check(value)
    ? [...problemsOfMeaning(value as PolicyFile)]
    : (check.errors ?? []).map(problemOf);
  if (problems.length > 0) {
    const placed = problems
      .slice(0, mostPlaced)
      .map(at)
      .sort((a, b) => a.line - b.line || a.col - b.col);
    throw invalid(path, [...new Set(placed.map((problem) => problem.text))]);
  }
  const file = value as PolicyFile;
  const maxAge = file.database?.maxAge;
  return {
    path,
    failOn: file.failOn ?? defaultPolicy.failOn,
    ignoreUnfixed: file.ignoreUnfixed ?? defaultPolicy.ignoreUnfixed,
    unknownAs: file.unknownAs ?? defaultPolicy.unknownAs,
    maxAgeHours: maxAge === undefined ? defaultPolicy.maxAgeHours : hoursOf(maxAge),
    isMaxAgeSet: maxAge !== undefined,
    exceptions: (file.exceptions ?? []).map((exception, index) => ({
      ...exception,
      line: positions.of(['exceptions', index]).line,
    })),
    coverage: (file.coverage ?? []).map((acceptance, index) => ({
      ...acceptance,
      line: positions.of(['coverage', index]).line,
    })),
    undecided: { ...defaultPolicy.undecided, ...file.undecided },
    templates: templatePolicyOf(file, path),
  };
}
