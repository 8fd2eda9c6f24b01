import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRuntime } from '../../test/fixtures/test-runtime.ts';
import type { GateRequest, TemplateOptions } from './request.ts';
import { runGate } from './run-gate.ts';

// --fix and --dry-run through the gate: what is written where, what is printed, what is said.

let folder: string;
const at = (path: string) => join(folder, path);
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'portcullis-fix-')));
  mkdirSync(at('repo/.git'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const secret = 'S3cr3tV4lue99';
const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const vm = {
  type: 'Microsoft.Compute/virtualMachines',
  apiVersion: '2024-07-01',
  name: 'v',
  properties: {
    storageProfile: { osDisk: { osType: 'Linux' } },
    osProfile: { adminPassword: secret },
  },
};

function template(resources: readonly object[], more: object = {}): string {
  const whole = { $schema: schema, contentVersion: '1.0.0.0', ...more, resources };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

function write(path: string, text: string | Uint8Array = template([vm])) {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
  return at(path);
}
const read = (path: string) => readFileSync(at(path), 'utf8');

async function run(
  target: string,
  templates: Partial<TemplateOptions>,
  env: Readonly<Record<string, string>> = {},
  policy?: string,
) {
  const request: GateRequest = {
    targets: [`arm:${at(target)}`],
    outputs: [],
    db: at('db'),
    offline: true,
    skipPaths: [],
    diskScope: 'usual',
    templates: { parameters: [], fixOnly: ['agents'], ...templates },
    credentials: [],
    columns: 80,
    colour: false,
    ...(policy === undefined ? {} : { policy: write('repo/policy.yml', policy) }),
  };
  const outcome = await runGate(request, testRuntime({ env }));
  return {
    ...outcome,
    fixes: outcome.fixes,
    left: outcome.fixes?.left.map(({ reason }) => reason).join() ?? '',
  };
}

describe('a link', () => {
  it('inside the repository is written through', async () => {
    write('repo/real/a.json');
    symlinkSync('real/a.json', at('repo/b.json'));
    const { fixes } = await run('repo/b.json', { fix: 'write' });
    expect(fixes?.mended).toBe(1);
    expect(read('repo/real/a.json')).toContain('QualysAgentLinux');
    expect(realpathSync(at('repo/b.json'))).toBe(at('repo/real/a.json'));
  });

  it.each(['write', 'print'] as const)('out of it is refused (%s)', async (fix) => {
    write('out.json');
    symlinkSync('../out.json', at('repo/b.json'));
    const { fixes, left, exitCode } = await run('repo/b.json', { fix });
    expect([fixes?.files, fixes?.diff, exitCode]).toEqual([[], '', 1]);
    expect(left).toMatch(/is a link that leads outside/);
    expect(read('out.json')).toBe(template([vm]));
  });
});

describe('a file outside the target', () => {
  const link = (path: string) => ({
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'd',
    properties: { mode: 'Incremental', templateLink: { relativePath: path } },
  });

  it('of the same repository is mended, and told apart', async () => {
    write('repo/in/main.json', template([link('../other/child.json')]));
    write('repo/other/child.json');
    const { fixes } = await run('repo/in', { fix: 'write' });
    expect(fixes?.files.map(({ isOutside, rules }) => [isOutside, rules])).toEqual([
      [true, [['AGT001', 1]]],
      [false, []],
    ]);
    expect(fixes?.parameters.map(({ name }) => name)).toEqual(['qualysLicenseCode']);
  });

  it('of no repository is refused, by deployments of the policy, too', async () => {
    write('repo/main.json', template([]));
    write('out.json');
    const policy = 'deployments: [[main.json, ../out.json]]';
    const { left } = await run('repo', { fix: 'write' }, {}, policy);
    expect(left).toMatch(/lies outside/);
    expect(read('out.json')).toBe(template([vm]));
  });

  it('that compiled Bicep links gets no parameter', async () => {
    const metadata = { _generator: { name: 'bicep', version: '0.30' } };
    write('repo/a.json', template([link('c.json')], { metadata }));
    write('repo/c.json');
    const { fixes } = await run('repo', { fix: 'write' });
    expect(fixes?.files.map(({ path }) => path)).toEqual([at('repo/c.json')]);
    expect(read('repo/c.json')).toContain('mdeTvm');
  });
});

describe('a dry run', () => {
  it('refuses bytes that are no text, as a fix does', async () => {
    write('repo/a.json', Buffer.from(template([{ ...vm, tags: { a: 'ä' } }]), 'latin1'));
    for (const fix of ['print', 'write'] as const) {
      const { fixes, left } = await run('repo/a.json', { fix });
      expect([fixes?.diff, fixes?.mended]).toEqual(['', 0]);
      expect(left).toContain('no text');
    }
  });

  it('hides secrets, and says so', async () => {
    write('repo/a.json', `${template([vm]).replaceAll(/\n */g, '')}\n`);
    const { fixes } = await run('repo/a.json', { fix: 'print' });
    expect(fixes?.diff).not.toContain(secret);
    expect(fixes?.diff).toContain('…');
    expect(fixes?.notes.join()).toMatch(/patch does not apply it to .*a\.json/);
  });

  it('names a file outside the working directory from its repository', async () => {
    write('repo/in/a.json');
    const { fixes } = await run('repo/in', { fix: 'print' });
    expect(fixes?.diff.split('\n').slice(0, 2)).toEqual(['--- a/in/a.json', '+++ b/in/a.json']);
    expect(fixes?.notes).toContain(
      `Paths in the difference count from ${at('repo')}: patch -p1 -d ${at('repo')}.`,
    );
  });

  it('says that the file is UTF-16', async () => {
    write('repo/a.json', Buffer.from(`\ufeff${template([vm])}`, 'utf16le'));
    const { fixes } = await run('repo/a.json', { fix: 'print' });
    expect(fixes?.notes.join()).toMatch(/a\.json is UTF-16/);
  });

  it.each(['TF_BUILD', 'GITHUB_ACTIONS'])('breaks commands where %s is set', async (name) => {
    const text = template([vm]).replace('"name"', '// ##vso[task.x]y\n "name"');
    write('repo/a.json', text);
    const plain = await run('repo/a.json', { fix: 'print' });
    expect(plain.fixes?.diff).toContain('##vso[');
    const { fixes } = await run('repo/a.json', { fix: 'print' }, { [name]: 'True' });
    expect(fixes?.diff).not.toContain('##vso[');
    expect(fixes?.notes.join()).toContain('pipeline');
  });
});

describe('a fix', () => {
  const storage = {
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion: '2023-05-01',
    name: 'st',
    properties: { minimumTlsVersion: 'TLS1_0' },
  };

  it('of some rules mends these alone', async () => {
    write('repo/a.json', template([vm, storage]));
    const rulesOf = async (...fixOnly: string[]) => {
      const { fixes } = await run('repo/a.json', { fix: 'print', fixOnly });
      return [...new Set(fixes?.files.flatMap(({ rules }) => rules.map(([id]) => id)))];
    };
    expect(await rulesOf('sto002')).toEqual(['STO002']);
    expect(await rulesOf('STO003')).toEqual(['STO003.account']);
    expect(await rulesOf('Agents')).toEqual(['AGT001']);
    expect(await rulesOf()).toEqual(expect.arrayContaining(['AGT001', 'STO002', 'STO003.account']));
  });

  it('of an unknown rule is wrong usage', async () => {
    write('repo/a.json');
    await expect(run('repo/a.json', { fix: 'print', fixOnly: ['AGT01'] })).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('Did you mean AGT001?'),
    });
  });

  it('tells the finding that it brings, apart from what is left', async () => {
    write('repo/a.json', template([vm, { ...vm, name: 'w', properties: {} }]));
    const { fixes } = await run('repo/a.json', {
      fix: 'print',
      requireAgents: [{ anyOf: ['qualys'] }],
    });
    const left = fixes?.left.map((each) => [each.ruleId, each.isNew, each.severity, each.line]);
    expect(left).toEqual([
      ['AGT005', true, 'medium', expect.any(Number)],
      ['AGT001', false, 'high', expect.any(Number)],
    ]);
    expect(fixes?.mended).toBe(1);
  });

  it('leaves excepted findings out of the count', async () => {
    write('repo/a.json', template([{ ...vm, metadata: { portcullis: ['AGT001: appliance'] } }]));
    const { fixes } = await run('repo/a.json', { fix: 'print' });
    expect([fixes?.mended, fixes?.left]).toEqual([0, []]);
  });

  it('writes both of two agents that are asked for', async () => {
    write('repo/a.json');
    const requireAgents = [{ anyOf: ['qualys'] as const }, { anyOf: ['mdvm'] as const }];
    const { fixes } = await run('repo/a.json', { fix: 'write', requireAgents });
    expect(fixes?.mended).toBe(1);
    expect(read('repo/a.json')).toMatch(/mdeTvm[^]*QualysAgentLinux|QualysAgentLinux[^]*mdeTvm/);
  });

  it('keeps a setting that the template relies on', async () => {
    const registry = {
      type: 'Microsoft.ContainerRegistry/registries',
      apiVersion: '2023-07-01',
      name: 'acr',
      sku: { name: 'Premium' },
      properties: { adminUserEnabled: true },
    };
    const value = "[listCredentials('acr', '2023-07-01').username]";
    const outputs = { o: { type: 'string', value } };
    const options = { fix: 'print', fixOnly: ['ACR001'] } as const;
    write('repo/a.json', template([registry], { outputs }));
    const kept = await run('repo/a.json', options);
    const calls = expect.stringMatching(/a\.json:\d+ calls listCredentials\(\)/);
    expect([kept.fixes?.mended, kept.left]).toEqual([0, calls]);
    write('repo/a.json', template([registry]));
    const { fixes } = await run('repo/a.json', options);
    expect([fixes?.mended, fixes?.notes[0]]).toEqual([1, expect.stringContaining('is false')]);
  });
});
