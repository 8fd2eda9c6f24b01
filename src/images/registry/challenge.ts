// WWW-Authenticate as registries send it: RFC 9110 section 11.6.1, and the parameters of distribution's token scheme.

export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** Names in lower case: `realm`, `service`, `scope`. */
  readonly parameters: Readonly<Record<string, string>>;
}

const longestHeader = 16_384;
const token = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
const parameter = new RegExp(`^(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`);

/**
 * The challenges of a header, in order; what cannot be read ends the list.
 * @example parseChallenges('Bearer realm="https://a/token",service="a"')[0]?.scheme // 'bearer'
 */
export function parseChallenges(header: string | undefined): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  let rest = (header ?? '').slice(0, longestHeader).trim();
  while (rest !== '') {
    const pair = parameter.exec(rest);
    const current = challenges.at(-1);
    if (pair !== null && current !== undefined) {
      const value = pair[2]?.replace(/\\(.)/g, '$1') ?? pair[3] ?? '';
      current.parameters[(pair[1] ?? '').toLowerCase()] = value;
      rest = rest.slice(pair[0].length);
    } else {
      const scheme = new RegExp(`^(${token})(?=\\s|,|$)`).exec(rest);
      if (scheme === null) break;
      challenges.push({ scheme: scheme[0].toLowerCase(), parameters: {} });
      rest = rest.slice(scheme[0].length);
    }
    rest = rest.replace(/^[\s,]+/, '');
  }
  return challenges;
}
