// Extensions of agents beside the machine that they are for: the type for its system, the condition that they hang on.
import { marksOf } from '../../arm/language/marks.ts';
import type { Condition, Evaluation } from '../../resource.ts';
import { parameterNames } from '../../resource.ts';
import type { Outcome } from '../../rules/rule.ts';
import type { Span } from '../../source.ts';
import { type Extension, extensionsOf, labelOf } from '../extensions.ts';
import { type Machine, machinesOf, shownName } from '../machines.ts';
import { type Placed, placeExtensions } from '../placement.ts';
import { agentExtension, linuxMachine } from './examples.ts';
import { agentOf, extensionRule } from './extension-rule.ts';

const placements = new WeakMap<Evaluation, ReadonlyMap<Machine, readonly Placed[]>>();

/** The extensions of each machine of one evaluation. */
export function placedIn(evaluation: Evaluation): ReadonlyMap<Machine, readonly Placed[]> {
  const before = placements.get(evaluation);
  if (before !== undefined) return before;
  const placed = placeExtensions(machinesOf(evaluation), extensionsOf(evaluation));
  placements.set(evaluation, placed);
  return placed;
}

const owners = new WeakMap<Evaluation, ReadonlyMap<string, Machine>>();

/** Tells an extension, made anew for each rule, by what declares it. */
function identityOf({ resource, at, name }: Extension): string {
  return `${resource.key}\0${at.start}\0${name}`;
}

/** The machine of the evaluation that an extension is certainly on. */
export function machineOf(extension: Extension): Machine | undefined {
  const { evaluation } = extension;
  let known = owners.get(evaluation);
  if (known === undefined) {
    const made = new Map<string, Machine>();
    for (const [machine, placed] of placedIn(evaluation)) {
      for (const each of placed) {
        if (each.certainty === 'yes') made.set(identityOf(each.extension), machine);
      }
    }
    known = made;
    owners.set(evaluation, known);
  }
  return known.get(identityOf(extension));
}

function fitting(extension: Extension): Outcome | undefined {
  const found = agentOf(extension);
  if (found === undefined) return undefined;
  const machine = machineOf(extension);
  const os = machine?.system.os;
  if (machine === undefined || os === undefined) {
    return { kind: 'not-applicable', reason: 'the operating system of its machine is not stated' };
  }
  if (found.extension.os === os) return { kind: 'pass' };
  const wanted = found.agent.extensions.find((each) => each.os === os)?.type ?? 'none';
  const system = os === 'windows' ? 'Windows' : 'Linux';
  const type = extension.type.kind === 'absent' ? extension.at : extension.type.at;
  return {
    kind: 'fail',
    at: type,
    message: `${labelOf(extension)} installs nothing on '${shownName(machine.resource)}', which runs ${system}`,
    found: `'${found.extension.type}'`,
    wanted: `'${wanted}'`,
  };
}

/** A condition's text without blanks, to tell the same condition written twice. */
function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end).replaceAll(/\s+/g, '').toLowerCase();
}

/**
 * The parameters of a condition that a caller may give another value: those of the file itself, not what it passes to
 * templates inside. What was tried is judged with each value.
 */
function parametersIn({ value }: Condition, { evaluation }: Extension): string[] {
  const tried = new Set(Object.keys(evaluation.tried).map((name) => name.toLowerCase()));
  const open = new Set(evaluation.root.parameters.map(({ name }) => name.toLowerCase()));
  const names = parameterNames(marksOf(value)).filter((name) => open.has(name.toLowerCase()));
  return names.some((name) => tried.has(name.toLowerCase())) ? [] : names;
}

/** Conditions that are true here because of a parameter, and that are not the machine's own. */
function switchesOf(extension: Extension, machine: Machine): Condition[] {
  const own = new Set(machine.resource.conditions.map(({ span }) => textOf(span)));
  return extension.conditions.filter(
    (condition) =>
      condition.value.kind !== 'unknown' &&
      parametersIn(condition, extension).length > 0 &&
      !own.has(textOf(condition.span)),
  );
}

function unconditional(extension: Extension): Outcome | undefined {
  if (agentOf(extension) === undefined) return undefined;
  const machine = machineOf(extension);
  if (machine === undefined) {
    return { kind: 'not-applicable', reason: 'its machine is not in this template' };
  }
  const [first] = switchesOf(extension, machine);
  if (first === undefined) return { kind: 'pass' };
  const names = parametersIn(first, extension).map((name) => `'${name}'`);
  return {
    kind: 'fail',
    at: first.span,
    message: `whoever deploys this can leave ${labelOf(extension)} off '${shownName(machine.resource)}' by parameter ${names.join(', ')}`,
    found: 'a condition on a parameter',
    wanted: "no condition but the machine's own",
  };
}

const qualys = {
  publisher: 'Qualys',
  type: 'QualysAgentLinux',
  typeHandlerVersion: '1.6',
};
const references = ['https://learn.microsoft.com/azure/virtual-machines/extensions/qualys'];

export const fittingRules = [
  extensionRule(
    {
      id: 'AGT008',
      severity: 'medium',
      title: "An agent's extension is of the type for the machine's operating system",
      rationale:
        'Extensions for Windows and for Linux have types of their own. One of the other system is accepted by the template, and installs nothing.',
      remedy: 'Use the type for the system: `QualysAgentLinux` on Linux, `QualysAgent` on Windows.',
      references,
      aliases: [],
      controls: ['MCSB:PV-5'],
      example: {
        passing: { resources: [linuxMachine(), agentExtension('vm', qualys)] },
        failing: {
          resources: [linuxMachine(), agentExtension('vm', { ...qualys, type: 'QualysAgent' })],
        },
      },
    },
    fitting,
  ),
  extensionRule(
    {
      id: 'AGT017',
      severity: 'medium',
      title: "An agent's extension hangs on no parameter",
      rationale:
        'A condition on a parameter lets everyone who deploys the template leave the agent off, also where its default brings it.',
      remedy: "Take the condition away, or use the machine's own.",
      references: [
        'https://learn.microsoft.com/azure/azure-resource-manager/templates/conditional-resource-deployment',
      ],
      aliases: [],
      controls: ['MCSB:PV-5'],
      example: {
        passing: { resources: [linuxMachine(), agentExtension('vm', qualys)] },
        failing: {
          parameters: { installAgent: { type: 'bool', defaultValue: true } },
          resources: [
            linuxMachine(),
            agentExtension('vm', qualys, { condition: "[parameters('installAgent')]" }),
          ],
        },
      },
    },
    unconditional,
  ),
];
