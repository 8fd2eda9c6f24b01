// The peers that we are compared with, built from their Go modules; and how they are called for the same work.

import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { must } from '../test/fixtures/commands.ts';
import type { Command } from './measure.ts';

export interface Peers {
  readonly trivy: string;
  readonly osvScanner: string;
}

export const peerVersions = { trivy: '0.74.0', osvScanner: '2.6.0' } as const;

/** Builds those that are missing into `folder` (minutes, and 10 GB of modules). Needs Go 1.26.8 or later. */
export async function makePeers(folder: string): Promise<Peers> {
  const bin = resolve(folder, 'bin');
  const peers: Peers = { trivy: join(bin, 'trivy'), osvScanner: join(bin, 'osv-scanner') };
  mkdirSync(bin, { recursive: true });
  const env = { GOBIN: bin, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false -mod=mod' };
  if (!existsSync(peers.trivy)) {
    // 0.74.0 does not compile on Go 1.27.3: json.SkipFunc is gone there
    await must(
      'go',
      ['install', `github.com/aquasecurity/trivy/cmd/trivy@v${peerVersions.trivy}`],
      {
        env: { ...env, GOTOOLCHAIN: 'go1.26.8', GOEXPERIMENT: 'jsonv2' },
        timeoutMs: 3_600_000,
      },
    );
  }
  if (!existsSync(peers.osvScanner)) {
    const module = `github.com/google/osv-scanner/v2/cmd/osv-scanner@v${peerVersions.osvScanner}`;
    await must('go', ['install', module], {
      env: { ...env, GOTOOLCHAIN: 'go1.27.3' },
      timeoutMs: 3_600_000,
    });
  }
  return peers;
}

/** trivy's inventory as CycloneDX: no database can be had, so nothing is matched; nothing is cached. */
export function trivyInventory(peers: Peers, image: string, out: string): Command {
  const args = ['image', '--input', image, '--format', 'cyclonedx', '--output', out];
  const offline = ['--offline-scan', '--skip-db-update', '--skip-java-db-update'];
  const quiet = ['--skip-version-check', '--disable-telemetry', '--quiet'];
  return {
    program: peers.trivy,
    args: [...args, ...offline, ...quiet, '--cache-backend', 'memory'],
  };
}

/** osv-scanner on a docker-archive; with `feeds` it matches on our data, without it only lists. */
export function osvScanner(peers: Peers, archive: string, out: string, feeds?: string): Command {
  const database = `${out}.database`;
  const matching =
    feeds === undefined
      ? ['--experimental-disable-plugins', 'vulnmatch/osvlocal']
      : ['--offline-vulnerabilities'];
  if (feeds !== undefined) {
    mkdirSync(database, { recursive: true });
    rmSync(join(database, 'osv-scalibr'), { force: true });
    symlinkSync(resolve(feeds, 'osv'), join(database, 'osv-scalibr'));
  }
  const scan = ['scan', 'image', '--archive', archive, '--offline', '--all-packages'];
  const report = ['--format', 'json', '--output-file', out, '--verbosity', 'error'];
  return {
    program: peers.osvScanner,
    args: [...scan, ...matching, ...report],
    env: { OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY: database },
    accept: [0, 1],
  };
}
