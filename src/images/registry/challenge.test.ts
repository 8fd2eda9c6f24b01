import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenges } from './challenge.ts';

describe('parseChallenges', () => {
  // The headers are those that the registries in the name send.
  it.each([
    [
      'Docker Hub',
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/debian:pull"',
      {
        realm: 'https://auth.docker.io/token',
        service: 'registry.docker.io',
        scope: 'repository:library/debian:pull',
      },
    ],
    [
      'ACR, with an error',
      'Bearer realm="https://x.azurecr.io/oauth2/token",service="x.azurecr.io",scope="repository:a:pull,push",error="invalid_token"',
      {
        realm: 'https://x.azurecr.io/oauth2/token',
        service: 'x.azurecr.io',
        scope: 'repository:a:pull,push',
        error: 'invalid_token',
      },
    ],
    ['spaces and tokens', 'bearer  realm = token , Service=x', { realm: 'token', service: 'x' }],
    ['escapes', 'Bearer realm="a\\"b\\\\c"', { realm: 'a"b\\c' }],
  ])('%s', (_name, header, parameters) => {
    expect(parseChallenges(header)).toEqual([{ scheme: 'bearer', parameters }]);
  });

  it.each([
    ['two in one header', 'Bearer realm="a", Basic realm="b"', ['bearer', 'basic']],
    ['one without parameters', 'Negotiate, Basic realm="b"', ['negotiate', 'basic']],
    ['none', undefined, []],
    ['nonsense', '=,="', []],
    ['an unclosed quote', 'Basic realm="', ['basic']],
  ])('%s', (_name, header, schemes) => {
    expect(parseChallenges(header).map(({ scheme }) => scheme)).toEqual(schemes);
  });

  it('ends and never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'B', '=', '"', ',', ' ', '\\', '\t', ';') }),
        (header) => {
          expect(Array.isArray(parseChallenges(header))).toBe(true);
        },
      ),
    );
  });
});
