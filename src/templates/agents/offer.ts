// Ways to give an agent to a machine: what each offers, how sure it is, and why one that looks like it does not count.
import type { UnknownValue } from '../arm/language/unknown.ts';
import type { Span } from '../source.ts';
import type { Need } from './presence.ts';

/** `there` satisfies; `open` may, once `unknown` is known; `not` looks like it, and `reason` says why it is none. */
export type Offer =
  | { readonly kind: 'there'; readonly what: string; readonly at: Span }
  | {
      readonly kind: 'open';
      readonly what: string;
      readonly at: Span;
      readonly unknown: UnknownValue;
      readonly reason: string;
      /** Conditions that would make it certain; undefined when something else is open. */
      readonly needs: readonly Need[] | undefined;
    }
  | { readonly kind: 'not'; readonly reason: string; readonly at: Span };

/** An open offer for a reason that no condition mends. */
export function openOffer(what: string, at: Span, unknown: UnknownValue, reason: string): Offer {
  return { kind: 'open', what, at, unknown, reason, needs: undefined };
}
