import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { old } from '../../test/fixtures/old-archive.ts';
import { testRuntime } from '../../test/fixtures/test-runtime.ts';
import { type TarEntry, tar } from '../../test/fixtures/tiny-image.ts';
import { openImage } from './open.ts';
import { recognise } from './recognise.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-open-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Files of the test that this process still has open. */
function stillOpen(): string[] {
  const targets = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      // The descriptor of this very listing.
      return '';
    }
  });
  return targets.filter((target) => target.startsWith(folder));
}

describe.skipIf(process.platform !== 'linux')('an archive that is refused', () => {
  it.each<[string, readonly TarEntry[]]>([
    ['of nothing', [{ name: 'etc/passwd' }]],
    ['with two manifests', [...old(), { name: 'manifest.json', data: '[]' }]],
    ['with a manifest that is none', [{ name: 'manifest.json', data: '[]' }]],
    ['with two lists', [...old(), { name: 'index.json', data: '[]' }]],
    ['with an index that is none', [{ name: 'index.json', data: '{}' }]],
    ['without layers', old().filter(({ name }) => !name.endsWith('layer.tar'))],
  ])('is closed again: %s', async (_, entries) => {
    const path = join(folder, 'image.tar');
    writeFileSync(path, tar(entries));
    for (const scheme of ['docker-archive', 'oci-archive'] as const) {
      const opening = openImage({ scheme, reference: path }, testRuntime());
      await expect(opening).rejects.toMatchObject({ code: expect.stringMatching(/^TARGET_/) });
    }
    await recognise(path).catch(() => undefined);
    expect(stillOpen()).toEqual([]);
  });
});
