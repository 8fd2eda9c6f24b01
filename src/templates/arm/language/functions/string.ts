// Functions of texts.
import { align, readComposite } from '../composite-format.ts';
import {
  argument,
  type Call,
  eager,
  type Family,
  indexArgument,
  lazy,
  refuseArgument,
  textArgument,
  wrongArgument,
} from '../definition.ts';
import { foldCase } from '../equality.ts';
import { namedGuid, uniqueText } from '../hash.ts';
import { formatNumber } from '../number-format.ts';
import { maxTextUnits } from '../scope.ts';
import { armText, checkJoined, freshText, plainText, stringOf, textPiece } from '../text.ts';
import { joinTexts, type UnknownValue, unknownCall, unknownIn } from '../unknown.ts';
import { arrayValue, type StringValue, stringValue, type Value } from '../value.ts';
import { clip } from '../wording.ts';

const unlimited = Number.POSITIVE_INFINITY;

function change(run: (text: string) => string) {
  return eager([1, 1], 'string', (args, call) => stringValue(run(textArgument(args, 0, call))));
}

/** Of a text that is known in part, its known pieces change; the rest is what the function makes of it. */
function changeCase(run: (text: string) => string) {
  const answer = (args: readonly Value[], call: Call): Value => {
    const value = argument(args, 0, call);
    if (value.kind !== 'unknown') return stringValue(run(textArgument(args, 0, call)));
    const whole = unknownCall(call.name, args, value, 'string', call.span);
    if (value.parts === undefined) return whole;
    const name = call.name.toLowerCase();
    const parts = value.parts.map((part) =>
      typeof part === 'string' ? run(part) : { form: `${name}(${part.form})` },
    );
    return { ...whole, parts };
  };
  return eager([1, 1], 'string', answer, 'own');
}

/** One argument of format(), by its format. Undefined: the format does not fit. */
function formatted(value: Value, format: string | undefined): string | undefined {
  if (value.kind === 'array' || value.kind === 'object') return armText(value, maxTextUnits);
  if (format !== undefined && format !== '' && (value.kind === 'int' || value.kind === 'float')) {
    return formatNumber(value.value, format);
  }
  return plainText(value);
}

function format(args: readonly Value[], call: Call): Value {
  const [first, ...rest] = args;
  if (first?.kind === 'unknown') return unknownCall(call.name, args, first, 'string', call.span);
  const segments = readComposite(textArgument(args, 0, call));
  if (segments === undefined) return refuseArgument(call, 0, 'is no format: a brace does not fit');
  const pieces: (StringValue | UnknownValue)[] = [];
  for (const segment of segments) {
    if (typeof segment === 'string') {
      pieces.push(stringValue(segment, first?.span));
      continue;
    }
    const value = rest[segment.index];
    if (value === undefined) {
      return refuseArgument(
        call,
        0,
        `names {${segment.index}}, but there are ${rest.length} values`,
      );
    }
    const cause = unknownIn(value);
    if (cause !== undefined) {
      const isPlain = segment.width === 0 && segment.format === undefined;
      if (!isPlain || value.kind !== 'unknown' || !isText(value)) {
        return unknownCall(call.name, args, cause, 'string', call.span);
      }
      pieces.push(value);
      continue;
    }
    const text = formatted(value, segment.format);
    if (text === undefined) {
      return refuseArgument(
        call,
        0,
        `has the format '${clip(segment.format ?? '')}', which does not fit`,
      );
    }
    pieces.push({ ...stringValue(align(text, segment.width), value.span), marks: value.marks });
    checkJoined(pieces.slice(-1), call);
  }
  checkJoined(pieces, call);
  return joinTexts(pieces, call.span);
}

/** Whether its text inside another equals its own: others print differently (`True`, arrays). */
function isText(value: UnknownValue): boolean {
  return value.type === 'string' || value.type === 'int' || value.type === 'any';
}

function padLeft(args: readonly Value[], call: Call): Value {
  const value = argument(args, 0, call);
  if (value.kind !== 'string' && value.kind !== 'int') {
    return wrongArgument(args, 0, call, 'a string or an int');
  }
  const width = indexArgument(args, 1, call);
  const filler = args.length > 2 ? textArgument(args, 2, call) : ' ';
  if (filler.length !== 1) return refuseArgument(call, 2, 'is to be one character');
  if (width < 0) return refuseArgument(call, 1, 'is negative');
  call.scope.work.checkLength(width, call.span);
  return stringValue(String(value.value).padStart(width, filler));
}

function replace(args: readonly Value[], call: Call): Value {
  const [text, old, fresh] = [0, 1, 2].map((index) => textArgument(args, index, call));
  if (text === undefined || old === undefined || fresh === undefined || old === '') {
    return refuseArgument(call, 1, 'is empty');
  }
  const pieces = text.split(old);
  call.scope.work.checkLength(text.length + pieces.length * fresh.length, call.span);
  return stringValue(pieces.join(fresh));
}

/** Splits at a text, or at any of an array of texts. */
function split(args: readonly Value[], call: Call): Value {
  const text = textArgument(args, 0, call);
  const by = argument(args, 1, call);
  const delimiters = (by.kind === 'array' ? by.items : [by]).map((each) => {
    if (each.kind === 'string') return each.value;
    return wrongArgument(args, 1, call, 'a string or an array of strings');
  });
  let pieces = [text];
  const wanted = delimiters.filter((each) => each !== '');
  if (wanted.length === 1) pieces = text.split(wanted[0] ?? '');
  else if (wanted.length > 1) pieces = splitByAny(text, wanted, call);
  return arrayValue(pieces.map((piece) => stringValue(piece, call.span)));
}

/** At each place the first delimiter of the list that stands there counts. */
function splitByAny(text: string, delimiters: readonly string[], call: Call): string[] {
  const pieces: string[] = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    call.scope.work.spend(1, call.span);
    const found = delimiters.find((each) => text.startsWith(each, at));
    if (found === undefined) at++;
    else {
      pieces.push(text.slice(from, at));
      at += found.length;
      from = at;
    }
  }
  return [...pieces, text.slice(from)];
}

function substring(args: readonly Value[], call: Call): Value {
  const text = textArgument(args, 0, call);
  const start = args.length > 1 ? indexArgument(args, 1, call) : 0;
  const count = args.length > 2 ? indexArgument(args, 2, call) : text.length - start;
  if (start < 0 || count < 0 || start + count > text.length) {
    return refuseArgument(call, 1, `leaves the text, which has ${text.length} characters`);
  }
  return stringValue(text.slice(start, start + count));
}

/** Whether a text begins or ends with another, without case. */
function edge(holds: (text: string, part: string) => boolean) {
  return eager([2, 2], 'bool', (args, call) => ({
    kind: 'bool',
    value: holds(foldCase(textArgument(args, 0, call)), foldCase(textArgument(args, 1, call))),
    span: undefined,
    marks: [],
  }));
}

/** A pattern with `*` for any text, without case as in policies. Each piece takes the first place that fits. */
function isLike(text: string, pattern: string): boolean {
  const [head = '', ...pieces] = pattern.split('*');
  const tail = pieces.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head) || text.length < head.length + tail.length) return false;
  let at = head.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.endsWith(tail) && at <= text.length - tail.length;
}

/** A hash of the arguments, joined by hyphens. */
function hashed(run: (text: string) => string) {
  return eager([1, unlimited], 'string', (args, call) => {
    const texts = args.map((arg, index) => {
      const piece = textPiece(arg, index, call);
      return piece.kind === 'string' ? piece.value : '';
    });
    call.scope.work.checkLength(
      texts.reduce((sum, text) => sum + text.length + 1, 0),
      call.span,
    );
    return stringValue(run(texts.join('-')));
  });
}

export const stringFunctions: Family = {
  endsWith: edge((text, part) => text.endsWith(part)),
  startsWith: edge((text, part) => text.startsWith(part)),
  like: edge(isLike),
  format: eager([1, unlimited], 'string', format, 'own'),
  guid: hashed(namedGuid),
  uniqueString: hashed(uniqueText),
  newGuid: lazy([0, 0], (call) => freshText(call, 'newGuid() is another in every deployment')),
  padLeft: eager([2, 3], 'string', padLeft),
  replace: eager([3, 3], 'string', replace),
  split: eager([2, 2], 'array', split, 'deep'),
  string: eager(
    [1, 1],
    'string',
    (args, call) => stringValue(stringOf(argument(args, 0, call), call)),
    'deep',
  ),
  substring: eager([1, 3], 'string', substring),
  toLower: changeCase((text) => text.toLowerCase()),
  toUpper: changeCase((text) => text.toUpperCase()),
  trim: change((text) => text.trim()),
};
