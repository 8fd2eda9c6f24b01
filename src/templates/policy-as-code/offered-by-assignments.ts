import type { Agent } from '../agents/agents.ts';
import type { Machine } from '../agents/machines.ts';
import type { Offer } from '../agents/offer.ts';
import type { Evaluation } from '../resource.ts';
import type { PolicyDocument } from './documents.ts';

export interface Policies {
  readonly evaluations: readonly Evaluation[];
  readonly documents: readonly PolicyDocument[];
}

export function policiesOf(together: Policies): Policies {
  return together;
}

export function offeredByAssignments(
  _agent: Agent | 'association',
  _machine: Machine,
  _policies: Policies,
): Offer[] {
  return [];
}
