// Licences of what is bundled, read from the installed packages.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface BundledPackage {
  readonly name: string;
  readonly folder: string;
}

/** The package under node_modules that a module belongs to. */
export function packageOf(id: string): BundledPackage | undefined {
  const match = /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))[\\/]/.exec(id);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { name: match[2].replaceAll('\\', '/'), folder: match[1] };
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
}

function licenceTexts(folder: string): string {
  const files = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file) && !/\.[cm]?[jt]s$/.test(file))
    .sort();
  return files
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
}

function notice(folder: string): { heading: string; text: string } {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const { license, licenses } = manifest;
  const named =
    (typeof license === 'string' ? license : license?.type) ??
    licenses?.map(({ type }) => type).join(' OR ') ??
    'see the text';
  return {
    heading: `${manifest.name ?? dirname(folder)} ${manifest.version ?? ''} (${named})`,
    text: licenceTexts(folder) || `Licence: ${named}; the package carries no text of it.`,
  };
}

/** One text with every package that `modules` come from, sorted, each text once. */
export function noticesOf(modules: readonly string[]): string {
  const folders = new Set<string>();
  for (const id of modules) {
    const folder = packageOf(id)?.folder;
    if (folder !== undefined && existsSync(join(folder, 'package.json'))) folders.add(folder);
  }
  const notices = [...folders].map(notice);
  const headings = new Map<string, Set<string>>();
  for (const { heading, text } of notices) {
    headings.set(text, (headings.get(text) ?? new Set()).add(heading));
  }
  const parts = [...headings]
    .map(([text, names]) => ({ names: [...names].sort().join('\n'), text }))
    .sort((left, right) => (left.names < right.names ? -1 : 1))
    .map(({ names, text }) => `${names}\n\n${text}\n`);
  const head = 'Portcullis bundles the following software.\n';
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}
