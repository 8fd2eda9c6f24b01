// Texts that are credentials by their form. Sources of the forms: Azure Storage's and Service Bus's connection strings,
// shared access signatures, RFC 7468 (private keys), RFC 7519 (web tokens), Microsoft Entra's client secrets.

export interface Credential {
  /** As messages name it: `a storage account key`. */
  readonly what: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

interface Pattern {
  readonly what: string;
  /** Global; the group `secret` is what must look like a secret. */
  readonly pattern: RegExp;
}

// Each begins with a word that is rare, and none repeats a group that repeats: linear in the text. A slash may be
// written `\/` in JSON.
const patterns: readonly Pattern[] = [
  {
    what: 'a storage or database account key',
    pattern: /AccountKey=(?<secret>(?:[A-Za-z0-9+]|\\?\/){86}==)/g,
  },
  {
    what: 'a shared access key',
    pattern: /SharedAccessKey=(?<secret>(?:[A-Za-z0-9+]|\\?\/){43}=)/g,
  },
  {
    what: 'a shared access signature',
    pattern: /[?&]sig=(?<secret>[A-Za-z0-9%+/]{43,}(?:%3[Dd]|=))/g,
  },
  {
    what: 'a private key',
    pattern:
      /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----(?:\\[nr]|\s)*(?<secret>[A-Za-z0-9+/=:,\- ]{20,})/g,
  },
  {
    what: 'a web token',
    pattern:
      /(?<![A-Za-z0-9_.-])(?<secret>eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,2000})/g,
  },
  {
    what: 'a client secret of Microsoft Entra',
    pattern:
      /(?<![A-Za-z0-9_~.-])(?<secret>[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])/g,
  },
  {
    what: 'the password of a connection string',
    pattern: /\b(?:User ID|Uid|User)=[^;"]{1,128};\s?(?:Password|Pwd)=(?<secret>[^;"'\s]{4,128})/gi,
  },
  {
    what: 'the password of a connection string',
    pattern:
      /\b(?:Password|Pwd)=(?<secret>[^;"'\s]{4,128});[^"]{0,200}?\b(?:Server|Data Source|Initial Catalog|Database|User ID|Uid)=/gi,
  },
  {
    what: 'the password of an address',
    pattern:
      /\b[a-z][a-z0-9+.-]{1,20}:\/\/[A-Za-z0-9._-]{1,64}:(?<secret>[^\s:/@"'<>{}[\]$]{4,128})@[A-Za-z0-9]/g,
  },
  {
    what: 'the password of a connection string',
    pattern: /\bpassword=(?<secret>[A-Za-z0-9+/]{43}=),/gi,
  },
  { what: 'an access key of AWS', pattern: /\b(?<secret>AKIA[0-9A-Z]{16})\b/g },
  { what: 'a token of GitHub', pattern: /\b(?<secret>gh[pousr]_[A-Za-z0-9]{36})\b/g },
];

/** Finds out cheaply whether a text is worth looking at. */
const hint =
  /AccountKey=|SharedAccessKey=|sig=|PRIVATE KEY-|eyJ|[78]Q~|password=|pwd=|:\/\/[\w.-]{1,64}:|AKIA|gh[pousr]_/i;

// The storage emulator's key stands in Microsoft's documentation and opens nothing.
const emulatorKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq';

/** Texts that stand for a secret to be filled in. */
export function isPlaceholder(secret: string): boolean {
  return (
    secret.includes(emulatorKey) ||
    /^[<[{(%$]|\{\d?\}|\*\*\*|^(.)\1{3,}=*$|your|placeholder|example|changeme|redacted/i.test(
      secret,
    ) ||
    /^(?:password|pass|secret|pwd|x+|0+)$/i.test(secret)
  );
}

/** Most credentials of one text: beyond them the template is wrong as a whole. */
const maxFound = 100;

/** A text in which pieces stand for others of the text that was read. */
interface Decoded {
  readonly text: string;
  /** Offsets behind each piece in the decoded text, ascending, and how much longer the original is up to there. */
  readonly ends: readonly number[];
  readonly shifts: readonly number[];
}

/** Printable characters that JSON may write as `\u0026`, and what lies between two literals of a call. */
const escapes = /\\u00([2-7][0-9a-f])/gi;
const seams = /'\s{0,20},\s{0,20}'/g;

function decode(
  original: string,
  pattern: RegExp,
  put: (match: RegExpExecArray) => string,
): Decoded {
  const ends: number[] = [];
  const shifts: number[] = [];
  const pieces: string[] = [];
  let at = 0;
  let length = 0;
  for (const match of original.matchAll(pattern)) {
    const piece = put(match);
    const before = original.slice(at, match.index);
    pieces.push(before, piece);
    length += before.length + piece.length;
    at = match.index + match[0].length;
    ends.push(length);
    shifts.push(at - length);
  }
  return { text: pieces.join('') + original.slice(at), ends, shifts };
}

/** The offset in the original of one in the decoded text. */
function originalOffset({ ends, shifts }: Decoded, offset: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return offset + (shifts[low - 1] ?? 0);
}

function back(decoded: Decoded, found: readonly Credential[]): readonly Credential[] {
  return found.map(({ what, start, end }) => ({
    what,
    start: originalOffset(decoded, start),
    end: originalOffset(decoded, end - 1) + 1,
  }));
}

/**
 * The credentials in the text of a template, in the order of their places: as it is written, with JSON's escapes
 * decoded, and with the literals of a call joined.
 */
export function credentialsInTemplate(text: string): readonly Credential[] {
  const character = ([, code = '']: RegExpExecArray) =>
    String.fromCharCode(Number.parseInt(code, 16));
  // Quotation marks and backslashes keep the meaning that the escape gives them.
  const decoded = decode(text, escapes, (match) =>
    /["\\]/.test(character(match)) ? match[0] : character(match),
  );
  const joined = decode(decoded.text, seams, () => '');
  const found = [...credentialsIn(decoded.text)];
  if (joined.ends.length > 0) {
    for (const each of back(joined, credentialsIn(joined.text))) {
      if (!found.some(({ start, end }) => start < each.end && each.start < end)) found.push(each);
    }
  }
  return back(
    decoded,
    found.toSorted((left, right) => left.start - right.start),
  );
}

/** The credentials in a text, in the order of their places. */
export function credentialsIn(text: string): readonly Credential[] {
  if (!hint.test(text)) return [];
  const found: Credential[] = [];
  for (const { what, pattern } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const secret = match.groups?.['secret'] ?? '';
      if (isPlaceholder(secret)) continue;
      const start = match.index + match[0].indexOf(secret);
      const end = start + secret.length;
      if (found.some((other) => other.start < end && start < other.end)) continue;
      found.push({ what, start, end });
      if (found.length >= maxFound) return found.toSorted((a, b) => a.start - b.start);
    }
  }
  return found.toSorted((left, right) => left.start - right.start);
}
