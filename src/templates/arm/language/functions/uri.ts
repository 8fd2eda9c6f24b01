// Functions of URIs. RFC 3986.
import {
  type Call,
  eager,
  type Family,
  objectArgument,
  refuse,
  refuseArgument,
  textArgument,
} from '../definition.ts';
import { plainText } from '../text.ts';
import { unknownCall } from '../unknown.ts';
import { intValue, objectValue, property, stringValue, type Value, valueAt } from '../value.ts';
import { clip } from '../wording.ts';

function parsed(text: string, index: number, call: Call, base?: URL): URL {
  try {
    return new URL(text, base);
  } catch {
    // The reason that URL gives says less than the text itself.
    return refuseArgument(call, index, `'${clip(text)}' is no URI`);
  }
}

/**
 * The relative part is laid over the base as a browser does: the base's last piece counts only with its slash.
 * Of a relative part whose end is not known (a token behind a path), what is before it is.
 */
function uri(args: readonly Value[], call: Call): Value {
  const cause = args.find((arg) => arg.kind === 'unknown');
  if (cause?.kind === 'unknown') {
    const whole = unknownCall(call.name, args, cause, 'string', call.span);
    const [first, ...rest] = cause.parts ?? [];
    if (cause === args[0] || typeof first !== 'string') return whole;
    const base = parsed(textArgument(args, 0, call), 0, call);
    return { ...whole, parts: [parsed(first, 1, call, base).href, ...rest] };
  }
  const base = parsed(textArgument(args, 0, call), 0, call);
  return stringValue(parsed(textArgument(args, 1, call), 1, call, base).href);
}

/** Half a character, which has no UTF-8. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Escapes all but letters, digits and `-._~`. */
function escapeComponent(text: string): string {
  return encodeURIComponent(text.replaceAll(loneSurrogate, '\ufffd')).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function unescapeComponent(text: string): string {
  // Run by run: one broken escape leaves the others readable, as in .NET.
  return text.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      // No UTF-8: stays as written.
      return run;
    }
  });
}

function parseUri(args: readonly Value[], call: Call): Value {
  const url = parsed(textArgument(args, 0, call), 0, call);
  const scheme = url.protocol.slice(0, -1);
  const usual = scheme === 'https' ? 443 : scheme === 'http' ? 80 : -1;
  return objectValue([
    property('scheme', stringValue(scheme, call.span)),
    property('host', stringValue(url.hostname, call.span)),
    property('port', intValue(url.port === '' ? usual : Number(url.port), call.span)),
    property('path', stringValue(url.pathname, call.span)),
    property('query', stringValue(url.search, call.span)),
  ]);
}

function buildUri(args: readonly Value[], call: Call): Value {
  const components = objectArgument(args, 0, call);
  const part = (name: string): string =>
    plainText(valueAt(components, name) ?? stringValue('')) ?? '';
  const scheme = part('scheme') || 'https';
  const host = part('host');
  if (host === '') return refuse(call, 'the object has no host');
  const port = part('port');
  const path = part('path');
  const query = part('query').replace(/^\?/, '');
  const authority = port === '' || port === '-1' ? host : `${host}:${port}`;
  const text = `${scheme}://${authority}/${path.replace(/^\//, '')}${query === '' ? '' : `?${query}`}`;
  return stringValue(parsed(text, 0, call).href);
}

function change(run: (text: string) => string) {
  return eager([1, 1], 'string', (args, call) => stringValue(run(textArgument(args, 0, call))));
}

export const uriFunctions: Family = {
  uri: eager([2, 2], 'string', uri, 'own'),
  uriComponent: change(escapeComponent),
  uriComponentToString: change(unescapeComponent),
  parseUri: eager([1, 1], 'object', parseUri),
  buildUri: eager([1, 1], 'string', buildUri, 'deep'),
};
