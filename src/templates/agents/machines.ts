// The machines that a template deploys: virtual machines, scale sets, machines connected by Azure Arc.
import type { MachineKind } from '../../model/template-policy.ts';
import type { UnknownValue } from '../arm/language/unknown.ts';
import type { Evaluation, Resource } from '../resource.ts';
import {
  isBool,
  isText,
  type Place,
  placeIn,
  placeOf,
  settingIn,
  settingOf,
} from '../rules/setting.ts';
import { type Image, imageIn, isAppliance } from './image.ts';
import { operatingSystemOf, type SystemAnswer } from './operating-system.ts';
import { isSameText, type PartialText, partialKey, partialText } from './partial-text.ts';

/** Whether extensions can be installed on it. */
export type Installing =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no'; readonly reason: string }
  | { readonly kind: 'open'; readonly unknown: UnknownValue };

export interface Machine {
  readonly kind: MachineKind;
  readonly resource: Resource;
  readonly evaluation: Evaluation;
  /** Type in lower case. */
  readonly type: string;
  readonly name: PartialText;
  readonly subscription: PartialText;
  readonly resourceGroup: PartialText;
  readonly key: PartialText;
  /** `properties`, or a scale set's `virtualMachineProfile`. */
  readonly profile: Place;
  readonly system: SystemAnswer;
  readonly image: Image | undefined;
  readonly installing: Installing;
  /** Why no agent is asked for; undefined when one is. */
  readonly notApplicable: string | undefined;
}

export const kindsByType: ReadonlyMap<string, MachineKind> = new Map([
  ['microsoft.compute/virtualmachines', 'vm'],
  ['microsoft.compute/virtualmachinescalesets', 'vmss'],
  ['microsoft.hybridcompute/machines', 'arc'],
]);

/** As messages name a kind. */
export const kindTitles: Readonly<Record<MachineKind, string>> = {
  vm: 'virtual machine',
  vmss: 'scale set',
  arc: 'Arc machine',
};

/** A resource's name for messages: unknown pieces as `{…}`. */
export function shownName(resource: Resource): string {
  const { name } = resource;
  if (name.kind === 'string') return name.value;
  if (name.kind !== 'unknown') return '{…}';
  const parts = name.parts ?? [{ form: name.form }];
  return parts.map((part) => (typeof part === 'string' ? part : '{…}')).join('');
}

/** The kind of machine that a resource is, existing ones too; undefined when it is none. */
export function machineKindOf(resource: Resource): MachineKind | undefined {
  return kindsByType.get(resource.type.toLowerCase());
}

/** Where the settings of a machine's system stand; where the path is absent or unknown, the nearest place around it. */
function profileOf(kind: MachineKind, resource: Resource): Place {
  const path = kind === 'vmss' ? 'properties.virtualMachineProfile' : 'properties';
  const root = placeOf(resource);
  const found = placeIn(root, path);
  if (!('kind' in found)) return found;
  if (found.kind === 'absent') {
    return { value: { kind: 'null', span: undefined, marks: [] }, at: found.at, keySpan: found.at };
  }
  return { value: found.value, at: found.at, keySpan: found.at };
}

const switches = [
  ['osProfile', 'allowExtensionOperations'],
  ['osProfile.windowsConfiguration', 'provisionVMAgent'],
  ['osProfile.linuxConfiguration', 'provisionVMAgent'],
] as const;

function installingOn(profile: Place): Installing {
  let open: Installing = { kind: 'yes' };
  for (const [path, name] of switches) {
    const holder = placeIn(profile, path);
    // Where the whole object is absent or unknown, nothing speaks for a switch in it.
    if ('kind' in holder || holder.value.kind === 'unknown') continue;
    const setting = settingIn(holder, name);
    if (setting.kind === 'known' && isBool(false)(setting.value)) {
      const reason = `${path}.${name} is false, so that no extension can be installed`;
      return { kind: 'no', reason };
    }
    if (setting.kind === 'unknown') open = { kind: 'open', unknown: setting.value };
  }
  return open;
}

function exemption(kind: MachineKind, resource: Resource, image: Image | undefined) {
  if (image !== undefined && isAppliance(image)) {
    return `images of ${image.publisher ?? ''} are appliances, on which nobody installs agents`;
  }
  if (kind !== 'vmss') return undefined;
  const mode = settingOf(resource, 'properties.orchestrationMode');
  const profile = settingOf(resource, 'properties.virtualMachineProfile');
  const isFlexible = mode.kind === 'known' && isText('Flexible')(mode.value);
  if (!isFlexible || profile.kind !== 'absent') return undefined;
  return 'a Flexible scale set without a profile has no machines of its own; they are judged one by one';
}

const images = new WeakMap<Evaluation, readonly Resource[]>();

function imagesIn(evaluation: Evaluation): readonly Resource[] {
  const before = images.get(evaluation);
  if (before !== undefined) return before;
  const found = evaluation.resources.filter(
    ({ type }) => type.toLowerCase() === 'microsoft.compute/images',
  );
  images.set(evaluation, found);
  return found;
}

/** Also by the image that the machine is made from, where the same evaluation makes that. */
function systemOf(
  kind: MachineKind,
  profile: Place,
  image: Image | undefined,
  evaluation: Evaluation,
): SystemAnswer {
  const answer = operatingSystemOf(kind, profile, image);
  if (answer.os !== undefined || image === undefined) return answer;
  const id = settingIn(profile, 'storageProfile.imageReference.id');
  if (id.kind !== 'known' && id.kind !== 'unknown') return answer;
  const wanted = partialText(id.value);
  const source = imagesIn(evaluation).find(
    ({ key }) => isSameText(partialKey(key), wanted) === 'yes',
  );
  if (source === undefined) return answer;
  const made = settingOf(source, 'properties.storageProfile.osDisk.osType');
  const os = (['windows', 'linux'] as const).find(
    (each) => made.kind === 'known' && isText(each)(made.value),
  );
  return os === undefined ? answer : { os, unknown: undefined };
}

function machineOf(kind: MachineKind, resource: Resource, evaluation: Evaluation): Machine {
  const profile = profileOf(kind, resource);
  const image = kind === 'arc' ? undefined : imageIn(profile);
  return {
    kind,
    resource,
    evaluation,
    type: resource.type.toLowerCase(),
    name: partialText(resource.name),
    subscription: partialText(resource.deployment.subscription),
    resourceGroup: partialText(resource.deployment.resourceGroup),
    key: partialKey(resource.key),
    profile,
    system: systemOf(kind, profile, image, evaluation),
    image,
    installing: kind === 'arc' ? { kind: 'yes' } : installingOn(profile),
    notApplicable: exemption(kind, resource, image),
  };
}

const known = new WeakMap<Evaluation, readonly Machine[]>();
const byResource = new WeakMap<Resource, Machine>();

/** The machines that an evaluation deploys, in the order of the text; existing ones are not deployed. */
export function machinesOf(evaluation: Evaluation): readonly Machine[] {
  const before = known.get(evaluation);
  if (before !== undefined) return before;
  const machines: Machine[] = [];
  for (const resource of evaluation.resources) {
    const kind = machineKindOf(resource);
    if (kind !== undefined && !resource.isExisting) {
      const machine = machineOf(kind, resource, evaluation);
      machines.push(machine);
      byResource.set(resource, machine);
    }
  }
  known.set(evaluation, machines);
  return machines;
}

/** The machine that a resource of the evaluation is; undefined when it is none that is deployed. */
export function machineOfResource(resource: Resource, evaluation: Evaluation): Machine | undefined {
  machinesOf(evaluation);
  return byResource.get(resource);
}
