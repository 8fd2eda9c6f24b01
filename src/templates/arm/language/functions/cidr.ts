// Address ranges. First and last usable addresses follow Azure: IPv4 leaves out network and broadcast, IPv6 nothing.

import { type Address, formatAddress, parseAddress } from '../address.ts';
import {
  type Call,
  eager,
  type Family,
  indexArgument,
  refuseArgument,
  textArgument,
} from '../definition.ts';
import { intValue, objectValue, property, stringValue, type Value } from '../value.ts';
import { clip } from '../wording.ts';

interface Range extends Address {
  readonly prefix: number;
}

function mask(bits: number, prefix: number): bigint {
  return ((1n << BigInt(prefix)) - 1n) << BigInt(bits - prefix);
}

/** The range of an argument, brought to its first address. */
function rangeArgument(args: readonly Value[], index: number, call: Call): Range {
  const text = textArgument(args, index, call);
  const [addressText = '', prefixText = '', ...more] = text.split('/');
  const address = parseAddress(addressText);
  const prefix = /^[0-9]{1,3}$/.test(prefixText) ? Number(prefixText) : -1;
  if (address === undefined || more.length > 0 || prefix < 0 || prefix > address.bits) {
    return refuseArgument(call, index, `'${clip(text)}' is no range such as 10.0.0.0/24`);
  }
  return { ...address, value: address.value & mask(address.bits, prefix), prefix };
}

function lastOf({ value, bits, prefix }: Range): bigint {
  return value | ((1n << BigInt(bits - prefix)) - 1n);
}

function parseCidr(args: readonly Value[], call: Call): Value {
  const range = rangeArgument(args, 0, call);
  const { bits, prefix, value } = range;
  const last = lastOf(range);
  const isV6 = bits === 128;
  // Of /31 and /32 the library behind Azure counts no usable address and names the network.
  const isTiny = !isV6 && prefix > 30;
  const text = (name: string, address: bigint) =>
    property(name, stringValue(formatAddress({ value: address, bits }), call.span));
  return objectValue([
    text('network', value),
    text('netmask', mask(bits, prefix)),
    ...(isV6 ? [] : [text('broadcast', last)]),
    text('firstUsable', isV6 || isTiny ? value : value + 1n),
    text('lastUsable', isV6 ? last : isTiny ? value : last - 1n),
    property('cidr', intValue(prefix, call.span)),
  ]);
}

function cidrSubnet(args: readonly Value[], call: Call): Value {
  const range = rangeArgument(args, 0, call);
  const prefix = indexArgument(args, 1, call);
  const index = indexArgument(args, 2, call);
  if (prefix < range.prefix || prefix > range.bits) {
    return refuseArgument(call, 1, `is not within ${range.prefix} to ${range.bits}`);
  }
  const size = 1n << BigInt(range.bits - prefix);
  if (index < 0 || BigInt(index) >= 1n << BigInt(prefix - range.prefix)) {
    return refuseArgument(call, 2, `is larger than the range holds ranges of /${prefix}`);
  }
  const value = range.value + BigInt(index) * size;
  return stringValue(`${formatAddress({ value, bits: range.bits })}/${prefix}`);
}

/** Index 0 is the first address behind the network's own. */
function cidrHost(args: readonly Value[], call: Call): Value {
  const range = rangeArgument(args, 0, call);
  const index = indexArgument(args, 1, call);
  const value = range.value + BigInt(index) + 1n;
  const last = range.bits === 32 ? lastOf(range) - 1n : lastOf(range);
  if (index < 0 || value > last)
    return refuseArgument(call, 1, 'is larger than the range holds hosts');
  return stringValue(formatAddress({ value, bits: range.bits }));
}

export const cidrFunctions: Family = {
  parseCidr: eager([1, 1], 'object', parseCidr),
  cidrSubnet: eager([3, 3], 'string', cidrSubnet),
  cidrHost: eager([2, 2], 'string', cidrHost),
};
