// Fixes the templates of a run: scans, mends, and says which files change and how. Writes nothing itself.
import { UserError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { TemplateRequest } from '../scan/request.ts';
import { scanTemplates } from '../scan/scan-templates.ts';
import { fixStateOf } from './fix-state.ts';
import { fixTemplates, type Mended, textsOf, type Unmended } from './fix-templates.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface ChangedFile {
  /** Absolute, without links. */
  readonly path: string;
  /** As findings name it. */
  readonly shown: string;
  readonly before: string;
  readonly after: string;
  readonly diff: string;
}

export interface FixedRun {
  /** By the name that is shown. */
  readonly files: readonly ChangedFile[];
  /** Keys are fingerprints of findings of the first scan, or of one between two passes. */
  readonly mended: readonly Mended[];
  readonly left: readonly Unmended[];
}

/**
 * What would mend the findings of a run that `isWanted` names. Throws UserError (CANCELLED) when the run was cancelled:
 * half a judgement shows nothing.
 */
export async function fixRun(
  request: TemplateRequest,
  runtime: Runtime,
  isWanted: (finding: Finding) => boolean = () => true,
): Promise<FixedRun> {
  const scanWith = async (overlay: ReadonlyMap<string, string>) => {
    const scan = await scanTemplates({ ...request, overlay, keepsEvaluations: true }, runtime);
    if (runtime.signal.aborted) {
      throw new UserError('CANCELLED', 'the run was cancelled before the fixes were tried');
    }
    return scan;
  };
  const first = await scanWith(request.overlay ?? new Map());
  const pathOf = (shown: string) => first.paths.get(shown) ?? shown;
  const state = fixStateOf(first, request.policy, isWanted);
  const result = await fixTemplates(state, async (texts) => {
    const changed = [...texts].map(([shown, text]) => [pathOf(shown), text] as const);
    const scan = await scanWith(new Map([...(request.overlay ?? []), ...changed]));
    return fixStateOf(scan, request.policy, isWanted);
  });
  const before = textsOf(state);
  const files = [...result.texts]
    .map(([shown, after]): ChangedFile => {
      const old = before.get(shown) ?? '';
      const diff = unifiedDiff(shown, old, after);
      return { path: pathOf(shown), shown, before: old, after, diff };
    })
    .sort((left, right) => (left.shown < right.shown ? -1 : 1));
  return { files, mended: result.mended, left: result.left };
}
