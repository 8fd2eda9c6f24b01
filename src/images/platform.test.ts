import { describe, expect, it } from 'vitest';
import { formatPlatform, parsePlatform, runnersPlatform, suitability } from './platform.ts';

describe('parsePlatform', () => {
  it.each([
    ['linux/amd64', 'linux/amd64'],
    ['LINUX/AMD64', 'linux/amd64'],
    ['amd64', 'linux/amd64'],
    ['linux/x86_64', 'linux/amd64'],
    ['aarch64', 'linux/arm64/v8'],
    ['linux/arm64/v8', 'linux/arm64/v8'],
    ['linux/arm/v7', 'linux/arm/v7'],
    ['armhf', 'linux/arm/v7'],
    ['linux/i386', 'linux/386'],
    ['windows/amd64', 'windows/amd64'],
  ])('%s', (text, full) => {
    expect(formatPlatform(parsePlatform(text))).toBe(full);
  });

  it.each(['', '/', 'linux/', 'a/b/c/d', 'linux/amd64/', 'linux amd64', 'linux/##vso[x]'])(
    'refuses «%s»',
    (text) => {
      expect(() => parsePlatform(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    },
  );

  it('knows this machine', () => {
    expect(runnersPlatform().os).toBe('linux');
    expect(runnersPlatform().architecture).toMatch(/^(amd64|arm64)$/);
  });
});

// The rules of containerd's platforms.Only.
describe('suitability', () => {
  it.each([
    ['linux/amd64', 'linux/amd64', true],
    ['linux/amd64', 'linux/x86_64', true],
    ['linux/amd64', 'linux/arm64', false],
    ['linux/amd64', 'windows/amd64', false],
    ['linux/arm64', 'linux/arm64/v8', true],
    ['linux/arm64/v8', 'linux/arm64', true],
    ['linux/arm64', 'linux/arm64/v9', false],
    ['linux/arm/v7', 'linux/arm/v6', true],
    ['linux/arm/v6', 'linux/arm/v7', false],
    ['linux/arm', 'linux/arm/v7', true],
    ['linux/amd64', 'linux/amd64/v2', false],
    ['linux/amd64/v3', 'linux/amd64/v2', true],
    ['linux/arm64/v8.1', 'linux/arm64/v8', true],
    ['linux/mips64le/hardfloat', 'linux/mips64le/hardfloat', true],
    ['linux/mips64le/hardfloat', 'linux/mips64le/softfloat', false],
  ])('%s takes %s: %s', (wanted, offered, expected) => {
    const [os = '', architecture = '', variant] = offered.split('/');
    const there = { os, architecture, ...(variant === undefined ? {} : { variant }) };
    expect(suitability(parsePlatform(wanted), there) !== undefined).toBe(expected);
  });

  it('prefers the newest variant that runs', () => {
    const rank = (variant: string) =>
      suitability(parsePlatform('linux/arm/v7'), { os: 'linux', architecture: 'arm', variant }) ??
      -1;
    expect(rank('v7')).toBeGreaterThan(rank('v6'));
    expect(rank('v6')).toBeGreaterThan(rank('v5'));
  });
});
