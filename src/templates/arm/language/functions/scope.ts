// Where the deployment goes, and the identifiers of resources there.
import { argument, type Call, eager, type Family, refuse, textArgument } from '../definition.ts';
import type { Given } from '../scope.ts';
import { textPiece } from '../text.ts';
import { joinTexts, unknownCall } from '../unknown.ts';
import { stringValue, type Value, valueAt } from '../value.ts';
import { clip } from '../wording.ts';

const unlimited = Number.POSITIVE_INFINITY;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function given(what: Given) {
  return eager([0, 0], 'object', (_, call) => call.scope.surroundings.given(what, call.span));
}

/** The pieces `/type/name/child/name` of a type and its names. */
function typed(type: string, names: readonly Value[], call: Call): Value[] {
  const [provider = '', ...kinds] = type.split('/');
  const pieces: Value[] = [stringValue(`/providers/${provider}`, call.span)];
  for (const [index, kind] of kinds.entries()) {
    const name = names[index];
    pieces.push(stringValue(`/${kind}/`, call.span));
    if (name !== undefined) pieces.push(name);
  }
  return pieces;
}

interface Identified {
  /** What stands before the type: subscription, group, scope. */
  readonly leading: readonly Value[];
  readonly type: string;
  readonly names: readonly Value[];
}

/**
 * Finds the type among the arguments by counting: it has as many slashes as names follow it. `most` arguments may
 * stand before it. Undefined when an unknown could be the type.
 */
function identify(args: readonly Value[], most: number, call: Call): Identified | undefined {
  let isOpen = false;
  for (let index = 0; index <= most && index < args.length; index++) {
    const value = args[index];
    if (value?.kind === 'unknown') isOpen = true;
    if (value?.kind !== 'string') continue;
    const type = value.value.replace(/\/+$/, '');
    const slashes = type.split('/').length - 1;
    if (slashes > 0 && slashes === args.length - index - 1) {
      return { leading: args.slice(0, index), type, names: args.slice(index + 1) };
    }
  }
  if (isOpen) return undefined;
  const shown = args.map((arg) => (arg.kind === 'string' ? `'${clip(arg.value)}'` : '?'));
  return refuse(
    call,
    `no argument is a type with as many slashes as names follow it: ${shown.slice(0, 8).join(', ')}`,
    "Give one name per piece of the type: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet', 'subnet').",
  );
}

/** Joins pieces to an identifier; unknown names leave its known pieces known. */
function joined(pieces: readonly Value[], call: Call): Value {
  const texts = pieces.map((piece, index) => textPiece(piece, index, call));
  return joinTexts(texts, call.span);
}

function fact(what: Given, name: string, call: Call): Value {
  const value = valueAt(call.scope.surroundings.given(what, call.span), name);
  return value ?? refuse(call, `${what}() has no ${name}`);
}

function subscriptionPieces(id: Value | undefined, call: Call): Value[] {
  const known = id ?? fact('subscription', 'subscriptionId', call);
  return [stringValue('/subscriptions/', call.span), known];
}

function groupPieces(name: Value, call: Call): Value[] {
  return [stringValue('/resourceGroups/', call.span), name];
}

/** A resource group is no resource of a provider: its identifier is written without one. */
function isGroup(type: string): boolean {
  return type.toLowerCase() === 'microsoft.resources/resourcegroups';
}

function byType(found: Identified, before: Value[], call: Call): Value {
  const [name] = found.names;
  if (isGroup(found.type) && name !== undefined)
    return joined([...before, ...groupPieces(name, call)], call);
  return joined([...before, ...typed(found.type, found.names, call)], call);
}

function openId(args: readonly Value[], call: Call): Value {
  const cause = args.find((arg) => arg.kind === 'unknown');
  return cause?.kind === 'unknown'
    ? unknownCall(call.name, args, cause, 'string', call.span)
    : refuse(call, 'has no type');
}

function resourceId(args: readonly Value[], call: Call): Value {
  const { level } = call.scope.surroundings;
  const found = identify(args, 2, call);
  if (found === undefined) return openId(args, call);
  const [first, second] = found.leading;
  if (second !== undefined) {
    return byType(found, [...subscriptionPieces(first, call), ...groupPieces(second, call)], call);
  }
  const isSubscription =
    first?.kind === 'string' && (guid.test(first.value) || level === 'subscription');
  if (isSubscription && level !== 'resourceGroup') {
    return byType(found, subscriptionPieces(first, call), call);
  }
  if (first !== undefined && !isSubscription) {
    return byType(
      found,
      [...subscriptionPieces(undefined, call), ...groupPieces(first, call)],
      call,
    );
  }
  switch (level) {
    case 'resourceGroup': {
      const before = subscriptionPieces(first, call);
      if (isGroup(found.type)) return byType(found, before, call);
      return byType(
        found,
        [...before, ...groupPieces(fact('resourceGroup', 'name', call), call)],
        call,
      );
    }
    case 'subscription':
      return byType(found, subscriptionPieces(undefined, call), call);
    case 'managementGroup':
      return byType(found, [fact('managementGroup', 'id', call)], call);
    case 'tenant':
      return byType(found, [], call);
  }
}

function subscriptionResourceId(args: readonly Value[], call: Call): Value {
  const found = identify(args, 1, call);
  if (found === undefined) return openId(args, call);
  return byType(found, subscriptionPieces(found.leading[0], call), call);
}

function tenantResourceId(args: readonly Value[], call: Call): Value {
  const found = identify(args, 0, call);
  return found === undefined ? openId(args, call) : byType(found, [], call);
}

function managementGroupResourceId(args: readonly Value[], call: Call): Value {
  const found = identify(args, 1, call);
  if (found === undefined) return openId(args, call);
  const [name] = found.leading;
  const before =
    name === undefined
      ? [fact('managementGroup', 'id', call)]
      : [stringValue('/providers/Microsoft.Management/managementGroups/', call.span), name];
  return byType(found, before, call);
}

function extensionResourceId(args: readonly Value[], call: Call): Value {
  const scope = argument(args, 0, call);
  const found = identify(args.slice(1), 0, call);
  if (found === undefined) return openId(args, call);
  const before =
    scope.kind === 'unknown' ? scope : stringValue(textArgument(args, 0, call).replace(/\/+$/, ''));
  return joined([before, ...typed(found.type, found.names, call)], call);
}

export const scopeFunctions: Family = {
  resourceGroup: given('resourceGroup'),
  subscription: given('subscription'),
  managementGroup: given('managementGroup'),
  tenant: given('tenant'),
  resourceId: eager([2, unlimited], 'string', resourceId, 'own'),
  subscriptionResourceId: eager([2, unlimited], 'string', subscriptionResourceId, 'own'),
  tenantResourceId: eager([2, unlimited], 'string', tenantResourceId, 'own'),
  managementGroupResourceId: eager([2, unlimited], 'string', managementGroupResourceId, 'own'),
  extensionResourceId: eager([3, unlimited], 'string', extensionResourceId, 'own'),
};
