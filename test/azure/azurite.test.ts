import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAzureDisks } from '../../src/azure/compute/open-azure-disks.ts';
import { newStatistics } from '../../src/disks/byte-source.ts';
import { openRemoteDisk } from '../../src/disks/open-disk.ts';
import { createHttp } from '../../src/net/http.ts';
import { type Azurite, azuriteProgram, startAzurite } from '../fixtures/azure/azurite.ts';
import { makeCertificate, type OwnCertificate } from '../fixtures/certificate.ts';
import { noise } from '../fixtures/disks/disk-files.ts';
import { testRuntime } from '../fixtures/test-runtime.ts';

// A VHD blob at a storage account that we did not write.

const program = azuriteProgram();
if (program === undefined)
  it.skip('reads page blobs of Azurite: it is not on this machine', () => undefined);

const size = 64 * 1024 * 1024;
const at = 5 * 1024 * 1024;
const head = noise(64 * 1024, 1);
const middle = noise(64 * 1024, 2);

describe.skipIf(program === undefined)('a VHD blob of Azurite', () => {
  let certificate: OwnCertificate;
  let azurite: Azurite;
  let folder: string;
  beforeAll(async () => {
    certificate = makeCertificate();
    folder = mkdtempSync(join(tmpdir(), 'portcullis-azurite-'));
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(certFile, certificate.cert);
    writeFileSync(keyFile, certificate.key);
    azurite = await startAzurite(program ?? '', { folder, certFile, keyFile });
    await azurite.upload(
      'golden.vhd',
      size,
      new Map([
        [0, head],
        [at, middle],
      ]),
    );
  }, 60_000);
  afterAll(async () => {
    await azurite.stop();
    certificate.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(lifeMs: number, renewedMs?: number) {
    const said: string[] = [];
    const say = (message: string) => void said.push(message);
    const runtime = testRuntime({
      env: { PORTCULLIS_CA_FILE: certificate.caFile },
      log: { debug: say, info: say, warn: say },
    });
    const options = { accessToken: () => expect.unreachable() };
    const address = azurite.address('golden.vhd', lifeMs);
    const opened = await openAzureDisks(address, options, runtime);
    const http = createHttp(runtime, { baseDelayMs: 1 });
    const statistics = newStatistics();
    const [disk] = opened.disks;
    if (disk === undefined) throw new Error('no disk');
    const url = azurite.address('golden.vhd', renewedMs ?? lifeMs);
    const renew = async () => ({ url });
    const { signal } = runtime;
    const container = await openRemoteDisk({
      http,
      address: disk.address,
      statistics,
      signal,
      ...(renewedMs === undefined ? {} : { renew }),
    });
    return { disk: container.disk, statistics, said, close: () => http.close() };
  }

  it('is read by its signature, and what was never written costs no request', async () => {
    const { disk, statistics, said, close } = await open(60_000);
    expect(disk.size).toBe(size);
    expect(Buffer.compare(await disk.read(at, 1000), middle.subarray(0, 1000))).toBe(0);
    const reads = statistics.reads;
    expect(Buffer.compare(await disk.read(32 * 1024 * 1024, 65_536), Buffer.alloc(65_536))).toBe(0);
    expect(statistics.reads).toBe(reads);
    expect(said.join()).not.toContain('sig=');
    await close();
  });

  it('is read on with a fresh signature, when the old one is over', async () => {
    const { disk, close } = await open(2500, 60_000);
    await new Promise((resolve) => setTimeout(resolve, 3500));
    expect(Buffer.compare(await disk.read(at, 1000), middle.subarray(0, 1000))).toBe(0);
    await close();
  }, 20_000);

  it('is refused when its signature is over', async () => {
    await expect(open(-60_000)).rejects.toMatchObject({
      code: 'TARGET_UNREADABLE',
      message: expect.stringMatching(/^(?!.*sig=)/),
    });
  });
});
