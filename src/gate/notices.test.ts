import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { noticesOf } from './notices.ts';
import { environmentName, optionTable } from './options.ts';
import type { GateRequest } from './request.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-notices-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const archive = join(folder, 'image.tar');
writeFileSync(archive, '');

const request = (targets: readonly string[], platform?: string): GateRequest => ({
  targets,
  outputs: [],
  offline: true,
  skipPaths: [],
  credentials: [],
  columns: 80,
  colour: false,
  ...(platform === undefined ? {} : { platform }),
});

describe('noticesOf', () => {
  it.each([
    ['PORTCULLIS_FAILON', 'PORTCULLIS_FAIL_ON'],
    ['PORTCULLIS_TARGET', 'PORTCULLIS_TARGETS'],
    ['PORTCULLIS_REGISTRY_USER', 'PORTCULLIS_REGISTRY_USERNAME'],
    ['PORTCULLIS_FEED_ODV', 'PORTCULLIS_FEED_OSV'],
  ])('takes %s for a slip of %s', async (name, meant) =>
    expect(await noticesOf(request(['x']), { [name]: '1' })).toEqual([
      `${name} is no variable of portcullis: did you mean ${meant}?`,
    ]),
  );

  it("lets the variables that there are, and the user's own, alone", async () => {
    const names = [
      ...optionTable.map(({ name }) => environmentName(name)),
      'PORTCULLIS_CA_FILE',
      'PORTCULLIS_SHARED',
      'PORTCULLIS_COMMIT_OF_OURS',
      'FAIL_ON',
    ];
    const environment = Object.fromEntries(names.map((name) => [name, '1']));
    expect(await noticesOf(request(['x']), environment)).toEqual([]);
  });

  it.each([
    [[`dir:${folder}`, folder], 'linux/arm64', 1],
    [[`dir:${folder}`], undefined, 0],
    [[`dir:${folder}`, 'registry:example.com/app:1'], 'all', 0],
    [[archive], 'all', 0],
    [['debian:12'], 'all', 0],
    [['dir:'], 'all', 0],
  ])('%j for platform %s: %d notices', async (targets, platform, count) =>
    expect(await noticesOf(request(targets, platform), {})).toHaveLength(count),
  );
});
