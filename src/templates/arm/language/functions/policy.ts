// Functions of policy documents: they look at the resource that a policy judges, which is in no template.

import { parseAddress } from '../address.ts';
import { formatDate, parseDate } from '../date-format.ts';
import {
  type Call,
  eager,
  type Family,
  indexArgument,
  refuseArgument,
  textArgument,
} from '../definition.ts';
import { formOf, unknownValue } from '../unknown.ts';
import { boolValue, stringValue, type Value, type ValueType } from '../value.ts';

function judged(type: ValueType | 'any') {
  return (args: readonly Value[], call: Call): Value => {
    const message = `${call.name}() is known when the policy judges a resource`;
    const form = `${call.name.toLowerCase()}(${args.map(formOf).join(',')})`;
    return unknownValue(type, { kind: 'policy', message, span: call.span }, form);
  };
}

/** A field of the resource, where the surroundings know which one is judged. */
function fieldOf(args: readonly Value[], call: Call): Value {
  const [name] = args;
  const found = name?.kind === 'string' ? call.scope.surroundings.field?.(name.value) : undefined;
  return found ?? judged('any')(args, call);
}

function addDays(args: readonly Value[], call: Call): Value {
  const date = parseDate(textArgument(args, 0, call));
  if (date === undefined) return refuseArgument(call, 0, 'is no date of ISO 8601');
  const moved = new Date(date.getTime() + indexArgument(args, 1, call) * 86_400_000);
  if (Number.isNaN(moved.getTime())) return refuseArgument(call, 1, 'leaves the calendar');
  return stringValue(formatDate(moved, 'O') ?? '');
}

/** First and last address of `10.0.0.0/8`, of one address, or of `10.0.0.1-10.0.0.9`. */
function boundsOf(text: string): { first: bigint; last: bigint; bits: number } | undefined {
  const [from = '', to] = text.split('-');
  const [addressText = '', prefixText] = from.split('/');
  const address = parseAddress(addressText.trim());
  const end = to === undefined ? address : parseAddress(to.trim());
  if (address === undefined || end?.bits !== address.bits) return undefined;
  const { value, bits } = address;
  if (prefixText === undefined) return { first: value, last: end.value, bits };
  if (!/^[0-9]{1,3}$/.test(prefixText) || Number(prefixText) > bits) return undefined;
  const hosts = (1n << BigInt(bits - Number(prefixText))) - 1n;
  return { first: value & ~hosts, last: value | hosts, bits };
}

function ipRangeContains(args: readonly Value[], call: Call): Value {
  const [outer, inner] = [0, 1].map((index) => boundsOf(textArgument(args, index, call)));
  if (outer === undefined) return refuseArgument(call, 0, 'is no range of addresses');
  if (inner === undefined) return refuseArgument(call, 1, 'is no range of addresses');
  const isInside = inner.first >= outer.first && inner.last <= outer.last;
  return boolValue(outer.bits === inner.bits && isInside);
}

export const policyFunctions: Family = {
  field: eager([1, 1], 'any', fieldOf, 'own'),
  current: eager([0, 1], 'any', judged('any'), 'own'),
  policy: eager([0, 0], 'object', judged('object'), 'own'),
  requestContext: eager([0, 0], 'object', judged('object'), 'own'),
  addDays: eager([2, 2], 'string', addDays),
  ipRangeContains: eager([2, 2], 'bool', ipRangeContains),
};
