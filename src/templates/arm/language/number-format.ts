// Numbers in .NET's invariant culture, for format(): "Standard numeric format strings" and the common custom ones.

function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:[0-9]{3})+$)/g, ',');
}

/** Most decimals; .NET takes more, nobody writes them. */
const maxPrecision = 99;

/** Digits of a number with exactly `decimals` behind the point; ints keep all their digits. */
function fixed(
  value: bigint | number,
  decimals: number,
): { sign: string; whole: string; part: string } {
  if (typeof value === 'bigint') {
    const sign = value < 0n ? '-' : '';
    return { sign, whole: String(value).replace('-', ''), part: '0'.repeat(decimals) };
  }
  const text = Math.abs(value).toFixed(Math.min(decimals, 100));
  const [whole = '0', part = ''] = text.split('.');
  const isZero = /^[0.]*$/.test(text);
  return { sign: value < 0 && !isZero ? '-' : '', whole, part };
}

function pointed(whole: string, part: string): string {
  return part === '' ? whole : `${whole}.${part}`;
}

function exponential(value: bigint | number, precision: number, letter: string): string {
  const [digits = '', exponent = ''] = Number(value).toExponential(precision).split('e');
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${digits}${letter}${sign}${exponent.replace(/^[+-]/, '').padStart(3, '0')}`;
}

function standard(
  value: bigint | number,
  letter: string,
  precision: number | undefined,
): string | undefined {
  const decimals = precision ?? 2;
  switch (letter.toUpperCase()) {
    case 'D': {
      if (typeof value !== 'bigint') return undefined;
      const { sign, whole } = fixed(value, 0);
      return sign + whole.padStart(precision ?? 0, '0');
    }
    case 'X': {
      if (typeof value !== 'bigint') return undefined;
      const hex = BigInt.asUintN(64, value)
        .toString(16)
        .padStart(precision ?? 0, '0');
      return letter === 'X' ? hex.toUpperCase() : hex;
    }
    case 'F': {
      const { sign, whole, part } = fixed(value, decimals);
      return sign + pointed(whole, part);
    }
    case 'N': {
      const { sign, whole, part } = fixed(value, decimals);
      return sign + pointed(grouped(whole), part);
    }
    case 'P': {
      const hundredfold = typeof value === 'bigint' ? value * 100n : value * 100;
      const { sign, whole, part } = fixed(hundredfold, decimals);
      return `${sign}${pointed(grouped(whole), part)} %`;
    }
    case 'C': {
      const { sign, whole, part } = fixed(value, decimals);
      const amount = `\u00a4${pointed(grouped(whole), part)}`;
      return sign === '' ? amount : `(${amount})`;
    }
    case 'E':
      return exponential(value, precision ?? 6, letter);
    case 'G':
    case 'R':
      return precision === undefined || precision === 0 || typeof value === 'bigint'
        ? String(value)
        : String(Number(value.toPrecision(Math.min(precision, 100))));
    default:
      return undefined;
  }
}

/** A custom format: `0` and `#` for digits, `,` for groups, `.`, `%`, quoted text. Up to three sections. */
function custom(value: bigint | number, format: string): string {
  const sections = format.split(';');
  const chosen = value < 0 ? sections[1] : value === 0 || value === 0n ? sections[2] : undefined;
  const section = chosen === undefined || chosen === '' ? (sections[0] ?? '') : chosen;
  const match = /^((?:[^0#.,%]|'[^']*')*)([0#.,]*)(.*)$/s.exec(section);
  const [, before = '', pattern = '', after = ''] = match ?? [];
  const literal = (text: string) => text.replaceAll(/['"\\]/g, '');
  const [wholePattern = '', partPattern = ''] = pattern.split('.');
  const scale = section.includes('%') ? (typeof value === 'bigint' ? 100n : 100) : undefined;
  const scaled =
    scale === undefined ? value : typeof value === 'bigint' ? value * 100n : value * 100;
  const { sign, whole, part } = fixed(scaled, partPattern.length);
  const least = wholePattern.replaceAll(/[^0]/g, '').length;
  const stripped = whole.replace(/^0+/, '').padStart(least, '0');
  const kept = partPattern.replace(/#+$/, '').length;
  let decimals = part;
  while (decimals.length > kept && decimals.endsWith('0')) decimals = decimals.slice(0, -1);
  const body = pointed(wholePattern.includes(',') ? grouped(stripped) : stripped, decimals);
  const signed = chosen === undefined || chosen === '' ? sign : '';
  return `${signed}${literal(before)}${pattern === '' ? '' : body}${literal(after)}`;
}

/**
 * A number by a .NET format string; undefined for a standard format that does not fit or does not exist.
 * @example formatNumber(8175133n, 'N0') // '8,175,133'
 */
export function formatNumber(value: bigint | number, format: string): string | undefined {
  const match = /^([A-Za-z])([0-9]{0,3})$/.exec(format);
  if (match === null) return custom(value, format);
  const [, letter = '', digits = ''] = match;
  const precision = digits === '' ? undefined : Number(digits);
  if (precision !== undefined && precision > maxPrecision) return undefined;
  return standard(value, letter, precision);
}
