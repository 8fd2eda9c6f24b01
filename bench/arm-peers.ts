// The peers that read ARM templates: trivy and KICS from their Go modules, checkov from its Python package.

import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../test/fixtures/commands.ts';
import type { Command } from './measure.ts';
import { peerVersions } from './peers.ts';

export interface ArmPeer {
  /** With its version. */
  readonly name: string;
  /** Runs that are enough: a slow one is not run six times. */
  readonly runs: number;
  readonly scan: (path: string, out: string) => Command;
}

const kicsVersion = '2.2.0';
const checkovVersion = '3.3.30';

function trivyOf(program: string): ArmPeer {
  return {
    name: `trivy ${peerVersions.trivy}`,
    runs: 5,
    scan: (path, out) => {
      const quiet = ['--skip-check-update', '--skip-version-check', '--disable-telemetry'];
      const report = ['--quiet', '--format', 'json', '--output', `${out}.json`];
      return { program, args: ['config', ...quiet, ...report, path] };
    },
  };
}

/** Queries and libraries lie in the module, beside the program's source. */
function kicsOf(program: string, module: string): ArmPeer {
  return {
    name: `KICS ${kicsVersion}`,
    runs: 3,
    scan: (path, out) => ({
      program,
      args: [
        'scan',
        `--path=${path}`,
        '--type=AzureResourceManager',
        '--ci',
        '--silent',
        `--queries-path=${join(module, 'assets/queries')}`,
        `--libraries-path=${join(module, 'assets/libraries')}`,
        '--report-formats=json',
        `--output-path=${out}.kics`,
        '--ignore-on-exit=all',
      ],
      env: { DISABLE_CRASH_REPORT: '1' },
    }),
  };
}

function checkovOf(program: string): ArmPeer {
  const flags = ['--framework', 'arm', '--skip-download', '--quiet', '--compact', '-o', 'json'];
  return {
    name: `checkov ${checkovVersion}`,
    runs: 3,
    scan: (path) => ({
      program,
      args: [path.endsWith('.json') ? '-f' : '-d', path, ...flags],
      // Findings end it with 1.
      accept: [0, 1],
    }),
  };
}

async function made(program: string, ...command: readonly string[]): Promise<boolean> {
  if (existsSync(program)) return true;
  const [name = '', ...args] = command;
  const { status } = await run(name, args, { timeoutMs: 3_600_000 });
  return status === 0 && existsSync(program);
}

async function makeKics(bin: string): Promise<ArmPeer | undefined> {
  const program = join(bin, 'console');
  const go = ['env', `GOBIN=${bin}`, 'CGO_ENABLED=0', 'GOFLAGS=-buildvcs=false -mod=mod'];
  const module = `github.com/Checkmarx/kics/v2@v${kicsVersion}`;
  const command = module.replace('/v2@', '/v2/cmd/console@');
  if (!(await made(program, ...go, 'GOTOOLCHAIN=go1.27.3', 'go', 'install', command))) {
    return undefined;
  }
  const { stdout } = await run('go', ['mod', 'download', '-json', module], {});
  const folder = /"Dir": "([^"]+)"/.exec(stdout)?.[1];
  return folder === undefined ? undefined : kicsOf(program, folder);
}

async function makeCheckov(folder: string): Promise<ArmPeer | undefined> {
  const program = join(folder, 'bin/checkov');
  const pip = join(folder, 'bin/pip');
  const isMade =
    (await made(pip, 'python3', '-m', 'venv', folder)) &&
    (await made(program, pip, 'install', '--quiet', `checkov==${checkovVersion}`));
  return isMade ? checkovOf(program) : undefined;
}

/**
 * trivy, and those of `kics` and `checkov` that are wanted, built into `folder` where they are missing (KICS takes
 * minutes); one that cannot be had is left out, and named on stderr.
 */
export async function makeArmPeers(
  folder: string,
  trivy: string,
  wanted: readonly string[],
): Promise<readonly ArmPeer[]> {
  const bin = resolve(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const peers = [trivyOf(trivy)];
  for (const name of wanted) {
    const make = { kics: () => makeKics(bin), checkov: () => makeCheckov(join(folder, 'checkov')) };
    const peer = name === 'kics' || name === 'checkov' ? await make[name]() : undefined;
    if (peer === undefined) process.stderr.write(`${name} cannot be had: left out\n`);
    else peers.push(peer);
  }
  return peers;
}
