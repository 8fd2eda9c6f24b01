// The built Action under the simulated runner, on both Nodes.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputs as outputTable } from '../../src/gate/options.ts';
import { startClosedProxy } from './closed-proxy.ts';
import { type Fixture, makeFixture } from './fixture.ts';
import { type ActionRun, runAction } from './github-host.ts';
import { hostNodes, missingNodes } from './nodes.ts';
import { startRefusingRegistry, startSilentRegistry } from './silent-registry.ts';
import { canary, filesWith, leftovers, linesWith } from './traces.ts';

let home: string;
let fixture: Fixture;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'portcullis-github-'));
  fixture = makeFixture(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

for (const name of missingNodes()) it.skip(`runs on ${name}: not on this machine`, () => undefined);

describe.each(hostNodes())('the Action on Node $major', ({ path: node }) => {
  const run = (inputs: Record<string, string>, more: Partial<ActionRun> = {}) =>
    runAction({
      node,
      home: mkdtempSync(join(home, 'run-')),
      inputs: { feeds: fixture.feeds, offline: 'true', ...inputs },
      ...more,
    });
  const json = (path: string | undefined): unknown => JSON.parse(readFileSync(path ?? '', 'utf8'));

  it('opens the gate', async () => {
    const end = await run({ targets: `dir:${fixture.clean}` });
    expect(end.outcome).toBe('success');
    expect(end.outputs).toMatchObject({ verdict: 'pass', 'exit-code': '0', 'failing-count': '0' });
    expect(Object.keys(end.outputs).sort()).toEqual(outputTable.map(({ name }) => name).sort());
    expect(end.annotations.filter(({ kind }) => kind === 'error')).toEqual([]);
    expect(end.summary).toContain('Portcullis');
    expect(json(end.outputs['report-path'])).toMatchObject({ verdict: { status: 'pass' } });
    expect(json(end.outputs['sarif-path'])).toMatchObject({ version: '2.1.0' });
    expect(json(end.outputs['sbom-path'])).toMatchObject({ bomFormat: 'CycloneDX' });
    expect(leftovers(end.temp)).toEqual([]);
  });

  it('closes it, with reasons in log, annotations and summary', async () => {
    const end = await run({ targets: `dir:${fixture.vulnerable}` });
    expect(end.outcome).toBe('failure');
    expect(end.exitCode).toBe(1);
    expect(end.outputs).toMatchObject({ verdict: 'fail', 'exit-code': '1', 'failing-count': '3' });
    expect(end.outputs['critical-count']).toBe('3');
    for (const text of [end.lines.join('\n'), end.summary.replaceAll('\\', '')]) {
      expect(text).toContain('CVE-2026-90001');
      expect(text).toContain('GHSA-aaaa-bbbb-cccc');
    }
    expect(end.annotations.some(({ message }) => message.includes('gatehouse'))).toBe(true);
    const sarif = readFileSync(end.outputs['sarif-path'] ?? '', 'utf8');
    expect(sarif).toContain('CVE-2026-90001');
    expect(leftovers(end.temp)).toEqual([]);
  });

  it('reports only with fail-on none', async () => {
    const end = await run({ targets: `dir:${fixture.vulnerable}`, 'fail-on': 'none' });
    expect(end.outcome).toBe('success');
    expect(end.outputs).toMatchObject({
      verdict: 'pass',
      'failing-count': '0',
      'critical-count': '3',
    });
  });

  it('writes reports where the workflow wants them', async () => {
    const end = await run({
      targets: `dir:${fixture.clean}`,
      output: 'sarif=out/gate.sarif\njunit=junit.xml',
    });
    expect(end.outputs['sarif-path']).toMatch(/workspace\/out\/gate\.sarif$/);
    expect(existsSync(end.outputs['sarif-path'] ?? '')).toBe(true);
    expect(existsSync(end.outputs['report-path'] ?? '')).toBe(true);
  });

  it('keeps the reports of an earlier step of the job', async () => {
    const job = mkdtempSync(join(home, 'job-'));
    const first = await run({ targets: `dir:${fixture.clean}` }, { home: job });
    const second = await run({ targets: `dir:${fixture.vulnerable}` }, { home: job });
    expect(json(first.outputs['report-path'])).toMatchObject({ verdict: { status: 'pass' } });
    expect(json(second.outputs['report-path'])).toMatchObject({ verdict: { status: 'fail' } });
  });

  it.each([
    ['a target that is not there', { targets: 'dir:/nowhere/at/all' }, '3', /nowhere/],
    ['a wrong input', { targets: 'dir:/', 'fail-on': 'hihg' }, '2', /Did you mean high/],
    ['no target', { targets: ' ' }, '2', /nothing to scan/],
    ['a missing policy', { targets: 'dir:/', policy: 'no-such.yml' }, '2', /no-such\.yml/],
  ])('breaks with every output set: %s', async (_, inputs, exitCode, message) => {
    const end = await run(inputs);
    expect(end.outcome).toBe('failure');
    expect(end.outputs).toMatchObject({ verdict: 'error', 'exit-code': exitCode });
    expect(Object.keys(end.outputs).sort()).toEqual(outputTable.map(({ name }) => name).sort());
    const said = [...end.lines, ...end.annotations.map(({ message: text }) => text)].join('\n');
    expect(said).toMatch(message);
    expect(said).not.toMatch(/\n\s+at /);
    expect(end.summary).not.toBe('');
    expect(leftovers(end.temp)).toEqual([]);
  });

  it('ends with every output set when there is no temporary folder', async () => {
    const end = await run(
      { targets: `dir:${fixture.clean}` },
      { env: { RUNNER_TEMP: join(home, 'nowhere', 'at', 'all') } },
    );
    expect(end.outcome).toBe('failure');
    expect(end.outputs).toMatchObject({ verdict: 'error', 'exit-code': '2', 'report-path': '' });
    expect(end.annotations).toMatchObject([
      { kind: 'error', message: expect.stringMatching(/no temporary folder/) as string },
    ]);
    expect(end.lines.join('\n')).not.toMatch(/^\s+at /m);
  });

  it('does not take the checkout for its temporary folder', async () => {
    const system = mkdtempSync(join(home, 'system-'));
    const end = await run(
      { targets: `dir:${fixture.clean}` },
      { env: { RUNNER_TEMP: '', TMPDIR: system } },
    );
    expect(end.outcome).toBe('success');
    expect(end.outputs['report-path']?.startsWith(system)).toBe(true);
    expect(readdirSync(join(end.temp, '..', 'workspace'))).toEqual([]);
  });

  it.each([
    ['clean', /^the outputs could not be written/],
    ['vulnerable', /3 findings/],
  ] as const)(
    'tells table and verdict when outputs cannot be written: %s',
    async (root, message) => {
      const end = await run(
        { targets: `dir:${fixture[root]}` },
        { env: { GITHUB_OUTPUT: join(home, 'nowhere', 'output') } },
      );
      expect(end.exitCode).toBe(1);
      expect(end.lines.join('\n')).toMatch(/Debian GNU\/Linux 12[\s\S]*exit code \d/);
      expect(end.lines.join('\n')).toMatch(/the outputs could not be written/);
      expect(end.annotations.at(-1)?.message).toMatch(message);
      expect(end.summary).toContain('Portcullis');
    },
  );

  it('ends in time when it is cancelled in the middle of a scan', async () => {
    const registry = await startSilentRegistry();
    try {
      const end = await run(
        { targets: `dir:${fixture.clean}\nregistry:${registry.host}/app:1` },
        { cancelWhen: registry.asked },
      );
      expect(end.signals).toEqual(['SIGINT']);
      expect(end.cancelledMs).toBeLessThan(7500);
      expect(end.outputs).toMatchObject({ verdict: 'error', 'exit-code': '3' });
      expect(end.annotations.map(({ message }) => message).join()).toMatch(/cancelled/i);
      expect(json(end.outputs['report-path'])).toMatchObject({ targets: [{ kind: 'dir' }] });
      expect(existsSync(end.outputs['sbom-path'] ?? '')).toBe(true);
      expect(end.summary).toMatch(/cancelled/);
      expect(leftovers(end.temp)).toEqual([]);
    } finally {
      await registry.stop();
    }
  });

  it('ends when its time is over', async () => {
    const registry = await startSilentRegistry();
    try {
      const end = await run({ targets: `registry:${registry.host}/app:1`, timeout: '2s' });
      expect(end.outputs).toMatchObject({ verdict: 'error', 'exit-code': '3' });
      expect(end.lines.join('\n')).toMatch(/time limit of 2 s/);
    } finally {
      await registry.stop();
    }
  });

  it.each([true, false])('tells no secret, debug %s', async (debug) => {
    const registry = await startRefusingRegistry();
    const [password, proxy] = [canary(), canary()];
    try {
      const end = await run(
        {
          targets: `registry:${registry.host}/app:1`,
          'registry-username': 'robot',
          'registry-password': password,
        },
        { debug, env: { HTTPS_PROXY: `http://me:${proxy}@127.0.0.1:9` } },
      );
      expect(end.outputs['exit-code']).toBe('3');
      expect(registry.authorizations).toContain(
        `Basic ${Buffer.from(`robot:${password}`).toString('base64')}`,
      );
      expect(end.masks).toContain(password);
      expect(linesWith([password, proxy], end.lines)).toEqual([]);
      expect(filesWith([password, proxy], join(end.temp, '..'))).toEqual([]);
    } finally {
      await registry.stop();
    }
  });

  it('goes through the proxy of the environment, and tells nobody its password', async () => {
    const proxy = await startClosedProxy();
    const password = canary();
    try {
      const end = await run(
        { targets: 'registry:registry.example/app:1', timeout: '20s' },
        { debug: true, env: { HTTPS_PROXY: `http://me:${password}@${proxy.host}` } },
      );
      expect(end.outputs['exit-code']).toBe('3');
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
});
