// Cuts from a folder of advisory feeds the records that speak of the example image's packages, byte for byte.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface OsvRecord {
  readonly affected?: readonly {
    readonly package?: { readonly ecosystem: string; readonly name: string };
  }[];
}

/** Source packages of a dpkg status file. */
function sourceNames(statusPath: string): Set<string> {
  const names = new Set<string>();
  for (const stanza of readFileSync(statusPath, 'utf8').split('\n\n')) {
    const source = /^Source: (\S+)/m.exec(stanza) ?? /^Package: (\S+)/m.exec(stanza);
    if (source?.[1] !== undefined) names.add(source[1]);
  }
  return names;
}

const oneTime = new Date('2026-11-24T00:00:00Z');

/** Zips the files of a folder whose names are given; the same bytes on every run. */
function zip(folder: string, names: readonly string[], path: string): void {
  for (const name of names) utimesSync(join(folder, name), oneTime, oneTime);
  rmSync(path, { force: true });
  execFileSync('zip', ['-q', '-X', '-9', '-@', resolve(path)], {
    cwd: folder,
    input: names.join('\n'),
    env: { ...process.env, TZ: 'UTC' },
  });
}

function cutEcosystem(
  feeds: string,
  out: string,
  ecosystem: string,
  concerns: (ecosystem: string, name: string) => boolean,
): void {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-excerpt-'));
  try {
    execFileSync('unzip', ['-q', resolve(feeds, 'osv', ecosystem, 'all.zip'), '-d', folder]);
    const names = execFileSync('ls', ['-1', folder], { encoding: 'utf8' }).split('\n');
    const kept = names.filter((name) => {
      if (!name.endsWith('.json')) return false;
      const record: OsvRecord = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      return (record.affected ?? []).some(
        ({ package: named }) => named !== undefined && concerns(named.ecosystem, named.name),
      );
    });
    mkdirSync(join(out, 'osv', ecosystem), { recursive: true });
    zip(folder, kept, join(out, 'osv', ecosystem, 'all.zip'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Kev {
  readonly vulnerabilities: readonly { readonly cveID: string }[];
}

/** Writes `osv/ECOSYSTEM/all.zip`, the KEV entries of the CVEs that stay, and Debian's end-of-life dates. */
export function writeExcerpt(
  feeds: string,
  out: string,
  statusPath: string,
  languages: Readonly<Record<string, readonly string[]>>,
): void {
  const sources = sourceNames(statusPath);
  cutEcosystem(
    feeds,
    out,
    'Debian',
    (ecosystem, name) => ecosystem === 'Debian:12' && sources.has(name),
  );
  for (const [language, packages] of Object.entries(languages)) {
    cutEcosystem(
      feeds,
      out,
      language,
      (ecosystem, name) => ecosystem === language && packages.includes(name.toLowerCase()),
    );
  }
  const kev: Kev = JSON.parse(readFileSync(join(feeds, 'kev.json'), 'utf8'));
  const debian = execFileSync('unzip', ['-Z1', join(out, 'osv/Debian/all.zip')], {
    encoding: 'utf8',
  });
  const named = new Set(debian.match(/CVE-\d{4}-\d+/g));
  const vulnerabilities = kev.vulnerabilities.filter(({ cveID }) => named.has(cveID));
  const cut = { ...kev, count: vulnerabilities.length, vulnerabilities };
  writeFileSync(join(out, 'kev.json'), `${JSON.stringify(cut, undefined, 1)}\n`);
  const eol: { products: Record<string, unknown> } = JSON.parse(
    readFileSync(join(feeds, 'eol.json'), 'utf8'),
  );
  const products = { debian: eol.products['debian'] };
  writeFileSync(join(out, 'eol.json'), `${JSON.stringify({ ...eol, products }, undefined, 1)}\n`);
}
