// Encodings: base64, data URIs, JSON.

import { faultAt, limitAt, sourceOf } from '../../../source.ts';
import { readJson } from '../../syntax/reader.ts';
import { type Call, eager, type Family, refuseArgument, textArgument } from '../definition.ts';
import { fromJson } from '../json-terms.ts';
import { stringValue, type Value } from '../value.ts';

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function fromBase64(args: readonly Value[], call: Call): string {
  const text = textArgument(args, 0, call).replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    return refuseArgument(call, 0, 'is no base64');
  }
  return Buffer.from(text, 'base64').toString('utf8');
}

/** A JSON text's value, read as leniently as Azure does: single quotes, comments, trailing commas. */
function parseJson(text: string, call: Call): Value {
  const span = call.args[0]?.span ?? call.span;
  const document = readJson(sourceOf('', text), { lenient: true });
  const problem = document.problems.find(({ level }) => level !== 'warning');
  if (problem !== undefined) {
    const message = `${call.name}(): the text is no JSON: ${problem.message}`;
    throw (problem.level === 'limit' ? limitAt : faultAt)(span, message, problem.hint);
  }
  if (document.root === undefined) throw faultAt(span, `${call.name}(): the text is empty`);
  return fromJson(document.root, call.span);
}

/** RFC 2397; the default of its type and character set is text in ASCII, of which UTF-8 is the superset. */
function fromDataUri(args: readonly Value[], call: Call): Value {
  const match = /^data:([^,]*),(.*)$/is.exec(textArgument(args, 0, call));
  if (match === null) return refuseArgument(call, 0, 'is no data URI');
  const [, kind = '', data = ''] = match;
  if (/;\s*base64\s*$/i.test(kind)) {
    return stringValue(Buffer.from(data, 'base64').toString('utf8'));
  }
  try {
    return stringValue(decodeURIComponent(data));
  } catch {
    // A lone percent sign is taken as it stands, as .NET does.
    return stringValue(data);
  }
}

export const encodingFunctions: Family = {
  base64: eager([1, 1], 'string', (args, call) =>
    stringValue(toBase64(textArgument(args, 0, call))),
  ),
  base64ToString: eager([1, 1], 'string', (args, call) => stringValue(fromBase64(args, call))),
  base64ToJson: eager([1, 1], 'any', (args, call) => parseJson(fromBase64(args, call), call)),
  dataUri: eager([1, 1], 'string', (args, call) => {
    const text = textArgument(args, 0, call);
    return stringValue(`data:text/plain;charset=utf8;base64,${toBase64(text)}`);
  }),
  dataUriToString: eager([1, 1], 'string', fromDataUri),
  json: eager([1, 1], 'any', (args, call) => parseJson(textArgument(args, 0, call), call)),
};
