// The resource that brings a missing agent to a machine: an extension beside it or in a scale set's profile, or a
// Defender assessment. It has the machine's loop and condition, and its parameter is passed down to where it stands.
import type { AgentName } from '../../model/template-policy.ts';
import { agents } from '../agents/agents.ts';
import { extensionsOf } from '../agents/extensions.ts';
import { type Machine, machinesOf } from '../agents/machines.ts';
import { isSameText, knownText, type PartialText } from '../agents/partial-text.ts';
import type { Evaluation } from '../resource.ts';
import { textOf } from '../rules/setting.ts';
import {
  assessmentKinds,
  assessmentVersion,
  extensionShapes,
  unwritable,
} from './agent-resources.ts';
import { fitTogether } from './edit.ts';
import { type FixInstance, type FixPlan, type Mend, noPlan, untouchable } from './plan.ts';
import { planAssessment, planExtension } from './resource-plan.ts';
import { switchedOff } from './switched-off.ts';

function machineAt({ evaluation, resource }: FixInstance): Machine | undefined {
  return machinesOf(evaluation).find((each) => each.resource === resource);
}

/** All machines of that declaration, whatever the parameters. */
function machinesDeclaredAt(machine: Machine, evaluations: readonly Evaluation[]): Machine[] {
  const { span } = machine.resource.declaration;
  return evaluations.flatMap((evaluation) =>
    machinesOf(evaluation).filter(({ resource: { declaration } }) => {
      const other = declaration.span;
      return other.start === span.start && other.source.path === span.source.path;
    }),
  );
}

/** The machines that have an extension of an agent, by the names in it. */
interface Hosts {
  readonly known: ReadonlySet<string>;
  /** Names that are not wholly known; of an extension without one any machine may be the host. */
  readonly open: readonly (PartialText | undefined)[];
}

function hostsIn(evaluation: Evaluation, hostType: string, agent: AgentName): Hosts {
  const known = new Set<string>();
  const open: (PartialText | undefined)[] = [];
  for (const extension of extensionsOf(evaluation)) {
    if (extension.hostType !== hostType) continue;
    const publisher = textOf(extension.publisher)?.toLowerCase();
    const type = textOf(extension.type)?.toLowerCase();
    const isOurs = agents[agent].extensions.some(
      (each) => each.publisher.toLowerCase() === publisher && each.type.toLowerCase() === type,
    );
    if (!isOurs) continue;
    const name = extension.hostName && knownText(extension.hostName);
    if (name === undefined) open.push(extension.hostName);
    else known.add(name);
  }
  return { known, open };
}

function mayBeIn({ known, open }: Hosts, name: PartialText): boolean {
  const text = knownText(name);
  if (text !== undefined && known.has(text)) return true;
  if (text === undefined && [...known].some((each) => isSameText([each], name) !== 'no')) {
    return true;
  }
  return open.some((each) => each === undefined || isSameText(each, name) !== 'no');
}

/** Whether an extension of the agent may be on one of the machines: Azure refuses a second one of the same kind. */
function haveExtension(machines: readonly Machine[], agent: AgentName): boolean {
  const known = new Map<Evaluation, Map<string, Hosts>>();
  return machines.some(({ evaluation, type, name }) => {
    const byType = known.get(evaluation) ?? new Map<string, Hosts>();
    known.set(evaluation, byType);
    const hosts = byType.get(type) ?? hostsIn(evaluation, type, agent);
    byType.set(type, hosts);
    return mayBeIn(hosts, name);
  });
}

function planOne(
  agent: AgentName,
  machines: readonly Machine[],
  machine: Machine,
  evaluations: readonly Evaluation[],
): FixPlan {
  const refusal = unwritable[agent];
  if (refusal !== undefined) return noPlan(refusal);
  if (agent === 'mdvm') {
    return assessmentKinds.includes(machine.kind)
      ? planAssessment(machine, assessmentVersion)
      : noPlan('a Defender vulnerability assessment cannot be declared for a scale set');
  }
  if (machines.some(({ installing }) => installing.kind === 'no')) {
    return noPlan(
      'extensions cannot be installed on it: allowExtensionOperations or provisionVMAgent is false',
    );
  }
  const all = machinesDeclaredAt(machine, evaluations);
  if (haveExtension(all, agent)) {
    return noPlan(
      'some instances of the declaration, or some parameter values, have the agent already: it would be there twice',
    );
  }
  const shape = extensionShapes[agent];
  if (shape === undefined) return noPlan('this agent comes by no extension');
  return planExtension({ agent, shape, machine, machines: all, evaluations });
}

/** Choices of one agent of every list, beyond which none is tried. */
const maxChoices = 16;

/** One agent of every list, in their order; none where a choice is a single agent. */
function choicesOf(lists: readonly (readonly AgentName[])[]): AgentName[][] {
  let choices: AgentName[][] = [[]];
  for (const list of lists) {
    choices = choices.flatMap((start) => list.map((agent) => [...start, agent]));
    if (choices.length > maxChoices) choices = choices.slice(0, maxChoices);
  }
  const sets = choices.map((choice) => [...new Set(choice)]).filter(({ length }) => length > 1);
  const keys = sets.map((each) => each.toSorted().join());
  return sets.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

/** All of the plans as one; undefined where they do not go together. */
function together(plans: readonly FixPlan[]): FixPlan | undefined {
  let joint: Extract<FixPlan, { kind: 'edits' }> | undefined;
  for (const plan of plans) {
    if (plan.kind === 'none') return undefined;
    if (joint !== undefined && !fitTogether(joint.edits, plan.edits)) return undefined;
    joint = {
      ...plan,
      edits: [...(joint?.edits ?? []), ...plan.edits],
      note: joint?.note ?? plan.note,
      asked: [...(joint?.asked ?? []), ...(plan.asked ?? [])],
    };
  }
  return joint;
}

/**
 * How the machines of one declaration get one of the agents; of several the first that can be written, `skip` of them
 * left out. `evaluations` are those of the whole run.
 */
export function planAgent(
  { anyOf, each = [] }: Omit<Extract<Mend, { kind: 'agent' }>, 'kind'>,
  instances: readonly FixInstance[],
  evaluations: readonly Evaluation[],
  skip = 0,
): FixPlan {
  const machines = instances.flatMap((instance) => machineAt(instance) ?? []);
  const [machine] = machines;
  if (machine === undefined) return noPlan('no machine is declared here');
  const refusal = untouchable(machine.resource);
  if (refusal !== undefined) return noPlan(refusal);
  const off = switchedOff(machine, anyOf);
  if (off !== undefined) return noPlan(off);
  const reasons: string[] = [];
  let left = skip;
  const plans = new Map<AgentName, FixPlan>();
  for (const agent of anyOf) {
    const plan = planOne(agent, machines, machine, evaluations);
    plans.set(agent, plan);
    if (plan.kind === 'none') reasons.push(plan.reason);
    else if (left-- === 0) return plan;
  }
  for (const choice of each.length > 1 ? choicesOf(each) : []) {
    const plan = together(choice.map((agent) => plans.get(agent) ?? noPlan('')));
    if (plan !== undefined && left-- === 0) return plan;
  }
  return noPlan([...new Set(reasons)].join('; '));
}
