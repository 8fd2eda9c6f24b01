import { describe, expect, it } from 'vitest';
import { descriptor, mediaType, tinyImage, tinyIndex } from '../../../test/fixtures/tiny-image.ts';
import { parseConfig, parseManifest } from './manifest.ts';

const image = tinyImage();
const json = (bytes: Buffer): Record<string, unknown> => JSON.parse(String(bytes));
const bytes = (value: object) => Buffer.from(JSON.stringify(value));

// Go's encoding/json matches names without regard to case, folded as Unicode does: the last one counts.
describe('a name in other letters is refused', () => {
  it.each([
    ['Layers', { Layers: [] }],
    ['the long s', { 'layer\u017f': [] }],
    ['CONFIG', { CONFIG: {} }],
    ['Manifests', { Manifests: [] }],
    ['MediaType', { MediaType: mediaType.index }],
  ])('in a manifest: %s', (_, more) => {
    expect(() => parseManifest(bytes({ ...json(image.manifest), ...more }), 'x')).toThrow(
      expect.objectContaining({ code: 'TARGET_DAMAGED', message: expect.stringMatching(/should/) }),
    );
  });

  it.each([
    ['Digest', { Digest: 'sha256:x' }],
    ['Platform', { Platform: { os: 'linux', architecture: 'amd64' } }],
    ['platform.OS', { platform: { os: 'linux', architecture: 'arm64', OS: 'linux' } }],
    ['platform.Architecture', { platform: { os: 'linux', Architecture: 'amd64' } }],
  ])('in a descriptor: %s', (_, more) => {
    const index = tinyIndex([], [descriptor(image.manifest, mediaType.manifest, more)]);
    expect(() => parseManifest(index, 'x')).toThrow(
      expect.objectContaining({ code: 'TARGET_DAMAGED' }),
    );
  });

  it.each([
    ['RootFS', { RootFS: { diff_ids: [] } }],
    ['Architecture', { Architecture: 'arm64' }],
    ['rootfs.Diff_IDs', { rootfs: { diff_ids: [], Diff_IDs: [] } }],
  ])('in a configuration: %s', (_, more) => {
    expect(() => parseConfig(bytes({ ...json(image.config), ...more }), 'x')).toThrow(
      expect.objectContaining({ code: 'TARGET_DAMAGED' }),
    );
  });

  it('but other names may be anything', () => {
    const manifest = { ...json(image.manifest), Subject: {}, LAYERS2: [] };
    expect(parseManifest(bytes(manifest), 'x').kind).toBe('manifest');
    const config = { ...json(image.config), container_config: { Cmd: [] }, OSVersion: '1' };
    expect(parseConfig(bytes(config), 'x').diffIds).toHaveLength(2);
  });
});

// containerd refuses them since CVE-2021-41190; what others make of them depends on the media type.
describe('an index and an image at once', () => {
  it.each([['layers'], ['config'], ['layers', 'config']])('is refused: with %s', (...names) => {
    const parts = Object.entries(json(image.manifest)).filter(([name]) => names.includes(name));
    const both = { ...json(tinyIndex([image])), ...Object.fromEntries(parts) };
    expect(() => parseManifest(bytes(both), 'x')).toThrow(
      expect.objectContaining({
        code: 'TARGET_DAMAGED',
        message: 'x: the manifest is an index and an image at once',
      }),
    );
  });
});
