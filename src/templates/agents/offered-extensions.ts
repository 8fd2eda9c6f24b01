// What the extensions of a machine offer of an agent: publisher and type decide, never the extension's name.
import type { UnknownValue } from '../arm/language/unknown.ts';
import { type Setting, settingIn, textOf } from '../rules/setting.ts';
import { type Agent, type AgentExtension, isWithdrawn } from './agents.ts';
import { unknownNameOf } from './attached.ts';
import { labelOf } from './extensions.ts';
import type { Machine } from './machines.ts';
import { type Offer, openOffer } from './offer.ts';
import { allOf, type Certainty, isSameText, partialText } from './partial-text.ts';
import type { Placed } from './placement.ts';
import { presenceOn } from './presence.ts';

function isSetTo(setting: Setting, wanted: string): Certainty {
  if (setting.kind === 'absent') return 'no';
  return isSameText(partialText(setting.value), [wanted.toLowerCase()]);
}

function unknownOf(...settings: readonly Setting[]): UnknownValue | undefined {
  for (const setting of settings) if (setting.kind === 'unknown') return setting.value;
  return undefined;
}

/** The agent's extension that this one is, may be, or is for another system. */
function matchOf(agent: Agent, { extension }: Placed): readonly [AgentExtension, Certainty][] {
  return agent.extensions.flatMap((entry): [AgentExtension, Certainty][] => {
    const certainty = allOf([
      isSetTo(extension.publisher, entry.publisher),
      isSetTo(extension.type, entry.type),
    ]);
    return certainty === 'no' ? [] : [[entry, certainty]];
  });
}

function isRetired(agent: Agent, placed: Placed): boolean {
  const publisher = textOf(placed.extension.publisher)?.toLowerCase();
  const type = textOf(placed.extension.type)?.toLowerCase();
  return agent.retired.some(
    (each) => each.publisher.toLowerCase() === publisher && each.type.toLowerCase() === type,
  );
}

function offerOf(agent: Agent, machine: Machine, placed: Placed): Offer | undefined {
  const { extension, certainty } = placed;
  const { at } = extension;
  const what = labelOf(extension);
  if (isRetired(agent, placed)) {
    return { kind: 'not', at, reason: `${what} is Defender's retired scanner` };
  }
  const matches = matchOf(agent, placed);
  const { os } = machine.system;
  const fitting = matches.filter(([entry]) => os === undefined || entry.os === os);
  if (fitting.length === 0) {
    if (!matches.some(([, each]) => each === 'yes') || certainty !== 'yes') return undefined;
    const system = os === 'windows' ? 'Windows' : 'Linux';
    return { kind: 'not', at, reason: `${what} installs nothing on ${system}` };
  }
  const version = textOf(settingIn(extension.properties, 'typeHandlerVersion'));
  if (version !== undefined && fitting.every(([entry]) => isWithdrawn(entry, version))) {
    return { kind: 'not', at, reason: `version ${version} of ${what} was withdrawn` };
  }
  if (certainty === 'maybe') {
    const loop = extension.loops.find(({ count }) => typeof count !== 'number')?.count;
    const unknown =
      unknownNameOf(extension.resource) ??
      unknownNameOf(machine.resource) ??
      (typeof loop === 'number' ? undefined : loop);
    if (unknown === undefined) return undefined;
    return openOffer(what, at, unknown, 'it is not known which machine it is for');
  }
  if (!fitting.some(([, each]) => each === 'yes')) {
    const unknown = unknownOf(extension.publisher, extension.type);
    if (unknown === undefined) return undefined;
    return openOffer(what, at, unknown, 'its publisher or type is not known');
  }
  if (extension.mayBeAbsent !== undefined) {
    return openOffer(what, at, extension.mayBeAbsent, 'it is in a loop that may be empty');
  }
  const presence = presenceOn(machine, extension);
  if (presence.kind === 'there') return { kind: 'there', what, at };
  const { unknown, message: reason, needs } = presence;
  return { kind: 'open', what, at, unknown, reason, needs };
}

/** What the extensions that are placed on a machine offer of an agent. */
export function offeredByExtensions(
  agent: Agent,
  machine: Machine,
  placed: readonly Placed[],
): Offer[] {
  return placed.flatMap((each) => offerOf(agent, machine, each) ?? []);
}
