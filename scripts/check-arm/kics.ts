// KICS: every positive file has a finding on the line that the query names, no negative one has any.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor, Case } from './anchors.ts';
import { conditionOf } from './conditions.ts';
import { type Asked, foldersOf, jsonFilesOf, type OracleResult, readJsonOf } from './oracle.ts';
import { readTemplateText } from './resources.ts';
import { scanFiles, verdictOf } from './scan.ts';

interface Row {
  readonly line: number;
  readonly filename?: string;
  readonly fileName?: string;
}

/**
 * A line that names a block, or the resource by its name, stands in for a setting that KICS does not point at:
 * its place is its own convention, and no value is there to compare with.
 */
const holdsValue = (line: string): boolean =>
  !/[{[]\s*$/.test(line) && !/^\s*"(?:name|type|apiVersion)"/i.test(line);

async function casesOf(folder: string, id: string, anchor: Anchor): Promise<Case[]> {
  const rows = await readJsonOf<Row[]>(folder, 'positive_expected_result.json');
  const files = (await jsonFilesOf(folder)).filter((name) =>
    /^(?:positive|negative)\d*\./.test(name),
  );
  const scanned = await scanFiles(files.map((name) => join(folder, name)));
  const applies = conditionOf(anchor.filter ?? '');
  const cases: Case[] = [];
  for (const file of files) {
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    const lines = text.split('\n');
    const { resources, resourceAt, isStandIn } = readTemplateText(text);
    const findings = scanned.get(path)?.findings ?? [];
    const { verdict, at } = verdictOf(findings, anchor.ours, (found) => {
      const resource = resourceAt(found.line);
      return resource === undefined || applies(resource);
    });
    const own = rows.filter((row) => (row.filename ?? row.fileName) === file);
    const where = join(id, file);
    if (own.length === 0) {
      cases.push({ anchor: id, where, theirs: 'pass', ours: verdict, resources });
    }
    const found = at.filter(({ line, column }) => !isStandIn(line, column)).map(({ line }) => line);
    for (const { line } of new Map(own.map((row) => [row.line, row])).values()) {
      const isCompared =
        verdict === 'fail' && found.length > 0 && holdsValue(lines[line - 1] ?? '');
      const isElsewhere = isCompared && !found.includes(line);
      cases.push({
        anchor: id,
        where: `${where}:${line}`,
        theirs: 'fail',
        ours: verdict,
        resources,
        ...(isElsewhere ? { lines: { theirs: line, ours: found } } : {}),
      });
    }
  }
  return cases;
}

/** `path` holds one folder for each query. */
export async function checkKics({ path, anchors }: Asked): Promise<OracleResult> {
  const cases: Case[] = [];
  const unmapped = new Map<string, number>();
  let notOurs = 0;
  for (const name of await foldersOf(path)) {
    const folder = join(path, name);
    const { id } = await readJsonOf<{ readonly id: string }>(folder, 'metadata.json');
    const anchor = anchors.get(id);
    const files = (await jsonFilesOf(folder)).filter((file) =>
      /^(?:positive|negative)\d/.test(file),
    );
    if (anchor === undefined) unmapped.set(`${id} ${name}`, files.length);
    else if (anchor.relation === 'none') notOurs += files.length;
    else cases.push(...(await casesOf(folder, id, anchor)));
  }
  return { name: 'kics', cases, notOurs, unmapped };
}
