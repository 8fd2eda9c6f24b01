// From a distribution to the OSV ecosystem of its release. Strings as OSV.dev writes them in `affected.package`.

import type { ReleaseFields } from './parse-release.ts';

export type Ecosystem =
  | { readonly kind: 'known'; readonly ecosystem: string }
  /** No feed speaks of it; the reason is for the report. */
  | { readonly kind: 'unknown'; readonly reason: string };

const known = (ecosystem: string): Ecosystem => ({ kind: 'known', ecosystem });
const unknown = (reason: string): Ecosystem => ({ kind: 'unknown', reason });

/** The first number of a version: OSV names these distributions by their major release. */
function byMajor(name: string, versionId: string): Ecosystem {
  const major = /^(\d+)/.exec(versionId)?.[1];
  return major === undefined
    ? unknown(`${name} has no release «${versionId}»`)
    : known(`${name}:${major}`);
}

function ubuntu(versionId: string): Ecosystem {
  const match = /^(\d{2})\.(\d{2})/.exec(versionId);
  if (match === null) return unknown(`Ubuntu has no release «${versionId}»`);
  const [release = '', year, month] = match;
  const isLongTerm = Number(year) % 2 === 0 && month === '04';
  return known(`Ubuntu:${release}${isLongTerm ? ':LTS' : ''}`);
}

function alpine(versionId: string): Ecosystem {
  // edge calls itself 3.22.0_alpha20250108, or has no version at all: the security database has no branch for it.
  const match = /^(\d+\.\d+)(?:\.\d+)?$/.exec(versionId);
  return match === null
    ? unknown(`Alpine «${versionId}» is no release: edge has no security branch`)
    : known(`Alpine:v${match[1] ?? ''}`);
}

const distributions: Readonly<Record<string, (versionId: string) => Ecosystem>> = {
  debian: (version) => byMajor('Debian', version),
  ubuntu,
  alpine,
  almalinux: (version) => byMajor('AlmaLinux', version),
  rocky: (version) => byMajor('Rocky Linux', version),
  azurelinux: (version) => byMajor('Azure Linux', version),
  mariner: (version) => byMajor('Azure Linux', version),
};

/**
 * The OSV ecosystem of a release, or why there is none: another distribution, or one without a release (Debian
 * testing and unstable, Alpine edge). Derivatives are not their parents: their packages differ.
 * @example ecosystemOf({ id: 'ubuntu', versionId: '22.04', idLike: [] }) // Ubuntu:22.04:LTS
 */
export function ecosystemOf(release: ReleaseFields): Ecosystem {
  const find = Object.hasOwn(distributions, release.id) ? distributions[release.id] : undefined;
  if (find === undefined) return unknown(`no advisory feed knows the distribution «${release.id}»`);
  if (release.versionId === undefined) {
    return unknown(`«${release.prettyName ?? release.id}» names no release (testing or unstable)`);
  }
  return find(release.versionId);
}
