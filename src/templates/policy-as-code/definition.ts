// What a policy definition is to us: what it deploys, with which effect, to which machines.
import type { MachineKind } from '../../model/template-policy.ts';
import type { OperatingSystem } from '../agents/agents.ts';
import type { Machine } from '../agents/machines.ts';
import type { UnknownValue } from '../arm/language/unknown.ts';
import type { Value } from '../arm/language/value.ts';
import type { Deployable } from './built-in.ts';

/** What a condition of a policy says: an unknown leaves it open. */
export type Answer = boolean | UnknownValue;

/** Values of parameters by name without case; undefined: none was given. */
export type Given = (name: string) => Value | undefined;

/** One agent that a definition brings to machines. */
export interface Deployed {
  readonly deploys: Deployable;
  readonly kinds: readonly MachineKind[];
  readonly os: OperatingSystem | undefined;
  /** Set when it comes only if this turns out right. */
  readonly unknown: UnknownValue | undefined;
  /** Set when it does not come, with the reason: a parameter brings something else. */
  readonly not: string | undefined;
  /** It is for all machines of the subscription, whatever the policy selects in it. */
  readonly isWide: boolean;
}

export interface Definition {
  /** As messages name it: the last piece of its identifier. */
  readonly name: string;
  effect(given: Given): Value | undefined;
  /** What it brings to a machine; without one, to any. */
  deployed(given: Given, machine?: Machine): readonly Deployed[];
  /** Whether it selects the machine, or for what is wide what is around it. */
  selects(given: Given, machine: Machine, isWide: boolean): Answer;
}

export interface Member {
  readonly definition: Definition;
  /** What the initiative gives to the definition. */
  given(ofInitiative: Given): Given;
}
