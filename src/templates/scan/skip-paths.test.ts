import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { defaultTemplatePolicy } from '../../model/template-policy.ts';
import { scanTemplates } from './scan-templates.ts';

const template = JSON.stringify({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  resources: [],
});
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-skip-'));
  for (const name of ['a', 'b/samples']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['a/main.json', 'b/main.json', 'b/samples/main.json']) {
    writeFileSync(join(folder, name), template);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

async function scan(...skipPaths: string[]) {
  const target = { text: folder, reference: `arm:${folder}` };
  const request = {
    targets: [target],
    context: { parameters: [] },
    policy: defaultTemplatePolicy,
    now: new Date(),
    skipPaths,
  };
  return scanTemplates(request, testRuntime());
}

describe('skip-paths of templates', () => {
  it.each([
    [['b/**'], 1, ['b/main.json', 'b/samples/main.json']],
    [['b/samples'], 2, ['b/samples/main.json']],
    [['**/samples/**', 'a'], 1, ['a/main.json', 'b/samples/main.json']],
    [['c'], 3, []],
  ])('%j leaves files out and tells them', async (globs, templates, left) => {
    const [first] = (await scan(...globs)).scanned;
    expect(first?.target.identity.templates).toBe(templates);
    const rows = first?.coverage.filter(({ status }) => status === 'not-scanned');
    expect(rows?.map(({ what }) => what)).toEqual(left.map((name) => `path:${join(folder, name)}`));
    expect(rows?.every(({ incomplete }) => !incomplete)).toBe(true);
  });

  it('finds nothing where all is left out', async () => {
    const { errors, scanned } = await scan('**');
    expect(scanned).toEqual([]);
    expect(errors[0]?.error).toMatchObject({ code: 'TARGET_NOT_FOUND' });
  });
});
