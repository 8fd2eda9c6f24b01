// What policy assignments offer of an agent to a machine.
import type { Agent } from '../agents/agents.ts';
import { kindTitles, type Machine } from '../agents/machines.ts';
import { type Offer, openOffer } from '../agents/offer.ts';
import { type Certainty, knownText } from '../agents/partial-text.ts';
import { presenceOn } from '../agents/presence.ts';
import { unknownIn } from '../arm/language/unknown.ts';
import type { Value } from '../arm/language/value.ts';
import type { Evaluation } from '../resource.ts';
import {
  type Assignment,
  assignmentsOf,
  covers,
  hindranceOf,
  isAboveAll,
  isActing,
} from './assignments.ts';
import type { Deployable } from './built-in.ts';
import type { Answer, Definition, Deployed, Given } from './definition.ts';
import { type Catalogue, catalogueOf } from './definitions.ts';

/** What one definition of an assignment brings, with the values that the assignment gives. */
interface Brought {
  readonly definition: string;
  readonly effect: Value | undefined;
  readonly deployed: (machine: Machine) => readonly Deployed[];
  readonly selects: (machine: Machine, isWide: boolean) => Answer;
}

interface Assigned {
  readonly assignment: Assignment;
  readonly brought: readonly Brought[];
}

/** The assignments of what is deployed together, with what they bring. */
export type Policies = readonly Assigned[];

function definitionsOf(assignment: Assignment, catalogue: Catalogue): [Definition, Given][] {
  const { definitionId, given } = assignment;
  if (definitionId?.kind !== 'string') return [];
  const definition = catalogue.definition(definitionId.value);
  if (definition !== undefined) return [[definition, given]];
  const members = catalogue.initiative(definitionId.value) ?? [];
  return members.map((member) => [member.definition, member.given(given)]);
}

export function policiesOf(evaluations: readonly Evaluation[]): Policies {
  const catalogue = catalogueOf(evaluations);
  return evaluations.flatMap(assignmentsOf).map((assignment) => ({
    assignment,
    brought: definitionsOf(assignment, catalogue).map(([definition, given]) => ({
      definition: definition.name,
      effect: definition.effect(given),
      deployed: (machine) => definition.deployed(given, machine),
      selects: (machine, isWide) => definition.selects(given, machine, isWide),
    })),
  }));
}

/** What one definition of an assignment offers, scope and hindrances left out. */
function offerOfDefinition(
  { definition, effect, deployed: deployedTo, selects }: Brought,
  wanted: Deployable,
  machine: Machine,
  assignment: Assignment,
): Offer | undefined {
  const { at, what } = labelOf(assignment, definition);
  const deployed = deployedTo(machine).filter(
    ({ deploys, os }) =>
      deploys === wanted &&
      (os === undefined || machine.system.os === undefined || machine.system.os === os),
  );
  const forKind = deployed.filter(({ kinds }) => kinds.includes(machine.kind));
  if (forKind.length === 0) {
    if (deployed.length === 0) return undefined;
    return { kind: 'not', at, reason: `${what} does not cover a ${kindTitles[machine.kind]}` };
  }
  if (effect?.kind === 'string' && !isActing(effect.value)) {
    return { kind: 'not', at, reason: `${what} has the effect ${effect.value}` };
  }
  if (effect?.kind === 'unknown') return openOffer(what, at, effect, 'its effect is not known');
  const offers = forKind.map(({ not, unknown, isWide }): Offer => {
    const why = (reason: string) =>
      ({ kind: 'not', at, reason: `${what} does not count: ${reason}` }) as const;
    if (not !== undefined) return why(not);
    const selected = selects(machine, isWide);
    if (selected === false)
      return why(`its policyRule selects no such ${kindTitles[machine.kind]}`);
    if (unknown !== undefined) return openOffer(what, at, unknown, 'what it deploys is not known');
    if (selected === true) return { kind: 'there', what, at };
    return openOffer(what, at, selected, 'whether its policyRule selects the machine is not known');
  });
  const best = (['there', 'open', 'not'] as const).flatMap((kind) =>
    offers.filter((each) => each.kind === kind),
  );
  return best[0];
}

function labelOf({ name, resource }: Assignment, definition: string) {
  const at = resource.declaration.nameSpan;
  return { at, what: `assignment '${name}' of ${definition}` };
}

/** The offer with what keeps the assignment from acting on the machine. */
function limited(offer: Offer, assignment: Assignment, machine: Machine): Offer {
  if (offer.kind === 'not') return offer;
  const { what, at } = offer;
  const hindrance = hindranceOf(assignment, machine);
  if (hindrance?.kind === 'not') {
    return { kind: 'not', at, reason: `${what} does not count: ${hindrance.reason}` };
  }
  if (offer.kind === 'open') return offer;
  if (hindrance !== undefined) return openOffer(what, at, hindrance.unknown, hindrance.reason);
  const { evaluation, resource } = assignment;
  const { conditions, loops } = resource;
  // It holds for every machine in its scope, whatever loop the machine comes from.
  const alone = { ...machine, resource: { ...machine.resource, loops: [] } };
  const presence = presenceOn(alone, { evaluation, conditions, loops });
  if (presence.kind === 'there') return offer;
  const { unknown, message: reason, needs } = presence;
  return { kind: 'open', what, at, unknown, reason, needs };
}

function scopeHolds({ scope, evaluation }: Assignment, machine: Machine): Certainty {
  const certainty = covers(scope, machine.key);
  // A form speaks of its own evaluation only.
  const isSure = evaluation === machine.evaluation || isAboveAll(scope);
  return certainty === 'yes' && !isSure && knownText(scope) === undefined ? 'maybe' : certainty;
}

function offersOf(
  { assignment, brought }: Assigned,
  wanted: Deployable,
  machine: Machine,
): Offer[] {
  const within = scopeHolds(assignment, machine);
  if (within === 'no') return [];
  const { definitionId } = assignment;
  if (definitionId?.kind === 'unknown') {
    const { what, at } = labelOf(assignment, 'a definition that is not known');
    const offer = openOffer(what, at, definitionId, 'its definition is not known');
    return [limited(offer, assignment, machine)];
  }
  return brought.flatMap((each) => {
    const offer = offerOfDefinition(each, wanted, machine, assignment);
    if (offer === undefined) return [];
    const whole = limited(offer, assignment, machine);
    if (within === 'yes' || whole.kind !== 'there') return [whole];
    const unknown = [
      machine.resource.deployment.resourceGroup,
      machine.resource.deployment.subscription,
      assignment.resource.deployment.resourceGroup,
      assignment.resource.deployment.subscription,
      machine.resource.name,
      assignment.resource.name,
    ].flatMap((value) => (value === undefined ? [] : (unknownIn(value) ?? [])))[0];
    if (unknown === undefined) return [whole];
    return [openOffer(whole.what, whole.at, unknown, 'its scope is not known')];
  });
}

/** What the assignments in the run offer; those whose scope does not hold the machine are left out. */
export function offeredByAssignments(
  wanted: Agent | 'association',
  machine: Machine,
  policies: Policies,
): Offer[] {
  const name = wanted === 'association' ? wanted : wanted.name;
  return policies.flatMap((each) => offersOf(each, name, machine));
}
