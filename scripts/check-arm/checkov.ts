// checkov: resources that pass and fail, by type and name, or by their number where its test says no more.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { templateRules } from '../../src/templates/rules/list.ts';
import type { Anchor, Case, Verdict } from './anchors.ts';
import { conditionOf } from './conditions.ts';
import { type Asked, foldersOf, jsonFilesOf, type OracleResult, readJsonOf } from './oracle.ts';
import { readTemplateText, type TextResource } from './resources.ts';
import { scanFiles, verdictOf } from './scan.ts';

interface Expected {
  /** Null where the test covers the engine and no check. */
  readonly check: string | null;
  readonly supported_resources: readonly string[];
  readonly passing_resources: readonly string[] | null;
  readonly failing_resources: readonly string[] | null;
  readonly passed: number;
  readonly failed: number;
}

interface Judged {
  readonly file: string;
  readonly resource: TextResource;
  readonly ours: Verdict;
}

const keyOf = ({ type, name }: TextResource): string => `${type}.${name}`.toLowerCase();

/** Where the other tool's test names no types: those that our rules look at. */
function typesOf({ ours }: Anchor): string[] {
  return templateRules.flatMap((rule) =>
    rule.on === 'resource' && ours.includes(rule.id) ? rule.types : [],
  );
}

/** Our verdict on every resource that the check supports; findings in a nested resource count for its parents too. */
async function judge(folder: string, expected: Expected, anchor: Anchor): Promise<Judged[]> {
  const files = (await jsonFilesOf(folder)).filter((name) => name !== 'expected.json');
  const scanned = await scanFiles(files.map((name) => join(folder, name)));
  const named = expected.supported_resources.map((type) => type.toLowerCase());
  const supported = named.length > 0 ? named : typesOf(anchor);
  const applies = conditionOf(anchor.filter ?? '');
  const judged: Judged[] = [];
  for (const file of files) {
    const path = join(folder, file);
    const { resources } = readTemplateText(await readFile(path, 'utf8'));
    const findings = scanned.get(path)?.findings ?? [];
    for (const resource of resources) {
      const type = resource.type.toLowerCase();
      const isMeant = supported.some((each) => type === each || type.endsWith(`/${each}`));
      if (!isMeant || !applies(resource)) continue;
      const { verdict } = verdictOf(
        findings,
        anchor.ours,
        ({ line }) => resource.firstLine <= line && line <= resource.lastLine,
      );
      judged.push({ file, resource, ours: verdict });
    }
  }
  return judged;
}

/**
 * Named resources, each a case; one that is not in the folder's files is none. Of several of one name, those that fail
 * are held against the failing ones first.
 */
function namedCases(
  id: string,
  folder: string,
  expected: Expected,
  judged: readonly Judged[],
): Case[] {
  const cases: Case[] = [];
  const left = [...judged];
  const lists = [
    ['fail', expected.failing_resources ?? []],
    ['pass', expected.passing_resources ?? []],
  ] as const;
  for (const [theirs, names] of lists) {
    for (const name of names) {
      const own = left.filter(({ resource }) => keyOf(resource) === name.toLowerCase());
      const found = own.find(({ ours }) => ours === theirs) ?? own[0];
      if (found === undefined) continue;
      left.splice(left.indexOf(found), 1);
      const where = `${folder}/${found.file} ${name}`;
      cases.push({ anchor: id, where, theirs, ours: found.ours, resources: [found.resource] });
    }
  }
  return cases;
}

/**
 * Where only numbers are known, the most that can agree do; the rest differ. Resources beyond those numbers were left out
 * of the test, as checkov does with what it cannot render; they are no cases.
 */
function countedCases(
  id: string,
  folder: string,
  expected: Expected,
  judged: readonly Judged[],
): Case[] {
  const { passed, failed } = expected;
  const failing = judged.filter(({ ours }) => ours === 'fail');
  const others = judged.filter(({ ours }) => ours !== 'fail');
  // Any of those that ours judges alike may be the one that the test counts otherwise.
  const alike = (ours: Verdict) =>
    judged.filter((each) => each.ours === ours).map(({ resource }) => resource);
  const caseOf = (each: Judged, theirs: Verdict): Case => ({
    anchor: id,
    where: `${folder}/${each.file} ${keyOf(each.resource)} (of ${passed} passing, ${failed} failing)`,
    theirs,
    ours: each.ours,
    resources: alike(each.ours),
  });
  const leftOut = Math.max(0, judged.length - passed - failed);
  const surplus = Math.max(0, failing.length - failed - leftOut);
  const lacking = Math.max(0, failed - failing.length);
  const undecidedFirst = [
    ...others.filter(({ ours }) => ours === 'undecided'),
    ...others.filter(({ ours }) => ours === 'pass'),
  ];
  const passing = undecidedFirst.slice(lacking).reverse();
  return [
    ...failing.slice(surplus, surplus + failed).map((each) => caseOf(each, 'fail')),
    ...failing.slice(0, surplus).map((each) => caseOf(each, 'pass')),
    ...undecidedFirst.slice(0, lacking).map((each) => caseOf(each, 'fail')),
    ...passing.slice(0, passed - surplus).map((each) => caseOf(each, 'pass')),
  ];
}

/** `path` holds one folder for each check's examples. */
export async function checkCheckov({ path, anchors }: Asked): Promise<OracleResult> {
  const cases: Case[] = [];
  const unmapped = new Map<string, number>();
  let notOurs = 0;
  for (const name of await foldersOf(path)) {
    const folder = join(path, name);
    for (const expected of await readJsonOf<Expected[]>(folder, 'expected.json')) {
      const { check, passed, failed } = expected;
      const anchor = check === null ? undefined : anchors.get(check);
      if (check === null) notOurs += passed + failed;
      else if (anchor === undefined) unmapped.set(check, passed + failed);
      else if (anchor.relation === 'none') notOurs += passed + failed;
      else {
        const judged = await judge(folder, expected, anchor);
        const isNamed = expected.passing_resources !== null || expected.failing_resources !== null;
        cases.push(...(isNamed ? namedCases : countedCases)(check, name, expected, judged));
      }
    }
  }
  return { name: 'checkov', cases, notOurs, unmapped };
}
