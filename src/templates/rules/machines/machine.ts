// A virtual machine or scale set as the rules see it: where its machine's settings stand and what system it runs.
import { imageIn } from '../../agents/image.ts';
import { operatingSystemOf } from '../../agents/operating-system.ts';
import { unknownValue } from '../../arm/language/unknown.ts';
import type { Resource } from '../../resource.ts';
import type { Outcome, ResourceRule, RuleContext } from '../rule.ts';
import {
  type Expectation,
  expectIn,
  expectKnown,
  type Place,
  placeIn,
  placeOf,
  textIn,
  undecided,
} from '../setting.ts';

export const machineType = 'microsoft.compute/virtualmachines';
export const scaleSetType = 'microsoft.compute/virtualmachinescalesets';
export const machineTypes: readonly string[] = [machineType, scaleSetType];

export interface Machine {
  readonly resource: Resource;
  readonly isScaleSet: boolean;
  /** The object that holds `osProfile`, `storageProfile` and so on. */
  readonly profile: Place;
  /** Its path below the resource: `properties`, or `properties.virtualMachineProfile`. */
  readonly path: string;
}

/** The machine of a resource; an outcome where its settings are absent or unknown. */
function machineOf(resource: Resource): Machine | Outcome {
  const isScaleSet = resource.type.toLowerCase() === scaleSetType;
  const path = isScaleSet ? 'properties.virtualMachineProfile' : 'properties';
  const profile = placeIn(placeOf(resource), path);
  if (!('kind' in profile)) return { resource, isScaleSet, profile, path };
  if (profile.kind === 'unknown') {
    const { value, at } = profile;
    const message = `the machine's settings are not known: ${value.reason.message}`;
    return { kind: 'undecided', at, message, unknown: value };
  }
  const reason = isScaleSet
    ? 'the scale set has no machine profile'
    : 'the machine has no properties';
  return { kind: 'not-applicable', reason };
}

/** A rule's check over machines: called with those whose settings are there. */
export function onMachine(
  check: (machine: Machine, context: RuleContext) => Outcome | readonly Outcome[],
): ResourceRule['check'] {
  return (resource, context) => {
    const machine = machineOf(resource);
    return 'profile' in machine ? check(machine, context) : machine;
  };
}

type System = 'linux' | 'windows';

/** The operating system; undefined when nothing says it, or only the deployment. */
export function systemOf({ profile, isScaleSet }: Machine): System | undefined {
  return operatingSystemOf(isScaleSet ? 'vmss' : 'vm', profile, imageIn(profile)).os;
}

/** The outcome for a rule about one system where the machine runs the other, or nobody knows; undefined where it fits. */
export function notOn(
  system: System,
  { resource, profile, isScaleSet }: Machine,
): Outcome | undefined {
  const { os, unknown } = operatingSystemOf(isScaleSet ? 'vmss' : 'vm', profile, imageIn(profile));
  if (os === system) return undefined;
  if (os !== undefined) {
    const name = os === 'linux' ? 'Linux' : 'Windows';
    return { kind: 'not-applicable', reason: `the machine runs ${name}` };
  }
  if (unknown !== undefined) {
    const message = `the machine's operating system is not known: ${unknown.reason.message}`;
    return undecided({ value: unknown, at: profile.keySpan }, message);
  }
  const message = 'nothing says which operating system the machine runs';
  const reason = { kind: 'runtime', message, span: profile.keySpan } as const;
  const value = unknownValue('string', reason, `os(${resource.key})`);
  return undecided({ value, at: profile.keySpan }, message);
}

/** Whether the scale set's instances are single machines (`orchestrationMode`). */
export function isFlexible({ resource, isScaleSet }: Machine): boolean {
  const mode = textIn(placeOf(resource), 'properties.orchestrationMode');
  return isScaleSet && mode?.toLowerCase() === 'flexible';
}

/** Judges a setting below the machine's profile; `isMendable` where the literal of the expectation alone mends it. */
export function expectOfMachine(
  { resource, profile, path }: Machine,
  setting: string,
  expected: Expectation,
  isMendable = false,
): Outcome {
  return (
    expectKnown(resource, profile, setting, expected) ??
    expectIn(profile, setting, expected, isMendable ? `${path}.${setting}` : undefined)
  );
}
