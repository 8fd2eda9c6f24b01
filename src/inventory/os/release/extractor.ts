// Which operating system a tree holds: os-release first, then what distributions had before it.

import type {
  Bytes,
  Entry,
  ExtractedInventory,
  FileTree,
  Plugin,
} from '../../../model/file-tree.ts';
import { readAll } from '../../read-bytes.ts';
import { ecosystemOf } from './ecosystem.ts';
import {
  parseAlpineRelease,
  parseDebianVersion,
  parseLsbRelease,
  parseOsRelease,
  parseRedHatRelease,
  type ReleaseFields,
} from './parse-release.ts';

/** In the order in which they are believed. Ubuntu has a debian_version too, of Debian: so that comes last. */
const sources: readonly (readonly [string, (text: string) => ReleaseFields | undefined])[] = [
  ['etc/os-release', parseOsRelease],
  ['usr/lib/os-release', parseOsRelease],
  ['etc/lsb-release', parseLsbRelease],
  ['etc/alpine-release', parseAlpineRelease],
  ['etc/azurelinux-release', parseRedHatRelease],
  ['etc/mariner-release', parseRedHatRelease],
  ['etc/almalinux-release', parseRedHatRelease],
  ['etc/rocky-release', parseRedHatRelease],
  ['etc/centos-release', parseRedHatRelease],
  ['etc/redhat-release', parseRedHatRelease],
  ['etc/system-release', parseRedHatRelease],
  ['etc/debian_version', parseDebianVersion],
];

const limitBytes = 64 * 1024;

/** The text of one of the files, as it is: which file it is depends on the path that leads to it. */
async function parse(_entry: Entry, bytes: Bytes): Promise<string> {
  return (await readAll(bytes)).toString('utf8');
}

/** The first file that names a distribution; a link counts as what it leads to. */
async function readRelease(
  tree: FileTree,
  texts: ReadonlyMap<string, string>,
): Promise<ReleaseFields | undefined> {
  for (const [path, read] of sources) {
    const entry = await tree.stat(path);
    const text = entry === undefined ? undefined : texts.get(entry.content);
    const release = text === undefined ? undefined : read(text);
    if (release === undefined) continue;
    if (release.id !== 'debian' || release.versionId !== undefined) return release;
    // os-release of an old Debian may lack what debian_version has.
    const version = await tree.stat('etc/debian_version');
    const plain = version === undefined ? undefined : texts.get(version.content);
    const versionId = plain === undefined ? undefined : parseDebianVersion(plain)?.versionId;
    return versionId === undefined ? release : { ...release, versionId };
  }
  return undefined;
}

/** The operating system, with a coverage row `os-release` where no feed knows it. */
export const release: Plugin<string, ExtractedInventory> = {
  id: 'os/release',
  version: 1,
  wants: [{ globs: sources.map(([path]) => path), limitBytes, parse }],
  async run(tree, facts) {
    const texts = new Map(facts.map(([entry, text]) => [entry.content, text]));
    const found = await readRelease(tree, texts);
    if (found === undefined) return {};
    const ecosystem = ecosystemOf(found);
    if (ecosystem.kind === 'known') {
      return {
        os: { ...found, ecosystem: ecosystem.ecosystem },
        coverage: [{ what: 'os-release', status: 'scanned', incomplete: false }],
      };
    }
    const row = { what: 'os-release', status: 'not-scanned', incomplete: true } as const;
    return { os: found, coverage: [{ ...row, reason: ecosystem.reason }] };
  },
};
