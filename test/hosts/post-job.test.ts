// The steps after the job, of the built Action and of the unpacked task: what a killed run noted is undone by them.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compute, freeDisk } from '../fixtures/azure/azure-run.ts';
import { type FakeArm, startFakeArm } from '../fixtures/azure/fake-arm.ts';
import { type FakeIdentity, startFakeIdentity } from '../fixtures/azure/fake-identity.ts';
import { makeCertificate, type OwnCertificate } from '../fixtures/certificate.ts';
import { readTaskManifest } from './azure-host.ts';
import { unpackTask } from './extension.ts';
import { readActionManifest } from './github-host.ts';
import { hostNodes, missingNodes } from './nodes.ts';
import { runProcess } from './process.ts';

const root = join(import.meta.dirname, '..', '..');

let home: string;
let task: string;
let certificate: OwnCertificate;
let identity: FakeIdentity;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'portcullis-post-'));
  task = await unpackTask(join(home, 'extension'));
  certificate = makeCertificate();
  identity = await startFakeIdentity();
});
afterAll(async () => {
  await identity.server.stop();
  certificate.remove();
  rmSync(home, { recursive: true, force: true });
});

let arm: FakeArm;
let temp: string;
beforeEach(async () => {
  arm = await startFakeArm(certificate);
  temp = mkdtempSync(join(home, 'temp-'));
});
afterEach(() => arm.stop());

for (const name of missingNodes()) it.skip(`runs on ${name}: not on this machine`, () => undefined);

const made = `${compute}/disks/portcullis-0123456789abcdef`;
const own = `${compute}/snapshots/golden`;

/** As a run leaves it that was killed while it read: a disk of its own making, a snapshot of the user's. */
function leave(): string {
  for (const id of [made, own]) arm.put(id, freeDisk({ diskState: 'ActiveSAS' }));
  const file = join(temp, 'portcullis-azure-0123456789ab.json');
  const resources = [
    { id: made, made: true },
    { id: own, made: false },
  ];
  writeFileSync(file, JSON.stringify({ version: 1, cloud: 'public', resources }));
  return file;
}

interface Host {
  readonly host: string;
  readonly script: (major: 20 | 24) => string;
  readonly env: () => Record<string, string>;
}

const hosts: readonly Host[] = [
  {
    host: 'the Action',
    script: () => join(root, readActionManifest().runs.post ?? ''),
    env: () => ({ GITHUB_ACTIONS: 'true', RUNNER_TEMP: temp }),
  },
  {
    host: 'the task',
    script: (major) => {
      const { postjobexecution } = readTaskManifest(task);
      return join(task, postjobexecution[major === 20 ? 'Node20_1' : 'Node24']?.target ?? '');
    },
    env: () => ({
      AGENT_TEMPDIRECTORY: temp,
      INPUT_AZURESUBSCRIPTION: 'connection',
      ENDPOINT_AUTH_connection: JSON.stringify({
        scheme: 'ManagedServiceIdentity',
        parameters: { tenantid: 'tenant' },
      }),
    }),
  },
];

const runs = hostNodes().flatMap((node) => hosts.map((host) => ({ ...node, ...host })));

describe.each(runs)('after the job: $host on Node $major', ({ path: node, major, script, env }) => {
  async function post(more: Record<string, string> = {}) {
    const lines: string[] = [];
    const work = join(temp, 'work');
    mkdirSync(work, { recursive: true });
    const end = await runProcess({
      node,
      script: script(major),
      cwd: work,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: work,
        PORTCULLIS_CA_FILE: certificate.caFile,
        PORTCULLIS_ARM_ENDPOINT: arm.base,
        ...identity.env,
        ...env(),
        ...more,
      },
      // task-lib's own, which the agent shows when it is asked to only.
      onLine: (line) => line.startsWith('##vso[task.debug]') || lines.push(line),
    });
    return { ...end, text: lines.join('\n') };
  }

  it('undoes what a killed run noted', async () => {
    const file = leave();
    const end = await post();
    expect(end.text).toContain(made);
    expect(end.exitCode).toBe(0);
    expect(arm.get(made)).toBeUndefined();
    expect(arm.get(own)?.properties).toMatchObject({ diskState: 'Unattached' });
    expect(arm.log.filter((call) => call.startsWith('DELETE'))).toEqual([`DELETE ${made}`]);
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(temp).filter((name) => name.startsWith('portcullis-'))).toEqual([]);
  });

  it('asks nobody where nothing is noted', async () => {
    const asked = identity.server.calls.length;
    const end = await post();
    expect(end).toMatchObject({ exitCode: 0, text: '' });
    expect(arm.log).toEqual([]);
    expect(identity.server.calls).toHaveLength(asked);
  });

  it('warns, and leaves the note, where it may not', async () => {
    const file = leave();
    arm.refuse = () => ({ status: 403, code: 'AuthorizationFailed' });
    const end = await post();
    expect(end.exitCode).toBe(0);
    expect(end.text).toMatch(/warning.*portcullis-0123456789abcdef.*AuthorizationFailed/i);
    expect(end.text).not.toContain('sig=secret');
    expect(existsSync(file)).toBe(true);
  });
});
