// How values become text: inside other texts, as JSON, in the style of the language.
import { type Call, refuseArgument } from './definition.ts';
import { floatText, jsonText } from './plain.ts';
import { maxTextUnits } from './scope.ts';
import { type UnknownValue, unknownValue } from './unknown.ts';
import { type StringValue, stringValue, type Value } from './value.ts';
import { kindOf } from './wording.ts';

/** The text of a plain value inside another text, as .NET writes it: `True`, `5`; undefined for arrays and objects. */
export function plainText(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'int':
      return String(value.value);
    case 'float':
      return floatText(value.value);
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'null':
      return '';
    default:
      return undefined;
  }
}

/** A piece for `joinTexts`; an array or object is refused. */
export function textPiece(value: Value, index: number, call: Call): StringValue | UnknownValue {
  if (value.kind === 'unknown' || value.kind === 'string') return value;
  const text = plainText(value);
  if (text === undefined) {
    return refuseArgument(call, index, `is to be a string, it is ${kindOf(value)}`);
  }
  return { ...stringValue(text, value.span), marks: value.marks };
}

/** Refuses a text that would be too long before it is joined. */
export function checkJoined(texts: readonly (StringValue | UnknownValue)[], call: Call): void {
  let units = 0;
  for (const text of texts) units += text.kind === 'string' ? text.value.length : 0;
  call.scope.work.checkLength(units, call.span);
}

/** string(): a text is itself, an array or object becomes JSON. */
export function stringOf(value: Value, call: Call): string {
  const text = plainText(value);
  if (text !== undefined) return text;
  const json = jsonText(value, maxTextUnits);
  call.scope.work.checkLength(json.length, call.span);
  return json;
}

/**
 * An array or object in the style of the language, as format() prints them: `{'a':'b'}`, `[true,2893,'abc']`.
 * Stops behind `limit` units.
 */
export function armText(value: Value, limit: number): string {
  const pieces: string[] = [];
  let length = 0;
  const put = (text: string): void => {
    pieces.push(text);
    length += text.length;
  };
  const write = (each: Value): void => {
    if (length > limit) return;
    if (each.kind === 'string') put(`'${each.value.replaceAll("'", "''")}'`);
    else if (each.kind === 'bool') put(String(each.value));
    else if (each.kind === 'null') put('null');
    else if (each.kind === 'array') {
      put('[');
      for (const [index, item] of each.items.entries()) {
        if (index > 0) put(',');
        write(item);
        if (length > limit) break;
      }
      put(']');
    } else if (each.kind === 'object') {
      let separator = '{';
      for (const { name, value: inner } of each.properties.values()) {
        put(`${separator}'${name.replaceAll("'", "''")}':`);
        separator = ',';
        write(inner);
        if (length > limit) break;
      }
      put(each.properties.size === 0 ? '{}' : '}');
    } else put(plainText(each) ?? '');
  };
  write(value);
  return pieces.join('');
}

/** An unknown text that no other evaluation equals. */
export function freshText(call: Call, message: string): UnknownValue {
  const form = `${call.name.toLowerCase()}@${call.scope.work.next()}`;
  return unknownValue('string', { kind: 'runtime', message, span: call.span }, form);
}
