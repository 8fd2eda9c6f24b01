// Dates in .NET's invariant culture, always UTC. "Standard date and time format strings" and the custom ones.

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The custom format that a standard letter stands for. */
const standard: Readonly<Record<string, string>> = {
  d: 'MM/dd/yyyy',
  D: 'dddd, dd MMMM yyyy',
  f: 'dddd, dd MMMM yyyy HH:mm',
  F: 'dddd, dd MMMM yyyy HH:mm:ss',
  g: 'MM/dd/yyyy HH:mm',
  G: 'MM/dd/yyyy HH:mm:ss',
  m: 'MMMM dd',
  M: 'MMMM dd',
  o: "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
  O: "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
  r: "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
  R: "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
  s: "yyyy-MM-dd'T'HH:mm:ss",
  t: 'HH:mm',
  T: 'HH:mm:ss',
  u: "yyyy-MM-dd HH:mm:ss'Z'",
  U: 'dddd, dd MMMM yyyy HH:mm:ss',
  y: 'yyyy MMMM',
  Y: 'yyyy MMMM',
};

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** What a run of one letter stands for; undefined when the letter stands for itself. */
function specifier(run: string, date: Date): string | undefined {
  const width = run.length;
  const hour12 = date.getUTCHours() % 12 === 0 ? 12 : date.getUTCHours() % 12;
  switch (run[0]) {
    case 'y': {
      const year = date.getUTCFullYear();
      return width < 3 ? padded(year % 100, width) : padded(year, width);
    }
    case 'M': {
      const name = monthNames[date.getUTCMonth()] ?? '';
      if (width > 2) return width === 3 ? name.slice(0, 3) : name;
      return padded(date.getUTCMonth() + 1, width);
    }
    case 'd': {
      const name = dayNames[date.getUTCDay()] ?? '';
      if (width > 2) return width === 3 ? name.slice(0, 3) : name;
      return padded(date.getUTCDate(), width);
    }
    case 'H':
      return padded(date.getUTCHours(), Math.min(width, 2));
    case 'h':
      return padded(hour12, Math.min(width, 2));
    case 'm':
      return padded(date.getUTCMinutes(), Math.min(width, 2));
    case 's':
      return padded(date.getUTCSeconds(), Math.min(width, 2));
    case 'f':
      return `${padded(date.getUTCMilliseconds(), 3)}0000`.slice(0, Math.min(width, 7));
    case 'F':
      return padded(date.getUTCMilliseconds(), 3).slice(0, width).replace(/0+$/, '');
    case 't': {
      const half = date.getUTCHours() < 12 ? 'AM' : 'PM';
      return width === 1 ? half.slice(0, 1) : half;
    }
    case 'K':
      return 'Z'.repeat(width);
    case 'z':
      return ['+0', '+00', '+00:00'][Math.min(width, 3) - 1];
    case 'g':
      return 'A.D.';
    default:
      return undefined;
  }
}

/**
 * A date by a .NET format, in UTC; undefined when a standard format does not exist.
 * @example formatDate(new Date(0), 'yyyy-MM-dd') // '1970-01-01'
 */
export function formatDate(date: Date, format: string): string | undefined {
  const isStandard = format.length === 1;
  const custom = isStandard ? standard[format] : format.replace(/^%(?=.)/, '');
  if (custom === undefined) return undefined;
  const pieces = custom.match(/'[^']*'?|"[^"]*"?|\\.|([A-Za-z])\1*|[^]/g) ?? [];
  return pieces
    .map((piece) => {
      if (piece.startsWith("'") || piece.startsWith('"')) return piece.replaceAll(/['"]/g, '');
      if (piece.startsWith('\\')) return piece.slice(1);
      return specifier(piece, date) ?? piece;
    })
    .join('');
}

const shape =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
/** What utcNow('G') and PowerShell write: month first. */
const american =
  /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*(AM|PM))?)?$/i;

function offsetMinutes(zone: string): number {
  if (zone === '' || zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

function checked(parts: readonly number[], extraMs: number): Date | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(time);
  // Date.UTC lets the 31st of February run over; Azure refuses it.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return new Date(time + extraMs);
}

/** A date of ISO 8601 (or of .NET's invariant culture); without zone it is UTC. Undefined when it is none. */
export function parseDate(text: string): Date | undefined {
  const iso = shape.exec(text.trim());
  if (iso !== null) {
    const numbers = iso.slice(1, 7).map((part) => Number(part ?? 0));
    const ms = Math.floor(Number(`0.${iso[7] ?? 0}`) * 1000);
    return checked(numbers, ms - offsetMinutes(iso[8] ?? '') * 60_000);
  }
  const other = american.exec(text.trim());
  if (other === null) return undefined;
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = other
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const half = other[7]?.toUpperCase();
  const hour24 = half === undefined ? hour : (hour % 12) + (half === 'PM' ? 12 : 0);
  return checked([year, month, day, hour24, minute, second], 0);
}

/**
 * Milliseconds of an ISO 8601 duration. A year is 365 days and a month 30, as Azure documents for dateTimeAdd.
 * Undefined when it is none.
 */
export function parseDuration(text: string): number | undefined {
  const match =
    /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
      text.trim(),
    );
  if (match === null || !/\d/.test(text)) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(2)
    .map((part) => Number(part ?? 0));
  const allDays = years * 365 + months * 30 + weeks * 7 + days;
  const allSeconds = ((allDays * 24 + hours) * 60 + minutes) * 60 + seconds;
  return (match[1] === '-' ? -1 : 1) * allSeconds * 1000;
}
