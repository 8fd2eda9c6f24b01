// Template Analyzer: the lines that a rule reports for a template, and no others.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor, Case } from './anchors.ts';
import { conditionOf } from './conditions.ts';
import { type Asked, foldersOf, type OracleResult, readJsonOf } from './oracle.ts';
import { readTemplateText } from './resources.ts';
import { scanFiles, verdictOf } from './scan.ts';

interface Expected {
  readonly Template: string;
  readonly ReportedFailures: readonly { readonly LineNumber: number }[];
}

/** Reported lines and our findings in the resource around each; resources without either agree when neither reports. */
async function casesOf(
  folder: string,
  id: string,
  anchor: Anchor,
  expected: Expected,
): Promise<Case[]> {
  const path = join(folder, expected.Template);
  const scanned = await scanFiles([path]);
  const { resources, resourceAt, isStandIn } = readTemplateText(await readFile(path, 'utf8'));
  const findings = scanned.get(path)?.findings ?? [];
  const applies = conditionOf(anchor.filter ?? '');
  const reported = [...new Set(expected.ReportedFailures.map((each) => each.LineNumber))];
  const cases: Case[] = [];
  for (const resource of resources) {
    const own = ({ line }: { readonly line: number }) => resourceAt(line) === resource;
    const theirs = reported.filter((line) => own({ line }));
    const { verdict, at } = verdictOf(findings, anchor.ours, own);
    if (!applies(resource) && theirs.length === 0) continue;
    const ours = at.map(({ line }) => line);
    const isValue = at.some(({ line, column }) => !isStandIn(line, column));
    const where = `${id}/${expected.Template}:${resource.firstLine} ${resource.type}`;
    const lines = theirs.filter((line) => !ours.includes(line));
    cases.push({
      anchor: id,
      where,
      theirs: theirs.length > 0 ? 'fail' : 'pass',
      ours: verdict,
      resources: [resource],
      ...(verdict === 'fail' && isValue && lines[0] !== undefined
        ? { lines: { theirs: lines[0], ours } }
        : {}),
    });
  }
  return cases;
}

/** `path` holds one folder for each rule. */
export async function checkTemplateAnalyzer({ path, anchors }: Asked): Promise<OracleResult> {
  const cases: Case[] = [];
  const unmapped = new Map<string, number>();
  let notOurs = 0;
  for (const id of await foldersOf(path)) {
    const folder = join(path, id);
    const anchor = anchors.get(id);
    for (const expected of await readJsonOf<Expected[]>(folder, `${id}.json`)) {
      const count = Math.max(1, expected.ReportedFailures.length);
      if (anchor === undefined) unmapped.set(id, (unmapped.get(id) ?? 0) + count);
      else if (anchor.relation === 'none') notOurs += count;
      else cases.push(...(await casesOf(folder, id, anchor, expected)));
    }
  }
  return { name: 'template-analyzer', cases, notOurs, unmapped };
}
