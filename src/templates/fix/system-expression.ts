// Which of an agent's two extensions fits: by the machine's system, or by an expression where that varies.

import type { OperatingSystem } from '../agents/agents.ts';
import type { Machine } from '../agents/machines.ts';
import type { ObjectNode } from '../arm/syntax/node.ts';
import { expressionAt, quoted } from './expression-text.ts';

export type SystemChoice =
  | { readonly kind: 'one'; readonly os: OperatingSystem }
  /** An expression that is true on Windows. */
  | { readonly kind: 'either'; readonly isWindows: string }
  | { readonly kind: 'none' };

function isOneOf(expression: string, texts: readonly string[]): string {
  const tests = texts.map((text) => `equals(toLower(${expression}), ${quoted(text)})`);
  return tests.length === 1 ? tests.join('') : `or(${tests.join(', ')})`;
}

/** The choice for all instances of one declaration; `object` is the declaration's. */
export function systemChoice(machines: readonly Machine[], object: ObjectNode): SystemChoice {
  const systems = new Set(machines.map(({ system }) => system.os));
  const [os] = systems;
  if (systems.size === 1 && os !== undefined) return { kind: 'one', os };
  const isArc = machines.some(({ kind }) => kind === 'arc');
  const profile = machines.some(({ kind }) => kind === 'vmss')
    ? 'properties.virtualMachineProfile'
    : 'properties';
  const type = isArc ? 'properties.osType' : `${profile}.storageProfile.osDisk.osType`;
  const byType = expressionAt(object, type);
  if (byType !== undefined) return { kind: 'either', isWindows: isOneOf(byType, ['windows']) };
  const publisher = expressionAt(object, `${profile}.storageProfile.imageReference.publisher`);
  if (publisher === undefined) return { kind: 'none' };
  const publishers = machines.flatMap(({ system, image }) =>
    system.os === 'windows' && image?.publisher !== undefined
      ? [image.publisher.toLowerCase()]
      : [],
  );
  const windows = [...new Set(publishers)].sort();
  const isWindows =
    windows.length === 0
      ? `startsWith(toLower(${publisher}), 'microsoftwindows')`
      : isOneOf(publisher, windows);
  return { kind: 'either', isWindows };
}
