// The calls that a scan would make, for --dry-run: in the order of `openAzureDisks` and of the clean-up after it.

import type { DiskSource } from './disk-source.ts';
import { type ExportableId, type ResourceGroupId, resourcePath } from './resource-id.ts';

interface Steps {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function exportOf(id: ExportableId, isShared: boolean): Steps {
  const path = resourcePath(id);
  return {
    before: [`POST ${path}/beginGetAccess`],
    after: isShared ? [] : [`POST ${path}/endGetAccess`],
  };
}

function stepsOf({ route }: DiskSource): Steps {
  switch (route.kind) {
    case 'export':
      return exportOf(route.id, route.isShared);
    case 'make-disk':
    case 'make-snapshot': {
      const path = resourcePath(route.id);
      const { before, after } = exportOf(route.id, false);
      return { before: [`PUT ${path}`, ...before], after: [...after, `DELETE ${path}`] };
    }
    case 'blob': {
      const { origin, pathname } = new URL(route.id.url);
      return { before: [`GET ${origin}${pathname} (by ranges)`], after: [] };
    }
    default: {
      const never: never = route;
      return never;
    }
  }
}

/** Writes and reads that follow those that found the disks. Temporary names are this plan's own: a scan makes others. */
export function plannedCalls(
  disks: readonly DiskSource[],
  group: ResourceGroupId,
): readonly string[] {
  const steps = disks.map(stepsOf);
  const isMade = disks.some(({ route }) => route.kind.startsWith('make-'));
  const base = `/subscriptions/${group.subscription}/resourceGroups/${group.group}/providers/Microsoft.Compute`;
  return [
    ...(isMade ? [`GET ${base}/disks`, `GET ${base}/snapshots`] : []),
    ...steps.flatMap(({ before }) => before),
    ...steps.flatMap(({ after }) => after),
  ];
}
