// The task from the unpacked extension under the simulated agent, by both handlers.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { camelCase, outputs as outputTable } from '../../src/gate/options.ts';
import { runTask, type TaskRun } from './azure-host.ts';
import { startClosedProxy } from './closed-proxy.ts';
import { unpackTask } from './extension.ts';
import { type Fixture, makeFixture } from './fixture.ts';
import { hostNodes, missingNodes } from './nodes.ts';
import { startRefusingRegistry, startSilentRegistry } from './silent-registry.ts';
import { canary, filesWith, leftovers, linesWith } from './traces.ts';

let home: string;
let task: string;
let fixture: Fixture;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'portcullis-azure-'));
  fixture = makeFixture(home);
  task = await unpackTask(join(home, 'extension'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

for (const name of missingNodes()) it.skip(`runs on ${name}: not on this machine`, () => undefined);

const names = outputTable.map(({ name }) => camelCase(name)).sort();

describe.each(hostNodes())('the task on Node $major', ({ path: node, major }) => {
  const run = (inputs: Record<string, string>, more: Partial<TaskRun> = {}) =>
    runTask({
      node,
      task,
      handler: major === 20 ? 'Node20_1' : 'Node24',
      home: mkdtempSync(join(home, 'run-')),
      inputs: { feeds: fixture.feeds, offline: 'true', ...inputs },
      ...more,
    });

  it('opens the gate', async () => {
    const end = await run({ targets: `dir:${fixture.clean}` });
    expect(end.result).toBe('Succeeded');
    expect(end.outputs).toMatchObject({ verdict: 'pass', exitCode: '0', failingCount: '0' });
    expect(Object.keys(end.outputs).sort()).toEqual(names);
    expect(end.issues).toEqual([]);
    expect(end.summaries).toHaveLength(1);
    expect(end.testResults).toHaveLength(1);
    expect(end.artifacts.map(({ name }) => name)).toEqual(['CodeAnalysisLogs']);
    expect(existsSync(end.outputs['sbomPath'] ?? '')).toBe(true);
    expect(leftovers(end.temp)).toEqual([]);
  });

  it('closes it, with reasons in log, issues and summary', async () => {
    const end = await run({ targets: `dir:${fixture.vulnerable}` });
    expect(end.result).toBe('Failed');
    expect(end.outputs).toMatchObject({ verdict: 'fail', exitCode: '1', failingCount: '3' });
    const summary = readFileSync(end.summaries[0] ?? '', 'utf8').replaceAll('\\', '');
    for (const text of [end.lines.join('\n'), summary]) {
      expect(text).toContain('CVE-2026-90001');
      expect(text).toContain('GHSA-aaaa-bbbb-cccc');
    }
    expect(end.issues.some(({ message }) => message.includes('gatehouse'))).toBe(true);
    expect(readFileSync(end.artifacts[0]?.path ?? '', 'utf8')).toContain('CVE-2026-90001');
    expect(readFileSync(end.testResults[0] ?? '', 'utf8')).toContain('CVE-2026-90001');
    expect(leftovers(end.temp)).toEqual([]);
  });

  it('succeeds with issues when it reports only', async () => {
    const end = await run({ targets: `dir:${fixture.vulnerable}`, failOn: 'none' });
    expect(end.result).toBe('SucceededWithIssues');
    expect(end.message).toMatch(/3 findings below the threshold/);
    expect(end.outputs).toMatchObject({ verdict: 'pass', exitCode: '0', criticalCount: '3' });
  });

  it.each([
    ['a target that is not there', { targets: 'dir:/nowhere/at/all' }, '3', /nowhere/],
    ['a wrong input', { targets: 'dir:/', failOn: 'hihg' }, '2', /Did you mean high/],
    ['no target', { targets: ' ' }, '2', /nothing to scan/],
    ['a missing policy', { targets: 'dir:/', policy: 'no-such.yml' }, '2', /no-such\.yml/],
  ])('breaks with every output set: %s', async (_, inputs, exitCode, message) => {
    const end = await run(inputs);
    expect(end.result).toBe('Failed');
    expect(end.outputs).toMatchObject({ verdict: 'error', exitCode });
    expect(Object.keys(end.outputs).sort()).toEqual(names);
    expect(end.lines.join('\n')).toMatch(message);
    expect(end.summaries).toHaveLength(1);
    expect(leftovers(end.temp)).toEqual([]);
  });

  it('ends with every output set when there is no temporary folder', async () => {
    const end = await run(
      { targets: `dir:${fixture.clean}` },
      { env: { AGENT_TEMPDIRECTORY: join(home, 'nowhere', 'at', 'all') } },
    );
    expect(end.result).toBe('Failed');
    expect(end.message).toMatch(/no temporary folder/);
    expect(end.outputs).toMatchObject({ verdict: 'error', exitCode: '2', reportPath: '' });
    expect(end.lines.join('\n')).not.toMatch(/^\s+at /m);
  });

  it('ends in time when it is cancelled in the middle of a scan', async () => {
    const registry = await startSilentRegistry();
    try {
      const end = await run(
        { targets: `dir:${fixture.clean}\nregistry:${registry.host}/app:1` },
        { cancelWhen: registry.asked },
      );
      expect(end.signals).toEqual(['SIGINT']);
      expect(end.cancelledMs).toBeLessThan(7500);
      expect(end.result).toBe('Failed');
      expect(end.outputs).toMatchObject({ verdict: 'error', exitCode: '3' });
      expect(end.lines.join('\n')).toMatch(/cancelled/i);
      expect(existsSync(end.outputs['sarifPath'] ?? '')).toBe(true);
      expect(end.summaries).toHaveLength(1);
      expect(leftovers(end.temp)).toEqual([]);
    } finally {
      await registry.stop();
    }
  });

  it.each([true, false])('tells no secret, debug %s', async (debug) => {
    const registry = await startRefusingRegistry();
    const [password, proxy, token, byEnv] = [canary(), canary(), canary(), canary()];
    const endpoint = {
      id: 'c0ffee',
      url: `http://${registry.host}`,
      scheme: 'UsernamePassword',
      parameters: { username: 'robot', password, registry: `http://${registry.host}` },
    };
    try {
      const end = await run(
        { targets: `registry:${registry.host}/app:1`, containerRegistry: endpoint.id },
        {
          debug,
          endpoints: [endpoint],
          secrets: { 'Agent.ProxyPassword': proxy, 'my.token': token },
          env: {
            AGENT_PROXYURL: 'http://127.0.0.1:9',
            AGENT_PROXYUSERNAME: 'me',
            PORTCULLIS_REGISTRY_USERNAME: 'other',
            PORTCULLIS_REGISTRY_PASSWORD: byEnv,
          },
        },
      );
      const secrets = [password, proxy, token, byEnv, 'job-token-of-the-agent'];
      expect(end.outputs['exitCode']).toBe('3');
      expect(registry.authorizations).toContain(
        `Basic ${Buffer.from(`robot:${password}`).toString('base64')}`,
      );
      expect(end.masks).toContain(password);
      expect(linesWith(secrets, end.lines)).toEqual([]);
      expect(filesWith(secrets, join(end.temp, '..'))).toEqual([]);
    } finally {
      await registry.stop();
    }
  });

  it('takes user and password from env, and masks the password', async () => {
    const registry = await startRefusingRegistry();
    const password = canary();
    try {
      const end = await run(
        { targets: `registry:${registry.host}/app:1` },
        {
          env: { PORTCULLIS_REGISTRY_USERNAME: 'u', PORTCULLIS_REGISTRY_PASSWORD: password },
        },
      );
      expect(registry.authorizations.length).toBeGreaterThan(0);
      expect(end.masks).toContain(password);
      expect(linesWith([password], end.lines)).toEqual([]);
    } finally {
      await registry.stop();
    }
  });

  it('takes a password of several lines, and masks each of them', async () => {
    const registry = await startRefusingRegistry();
    const secret = canary();
    const password = `{\n  "private_key": "${secret}"\r\n}\n`;
    const endpoint = {
      id: 'gcr',
      url: `http://${registry.host}`,
      scheme: 'UsernamePassword',
      parameters: { username: '_json_key', password, registry: `http://${registry.host}` },
    };
    try {
      const end = await run(
        { targets: `registry:${registry.host}/app:1`, containerRegistry: endpoint.id },
        { endpoints: [endpoint], debug: true },
      );
      expect(end.outputs['exitCode']).toBe('3');
      expect(registry.authorizations).toContain(
        `Basic ${Buffer.from(`_json_key:${password}`).toString('base64')}`,
      );
      expect(end.masks).toContain(`  "private_key": "${secret}"`);
      expect(end.masks).not.toContain('}');
      expect(linesWith([secret], end.lines)).toEqual([]);
      expect(filesWith([secret], join(end.temp, '..'))).toEqual([]);
    } finally {
      await registry.stop();
    }
  });

  it('uses a connection with a certificate, and masks each of its lines', async () => {
    const secret = canary();
    const pem = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`;
    const parameters = {
      tenantid: '00000000-0000-0000-0000-000000000001',
      serviceprincipalid: '00000000-0000-0000-0000-000000000002',
      authenticationType: 'spnCertificate',
      servicePrincipalCertificate: pem,
    };
    const url = 'https://management.azure.com/';
    const end = await run(
      { targets: 'registry:name.azurecr.io/app:1', azureSubscription: 'arm', timeout: '20s' },
      {
        debug: true,
        endpoints: [{ id: 'arm', url, scheme: 'ServicePrincipal', parameters }],
        env: { HTTPS_PROXY: 'http://127.0.0.1:9' },
      },
    );
    expect(end.outputs['exitCode']).toBe('3');
    expect(end.message).not.toMatch(/bug/);
    expect(end.masks).toContain(secret);
    expect(linesWith([secret], end.lines)).toEqual([]);
    expect(filesWith([secret], join(end.temp, '..'))).toEqual([]);
  });

  it("goes through the agent's proxy, and tells nobody its password", async () => {
    const proxy = await startClosedProxy();
    const password = canary();
    try {
      const end = await run(
        { targets: 'registry:registry.example/app:1', timeout: '20s' },
        {
          debug: true,
          secrets: { 'Agent.ProxyPassword': password },
          env: { AGENT_PROXYURL: `http://${proxy.host}`, AGENT_PROXYUSERNAME: 'me' },
        },
      );
      expect(end.outputs['exitCode']).toBe('3');
      expect(proxy.asked).toContain('registry.example:443');
      expect(proxy.authorizations).toContain(
        `Basic ${Buffer.from(`me:${password}`).toString('base64')}`,
      );
      expect(linesWith([password], end.lines)).toEqual([]);
      expect(filesWith([password], join(end.temp, '..'))).toEqual([]);
    } finally {
      await proxy.stop();
    }
  });

  it("reads the agent's certificate authority", async () => {
    const end = await run(
      { targets: 'registry:registry.example/app:1' },
      { env: { AGENT_CAINFO: '/nowhere/ca.pem' } },
    );
    expect(end.outputs['exitCode']).toBe('2');
    expect(end.lines.join('\n')).toMatch(/\/nowhere\/ca\.pem/);
  });

  it('tells no secret of a connection that cannot be used', async () => {
    const secret = canary();
    const end = await run(
      { targets: 'registry:registry.example/app:1', azureSubscription: 'arm' },
      {
        debug: true,
        endpoints: [
          {
            id: 'arm',
            url: 'https://management.azure.com/',
            scheme: 'ServicePrincipal',
            parameters: { serviceprincipalid: 'a', serviceprincipalkey: secret },
          },
        ],
      },
    );
    expect(end.outputs['exitCode']).toBe('2');
    expect(end.message).toMatch(/azureSubscription: the service connection lacks its tenant/);
    expect(end.masks).toContain(secret);
    expect(linesWith([secret], end.lines)).toEqual([]);
  });
});
