// Extensions in all their shapes: children of machines, flat or nested, and the items of a scale set's profile.
import type { UnknownValue } from '../arm/language/unknown.ts';
import type { KnownValue } from '../arm/language/value.ts';
import type { Condition, Evaluation, LoopInstance, Resource } from '../resource.ts';
import {
  itemsIn,
  type Place,
  placeIn,
  placeOf,
  type Setting,
  settingIn,
  textOf,
} from '../rules/setting.ts';
import type { Span } from '../source.ts';
import { kindsByType, shownName } from './machines.ts';
import { type PartialText, partialText, segmentsOf } from './partial-text.ts';

export interface Extension {
  readonly evaluation: Evaluation;
  /** The extension's own, or the scale set whose profile holds it. */
  readonly resource: Resource;
  /** It stands in the profile of `resource`. */
  readonly isInProfile: boolean;
  /** Of its machine, in lower case. */
  readonly hostType: string;
  /** Undefined where the whole name is unknown. */
  readonly hostName: PartialText | undefined;
  /** For messages. */
  readonly name: string;
  /** Its name; the item in a profile, or the expression that the profile comes from. */
  readonly at: Span;
  /** Its `properties`; of an unknown extension the unknown itself. */
  readonly properties: Place;
  readonly publisher: Setting;
  readonly type: Setting;
  readonly conditions: readonly Condition[];
  readonly loops: readonly LoopInstance[];
  /** Set in a list of which it is not known how many items it has. */
  readonly mayBeAbsent: UnknownValue | undefined;
}

const suffix = '/extensions';

/** Full types of extension resources, in lower case. */
export const extensionTypes: readonly string[] = [...kindsByType.keys()].map(
  (type) => `${type}${suffix}`,
);

/** Of an extension resource; undefined when the resource is none. */
export function extensionOf(resource: Resource, evaluation: Evaluation): Extension | undefined {
  const type = resource.type.toLowerCase();
  if (!extensionTypes.includes(type)) return undefined;
  const segments = segmentsOf(partialText(resource.name));
  const host = segments.length > 1 ? segments.slice(0, -1) : undefined;
  return {
    evaluation,
    resource,
    isInProfile: false,
    hostType: type.slice(0, -suffix.length),
    hostName: host?.flatMap((each, index) => (index === 0 ? each : ['/', ...each])),
    name: shownName(resource),
    at: resource.declaration.nameSpan,
    ...described(propertiesOf(placeOf(resource))),
    conditions: resource.conditions,
    loops: resource.loops,
    mayBeAbsent: undefined,
  };
}

function propertiesOf(place: Place): Place {
  const found = placeIn(place, 'properties');
  if (!('kind' in found)) return found;
  if (found.kind === 'unknown') return { value: found.value, at: found.at, keySpan: found.at };
  const nothing: KnownValue = { kind: 'null', span: undefined, marks: [] };
  return { value: nothing, at: found.at, keySpan: found.at };
}

function described(properties: Place) {
  return {
    properties,
    publisher: settingIn(properties, 'publisher'),
    type: settingIn(properties, 'type'),
  };
}

/** The extensions in a scale set's profile; one unknown one when the list is unknown. */
export function profileExtensions(scaleSet: Resource, evaluation: Evaluation): Extension[] {
  const common = {
    evaluation,
    resource: scaleSet,
    isInProfile: true,
    hostType: scaleSet.type.toLowerCase(),
    hostName: partialText(scaleSet.name),
    conditions: scaleSet.conditions,
    loops: scaleSet.loops,
    mayBeAbsent: undefined,
  };
  const path = 'properties.virtualMachineProfile.extensionProfile.extensions';
  const items = itemsIn(placeOf(scaleSet), path);
  if ('kind' in items) {
    if (items.kind !== 'unknown') return [];
    const { value, at } = items;
    const properties = { value, at, keySpan: at };
    return [{ ...common, name: 'extensionProfile', at, ...described(properties) }];
  }
  const list = placeIn(placeOf(scaleSet), path);
  const open =
    !('kind' in list) && list.value.kind === 'array' ? list.value.rest?.whole : undefined;
  return items.map((item) => {
    const name = settingIn(item, 'name');
    const isNamed = name.kind === 'known' && name.value.kind === 'string';
    return {
      ...common,
      name: isNamed ? name.value.value : 'extension',
      at: item.at,
      mayBeAbsent: open,
      ...described(item.value.kind === 'unknown' ? item : propertiesOf(item)),
    };
  });
}

const known = new WeakMap<Evaluation, readonly Extension[]>();

/** Every extension that an evaluation deploys, in the order of the text. */
export function extensionsOf(evaluation: Evaluation): readonly Extension[] {
  const before = known.get(evaluation);
  if (before !== undefined) return before;
  const found: Extension[] = [];
  for (const resource of evaluation.resources) {
    if (resource.isExisting) continue;
    const extension = extensionOf(resource, evaluation);
    if (extension !== undefined) found.push(extension);
    if (kindsByType.get(resource.type.toLowerCase()) === 'vmss') {
      found.push(...profileExtensions(resource, evaluation));
    }
  }
  known.set(evaluation, found);
  return found;
}

/** `Qualys / QualysAgentLinux`, for messages. */
export function labelOf({ publisher, type }: Extension): string {
  return `${textOf(publisher) ?? '{…}'} / ${textOf(type) ?? '{…}'}`;
}
