// Whether the operating system still gets security fixes, by endoflife.date's table: without them «no findings» means little.

import type { Finding } from '../../model/finding.ts';
import type { OperatingSystem } from '../../model/inventory.ts';
import type { ReleaseCycle } from '../feeds/tables.ts';
import { fingerprintOf } from './findings.ts';

/** endoflife.date's product for an os-release ID. */
const products: Readonly<Record<string, string>> = {
  debian: 'debian',
  ubuntu: 'ubuntu',
  alpine: 'alpine-linux',
  almalinux: 'almalinux',
  rocky: 'rocky-linux',
  rhel: 'rhel',
  azurelinux: 'azure-linux',
  mariner: 'azure-linux',
  centos: 'centos',
  fedora: 'fedora',
  ol: 'oracle-linux',
  amzn: 'amazon-linux',
  sles: 'sles',
};

/** The table: a product's cycles; undefined where it knows no such product. */
export type EndOfLifeTable = (product: string) => readonly ReleaseCycle[] | undefined;

/** The cycle of a version: `12` of `12.15`, `3.20` of `3.20.3`, `22.04` of `22.04`. */
function cycleOf(cycles: readonly ReleaseCycle[], versionId: string): ReleaseCycle | undefined {
  const parts = versionId.split('.');
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join('.');
    const found = cycles.find(({ cycle }) => cycle === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether the day of `end` is over. */
function isOver(end: string | true | undefined, now: Date): boolean {
  if (end === undefined || end === true) return end === true;
  return now.toISOString().slice(0, 10) > end;
}

const onDay = (end: string | true): string => (end === true ? 'before now' : `on ${end}`);

/**
 * The finding for an operating system whose security support is over: medium, high once extended support is over too
 * or where there is none. Empty where it is supported or the table does not know it.
 */
export function matchEndOfLife(
  os: OperatingSystem | undefined,
  table: EndOfLifeTable,
  now: Date,
): Finding[] {
  if (os?.versionId === undefined || !Object.hasOwn(products, os.id)) return [];
  const product = products[os.id] ?? '';
  const cycle = cycleOf(table(product) ?? [], os.versionId);
  if (cycle?.endOfLife === undefined || !isOver(cycle.endOfLife, now)) return [];
  const { endOfLife, endOfExtended } = cycle;
  const isAllOver = endOfExtended === undefined || isOver(endOfExtended, now);
  const severity = isAllOver ? 'high' : 'medium';
  const name = os.prettyName ?? `${os.id} ${os.versionId}`;
  const extended =
    endOfExtended === undefined
      ? 'there is no extended support'
      : `extended support ${isAllOver ? 'ended' : 'ends'} ${onDay(endOfExtended)}`;
  const id = `EOL-${product}-${cycle.cycle}`;
  return [
    {
      fingerprint: fingerprintOf('end-of-life', id, product, cycle.cycle, ''),
      id,
      aliases: [],
      kind: 'end-of-life',
      severity,
      severitySource: 'endoflife.date',
      severities: [{ source: 'endoflife.date', severity }],
      title: `${name} is past its end of life`,
      message: `Security support of ${name} ended ${onDay(endOfLife)}; ${extended}. Flaws found since may have no advisory.`,
      remedy: 'Move to a release that is supported.',
      fixedVersions: [],
      references: [`https://endoflife.date/${product}`],
      sources: ['eol'],
    },
  ];
}
