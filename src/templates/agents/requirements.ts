// Which machines a requirement of the policy is about, and which have an agent baked into their image.
import type {
  AgentName,
  AgentRequirement,
  BakedInAgent,
  MachineFilter,
} from '../../model/template-policy.ts';
import { matchesWildcard } from '../../model/wildcard.ts';
import { type UnknownValue, unknownIn, unknownValue } from '../arm/language/unknown.ts';
import { propertyOf } from '../arm/language/value.ts';
import { settingOf } from '../rules/setting.ts';
import { type Machine, shownName } from './machines.ts';

/** `maybe`: it holds if `unknown` turns out so. */
export type Selection =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  | { readonly kind: 'maybe'; readonly unknown: UnknownValue };

const yes: Selection = { kind: 'yes' };
const no: Selection = { kind: 'no' };

/** Without case. */
function isMatch(pattern: string, text: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), text.toLowerCase());
}

function byTag(machine: Machine, name: string, wanted: string): Selection {
  const tags = settingOf(machine.resource, 'tags');
  if (tags.kind === 'unknown') return { kind: 'maybe', unknown: tags.value };
  const tag = tags.kind === 'known' ? propertyOf(tags.value, name)?.value : undefined;
  if (tag?.kind === 'unknown') return { kind: 'maybe', unknown: tag };
  return tag?.kind === 'string' && tag.value.toLowerCase() === wanted.toLowerCase() ? yes : no;
}

/** Whether a filter selects a machine. */
export function isSelected(machine: Machine, where: MachineFilter | undefined): Selection {
  if (where === undefined) return yes;
  if (where.kind !== undefined && !where.kind.includes(machine.kind)) return no;
  const answers: Selection[] = [];
  if (where.os !== undefined) {
    const { os, unknown } = machine.system;
    const untold = () => {
      const message = 'its operating system is not stated';
      const span = machine.resource.declaration.nameSpan;
      return unknownValue('string', { kind: 'outside', message, span }, 'operating system');
    };
    if (os === undefined) answers.push({ kind: 'maybe', unknown: unknown ?? untold() });
    else if (os !== where.os) return no;
  }
  if (where.name !== undefined) {
    const { name } = machine.resource;
    if (name.kind === 'unknown') answers.push({ kind: 'maybe', unknown: name });
    else if (!isMatch(where.name, shownName(machine.resource))) return no;
  }
  for (const [name, wanted] of Object.entries(where.tags ?? {})) {
    answers.push(byTag(machine, name, wanted));
  }
  if (answers.some((each) => each.kind === 'no')) return no;
  return answers.find((each) => each.kind === 'maybe') ?? yes;
}

/** As messages and tables name it: `qualys or mdvm`. */
export function requirementLabel({ anyOf }: AgentRequirement): string {
  return anyOf.join(' or ');
}

/** The names by which a policy's globs may call an image. */
function imageNames({ image: reference }: Machine): string[] {
  if (reference === undefined) return [];
  const { id, publisher, offer, sku, version } = reference;
  const names = id === undefined ? [] : [id];
  if (publisher !== undefined && offer !== undefined && sku !== undefined) {
    const image = `${publisher}:${offer}:${sku}`;
    names.push(image, `${image}:${version ?? 'latest'}`);
  }
  return names;
}

/** Whether the machine's image brings an agent with it, as the policy says. */
export function isBakedIn(
  machine: Machine,
  agent: AgentName,
  bakedIn: readonly BakedInAgent[],
): Selection {
  const globs = bakedIn.filter((each) => each.agent === agent).flatMap(({ images }) => images);
  if (globs.length === 0 || machine.image === undefined) return no;
  const names = imageNames(machine);
  if (names.some((name) => globs.some((glob) => isMatch(glob, name)))) return yes;
  if (!machine.image.isOpen) return no;
  const reference = settingOf(
    machine.resource,
    `${machine.kind === 'vmss' ? 'properties.virtualMachineProfile' : 'properties'}.storageProfile.imageReference`,
  );
  const unknown = reference.kind === 'absent' ? undefined : unknownIn(reference.value);
  return unknown === undefined ? no : { kind: 'maybe', unknown };
}
