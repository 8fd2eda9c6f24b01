// Does every machine get the agents that the policy requires? One evaluator for all agents and kinds of machines.
import type { AgentRequirement, TemplatePolicy } from '../../model/template-policy.ts';
import { type UnknownValue, unknownValue } from '../arm/language/unknown.ts';
import { evaluationOfPolicy, type PolicyDocument } from '../policy-as-code/documents.ts';
import { offeredByAssignments, policiesOf } from '../policy-as-code/offered-by-assignments.ts';
import type { Evaluation, Gap } from '../resource.ts';
import type { Outcome } from '../rules/rule.ts';
import type { AgentCell } from './agent-cell.ts';
import { type Agent, agents } from './agents.ts';
import { atAnyIndex, MachinePlaces, ofEveryInstance } from './every-instance.ts';
import { extensionsOf } from './extensions.ts';
import { kindTitles, type Machine, machinesOf, shownName } from './machines.ts';
import type { Offer } from './offer.ts';
import {
  isAssociated,
  offeredByAssessments,
  offeredByPlan,
  offeredBySettings,
} from './offered-by-defender.ts';
import { offeredByExtensions } from './offered-extensions.ts';
import { type Placed, placeExtensions } from './placement.ts';
import { areExhaustive } from './presence.ts';
import { isBakedIn, isSelected, requirementLabel } from './requirements.ts';

interface Run {
  readonly evaluations: readonly Evaluation[];
  readonly policy: TemplatePolicy;
  readonly placed: ReadonlyMap<Machine, readonly Placed[]>;
  readonly gaps: readonly Gap[];
  readonly policies: ReturnType<typeof policiesOf>;
}

/** What is offered of one agent, whether extensions can be installed or not. */
function offersOf(agent: Agent, machine: Machine, run: Run): Offer[] {
  const { evaluations } = run;
  const offers = [
    ...offeredByExtensions(agent, machine, run.placed.get(machine) ?? []),
    ...offeredByAssignments(agent, machine, run.policies),
  ];
  if (agent.name === 'mdvm') {
    offers.push(...offeredByAssessments(machine, evaluations));
    offers.push(...offeredBySettings(machine, evaluations));
  }
  if (agent.name === 'mde') offers.push(...offeredByPlan(machine, evaluations));
  return offers;
}

/** What the machine has without any extension. */
function broughtAlong(agent: Agent, machine: Machine, run: Run): Offer[] {
  const { nameSpan } = machine.resource.declaration;
  const what = agent.builtIn[machine.kind];
  if (what !== undefined) return [{ kind: 'there', what, at: nameSpan }];
  const baked = isBakedIn(machine, agent.name, run.policy.bakedIn);
  const at = machine.image?.at ?? nameSpan;
  if (baked.kind === 'yes') return [{ kind: 'there', what: 'baked into the image', at }];
  if (baked.kind === 'no') return [];
  const reason = 'the image is not known';
  return [
    { kind: 'open', what: 'the image', at, unknown: baked.unknown, reason, needs: undefined },
  ];
}

/** Offers of all agents of a requirement, those by extensions shut out where none can be installed. */
function allOffers(requirement: AgentRequirement, machine: Machine, run: Run): Offer[] {
  const { installing } = machine;
  return requirement.anyOf.flatMap((name) => {
    const agent = agents[name];
    const installed = offersOf(agent, machine, run).map((offer): Offer => {
      if (offer.kind === 'not' || installing.kind === 'yes') return offer;
      if (installing.kind === 'no') {
        return { kind: 'not', at: offer.at, reason: installing.reason };
      }
      if (offer.kind === 'open') return offer;
      const { unknown } = installing;
      const reason = 'it is not known whether extensions can be installed';
      return { ...offer, kind: 'open', unknown, reason, needs: undefined };
    });
    return [...broughtAlong(agent, machine, run), ...installed];
  });
}

function titlesOf({ anyOf }: AgentRequirement): string {
  return anyOf.map((name) => agents[name].title).join(' or ');
}

function undecidedBy(
  machine: Machine,
  requirement: AgentRequirement,
  unknown: UnknownValue,
  why: string,
): Outcome {
  const subject = `${kindTitles[machine.kind]} '${shownName(machine.resource)}'`;
  const message = `whether ${subject} gets ${titlesOf(requirement)} is not known: ${why}`;
  return { kind: 'undecided', at: machine.resource.declaration.nameSpan, message, unknown };
}

function gapUnknown({ message, span, link }: Gap): UnknownValue {
  return unknownValue('any', { kind: 'outside', message, span }, `link(${link.toLowerCase()})`);
}

function missing(
  machine: Machine,
  requirement: AgentRequirement,
  offers: readonly Offer[],
): Outcome {
  const reasons = offers.flatMap((offer) => (offer.kind === 'not' ? [offer.reason] : []));
  const why = [...new Set(reasons)].slice(0, 3).map((reason) => `; ${reason}`);
  const subject = `${kindTitles[machine.kind]} '${shownName(machine.resource)}'`;
  return {
    kind: 'fail',
    at: machine.resource.declaration.nameSpan,
    message: `${subject} does not get ${titlesOf(requirement)}${why.join('')}`,
    found: 'none',
    wanted: requirementLabel(requirement),
    severity: 'high',
  };
}

/** Azure Monitor Agent collects nothing without a data collection rule. */
function furtherOutcome(machine: Machine, requirement: AgentRequirement, run: Run) {
  if (requirement.anyOf.length !== 1 || requirement.anyOf[0] !== 'ama') return undefined;
  if (isAssociated(machine, run.evaluations)) return undefined;
  if (offeredByAssignments('association', machine, run.policies).some(isCounted)) return undefined;
  const subject = `${kindTitles[machine.kind]} '${shownName(machine.resource)}'`;
  const message = `${subject} has Azure Monitor Agent, but no data collection rule is associated with it, so that the agent collects nothing`;
  const at = machine.resource.declaration.nameSpan;
  const wanted = 'a dataCollectionRuleAssociation';
  return { kind: 'fail', at, message, found: 'none', wanted, severity: 'medium' } as const;
}

function isCounted(offer: Offer): boolean {
  return offer.kind !== 'not';
}

function judge(machine: Machine, requirement: AgentRequirement, run: Run): AgentCell | undefined {
  const selected = isSelected(machine, requirement.where);
  if (selected.kind === 'no') return undefined;
  const [first] = requirement.anyOf;
  if (first === undefined) return undefined;
  const label = requirementLabel(requirement);
  const ruleId = agents[first].rules[machine.kind];
  const cell = { machine, requirement, label, ruleId, further: undefined };
  if (machine.notApplicable !== undefined) {
    const outcome = { kind: 'not-applicable', reason: machine.notApplicable } as const;
    return { ...cell, outcome, by: [] };
  }
  const offers = allOffers(requirement, machine, run);
  const there = offers.filter((offer) => offer.kind === 'there');
  const open = offers.filter((offer) => offer.kind === 'open');
  if (there.length > 0 || areExhaustive(open)) {
    const by = there.length > 0 ? there : open;
    const further = furtherOutcome(machine, requirement, run);
    return { ...cell, outcome: { kind: 'pass' }, further, by };
  }
  const [may] = open;
  if (may !== undefined) {
    const why = `${may.what}: ${may.reason} (${may.unknown.reason.message})`;
    return { ...cell, outcome: undecidedBy(machine, requirement, may.unknown, why), by: open };
  }
  const [gap] = run.gaps;
  if (gap !== undefined) {
    const outcome = undecidedBy(machine, requirement, gapUnknown(gap), gap.message);
    return { ...cell, outcome, by: [] };
  }
  if (selected.kind === 'maybe') {
    const { unknown } = selected;
    const why = `whether the policy asks for it here is open (${unknown.reason.message})`;
    return { ...cell, outcome: undecidedBy(machine, requirement, unknown, why), by: [] };
  }
  return { ...cell, outcome: missing(machine, requirement, offers), by: [] };
}

/** What is deployed together: nothing outside counts. */
export interface DeployedTogether {
  readonly evaluations: readonly Evaluation[];
  /** Policies that stand alone in a file. */
  readonly documents: readonly PolicyDocument[];
}

/** Where assignments go that name no scope: to the first machine's subscription. */
function subscriptionOf([machine]: readonly Machine[]): string {
  const value = machine?.resource.deployment.subscription;
  return value?.kind === 'string' ? value.value : '';
}

function judgeAll(
  machines: readonly Machine[],
  { evaluations: templates, documents }: DeployedTogether,
  policy: TemplatePolicy,
): AgentCell[] {
  if (machines.length === 0) return [];
  const subscription = subscriptionOf(machines);
  const evaluations = [
    ...templates,
    ...documents.map((document) => evaluationOfPolicy(document, subscription)),
  ];
  const run: Run = {
    evaluations,
    policy,
    placed: placeExtensions(machines, evaluations.flatMap(extensionsOf)),
    gaps: evaluations.flatMap(({ gaps }) => gaps),
    policies: policiesOf(evaluations),
  };
  return machines.flatMap((machine) =>
    policy.requireAgents.flatMap((requirement) => judge(machine, requirement, run) ?? []),
  );
}

/**
 * Machines × requirements of what is deployed together, in the order of the text. A machine that a requirement's
 * `where` leaves out has no cell for it. Never throws.
 */
export function evaluateAgents(together: DeployedTogether, policy: TemplatePolicy): AgentCell[] {
  const { evaluations } = together;
  const cells = judgeAll(evaluations.flatMap(machinesOf), together, policy);
  const general = atAnyIndex(evaluations);
  if (general === undefined) return cells;
  const places = new MachinePlaces(evaluations, general);
  const machines = general.flatMap(machinesOf).flatMap((each) => places.ofEachSystem(each));
  const others = judgeAll(machines, { ...together, evaluations: general }, policy);
  return ofEveryInstance(cells, others, places);
}
