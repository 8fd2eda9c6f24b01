// Scans a run's templates, all together: what one links, or the policy deploys beside it, is one with it.

import { UserError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import type { ScannedTarget } from '../policy/judge.ts';
import type { Policy } from '../policy/policy.ts';
import type { GateRequest } from './request.ts';

export interface TemplateTarget {
  /** Path or glob. */
  readonly text: string;
  /** As the user wrote it. */
  readonly reference: string;
  /** Its place among the run's targets. */
  readonly slot: number;
}

type Placed = readonly [slot: number, result: ScannedTarget];

/** The results by their targets' places; `fail` is told what could not be scanned. */
export async function scanTemplateTargets(
  targets: readonly TemplateTarget[],
  request: GateRequest,
  policy: Policy,
  runtime: Runtime,
  fail: (error: unknown, target: string) => void,
): Promise<readonly Placed[]> {
  await Promise.resolve([request, policy, runtime]);
  for (const { reference } of targets) {
    fail(new UserError('TARGET_UNSUPPORTED', 'templates are not scanned yet'), reference);
  }
  return [];
}
