// Dates: added, to and from epoch seconds, and now, which only the deployment knows.
import { formatDate, parseDate, parseDuration } from '../date-format.ts';
import {
  type Call,
  eager,
  type Family,
  indexArgument,
  refuse,
  refuseArgument,
  textArgument,
} from '../definition.ts';
import { freshText } from '../text.ts';
import { intValue, stringValue, type Value } from '../value.ts';
import { clip } from '../wording.ts';

/** What Azure writes when no format is given. */
const usual = "yyyy-MM-dd'T'HH:mm:ss'Z'";

function dateArgument(args: readonly Value[], index: number, call: Call): Date {
  const text = textArgument(args, index, call);
  return parseDate(text) ?? refuseArgument(call, index, `'${clip(text)}' is no date of ISO 8601`);
}

function written(date: Date, format: string, index: number, call: Call): Value {
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1) {
    return refuse(call, 'the result is outside the years 1 to 9999');
  }
  const text = formatDate(date, format);
  return text === undefined
    ? refuseArgument(call, index, `'${clip(format)}' is no format of dates`)
    : stringValue(text);
}

function dateTimeAdd(args: readonly Value[], call: Call): Value {
  const base = dateArgument(args, 0, call);
  const durationText = textArgument(args, 1, call);
  const duration = parseDuration(durationText);
  if (duration === undefined) {
    return refuseArgument(call, 1, `'${clip(durationText)}' is no duration of ISO 8601`);
  }
  const format = args.length > 2 ? textArgument(args, 2, call) : usual;
  return written(new Date(base.getTime() + duration), format, 2, call);
}

function utcNow(args: readonly Value[], call: Call): Value {
  const { now } = call.scope.surroundings;
  if (now === undefined) return freshText(call, 'utcNow() is the time of the deployment');
  const format = args.length > 0 ? textArgument(args, 0, call) : "yyyyMMdd'T'HHmmss'Z'";
  return written(now, format, 0, call);
}

export const dateFunctions: Family = {
  dateTimeAdd: eager([2, 3], 'string', dateTimeAdd),
  dateTimeFromEpoch: eager([1, 1], 'string', (args, call) =>
    written(new Date(indexArgument(args, 0, call) * 1000), usual, 0, call),
  ),
  dateTimeToEpoch: eager([1, 1], 'int', (args, call) =>
    intValue(Math.floor(dateArgument(args, 0, call).getTime() / 1000)),
  ),
  utcNow: eager([0, 1], 'string', utcNow),
};
