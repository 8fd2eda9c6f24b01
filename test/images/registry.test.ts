import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImage } from '../../src/images/open.ts';
import { must } from '../fixtures/commands.ts';
import { readImage } from '../fixtures/read-image.ts';
import { type Registry, startRegistry, whyNoRegistry } from '../fixtures/registry.ts';
import { makeSkopeoImage, type SkopeoImage, whyNoSkopeoImage } from '../fixtures/skopeo-image.ts';
import { testRuntime } from '../fixtures/test-runtime.ts';

const user = { name: 'me', password: 'canary' };
const reason = whyNoRegistry({ user }) ?? whyNoSkopeoImage();
if (reason !== undefined) process.stderr.write(`skipped: images of a registry (${reason})\n`);

describe.skipIf(reason !== undefined)('an image of the real registry', () => {
  let folder: string;
  let image: SkopeoImage;
  let anonymous: Registry;
  let locked: Registry;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-registry-'));
    [image, anonymous, locked] = await Promise.all([
      makeSkopeoImage(folder),
      startRegistry(),
      startRegistry({ user }),
    ]);
    const copy = (to: string, ...more: readonly string[]) =>
      must('skopeo', [
        'copy',
        '--quiet',
        '--dest-tls-verify=false',
        ...more,
        `oci:${image.layout}:latest`,
        `docker://${to}`,
      ]);
    await copy(`${anonymous.host}/team/app:1`);
    await copy(`${anonymous.host}/team/v2s2:1`, '--format', 'v2s2');
    await copy(`${locked.host}/team/app:1`, `--dest-creds=${user.name}:${user.password}`);
  });
  afterAll(async () => {
    await Promise.all([anonymous?.stop(), locked?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (reference: string, env: Record<string, string> = {}) =>
    openImage({ scheme: 'registry', reference }, testRuntime({ env }));

  it('is read by tag and by digest', async () => {
    const byTag = await readImage((await open(`${anonymous.host}/team/app:1`))[0]);
    expect(byTag.actualDiffIds).toEqual(image.diffIds);
    expect(byTag.createdBy).toEqual(['ADD one', 'RUN two']);
    expect(byTag.identity).toMatchObject({
      manifestDigest: image.manifestDigest,
      configDigest: image.configDigest,
    });
    const digest = `${anonymous.host}/team/app@${image.manifestDigest}`;
    expect((await readImage((await open(digest))[0])).actualDiffIds).toEqual(image.diffIds);
  });

  it('is read in Docker schema 2', async () => {
    const read = await readImage((await open(`${anonymous.host}/team/v2s2:1`))[0]);
    expect(read.actualDiffIds).toEqual(image.diffIds);
  });

  it('is read with the login of DOCKER_CONFIG', async () => {
    const auth = Buffer.from(`${user.name}:${user.password}`).toString('base64');
    const configs = join(folder, 'config');
    mkdirSync(configs);
    writeFileSync(
      join(configs, 'config.json'),
      JSON.stringify({ auths: { [locked.host]: { auth } } }),
    );
    const [opened] = await open(`${locked.host}/team/app:1`, { DOCKER_CONFIG: configs });
    expect((await readImage(opened)).actualDiffIds).toEqual(image.diffIds);
  });

  it('is read with an injected credential, which nobody else overrides', async () => {
    const credentials = [
      { authorize: async () => undefined },
      {
        authorize: async () =>
          ({ kind: 'basic', username: user.name, password: user.password }) as const,
      },
    ];
    const reference = `${locked.host}/team/app:1`;
    const [opened] = await openImage({ scheme: 'registry', reference, credentials }, testRuntime());
    expect((await readImage(opened)).actualDiffIds).toEqual(image.diffIds);
  });

  it('is refused without a login', async () => {
    await expect(open(`${locked.host}/team/app:1`)).rejects.toMatchObject({
      code: 'REGISTRY_DENIED',
    });
  });

  it.each(['team/app:none', 'team/none:1'])('%s is not found', async (name) => {
    await expect(open(`${anonymous.host}/${name}`)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining('UNKNOWN'),
    });
  });
});
