// Platforms as `--platform` and image indexes write them: os/architecture[/variant], OCI image-index.md and the
// matching of containerd's platforms package.

import { arch } from 'node:process';
import { UserError } from '../model/errors.ts';

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  /** `v7`, `v8`; absent where the index names none. */
  readonly variant?: string;
}

const aliases: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  x64: ['amd64'],
  i386: ['386'],
  ia32: ['386'],
  aarch64: ['arm64', 'v8'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
};

/** What an absent variant stands for. */
const usualVariant: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8', arm: 'v7' };

/**
 * Reads `linux/arm64/v8`, `linux/arm64` or `arm64` (then the system is linux). Throws `USAGE`.
 */
export function parsePlatform(text: string): Platform {
  const parts = text.toLowerCase().split('/');
  const [os, name, variant] = parts.length === 1 ? ['linux', parts[0]] : parts;
  const words = [os, name, variant ?? 'v1'];
  if (parts.length > 3 || !words.every((word) => /^[a-z0-9_.-]+$/.test(word ?? ''))) {
    throw new UserError('USAGE', `${text} is no platform`, {
      hint: 'Write it as linux/amd64 or linux/arm64/v8, or all for every platform of the image.',
    });
  }
  return normalise(os ?? '', name ?? '', variant);
}

function normalise(os: string, name: string, variant?: string): Platform {
  const [architecture, implied] = aliases[name] ?? [name];
  const chosen = variant ?? implied;
  return { os, architecture, ...(chosen === undefined ? {} : { variant: chosen }) };
}

/** linux on this machine's processor: also where the runner is none of Linux, since images there are run by a Linux. */
export function runnersPlatform(): Platform {
  return normalise('linux', arch);
}

/** @example formatPlatform({ os: 'linux', architecture: 'arm64', variant: 'v8' }) // 'linux/arm64/v8' */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return variant === undefined || variant === ''
    ? `${os}/${architecture}`
    : `${os}/${architecture}/${variant}`;
}

/** The rank of a variant among its architecture's: `v7` → 7. */
function rankOf({ architecture, variant }: Platform): number {
  const text = variant === undefined || variant === '' ? usualVariant[architecture] : variant;
  const match = /^v(\d+)(?:\.(\d+))?$/.exec(text ?? 'v0');
  return match === null ? Number.NaN : Number(match[1]) + Number(match[2] ?? 0) / 100;
}

/**
 * How well `offered` serves `wanted`: undefined not at all, else the higher the better.
 * A processor runs what is made for an older variant of it, never for a newer one.
 */
export function suitability(wanted: Platform, offered: Platform): number | undefined {
  const there = normalise(
    offered.os.toLowerCase(),
    offered.architecture.toLowerCase(),
    offered.variant,
  );
  if (wanted.os !== there.os || wanted.architecture !== there.architecture) return undefined;
  const asked = rankOf(wanted);
  const rank = rankOf(there);
  if (Number.isNaN(asked) || Number.isNaN(rank)) {
    return wanted.variant === there.variant ? 0 : undefined;
  }
  return rank <= asked ? rank : undefined;
}
