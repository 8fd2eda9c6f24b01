import { describe, expect, it } from 'vitest';
import { meantTarget, parseTarget } from './target-text.ts';

describe('parseTarget', () => {
  it.each([
    ['docker-archive:a.tar', 'docker-archive', 'a.tar'],
    ['docker-archive:C:\\a.tar', 'docker-archive', 'C:\\a.tar'],
    ['oci-dir:/a:b', 'oci-dir', '/a:b'],
    ['registry:localhost:5000/a', 'registry', 'localhost:5000/a'],
    ['docker:debian:12', 'docker', 'debian:12'],
    ['dir:.', 'dir', '.'],
    ['arm:**/azuredeploy.json', 'arm', '**/azuredeploy.json'],
    [' debian:12 ', undefined, 'debian:12'],
    ['docker/compose:1', undefined, 'docker/compose:1'],
    ['./dir', undefined, './dir'],
  ])('%s', (text, scheme, rest) => {
    expect(parseTarget(text)).toEqual(scheme === undefined ? { rest } : { scheme, rest });
  });

  it.each(['', '  ', 'dir:', 'registry:'])('refuses «%s»', (text) => {
    expect(() => parseTarget(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('meantTarget', () => {
  it.each([
    ['docker-arch:x.tar', 'docker-archive:x.tar'],
    ['Docker-Archive:x.tar', 'docker-archive:x.tar'],
    ['oci_dir:a:b', 'oci-dir:a:b'],
    ['registy:h.example/a:1', 'registry:h.example/a:1'],
    ['dockr:debian:12', 'docker:debian:12'],
  ])('%s', (text, meant) => {
    expect(meantTarget(text)).toBe(meant);
  });

  it.each([
    'docker:debian',
    'debian:12',
    'node:20',
    'repo/docker-arch:1',
    'dirs',
    'localhost:5000/a',
  ])('leaves %s as it is', (text) => {
    expect(meantTarget(text)).toBeUndefined();
  });
});
