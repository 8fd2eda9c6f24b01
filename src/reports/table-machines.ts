// The agents of a template's machines at a glance, in the table: a row for each machine, a column for each requirement.

import type { MachineCell, MachineCoverage } from '../model/machine-coverage.ts';
import { printable } from '../model/printable.ts';
import type { TargetResult } from '../model/result.ts';
import { machineText, requirementsOf, sortedMachines } from './machines.ts';
import type { Paint, Style } from './paint.ts';
import { cut, pad, widthOf, wrap } from './width.ts';

const mostRows = 50;
const mostAboutLines = 4;
/** Cells of a machine's name, and of a requirement's heading at least and at most. */
const longestName = 34;
const shortestAgent = 4;
const longestAgent = 18;

const marks: Readonly<Record<MachineCell['outcome'], readonly [mark: string, style: Style]>> = {
  pass: ['✓', 'green'],
  fail: ['✗', 'red'],
  undecided: ['?', 'yellow'],
  'not-applicable': ['–', 'dim'],
};

/** What satisfies the requirements and where, or why one is not satisfied. */
function evidence({ cells }: MachineCoverage): string {
  const texts = cells.flatMap(({ by, reason, outcome }) => {
    // What is missing has a finding, which says why.
    if (outcome === 'fail') return [];
    if (by.length > 0) return by.map(({ what, path, line }) => `${what} (${path}:${line})`);
    return reason === undefined ? [] : [reason];
  });
  return [...new Set(texts)].join('; ');
}

function row(
  machine: MachineCoverage,
  agents: readonly string[],
  widths: { readonly name: number; readonly agent: readonly number[] },
  paint: Paint,
  columns: number,
): string[] {
  const cells = agents.map((agent, at) => {
    const cell = machine.cells.find((one) => one.agent === agent);
    const [mark, style] = marks[cell?.outcome ?? 'not-applicable'];
    return paint(style, pad(mark, widths.agent[at] ?? 1));
  });
  const name = pad(cut(printable(machineText(machine)), widths.name), widths.name);
  const why = evidence(machine);
  const about = printable(`${machine.path}:${machine.line}${why === '' ? '' : ` · ${why}`}`);
  const lines = wrap(about, columns - 6).slice(0, mostAboutLines);
  return [
    `    ${name}  ${cells.join('  ')}`,
    ...lines.map((line) => `      ${paint('dim', line)}`),
  ];
}

/** The headings that fit beside the names, cut alike where they must be. */
function headingsOf(agents: readonly string[], nameCells: number, columns: number): string[] {
  const room = columns - 4 - nameCells - 2;
  const fitting = agents.slice(0, Math.max(1, Math.floor(room / (shortestAgent + 2))));
  const each = Math.floor(room / fitting.length) - 2;
  const cells = Math.min(longestAgent, Math.max(shortestAgent, each));
  return fitting.map((agent) => cut(printable(agent), cells));
}

/** Nothing where a target has no machines. */
export function machineLines(target: TargetResult, paint: Paint, columns: number): string[] {
  const machines = sortedMachines(target.machines ?? []);
  const agents = requirementsOf(machines);
  if (machines.length === 0 || agents.length === 0) return [];
  const shown = machines.slice(0, mostRows);
  const widest = Math.max(...shown.map((one) => widthOf(printable(machineText(one)))));
  const nameCells = Math.min(longestName, widest);
  const headings = headingsOf(agents, nameCells, columns);
  const widths = { name: nameCells, agent: headings.map(widthOf) };
  const [yes, no, open, none] = Object.values(marks).map(([mark]) => mark);
  const legend = `Agents of machines (${yes} there, ${no} missing, ${open} not known, ${none} not asked for):`;
  const lines = [
    '',
    ...wrap(legend, columns - 4).map((line, at) => `${at === 0 ? '  ' : '    '}${line}`),
    paint('dim', cut(`    ${' '.repeat(nameCells)}  ${headings.join('  ')}`, columns)),
  ];
  const columnsOf = agents.slice(0, headings.length);
  for (const machine of shown) lines.push(...row(machine, columnsOf, widths, paint, columns));
  if (agents.length > headings.length) {
    lines.push(cut(`    … and ${agents.length - headings.length} more requirements`, columns));
  }
  if (machines.length > mostRows) lines.push(`    … and ${machines.length - mostRows} more`);
  return lines;
}
