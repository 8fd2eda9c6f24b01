// Which machine an extension belongs to: the same evaluated subscription, group, kind and name.
import { allAgents } from './agents.ts';
import type { Extension } from './extensions.ts';
import type { Machine } from './machines.ts';
import {
  allOf,
  type Certainty,
  isSameText,
  knownText,
  type PartialText,
  partialText,
} from './partial-text.ts';

export interface Placed {
  readonly extension: Extension;
  readonly certainty: 'yes' | 'maybe';
}

/** Extensions kept of one machine that may be its own; one that may be is enough to leave it open. */
const maxPlaced = 200;

/** Whether an extension is, or may turn out to be, one of an agent. */
function mayBeAgent({ publisher, type }: Extension): boolean {
  if (publisher.kind === 'absent' || type.kind === 'absent') return false;
  return allAgents.some(({ extensions }) =>
    extensions.some(
      (entry) =>
        isSameText(partialText(publisher.value), [entry.publisher.toLowerCase()]) !== 'no' &&
        isSameText(partialText(type.value), [entry.type.toLowerCase()]) !== 'no',
    ),
  );
}

function addressOf(type: string, parts: readonly PartialText[]): string {
  return JSON.stringify([type, ...parts]);
}

function isWhollyKnown(parts: readonly PartialText[]): boolean {
  return parts.every((each) => knownText(each) !== undefined);
}

interface Address {
  readonly parts: readonly [PartialText, PartialText, PartialText];
}

function ofMachine({ subscription, resourceGroup, name }: Machine): Address {
  return { parts: [subscription, resourceGroup, name] };
}

/** Undefined where the whole name of the extension is unknown. */
function ofExtension({ resource, hostName }: Extension): Address | undefined {
  if (hostName === undefined) return undefined;
  const { subscription, resourceGroup } = resource.deployment;
  return { parts: [partialText(subscription), partialText(resourceGroup), hostName] };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether another instance of the extension's loop of unknown count may have this machine's name. */
function mayBeAnotherInstance(extension: Extension, machine: Machine): boolean {
  const counts = extension.loops.flatMap(({ count }) => (typeof count === 'number' ? [] : [count]));
  const isShared = (form: string) =>
    extension.evaluation === machine.evaluation &&
    machine.resource.loops.some(({ count }) => typeof count !== 'number' && count.form === form);
  if (counts.every(({ form }) => isShared(form))) return false;
  const { subscription, resourceGroup } = extension.resource.deployment;
  if (isSameText(partialText(subscription), machine.subscription) === 'no') return false;
  if (isSameText(partialText(resourceGroup), machine.resourceGroup) === 'no') return false;
  const host = knownText(extension.hostName ?? []);
  const name = knownText(machine.name);
  if (!host || name === undefined) return true;
  return new RegExp(`^${escaped(host).replaceAll(/[0-9]+/g, '[0-9]+')}$`).test(name);
}

function certaintyOf(extension: Extension, machine: Machine): Certainty {
  if (extension.isInProfile) return extension.resource === machine.resource ? 'yes' : 'no';
  const address = ofExtension(extension);
  const { parts } = ofMachine(machine);
  const certainty =
    address === undefined
      ? 'maybe'
      : allOf(parts.map((each, index) => isSameText(each, address.parts[index] ?? [])));
  // A form speaks of its own evaluation only.
  if (certainty !== 'yes' || extension.evaluation === machine.evaluation) return certainty;
  return isWhollyKnown(parts) ? 'yes' : 'maybe';
}

function grouped(machines: readonly Machine[], keyOf: (machine: Machine) => string) {
  const groups = new Map<string, Machine[]>();
  for (const machine of machines) {
    const key = keyOf(machine);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [machine]);
    else group.push(machine);
  }
  return groups;
}

/**
 * The extensions of each machine. One that is certainly some machine's is no other's: two machines of one deployment
 * never have one name.
 */
export function placeExtensions(
  machines: readonly Machine[],
  extensions: readonly Extension[],
): ReadonlyMap<Machine, readonly Placed[]> {
  const placed = new Map<Machine, Placed[]>(machines.map((machine) => [machine, []]));
  const byAddress = grouped(machines, (each) => addressOf(each.type, ofMachine(each).parts));
  const byType = grouped(machines, (each) => each.type);
  const open = machines.filter((each) => !isWhollyKnown(ofMachine(each).parts));
  for (const extension of extensions) {
    const isAgent = mayBeAgent(extension);
    const address = ofExtension(extension);
    const exact =
      address === undefined
        ? []
        : (byAddress.get(addressOf(extension.hostType, address.parts)) ?? []);
    const sure = exact.filter((machine) => certaintyOf(extension, machine) === 'yes');
    for (const machine of sure) placed.get(machine)?.push({ extension, certainty: 'yes' });
    const isLooped = extension.loops.some(({ count }) => typeof count !== 'number');
    const others =
      isLooped || address === undefined || !isWhollyKnown(address.parts)
        ? (byType.get(extension.hostType) ?? [])
        : open.filter((machine) => machine.type === extension.hostType);
    for (const machine of others) {
      if (sure.includes(machine) || !isAgent) continue;
      const isOpen =
        (sure.length === 0 && certaintyOf(extension, machine) === 'maybe') ||
        (isLooped && mayBeAnotherInstance(extension, machine));
      const those = placed.get(machine);
      if (!isOpen || those === undefined || those.length >= maxPlaced) continue;
      those.push({ extension, certainty: 'maybe' });
    }
  }
  return placed;
}
