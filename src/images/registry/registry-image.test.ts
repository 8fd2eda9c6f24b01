import { afterEach, describe, expect, it } from 'vitest';
import { serveBlobs, serveImage } from '../../../test/fixtures/fake-registry.ts';
import {
  all,
  image,
  open,
  pull,
  start,
  stopServers,
} from '../../../test/fixtures/registry-pull.ts';
import { sha256, tinyImage, tinyIndex } from '../../../test/fixtures/tiny-image.ts';

afterEach(stopServers);

describe('an open registry', () => {
  it('gives the image', async () => {
    const { host, calls } = await start(serveImage(image));
    const [opened] = await open(host);
    expect(opened?.identity).toEqual({
      manifestDigest: sha256(image.manifest),
      configDigest: sha256(image.config),
      platform: 'linux/amd64',
      tags: ['latest'],
    });
    await opened?.source.close();
    expect(await pull(host)).toEqual(all);
    expect(calls.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it('gives the image of a digest', async () => {
    const { host } = await start(serveImage(image));
    expect(await pull(host, { name: `repo@${sha256(image.manifest)}` })).toEqual(all);
  });

  it('gives the image of a platform, of all, and says which there are', async () => {
    const arm = tinyImage({ os: 'linux', architecture: 'arm64', variant: 'v8' });
    const index = tinyIndex([image, arm]);
    const blobs = new Map([...image.blobs, ...arm.blobs, [sha256(index), index]]);
    const { host } = await start(serveBlobs(blobs, index));
    const platforms = async (platform?: string) => {
      const images = await open(host, platform === undefined ? {} : { platform });
      for (const { source } of images) await source.close();
      return images.map(({ identity }) => identity.platform);
    };
    expect(await platforms('linux/arm64')).toEqual(['linux/arm64/v8']);
    expect(await platforms('all')).toEqual(['linux/amd64', 'linux/arm64/v8']);
    await expect(open(host, { platform: 'linux/s390x' })).rejects.toMatchObject({
      code: 'PLATFORM_MISSING',
      message: `${host}/repo: no image for linux/s390x; there are: linux/amd64, linux/arm64/v8`,
    });
  });
});

describe('a registry elsewhere', () => {
  it('is asked over plain HTTP only where the user names it', async () => {
    const served = serveImage(image);
    // A proxy that answers for everybody: it sees whole addresses of plain HTTP, and CONNECT of TLS.
    const proxy = await start((request, response, body) => {
      request.url = (request.url ?? '').replace('http://plain.test', '');
      served(request, response, body);
    });
    const env = { HTTP_PROXY: proxy.base };
    const named = { ...env, PORTCULLIS_PLAIN_HTTP_REGISTRIES: 'other.test, plain.test' };
    expect(await pull('plain.test', { env: named })).toEqual(all);
    expect(proxy.calls[0]?.path).toBe('http://plain.test/v2/repo/manifests/latest');
    proxy.calls.length = 0;
    await expect(pull('plain.test', { env })).rejects.toMatchObject({ code: 'NETWORK' });
    expect(proxy.calls).toEqual([]);
  });
});
