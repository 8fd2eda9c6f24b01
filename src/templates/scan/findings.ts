// From grouped outcomes to findings: place, wording, fingerprint, excuse.
import { createHash } from 'node:crypto';
import type { Finding, FindingLocation, FindingSuppression } from '../../model/finding.ts';
import { requiredAgentRules } from '../../model/template-policy.ts';
import type { UnknownValue } from '../arm/language/unknown.ts';
import type { JsonDocument } from '../arm/syntax/document.ts';
import type { Source, Span } from '../source.ts';
import type { Suppressions } from '../suppressions/suppressions.ts';
import { deploymentPath, resourcePath } from './evaluation-label.ts';
import type { EvaluatedResult, Instance, OutcomeGroup } from './group-outcomes.ts';
import { instanceText } from './instance-text.ts';
import { placeNames } from './place-names.ts';

/** Longest expression that a message quotes. */
const longestQuote = 160;

/** A finding whose instances may still be joined by those of another root template. */
export interface Draft {
  readonly finding: Finding;
  readonly instances: readonly Instance[];
  readonly judged: readonly Instance[];
  /** Empty unless evaluations are kept. */
  readonly results: readonly EvaluatedResult[];
}

export interface DraftSurroundings {
  /** The document of a source, for names of places. */
  readonly documentOf: (source: Source) => JsonDocument | undefined;
  readonly suppressions: Suppressions;
  readonly keepsEvaluations: boolean;
}

function namesOf(span: Span, { documentOf }: DraftSurroundings): readonly string[] {
  const document = documentOf(span.source);
  return document === undefined ? [] : placeNames(document, span.start);
}

/** Kind, rule and the names that lead to the place: lines may move, other resources come and go. */
function fingerprintOf(group: OutcomeGroup, surroundings: DraftSurroundings): string {
  const { rule, at, declaration, outcome } = group;
  const parts = [
    rule.kind,
    rule.id,
    declaration.source.path,
    ...namesOf(declaration, surroundings),
    '',
    at.source.path,
    ...namesOf(at, surroundings),
    ...(outcome.kind === 'undecided' ? ['undecided'] : []),
  ];
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}

function locationOf({ at, first }: OutcomeGroup): FindingLocation {
  const start = at.source.positionAt(at.start);
  const end = at.source.positionAt(at.end);
  const { resource, deployment } = first;
  const path = resource === undefined ? deploymentPath(deployment) : resourcePath(resource);
  return {
    path: at.source.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...(path === undefined ? {} : { resource: path }),
  };
}

function quoted({ source, start, end }: Span): string {
  const text = source.text.slice(start, Math.min(end, start + longestQuote * 2));
  // The query of an address may be a token.
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/(https?:\/\/[^\s'"?]*)\?[^\s'")\]]*/gi, '$1?…')
    .trim();
  return line.length > longestQuote ? `${line.slice(0, longestQuote - 1)}…` : line;
}

/** The expression that could not be known: the cause, or where that is a parameter's declaration the use of it. */
function expressionOf({ reason, span }: UnknownValue, at: Span): string {
  const cause = reason.span === undefined ? '' : quoted(reason.span);
  for (const each of [cause, span === undefined ? '' : quoted(span), quoted(at)]) {
    const [, inner] = /^"\[(.+)\]"$/.exec(each) ?? [];
    const text = inner ?? each;
    // The place itself is the machine's name or the like, which need not be what is unknown.
    const isUse = each === cause || text.includes(cause.replaceAll('"', ''));
    if (text !== '' && !text.startsWith('"') && isUse) return text;
  }
  return '';
}

/** What is wrong, what is wanted, and for an unknown the expression that decides. */
function messageOf({ outcome, rule }: OutcomeGroup): string {
  const { message } = outcome;
  const sentence = message.replace(/[.\s]+$/, '');
  if (outcome.kind === 'fail') {
    // The sentence about a missing agent names what is required in full.
    if (requiredAgentRules.includes(rule.id)) return sentence;
    const says = sentence.toLowerCase();
    const isSaid =
      /^(?:absent|none)$/.test(outcome.found) || says.includes(outcome.found.toLowerCase());
    const found = isSaid ? '' : `found ${outcome.found}`;
    const wanted = says.includes(outcome.wanted.toLowerCase()) ? '' : `wanted ${outcome.wanted}`;
    const rest = [found, wanted].filter(Boolean).join(', ');
    return rest === '' ? sentence : `${sentence} (${rest})`;
  }
  // What leads to a secret is not quoted: it may hold one.
  const text = rule.kind === 'secret' ? '' : expressionOf(outcome.unknown, outcome.at);
  return text === '' || sentence.includes(text) ? sentence : `${sentence}; not known is ${text}`;
}

/** What mends it; where a parameter without a value leaves it open, that is to be given first. */
function remedyOf({ outcome, rule }: OutcomeGroup): string {
  if (outcome.kind !== 'undecided' || outcome.unknown.reason.kind !== 'parameter') {
    return rule.remedy;
  }
  const [, name] =
    /^the parameter '([^']+)' has no value/.exec(outcome.unknown.reason.message) ?? [];
  return name === undefined
    ? rule.remedy
    : `Give the parameter '${name}' a value, in a parameter file or by --parameters ${name}=….`;
}

function suppressionOf(group: OutcomeGroup, { suppressions }: DraftSurroundings) {
  const { rule, at, declaration, first } = group;
  const found = suppressions.for({
    ruleIds: [rule.id, ...rule.aliases],
    declaration: first.resource === undefined ? undefined : declaration,
    at,
  });
  if (found === undefined) return undefined;
  const { reason, span, until, form } = found;
  const suppression: FindingSuppression = {
    reason,
    path: span.source.path,
    line: span.source.positionAt(span.start).line,
    form,
    ...(until === undefined ? {} : { until }),
  };
  return suppression;
}

/** The finding of a group, without the names of its instances. */
export function draftOf(group: OutcomeGroup, surroundings: DraftSurroundings): Draft {
  const { rule, severity, outcome, instances, judged, results } = group;
  const suppression = suppressionOf(group, surroundings);
  const finding: Finding = {
    fingerprint: fingerprintOf(group, surroundings),
    id: rule.id,
    aliases: rule.aliases,
    kind: rule.kind,
    severity,
    severitySource: 'portcullis',
    severities: [{ source: 'portcullis', severity }],
    title: rule.title,
    message: messageOf(group),
    remedy: remedyOf(group),
    rationale: rule.rationale,
    fixedVersions: [],
    ...(outcome.kind === 'undecided' ? { outcome: 'undecided' } : {}),
    ...(suppression === undefined ? {} : { suppression }),
    location: locationOf(group),
    references: rule.references,
    sources: ['portcullis'],
  };
  return {
    finding,
    instances,
    judged,
    results: surroundings.keepsEvaluations ? results : [],
  };
}

/** Each once, the first of equal ones. */
function joined(all: readonly (readonly Instance[])[]): readonly Instance[] {
  const known = new Map<string, Instance>();
  for (const instance of all.flat()) {
    const key = `${instance.evaluation}\0${instance.path}`;
    if (!known.has(key)) known.set(key, instance);
  }
  return [...known.values()];
}

function placeOf({ finding: { id, outcome, location = {} } }: Draft): string {
  const { path, line, column, endLine, endColumn } = location;
  return [id, outcome, path, line, column, endLine, endColumn].join('\0');
}

/** Joins the findings of one place that several root templates have: they deploy the same linked file. */
export function joinDrafts(drafts: readonly Draft[]): Draft[] {
  const byPlace = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const key = `${placeOf(draft)}\0${draft.finding.fingerprint}`;
    const same = byPlace.get(key);
    if (same === undefined) byPlace.set(key, [draft]);
    else same.push(draft);
  }
  return [...byPlace.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || same.length === 1) return same;
    return [
      {
        finding: first.finding,
        instances: joined(same.map(({ instances }) => instances)),
        judged: joined(same.map(({ judged }) => judged)),
        results: same.flatMap(({ results }) => results),
      },
    ];
  });
}

/** The finding with its instances named. */
function finished({ finding, instances, judged }: Draft): Finding {
  const { names, suffix } = instanceText(instances, judged);
  const message = `${finding.message}${suffix}.`;
  if (names === undefined) return { ...finding, message };
  return { ...finding, message, location: { ...finding.location, instances: names } };
}

function compare(left: Finding, right: Finding): number {
  const [a, b] = [left.location ?? {}, right.location ?? {}];
  if (a.path !== b.path) return (a.path ?? '') < (b.path ?? '') ? -1 : 1;
  const lines = (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
  if (lines !== 0) return lines;
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

export interface FinishedFinding {
  readonly finding: Finding;
  readonly results: readonly EvaluatedResult[];
}

/** By path and place; fingerprints that would be equal are told apart in this order. */
export function finishDrafts(drafts: readonly Draft[]): FinishedFinding[] {
  const all = drafts
    .map((draft) => ({ finding: finished(draft), results: draft.results }))
    .sort((left, right) => compare(left.finding, right.finding));
  const seen = new Map<string, number>();
  return all.map(({ finding, results }) => {
    const count = seen.get(finding.fingerprint) ?? 0;
    seen.set(finding.fingerprint, count + 1);
    if (count === 0) return { finding, results };
    const text = `${finding.fingerprint}\0${count}`;
    const fingerprint = createHash('sha256').update(text).digest('hex');
    return { finding: { ...finding, fingerprint }, results };
  });
}
