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
  { what: 'an access key of AWS', pattern: /\b(?<secret>AKIA[0-9A-Z]{16})\b/g },
  { what: 'a token of GitHub', pattern: /\b(?<secret>gh[pousr]_[A-Za-z0-9]{36})\b/g },
];

/** Finds out cheaply whether a text is worth looking at. */
const hint =
  /AccountKey=|SharedAccessKey=|sig=|PRIVATE KEY-|eyJ|[78]Q~|password=|pwd=|:\/\/[\w.-]{1,64}:|AKIA|gh[pousr]_/i;

// The storage emulator's key stands in Microsoft's documentation and opens nothing.
const emulatorKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq';

/** Texts that stand for a secret to be filled in. */
function isPlaceholder(secret: string): boolean {
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
