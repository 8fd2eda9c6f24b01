// Judges one Microsoft.Insights/diagnosticSettings resource: which logs it sends, and whether to a workspace.
import type { Resource } from '../../resource.ts';
import { isSet } from '../presence.ts';
import type { Outcome } from '../rule.ts';
import { expectIn, isBool, itemsIn, placeOf, textIn, undecided } from '../setting.ts';

/** Passes a setting that sends one of these categories, or category groups, to a workspace. */
export function expectLogs(
  categories: readonly string[],
  groups: readonly string[],
): (resource: Resource) => Outcome {
  const wanted = new Set([...categories, ...groups].map((name) => name.toLowerCase()));
  return (resource) => {
    const place = placeOf(resource);
    const logs = itemsIn(place, 'properties.logs');
    if ('kind' in logs) {
      if (logs.kind !== 'unknown') return { kind: 'not-applicable', reason: 'it sends no logs' };
      return undecided(logs, `the logs that it sends are not known: ${logs.value.reason.message}`);
    }
    const names = ['category', 'categoryGroup'];
    const those = logs.filter((log) =>
      names.some((name) => wanted.has(textIn(log, name)?.toLowerCase() ?? '')),
    );
    const [unknown] = logs.filter((log) => log.value.kind === 'unknown');
    if (those.length === 0 && unknown?.value.kind === 'unknown') {
      return undecided(
        { value: unknown.value, at: unknown.at },
        'a log that it sends is not known',
      );
    }
    const [first, ...rest] = those.map((log) =>
      expectIn(log, 'enabled', {
        holds: isBool(true),
        wanted: 'true',
        what: `the log ${categories[0] ?? ''}`,
        absent: 'fail',
      }),
    );
    if (first === undefined) return { kind: 'not-applicable', reason: 'it sends other logs' };
    const enabled = [first, ...rest].find((each) => each.kind === 'pass') ?? first;
    if (enabled.kind !== 'pass') return enabled;
    return isSet(resource, 'properties.workspaceId', {
      what: 'the workspace (workspaceId)',
      wanted: 'the id of a Log Analytics workspace',
    });
  };
}
