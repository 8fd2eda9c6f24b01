// Machines of templates and what the policy requires of them, as reports for people show them.

import type { MachineCell, MachineCoverage } from '../model/machine-coverage.ts';
import { compareText } from './wording.ts';

const weights: Readonly<Record<MachineCell['outcome'], number>> = {
  fail: 0,
  undecided: 1,
  pass: 2,
  'not-applicable': 3,
};

function weightOf({ cells }: MachineCoverage): number {
  return Math.min(3, ...cells.map(({ outcome }) => weights[outcome]));
}

/** What lacks an agent first, then by place. */
export function sortedMachines(machines: readonly MachineCoverage[]): MachineCoverage[] {
  return [...machines].sort(
    (left, right) =>
      weightOf(left) - weightOf(right) ||
      compareText(left.path, right.path) ||
      left.line - right.line ||
      compareText(left.name, right.name) ||
      compareText(left.evaluation ?? '', right.evaluation ?? ''),
  );
}

/** The requirements of all machines, each once, in the order in which they come first. */
export function requirementsOf(machines: readonly MachineCoverage[]): string[] {
  return [...new Set(machines.flatMap(({ cells }) => cells.map(({ agent }) => agent)))];
}

/** `vm-1`, `vm-1 (3 instances)`, `vm-1 [dev.parameters.json]`. */
export function machineText({ name, count, evaluation }: MachineCoverage): string {
  const instances = count > 1 ? ` (${count} instances)` : '';
  return `${name}${instances}${evaluation === undefined ? '' : ` [${evaluation}]`}`;
}
