// Where each feed lies: in a folder or mirror laid out as the OSV export (osv/<ECOSYSTEM>/all.zip, kev.json, eol.json …),
// or at the public addresses, each of which an environment variable can replace.

import { join } from 'node:path';
import type { Runtime } from '../../model/runtime.ts';

export type FeedLocation =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'address'; readonly url: string };

/** The feeds beside the ecosystems. */
export type TableName = 'kev' | 'eol' | 'cve-severity' | 'epss';

const files: Readonly<Record<TableName, string>> = {
  kev: 'kev.json',
  eol: 'eol.json',
  'cve-severity': 'cve-severity.csv.gz',
  epss: 'epss.csv.gz',
};

const publicOsv = 'https://osv-vulnerabilities.storage.googleapis.com';
const publicEndOfLife = 'https://endoflife.date/api/v1/products';
const publicTables: Readonly<Partial<Record<TableName, string>>> = {
  kev: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
};
const variables: Readonly<Record<TableName, string>> = {
  kev: 'PORTCULLIS_FEED_KEV',
  eol: 'PORTCULLIS_FEED_EOL',
  'cve-severity': 'PORTCULLIS_FEED_CVE_SEVERITY',
  epss: 'PORTCULLIS_FEED_EPSS',
};

/** endoflife.date's product for each ecosystem that is an operating system. */
export const productsByEcosystem: Readonly<Record<string, string>> = {
  Debian: 'debian',
  Ubuntu: 'ubuntu',
  Alpine: 'alpine-linux',
  AlmaLinux: 'almalinux',
  'Rocky Linux': 'rocky-linux',
  'Red Hat': 'rhel',
  'Azure Linux': 'azure-linux',
};

export interface FeedSources {
  /** Undefined: the public addresses. */
  readonly feeds: string | undefined;
  readonly env: Runtime['env'];
}

export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

const address = (base: string, ...parts: readonly string[]): FeedLocation => ({
  kind: 'address',
  url: [base.replace(/\/+$/, ''), ...parts.map(encodeURIComponent)].join('/'),
});

function place(text: string): FeedLocation {
  return isAddress(text) ? { kind: 'address', url: text } : { kind: 'file', path: text };
}

/** The export of an ecosystem. */
export function advisoryLocation(ecosystem: string, sources: FeedSources): FeedLocation {
  const base = sources.feeds ?? sources.env['PORTCULLIS_FEED_OSV'] ?? publicOsv;
  const parts = sources.feeds === undefined ? [] : ['osv'];
  if (isAddress(base)) return address(base, ...parts, ecosystem, 'all.zip');
  return { kind: 'file', path: join(base, ...parts, ecosystem, 'all.zip') };
}

/**
 * Where a table lies, in one piece or (end of life at the public address) a document for each product.
 * Empty: nobody offers it.
 */
export function tableLocations(table: TableName, sources: FeedSources): readonly FeedLocation[] {
  const { feeds, env } = sources;
  if (feeds !== undefined) {
    return isAddress(feeds)
      ? [address(feeds, files[table])]
      : [{ kind: 'file', path: join(feeds, files[table]) }];
  }
  const override = env[variables[table]];
  if (table === 'eol') {
    if (override !== undefined && override.endsWith('.json')) return [place(override)];
    const base = override ?? publicEndOfLife;
    return Object.values(productsByEcosystem).map((product) => address(base, product));
  }
  const text = override ?? publicTables[table];
  return text === undefined || text === '' ? [] : [place(text)];
}
