// Disks through the gate: the same findings as of the folder that they were made from, in every container; what is
// missing or encrypted is never a pass.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GateRequest } from '../../src/gate/request.ts';
import { runGate } from '../../src/gate/run-gate.ts';
import type { ScanResult } from '../../src/model/result.ts';
import { compute, endAzureRuns, example, startAzureRun } from '../fixtures/azure/azure-run.ts';
import { fakeSignature } from '../fixtures/azure/fake-arm.ts';
import { testRuntime } from '../fixtures/test-runtime.ts';

const tools = ['mke2fs', 'sfdisk', 'qemu-img'];
const missing = tools.filter((tool) => spawnSync('which', [tool]).status !== 0);
if (missing.length > 0) it.skip(`disks: ${missing.join(', ')} is not here`, () => undefined);

const uuid = '6f9619ff-8b86-d011-b42d-00cf4fc964ff';
const startSector = 4096;
const mebibytes = 48;
let folder: string;
const at = (name: string) => join(folder, name);

function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

/** A GPT disk with the root of the folder `root` in its one partition. */
function makeDisk(name: string, root: string): void {
  const disk = at(name);
  writeFileSync(disk, '');
  truncateSync(disk, mebibytes * 1024 * 1024);
  execFileSync('sfdisk', ['-q', disk], { input: `label: gpt\n1: start=${startSector}, type=L\n` });
  const kilobytes = (mebibytes - 4) * 1024;
  const offset = `offset=${startSector * 512}`;
  const args = ['-q', '-F', '-t', 'ext4', '-U', uuid, '-d', root, '-E', offset, disk];
  execFileSync('mke2fs', [...args, `${kilobytes}k`], { stdio: 'pipe' });
}

function requestFor(target: string): GateRequest {
  return {
    targets: [target],
    outputs: [],
    templates: { parameters: [] },
    diskScope: 'usual',
    feeds: at('feeds'),
    db: at('db'),
    offline: true,
    skipPaths: [],
    credentials: [],
    columns: 80,
    colour: false,
  };
}

async function scan(target: string, policy?: string): Promise<ScanResult> {
  const request = { ...requestFor(target), ...(policy === undefined ? {} : { policy }) };
  const { result } = await runGate(request, testRuntime());
  return result;
}

function packagesOf({ targets }: ScanResult): readonly string[] {
  return (targets[0]?.packages ?? []).map(({ name, version }) => `${name} ${version}`).sort();
}

/** Reasons of what was not wholly read, by coverage name. */
function gapsOf({ targets }: ScanResult): Readonly<Record<string, string>> {
  const rows = (targets[0]?.coverage ?? []).filter(({ incomplete, what }) => {
    return incomplete && !what.startsWith('feed');
  });
  return Object.fromEntries(rows.map(({ what, reason }) => [what, reason ?? '']));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-disks-'));
  if (missing.length > 0) return;
  write('root/etc/os-release', 'ID=debian\nVERSION_ID="12"\n');
  write(
    'root/etc/fstab',
    `UUID=${uuid.toUpperCase()} / ext4 defaults 0 1\ntmpfs /tmp tmpfs rw 0 0\n`,
  );
  const stanza = (name: string) =>
    `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.2-3\n\n`;
  write('root/var/lib/dpkg/status', `${stanza('curl')}${stanza('openssl')}`);
  write('root/opt/app/node_modules/left-pad/package.json', '{"name":"left-pad","version":"1.3.0"}');
  makeDisk('disk.raw', at('root'));
  for (const [format, file, options] of [
    ['vpc', 'disk.vhd', 'subformat=dynamic,force_size=on'],
    ['vhdx', 'disk.vhdx', 'subformat=dynamic'],
    ['vmdk', 'disk.vmdk', 'subformat=streamOptimized'],
    ['qcow2', 'disk.qcow2', 'compat=1.1'],
  ] as const) {
    const args = ['convert', '-f', 'raw', '-O', format, '-o', options, at('disk.raw'), at(file)];
    execFileSync('qemu-img', args);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(missing.length > 0)('disks in the gate', () => {
  it.each(['disk.raw', 'disk.vhd', 'disk.vhdx', 'disk.vmdk', 'disk.qcow2'])(
    'reads of %s what the folder holds',
    async (name) => {
      const ofFolder = packagesOf(await scan(`dir:${at('root')}`));
      const result = await scan(`disk:${at(name)}`);
      expect(ofFolder).toEqual(['curl 1.2-3', 'left-pad 1.3.0', 'openssl 1.2-3']);
      expect(packagesOf(result)).toEqual(ofFolder);
      expect(gapsOf(result)).toEqual({});
      expect(result.targets[0]).toMatchObject({
        kind: 'disk',
        os: { id: 'debian' },
        identity: { disks: [{ name, sizeBytes: mebibytes * 1024 * 1024 }] },
      });
      expect(packagesOf(await scan(at(name)))).toEqual(ofFolder);
    },
  );

  it('misses a volume that fstab mounts, until the policy accepts it', async () => {
    write('partial/etc/os-release', 'ID=debian\nVERSION_ID="12"\n');
    write(
      'partial/etc/fstab',
      `UUID=${uuid} / ext4 rw\nLABEL=var /var xfs rw\nLABEL=d /mnt auto nofail\n`,
    );
    makeDisk('partial.raw', at('partial'));
    const target = `disk:${at('partial.raw')}`;
    const gaps = gapsOf(await scan(target));
    expect(gaps['volume:/var']).toBe(
      'fstab mounts LABEL=var at /var, and no volume of these disks is it',
    );
    expect(gaps['volume:/mnt']).toBeUndefined();
    const names = Object.keys(gaps).map((name) => `{ name: '${name}', reason: r }`);
    write('accept.yml', `coverage: [${names.join(', ')}]`);
    expect(Object.keys(gaps)).toContain('os-packages');
    const accepted = await scan(target, at('accept.yml'));
    const states = accepted.targets[0]?.findings.filter(({ id }) => id === 'coverage-volume');
    expect(states?.map(({ state }) => state)).toEqual(['excepted']);
  });

  it('names the root that Azure Disk Encryption hides', async () => {
    write('boot/luks/osluksheader', 'LUKS');
    makeDisk('encrypted.raw', at('boot'));
    const { verdict, ...result } = await scan(`disk:${at('encrypted.raw')}`);
    expect(verdict.exitCode).toBe(3);
    expect(gapsOf({ verdict, ...result })['os-packages']).toMatch(
      /no volume that was read holds a root file system: the root is encrypted by Azure Disk Encryption/,
    );
  });

  it('reads two disks as one machine', async () => {
    const target = `disk:${at('disk.vhd')},${at('encrypted.raw')}`;
    const result = await scan(target);
    expect(packagesOf(result)).toHaveLength(3);
    expect(gapsOf(result)['volume:2']).toMatch(/nothing mounts it/);
  });

  it('reads a gallery image version in Azure, and leaves nothing there', async () => {
    const bytes = readFileSync(at('disk.raw'));
    const content = () => ({
      size: bytes.length,
      read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
    });
    const image = 'galleries/shared/images/golden';
    const run = await startAzureRun(
      { [image]: example('galleryImage'), [`${image}/versions/1.0.0`]: example('galleryVersion') },
      { content, settleMs: 0 },
    );
    try {
      const { accessToken } = run.options;
      const env = { ...run.runtime.env, PORTCULLIS_ARM_ENDPOINT: run.arm.base };
      const azure = { accessToken, cleanupFolder: run.cleanupFolder };
      const request = { ...requestFor(`azure:${compute}/${image}/versions/latest`), azure };
      const { result } = await runGate(request, { ...run.runtime, env });
      expect(result.errors.filter(({ target }) => target !== undefined)).toEqual([]);
      expect(packagesOf(result)).toEqual(['curl 1.2-3', 'left-pad 1.3.0', 'openssl 1.2-3']);
      expect(result.targets[0]).toMatchObject({
        kind: 'azure',
        reference: `azure:${compute}/${image}/versions/latest`,
        identity: {
          version: '1.0.0',
          resourceId: expect.stringContaining('versions/1.0.0') as string,
        },
      });
      expect(run.arm.leftovers()).toEqual([]);
      expect(JSON.stringify(result)).not.toContain(fakeSignature);
    } finally {
      await endAzureRuns();
    }
  });

  it('says that a host without access to Azure has none', async () => {
    const { errors, verdict } = await scan('azure:/subscriptions/s/resourceGroups/r/x');
    expect(errors[0]).toMatchObject({ code: 'USAGE' });
    expect(verdict.exitCode).toBe(2);
  });

  it('masks the query of an address everywhere', async () => {
    const result = await scan('disk:https://127.0.0.1:9/disk.vhd?sig=CANARY');
    expect(JSON.stringify(result)).not.toContain('CANARY');
    expect(result.verdict.exitCode).toBe(3);
  });
});
