// `--parameters NAME=VALUE`: the text as the type that the template declares.
import { faultAt, type Span, sourceOf } from '../../source.ts';
import { fromJson } from '../language/json-terms.ts';
import { isInt64 } from '../language/plain.ts';
import { boolValue, intValue, stringValue, type Value } from '../language/value.ts';
import { clip } from '../language/wording.ts';
import { firstError } from '../syntax/document.ts';
import { readJson } from '../syntax/reader.ts';
import { type DeclaredType, kindOfType } from './parameter-type.ts';

/** The value of a text for a declared type; throws a fault at the declaration when it is none. */
export function argumentValue(name: string, text: string, { type }: DeclaredType, at: Span): Value {
  const refuse = (wanted: string): never => {
    // The value may be a secret that is given to a wrong name: it is not shown.
    throw faultAt(at, `--parameters ${clip(name)}=…: what was given is no ${wanted}`);
  };
  switch (kindOfType(type)) {
    case 'bool': {
      const lower = text.trim().toLowerCase();
      return lower === 'true' || lower === 'false'
        ? boolValue(lower === 'true', at)
        : refuse('bool');
    }
    case 'int': {
      const digits = /^\s*(-?[0-9]{1,19})\s*$/.exec(text)?.[1];
      const value = digits === undefined ? undefined : BigInt(digits);
      return value !== undefined && isInt64(value) ? intValue(value, at) : refuse('int');
    }
    case 'object':
    case 'array': {
      const document = readJson(sourceOf('--parameters', text));
      if (document.root === undefined || firstError(document) !== undefined) return refuse('JSON');
      return fromJson(document.root, at);
    }
    default:
      return stringValue(text, at);
  }
}
