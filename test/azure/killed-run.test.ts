import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { azureCloud } from '../../src/azure/compute/clouds.ts';
import { openAzureDisks } from '../../src/azure/compute/open-azure-disks.ts';
import { pendingFilesIn } from '../../src/azure/compute/pending-file.ts';
import { finishCleanup } from '../../src/azure/compute/sweep.ts';
import { compute, example } from '../fixtures/azure/azure-run.ts';
import {
  type FakeArm,
  fakeSignature,
  fakeToken,
  startFakeArm,
} from '../fixtures/azure/fake-arm.ts';
import { makeCertificate } from '../fixtures/certificate.ts';
import { testRuntime } from '../fixtures/test-runtime.ts';

// A process of its own, ended as hosts end it: by signals and at last by force.

const image = `${compute}/galleries/shared/images/golden`;
const program = join(import.meta.dirname, '../fixtures/azure/held-run.ts');

interface Held {
  readonly arm: FakeArm;
  readonly child: ChildProcess;
  readonly folder: string;
  readonly caFile: string;
  readonly output: () => string;
  readonly ended: Promise<unknown>;
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A run that has its disks. */
async function hold(settleMs = 20): Promise<Held> {
  const certificate = makeCertificate();
  const arm = await startFakeArm(certificate, { settleMs });
  arm.put(image, example('galleryImage'));
  arm.put(`${image}/versions/1.0.0`, example('galleryVersion'));
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-killed-'));
  const { caFile } = certificate;
  const env = { ...process.env, PORTCULLIS_CA_FILE: caFile, PORTCULLIS_ARM_ENDPOINT: arm.base };
  const child = spawn(process.execPath, [program, image, folder], { env });
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  child.stderr.on('data', (part: Buffer) => (output += part.toString()));
  const ended = new Promise((resolve) => child.on('exit', resolve));
  ends.push(async () => {
    child.kill('SIGKILL');
    await ended;
    await arm.stop();
    certificate.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  await expect.poll(() => output, { timeout: 15_000 }).toContain('open\n');
  return { arm, child, folder, caFile, output: () => output, ended };
}

function later({ arm, caFile }: Held, now = new Date()) {
  return {
    runtime: testRuntime({ env: { PORTCULLIS_CA_FILE: caFile }, now: () => now }),
    options: {
      accessToken: async () => fakeToken,
      cloud: { ...azureCloud('public'), managementUrl: arm.base },
      pollMs: 5,
    },
  };
}

describe('a run', () => {
  it('that hears a signal and is killed leaves nothing in Azure', async () => {
    const held = await hold();
    expect(held.arm.leftovers()).toHaveLength(4);
    held.child.kill('SIGINT');
    await expect.poll(() => held.arm.leftovers(), { timeout: 4000 }).toEqual([]);
    held.child.kill('SIGKILL');
    await held.ended;
    expect(held.output()).not.toMatch(/sig=|c4n4ry/);
    expect(held.output()).not.toContain(fakeSignature);
  }, 30_000);

  it('that is killed at once is undone by the step after the job', async () => {
    const held = await hold();
    held.child.kill('SIGKILL');
    await held.ended;
    expect(held.arm.leftovers()).toHaveLength(4);
    const { runtime, options } = later(held);
    for (const file of pendingFilesIn(held.folder)) {
      expect((await finishCleanup(file, { ...options, runtime })).left).toEqual([]);
    }
    expect(held.arm.leftovers()).toEqual([]);
    expect(pendingFilesIn(held.folder)).toEqual([]);
  }, 30_000);

  it('that is killed without such a step is undone by a later run, when its time is over', async () => {
    const held = await hold();
    held.child.kill('SIGKILL');
    await held.ended;
    const { runtime, options } = later(held, new Date(Date.now() + 3 * 3_600_000));
    const opened = await openAzureDisks(image, options, runtime);
    await opened.close();
    expect(held.arm.leftovers()).toEqual([]);
  }, 30_000);
});
