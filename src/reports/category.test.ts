import { describe, expect, it } from 'vitest';
import type { Target, TargetKind } from '../model/target.ts';
import { categoriesOf, categoryOf } from './category.ts';

const target = (kind: TargetKind, reference: string, platform?: string): Target => ({
  kind,
  reference,
  identity: platform === undefined ? {} : { platform },
});

describe('categoryOf', () => {
  it.each<[TargetKind, string, string]>([
    ['registry', 'registry:acme.azurecr.io/shop/web:1.2', 'registry-acme.azurecr.io-shop-web'],
    [
      'registry',
      `registry:acme.azurecr.io/web:1@sha256:${'a'.repeat(64)}`,
      'registry-acme.azurecr.io-web',
    ],
    ['registry', 'registry:localhost:5000/web', 'registry-localhost-5000-web'],
    ['docker', 'web:latest', 'docker-web'],
    ['docker', 'docker:web', 'docker-web'],
    ['docker-archive', 'docker-archive:out/app_1.2.tar', 'docker-archive-out-app_1.2.tar'],
    ['dir', 'dir:/', 'dir'],
    ['dir', 'dir:../../rootfs', 'dir-..-..-rootfs'],
    ['dir', `dir:${'x'.repeat(500)}`, `dir-${'x'.repeat(196)}`],
  ])('%s %s: %s', (kind, reference, expected) => {
    expect(categoryOf(target(kind, reference))).toBe(expected);
  });
});

describe('categoriesOf', () => {
  it('tells platforms and repeated targets apart, and only those', () => {
    expect(
      categoriesOf([
        target('docker', 'web:1', 'linux/amd64'),
        target('docker', 'web:2', 'linux/arm64/v8'),
        target('docker', 'web:3', 'linux/amd64'),
        target('docker', 'api:1', 'linux/amd64'),
      ]),
    ).toEqual([
      'docker-web-linux-amd64',
      'docker-web-linux-arm64-v8',
      'docker-web-linux-amd64-2',
      'docker-api',
    ]);
  });
});
