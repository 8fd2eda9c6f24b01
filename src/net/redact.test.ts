import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactTarget, redactUrl } from './redact.ts';

describe('redactUrl', () => {
  it.each([
    ['https://user:pw@host:5000/a/b?sig=x#frag', 'https://host:5000/a/b'],
    ['user:pw@host/repo:tag', 'host/repo:tag'],
    ['http://me:pw@:bad?x', 'http://:bad'],
    ['host/repo@sha256:abc', 'host/repo@sha256:abc'],
    ['ubuntu@sha256:abc', 'ubuntu@sha256:abc'],
    ['plain/path?query', 'plain/path'],
    ['https://user:s3/cr?et#PW@host:1/f', 'https://host:1/f'],
    ['https://user:1234/cretPW@host/f', 'https://host/f'],
    ['https:/user:cretPW@host/f', 'https:/host/f'],
    ['ftp://user:s3cretPW@host/f', 'ftp://host/f'],
  ])('%s', (url, expected) => {
    expect(redactUrl(url)).toBe(expected);
  });
  it('never lets user info or query through', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9%:/?#]{1,20}$/), fc.webPath(), (secret, path) => {
        const shown = redactUrl(`https://canary${secret}@host${path}?canary=${secret}`);
        expect(shown).not.toContain('canary');
      }),
    );
  });
});

describe('redactTarget', () => {
  it.each([
    ['registry:me:s3/cret@127.0.0.1:1/app:1', 'registry:127.0.0.1:1/app:1'],
    ['docker:me:s3cret@127.0.0.1:1/app', 'docker:127.0.0.1:1/app'],
    ['https://me:s3cret@host/app:1', 'https://host/app:1'],
    ['ghcr.io/a/b@sha256:00', 'ghcr.io/a/b@sha256:00'],
    ['dir:/srv/a@b?c', 'dir:/srv/a@b?c'],
    ['docker-archive:me@home.tar', 'docker-archive:me@home.tar'],
    ['./me@home', './me@home'],
    ['oci-dir:https://me:s3cret@h/x', 'oci-dir:https://h/x'],
  ])('%s', (text, expected) => {
    expect(redactTarget(text)).toBe(expected);
  });
});
