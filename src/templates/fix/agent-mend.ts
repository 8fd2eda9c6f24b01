// Which agents would mend a finding about a machine without one, and the resource to be written, for reports.
import type { FindingFix } from '../../model/finding.ts';
import type { TemplatePolicy } from '../../model/template-policy.ts';
import { agents } from '../agents/agents.ts';
import { machinesOf } from '../agents/machines.ts';
import { isSelected } from '../agents/requirements.ts';
import type { Evaluation } from '../resource.ts';
import { planAgent } from './agent-plan.ts';
import type { FixInstance, Mend } from './plan.ts';
import { switchedOff } from './switched-off.ts';

/** Longest text that a finding carries; names that are built by long expressions would fill the reports. */
const maxText = 4000;

/** The agents of all requirements that the rule of a finding stands for at its machines. */
export function agentMend(
  ruleId: string,
  instances: readonly FixInstance[],
  policy: TemplatePolicy,
): Mend | undefined {
  const [first] = instances;
  const machine =
    first && machinesOf(first.evaluation).find((each) => each.resource === first.resource);
  if (machine === undefined) return undefined;
  const each = policy.requireAgents
    .filter(({ anyOf: [agent], where }) => {
      const isOfRule = agent !== undefined && agents[agent].rules[machine.kind] === ruleId;
      return isOfRule && isSelected(machine, where).kind !== 'no';
    })
    .map((requirement) => requirement.anyOf);
  const anyOf = [...new Set(each.flat())];
  return anyOf.length === 0 ? undefined : { kind: 'agent', anyOf, each };
}

/**
 * A rule's remedy for the machines of one finding: of an agent's two extensions the one for their system, or what to do
 * about one that is there under a false condition.
 */
export function agentRemedy(
  remedy: string,
  ruleId: string,
  instances: readonly FixInstance[],
  policy: TemplatePolicy,
): string {
  const machines = instances.flatMap(
    ({ evaluation, resource }) =>
      machinesOf(evaluation).find((each) => each.resource === resource) ?? [],
  );
  const [machine] = machines;
  const mend = machine === undefined ? undefined : agentMend(ruleId, instances, policy);
  if (machine === undefined || mend?.kind !== 'agent') return remedy;
  const off = switchedOff(machine, mend.anyOf);
  if (off !== undefined) return `${off.charAt(0).toUpperCase()}${off.slice(1)}.`;
  const systems = new Set(machines.map(({ system }) => system.os));
  const [os] = systems;
  if (systems.size !== 1 || os === undefined) return remedy;
  return Object.values(agents).reduce((text, { extensions }) => {
    const [first, second] = extensions;
    const own = extensions.find((each) => each.os === os);
    if (first === undefined || second === undefined || own === undefined) return text;
    return text.replace(`\`${first.type}\` or \`${second.type}\``, `\`${own.type}\``);
  }, remedy);
}

/** The resource that a finding about a missing agent carries; undefined where none can be written. */
export function agentFix(
  ruleId: string,
  instances: readonly FixInstance[],
  evaluations: readonly Evaluation[],
  policy: TemplatePolicy,
): FindingFix | undefined {
  const mend = agentMend(ruleId, instances, policy);
  if (mend?.kind !== 'agent') return undefined;
  const plan = planAgent(mend, instances, evaluations);
  if (plan.kind === 'none' || plan.added === undefined) return undefined;
  const text = JSON.stringify(plan.added, undefined, 2);
  if (text.length > maxText) return undefined;
  return { text, ...(plan.note === undefined ? {} : { note: plan.note }) };
}
