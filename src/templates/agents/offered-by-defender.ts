// What Defender's own resources offer: assessments of a machine, and settings and plans of its subscription.
import type { MachineKind } from '../../model/template-policy.ts';
import type { UnknownValue } from '../arm/language/unknown.ts';
import type { Evaluation, Resource } from '../resource.ts';
import { resourcesOfType } from '../rules/neighbours.ts';
import { isBool, isText, type Setting, settingOf } from '../rules/setting.ts';
import { attachedOf, isAttachedTo, unknownNameOf } from './attached.ts';
import { kindTitles, type Machine, shownName } from './machines.ts';
import { type Offer, openOffer } from './offer.ts';
import { isSameText, knownText, partialText } from './partial-text.ts';
import { presenceOn } from './presence.ts';

/** Name of an assessment by Defender Vulnerability Management; `default` is the retired scanner. */
const current = 'mdetvm';

// Defender for Servers does not assess scale sets of uniform machines:
// https://learn.microsoft.com/azure/defender-for-cloud/support-matrix-defender-for-servers
const assessed: readonly MachineKind[] = ['vm', 'arc'];

/** `serverVulnerabilityAssessments` on the machine, as a provider's child or with the machine as its scope. */
export function offeredByAssessments(
  machine: Machine,
  evaluations: readonly Evaluation[],
): Offer[] {
  const offers: Offer[] = [];
  for (const evaluation of evaluations) {
    const found = attachedOf(evaluation, 'microsoft.security', 'servervulnerabilityassessments');
    for (const attached of found) {
      const placed = isAttachedTo(attached, machine);
      const named = isSameText(attached.name, [current]);
      if (placed === 'no') continue;
      const { resource, at } = attached;
      const what = `serverVulnerabilityAssessments '${knownText(attached.name) ?? '{…}'}'`;
      if (!assessed.includes(machine.kind)) {
        const reason = `${what} does not cover a ${kindTitles[machine.kind]}`;
        if (placed === 'yes') offers.push({ kind: 'not', at, reason });
        continue;
      }
      if (named === 'no') {
        if (placed === 'yes') {
          offers.push({ kind: 'not', at, reason: `${what} is Defender's retired scanner` });
        }
        continue;
      }
      const unknown = unknownNameOf(resource) ?? unknownNameOf(machine.resource);
      if ((named === 'maybe' || placed === 'maybe') && unknown !== undefined) {
        offers.push(openOffer(what, at, unknown, 'its name is not known'));
        continue;
      }
      offers.push(presentOffer(machine, evaluation, resource, what));
    }
  }
  return offers;
}

function presentOffer(
  machine: Machine,
  evaluation: Evaluation,
  resource: Resource,
  what: string,
): Offer {
  const { conditions, loops } = resource;
  const at = resource.declaration.nameSpan;
  // What holds for a whole subscription is there whatever loop the machine comes from.
  const isShared = resource.extendsKey === undefined;
  const subject = isShared ? { ...machine, resource: { ...machine.resource, loops: [] } } : machine;
  const presence = presenceOn(subject, { evaluation, conditions, loops });
  if (presence.kind === 'there') return { kind: 'there', what, at };
  const { unknown, message: reason, needs } = presence;
  return { kind: 'open', what, at, unknown, reason, needs };
}

interface Wide {
  readonly evaluation: Evaluation;
  readonly resource: Resource;
  /** Set when it may be in another subscription than the machine. */
  readonly elsewhere: UnknownValue | undefined;
}

/** The unknown that leaves open whether two subscriptions are one; undefined: they are not. */
function openSubscription(resource: Resource, machine: Machine): UnknownValue | undefined {
  const values = [resource, machine.resource].map(({ deployment }) => deployment.subscription);
  return values.find((value) => value?.kind === 'unknown');
}

/** Resources of that type in the machine's subscription, or in one that may be it. */
function inSubscription(
  machine: Machine,
  evaluations: readonly Evaluation[],
  type: string,
): Wide[] {
  return evaluations.flatMap((evaluation) =>
    resourcesOfType(evaluation, type).flatMap((resource): Wide[] => {
      if (resource.isExisting) return [];
      const theirs = partialText(resource.deployment.subscription);
      const certainty = isSameText(theirs, machine.subscription);
      // A form speaks of its own evaluation only.
      const isSure = evaluation === machine.evaluation || knownText(theirs) !== undefined;
      if (certainty === 'no') return [];
      if (certainty === 'yes' && isSure) return [{ evaluation, resource, elsewhere: undefined }];
      const elsewhere = openSubscription(resource, machine);
      return elsewhere === undefined ? [] : [{ evaluation, resource, elsewhere }];
    }),
  );
}

/** An offer when the setting is as wanted, open when it is unknown; undefined else. */
function offerIf(
  machine: Machine,
  { evaluation, resource, elsewhere }: Wide,
  setting: Setting,
  isWanted: boolean,
  what: string,
): Offer | undefined {
  if (setting.kind === 'unknown') {
    return openOffer(what, setting.at, setting.value, 'its setting is not known');
  }
  if (!isWanted) return undefined;
  if (elsewhere === undefined) return presentOffer(machine, evaluation, resource, what);
  return openOffer(what, setting.at, elsewhere, 'its subscription is not known');
}

/** `serverVulnerabilityAssessmentsSettings` that select Defender Vulnerability Management for the subscription. */
export function offeredBySettings(machine: Machine, evaluations: readonly Evaluation[]): Offer[] {
  const type = 'microsoft.security/servervulnerabilityassessmentssettings';
  return inSubscription(machine, evaluations, type).flatMap((wide): Offer[] => {
    const setting = settingOf(wide.resource, 'properties.selectedProvider');
    const isWanted = setting.kind === 'known' && isText('MdeTvm')(setting.value);
    const what = 'serverVulnerabilityAssessmentsSettings with MdeTvm';
    if (!assessed.includes(machine.kind)) {
      const reason = `${what} does not cover a ${kindTitles[machine.kind]}`;
      return isWanted ? [{ kind: 'not', at: setting.at, reason }] : [];
    }
    const offer = offerIf(machine, wide, setting, isWanted, what);
    return offer === undefined ? [] : [offer];
  });
}

/** Defender for Servers with its integration of Defender for Endpoint: both must be in the subscription. */
export function offeredByPlan(machine: Machine, evaluations: readonly Evaluation[]): Offer[] {
  if (!assessed.includes(machine.kind)) return [];
  const plans = inSubscription(machine, evaluations, 'microsoft.security/pricings');
  const plan = plans
    .filter(({ resource }) => shownName(resource).toLowerCase() === 'virtualmachines')
    .flatMap((wide) => {
      const tier = settingOf(wide.resource, 'properties.pricingTier');
      const isStandard = tier.kind === 'known' && isText('Standard')(tier.value);
      return offerIf(machine, wide, tier, isStandard, 'Defender for Servers with WDATP') ?? [];
    })[0];
  const integrations = inSubscription(machine, evaluations, 'microsoft.security/settings');
  const integration = integrations
    .filter(({ resource }) => shownName(resource).toLowerCase() === 'wdatp')
    .flatMap((wide) => {
      const enabled = settingOf(wide.resource, 'properties.enabled');
      const isOn = enabled.kind === 'known' && isBool(true)(enabled.value);
      return offerIf(machine, wide, enabled, isOn, 'Defender for Servers with WDATP') ?? [];
    })[0];
  if (plan === undefined || integration === undefined) return [];
  return [plan.kind === 'open' ? plan : integration];
}

/** Associations of the machine with a data collection rule, without which Azure Monitor Agent collects nothing. */
export function isAssociated(machine: Machine, evaluations: readonly Evaluation[]): boolean {
  return evaluations.some((evaluation) =>
    attachedOf(evaluation, 'microsoft.insights', 'datacollectionruleassociations').some(
      (attached) => isAttachedTo(attached, machine) !== 'no',
    ),
  );
}
