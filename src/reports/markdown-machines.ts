// The agents of a template's machines at a glance, in the job summary.

import type { MachineCell } from '../model/machine-coverage.ts';
import type { TargetResult } from '../model/result.ts';
import { shortened } from './lines.ts';
import { machineText, requirementsOf, sortedMachines } from './machines.ts';
import { markdownCode, markdownText } from './markdown-escape.ts';

const mostRows = 200;
const mostEvidence = 3;
const longestText = 200;

const marks: Readonly<Record<MachineCell['outcome'], string>> = {
  pass: '✅',
  fail: '❌ missing',
  undecided: '❔ not known',
  'not-applicable': '➖',
};

function cellText(cell: MachineCell | undefined): string {
  if (cell === undefined) return '';
  const { outcome, by, reason } = cell;
  const evidence = by.slice(0, mostEvidence).map(({ what, path, line }) => {
    const place = markdownText(shortened(`${path}:${line}`, longestText));
    return `${markdownText(shortened(what, longestText))}<br>${place.replaceAll('/', '/<wbr>')}`;
  });
  if (by.length === 0 && reason !== undefined)
    evidence.push(markdownText(shortened(reason, longestText)));
  return [marks[outcome], ...evidence].join('<br>');
}

/** Nothing where a target has no machines. */
export function machineSection(target: TargetResult): string[] {
  const machines = sortedMachines(target.machines ?? []);
  const agents = requirementsOf(machines);
  if (machines.length === 0 || agents.length === 0) return [];
  const lines = [
    '**Machines and required agents**',
    '',
    `| Machine | ${agents.map(markdownText).join(' | ')} | Where |`,
    `|---|${'---|'.repeat(agents.length)}---|`,
  ];
  for (const machine of machines.slice(0, mostRows)) {
    const cells = agents.map((agent) => cellText(machine.cells.find((one) => one.agent === agent)));
    const place = markdownText(shortened(`${machine.path}:${machine.line}`, longestText));
    const name = markdownCode(shortened(machineText(machine), longestText));
    lines.push(`| ${name} | ${cells.join(' | ')} | ${place.replaceAll('/', '/<wbr>')} |`);
  }
  if (machines.length > mostRows) lines.push('', `… and ${machines.length - mostRows} more.`);
  return [...lines, ''];
}
