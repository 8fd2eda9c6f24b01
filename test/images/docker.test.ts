import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImage } from '../../src/images/open.ts';
import { must } from '../fixtures/commands.ts';
import {
  type DockerEngine,
  startDockerEngine,
  whyNoDockerEngine,
} from '../fixtures/docker-engine.ts';
import { readImage } from '../fixtures/read-image.ts';
import { makeSkopeoImage, type SkopeoImage, whyNoSkopeoImage } from '../fixtures/skopeo-image.ts';
import { testRuntime } from '../fixtures/test-runtime.ts';

const reason = whyNoDockerEngine() ?? whyNoSkopeoImage();
if (reason !== undefined) process.stderr.write(`skipped: images of a Docker engine (${reason})\n`);

describe.skipIf(reason !== undefined)('an image of a Docker engine', () => {
  let folder: string;
  let image: SkopeoImage;
  let engine: DockerEngine;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-docker-'));
    [image, engine] = await Promise.all([makeSkopeoImage(folder), startDockerEngine()]);
    const archive = join(folder, 'docker.tar');
    await must('skopeo', [
      'copy',
      '--quiet',
      `oci:${image.layout}:latest`,
      `docker-archive:${archive}:repo/x:1`,
    ]);
    await engine.docker('load', '--input', archive);
    writeFileSync(join(folder, 'Dockerfile'), 'FROM repo/x:1\nLABEL a=b\nADD Dockerfile /three\n');
    await engine.docker('build', '--quiet', '--network=none', '--tag', 'repo/y', folder);
  });
  afterAll(async () => {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (reference: string, more: { platform?: string; host?: string } = {}) =>
    openImage(
      { scheme: 'docker', reference, platform: more.platform },
      testRuntime({ env: { DOCKER_HOST: more.host ?? engine.host } }),
    );

  it('gives the layers, and what they are at the end', async () => {
    const [opened] = await open('repo/x:1');
    expect(opened?.target.identity).toEqual({
      configDigest: image.configDigest,
      platform: 'linux/amd64',
      tags: ['repo/x:1'],
    });
    await expect(opened?.source.describe()).rejects.toThrow('only after its layers');
    expect(opened?.source.concurrent).toBe(false);
    const read = await readImage(opened);
    expect(read.actualDiffIds).toEqual(image.diffIds);
    expect(read.diffIds).toEqual(image.diffIds);
    expect(read.identity.configDigest).toBe(image.configDigest);
    expect(read.createdBy).toEqual(['ADD one', 'RUN two']);
  });

  it('that was built here tells the instruction of each layer', async () => {
    const read = await readImage((await open('repo/y'))[0]);
    expect(read.actualDiffIds).toEqual(read.diffIds);
    expect(read.diffIds.slice(0, 2)).toEqual(image.diffIds);
    expect(read.createdBy[2]).toMatch(/(ADD|COPY) .*\/three/);
  });

  it('is read again for the layers that are asked for', async () => {
    const [opened] = await open('repo/y');
    const keys: string[] = [];
    for await (const layer of opened?.source.layers() ?? []) keys.push(layer.key);
    const { layers } = (await opened?.source.describe()) ?? { layers: [] };
    const wanted = layers[1]?.key ?? '';
    expect(keys).toContain(wanted);
    const again: string[] = [];
    for await (const layer of opened?.source.layers(new Set([wanted])) ?? []) again.push(layer.key);
    expect(again).toEqual([wanted]);
  });

  it('is found by its ID', async () => {
    const id = (await engine.docker('images', '--quiet', '--no-trunc', 'repo/x')).trim();
    const read = await readImage((await open(id))[0]);
    expect(read.actualDiffIds).toEqual(image.diffIds);
  });

  it('that is not there is not found', async () => {
    await expect(open('repo/none:1')).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
      message: 'the engine has no image repo/none:1',
      hint: expect.stringContaining('registry:repo/none:1'),
    });
  });

  it('is not there for another platform', async () => {
    await expect(open('repo/x:1', { platform: 'linux/s390x' })).rejects.toMatchObject({
      code: 'PLATFORM_MISSING',
    });
  });
});
