// Values as plain JSON and back: for json(), string(), reports and tests.
import type { Span } from '../../source.ts';
import {
  arrayValue,
  boolValue,
  floatValue,
  intValue,
  nullValue,
  objectValue,
  property,
  stringValue,
  type Value,
} from './value.ts';

export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Plain[]
  | { readonly [name: string]: Plain };

const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;

export function isInt64(value: bigint): boolean {
  return value >= minInt64 && value <= maxInt64;
}

/** A JSON number: a bigint when it is a whole number of 64 bits, else the nearest float. */
export function numberOf(raw: string): bigint | number {
  if (/^-?[0-9]{1,19}$/.test(raw)) {
    const value = BigInt(raw);
    if (isInt64(value)) return value;
  }
  return Number(raw);
}

/** A float as .NET writes it: shortest digits that read back, `1E+21` for large ones. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const magnitude = Math.abs(value);
  if (value === 0 || (magnitude >= 1e-5 && magnitude < 1e15)) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const size = exponent.replace(/^[+-]/, '').padStart(2, '0');
  return `${digits}E${exponent.startsWith('-') ? '-' : '+'}${size}`;
}

/**
 * The JSON text of a value without blanks, as ARM's string() gives it. An unknown's place holds its form in angle
 * brackets. Stops with `…` behind `limit` units: shared parts could otherwise make it exponentially long.
 */
export function jsonText(value: Value, limit: number): string {
  const pieces: string[] = [];
  let length = 0;
  const put = (text: string): boolean => {
    pieces.push(text);
    length += text.length;
    return length <= limit;
  };
  const write = (each: Value): boolean => {
    if ((each.kind === 'array' || each.kind === 'object') && each.rest !== undefined) {
      return put(`<${each.rest.whole.form}>`);
    }
    switch (each.kind) {
      case 'null':
        return put('null');
      case 'string':
        return put(JSON.stringify(each.value));
      case 'float':
        return put(floatText(each.value));
      case 'bool':
      case 'int':
        return put(String(each.value));
      case 'unknown':
        return put(`<${each.form}>`);
      case 'array': {
        put('[');
        for (const [index, item] of each.items.entries()) {
          if (index > 0) put(',');
          if (!write(item)) return false;
        }
        return put(']');
      }
      case 'object': {
        put('{');
        let isFirst = true;
        for (const { name, value: inner } of each.properties.values()) {
          put(`${isFirst ? '' : ','}${JSON.stringify(name)}:`);
          isFirst = false;
          if (!write(inner)) return false;
        }
        return put('}');
      }
    }
  };
  return write(value) ? pieces.join('') : `${pieces.join('').slice(0, limit)}…`;
}

/** Plain data of a value: an int becomes a number where that is exact. Undefined when something in it is unknown. */
export function toPlain(value: Value): Plain | undefined {
  if ((value.kind === 'array' || value.kind === 'object') && value.rest !== undefined) {
    return undefined;
  }
  switch (value.kind) {
    case 'unknown':
      return undefined;
    case 'null':
      return null;
    case 'int':
      return Number.isSafeInteger(Number(value.value)) ? Number(value.value) : value.value;
    case 'array': {
      const items: Plain[] = [];
      for (const item of value.items) {
        const plain = toPlain(item);
        if (plain === undefined) return undefined;
        items.push(plain);
      }
      return items;
    }
    case 'object': {
      const pairs: [string, Plain][] = [];
      for (const each of value.properties.values()) {
        const plain = toPlain(each.value);
        if (plain === undefined) return undefined;
        pairs.push([each.name, plain]);
      }
      return Object.fromEntries(pairs);
    }
    default:
      return value.value;
  }
}

/** The value of plain data; whole numbers are ints. `span` is given to every part. */
export function fromPlain(plain: Plain, span?: Span): Value {
  if (plain === null) return nullValue(span);
  if (typeof plain === 'boolean') return boolValue(plain, span);
  if (typeof plain === 'string') return stringValue(plain, span);
  if (typeof plain === 'bigint') return intValue(plain, span);
  if (typeof plain === 'number') {
    return Number.isSafeInteger(plain) ? intValue(plain, span) : floatValue(plain, span);
  }
  if (isList(plain))
    return arrayValue(
      plain.map((item) => fromPlain(item, span)),
      span,
    );
  const pairs = Object.entries(plain);
  return objectValue(
    pairs.map(([name, item]) => property(name, fromPlain(item, span))),
    span,
  );
}

function isList(plain: Plain): plain is readonly Plain[] {
  return Array.isArray(plain);
}
