// Scans a run's templates, all together: what one links, or the policy deploys beside it, is one with it.

import type { Runtime } from '../model/runtime.ts';
import type { ScannedTarget } from '../policy/judge.ts';
import type { Policy } from '../policy/policy.ts';
import { keepHeapSmall } from '../runtime/small-heap.ts';
import type { TemplateRequest, TemplateScan, TemplateTarget } from '../templates/scan/request.ts';
import type { GateRequest, TemplateFixes } from './request.ts';

/** A target that is templates. */
export interface PlacedTarget extends TemplateTarget {
  /** Its place among the run's targets. */
  readonly slot: number;
}

export interface TemplateResults {
  /** By the places of their targets. */
  readonly placed: readonly (readonly [slot: number, result: ScannedTarget])[];
  /** Sentences about suppressions in the files. */
  readonly notices: readonly string[];
  readonly fixes?: TemplateFixes;
}

function placedOf(
  { scanned }: TemplateScan,
  targets: readonly PlacedTarget[],
): TemplateResults['placed'] {
  return scanned.flatMap(({ target, findings, coverage, machines }) => {
    const slot = targets.find(({ reference }) => reference === target.reference)?.slot;
    return slot === undefined
      ? []
      : [[slot, { target, packages: [], findings, coverage, machines }] as const];
  });
}

/** Scans, and mends first where that is asked for; `fail` is told what could not be scanned. */
export async function scanTemplateTargets(
  targets: readonly PlacedTarget[],
  request: GateRequest,
  policy: Policy,
  runtime: Runtime,
  fail: (error: unknown, target: string) => void,
): Promise<TemplateResults> {
  // Images, if there are any, were read before.
  keepHeapSmall();
  const { scanTemplates } = await import('../templates/scan/scan-templates.ts');
  const {
    requireAgents = policy.templates.requireAgents,
    fix,
    fixOnly,
    ...context
  } = request.templates;
  const asked: TemplateRequest = {
    targets,
    context,
    policy: { ...policy.templates, requireAgents },
    now: runtime.now(),
    skipPaths: request.skipPaths,
  };
  for (const { reference } of targets) runtime.log.info(`scanning ${reference}`);
  let fixes: TemplateFixes | undefined;
  if (fix !== undefined) {
    const { fixFiles } = await import('./fix-files.ts');
    fixes = await fixFiles(asked, fix, fixOnly ?? [], policy, runtime);
  }
  const scan = await scanTemplates(asked, runtime);
  for (const { error, target } of scan.errors) fail(error, target);
  return {
    placed: placedOf(scan, targets),
    notices: scan.notices,
    ...(fixes === undefined ? {} : { fixes }),
  };
}
