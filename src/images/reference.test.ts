import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatReference, type ImageReference, parseReference } from './reference.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('parseReference', () => {
  // The answers are those of `skopeo inspect` and docker's documentation of names.
  it.each([
    ['debian', 'docker.io/library/debian:latest'],
    ['debian:12', 'docker.io/library/debian:12'],
    ['docker.io/debian', 'docker.io/library/debian:latest'],
    ['index.docker.io/debian:12', 'docker.io/library/debian:12'],
    ['grafana/grafana:11.0', 'docker.io/grafana/grafana:11.0'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/app:1', 'localhost:5000/app:1'],
    ['127.0.0.1:5000/a/b/c', '127.0.0.1:5000/a/b/c:latest'],
    ['[::1]:5000/app:2', '[::1]:5000/app:2'],
    ['me.azurecr.io/team/app_x:v1.0-rc_1', 'me.azurecr.io/team/app_x:v1.0-rc_1'],
    ['ME.azurecr.io/app', 'me.azurecr.io/app:latest'],
    [`ghcr.io/a/b@${digest}`, `ghcr.io/a/b@${digest}`],
    [`ghcr.io/a/b:tag@${digest}`, `ghcr.io/a/b:tag@${digest}`],
    [`debian@${digest}`, `docker.io/library/debian@${digest}`],
    ['host:443/a__b/c-d.e', 'host:443/a__b/c-d.e:latest'],
  ])('%s', (text, full) => {
    expect(formatReference(parseReference(text))).toBe(full);
    expect(parseReference(full)).toEqual(parseReference(text));
  });

  it.each([
    '',
    'Debian',
    'debian:',
    'debian:a b',
    'debian:.x',
    `debian:${'x'.repeat(129)}`,
    'a//b',
    '/a',
    'a/',
    'host.io/',
    'a/../b',
    '-a/b',
    'debian@sha256:12',
    `debian@md5:${'0'.repeat(32)}`,
    'host.io:port/a',
    'ho_st.io/a',
    `host.io/${'a'.repeat(300)}`,
    'a\nb',
    'a/b/C',
  ])('refuses «%s»', (text) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it.each(['https://me:canary@host.io/app?canary', 'me:canary@host.io/app'])(
    'never shows what %s may carry as a password',
    (text) => {
      expect(() => parseReference(text)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('canary') }),
      );
    },
  );

  it('never throws anything but UserError, and round-trips', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9._:/@-]{0,40}$/), (text) => {
        let parsed: ImageReference;
        try {
          parsed = parseReference(text);
        } catch (error) {
          expect(error).toMatchObject({ name: 'UserError', code: 'USAGE' });
          return;
        }
        expect(parseReference(formatReference(parsed))).toEqual(parsed);
      }),
      { examples: [['A/0'], ['A.b/0'], ['localhost/a']] },
    );
  });
});
