import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from './build.ts';

const root = join(import.meta.dirname, '..');

/** Path and digest of every file. */
function digests(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    found[name] = createHash('sha256').update(readFileSync(path)).digest('hex');
  }
  return found;
}

describe('the build', () => {
  let first: string;
  let second: string;
  beforeAll(async () => {
    first = mkdtempSync(join(tmpdir(), 'portcullis-build-'));
    second = mkdtempSync(join(tmpdir(), 'portcullis-build-'));
    await build(first);
    await build(second);
  });
  afterAll(() => {
    rmSync(first, { recursive: true, force: true });
    rmSync(second, { recursive: true, force: true });
  });

  it('gives the same bytes again, wherever they go', () => {
    expect(digests(second)).toEqual(digests(first));
  });

  it('keeps the machine’s paths out of what is shipped', () => {
    const files = Object.keys(digests(first));
    const telling = files.filter((name) => readFileSync(join(first, name)).includes(root));
    expect(telling).toEqual([]);
  });

  it('makes three entries, each with its notices and the WebAssembly of Node 20', () => {
    const files = Object.keys(digests(first));
    expect(files).toEqual(
      expect.arrayContaining([
        'THIRD_PARTY_NOTICES',
        'dist/portcullis.mjs',
        ...['dist', 'action/dist', 'ado-task/dist'].flatMap((folder) => [
          `${folder}/THIRD_PARTY_NOTICES`,
          `${folder}/sql-wasm.wasm`,
        ]),
        'action/dist/index.mjs',
        'ado-task/dist/index.mjs',
      ]),
    );
    expect(readFileSync(join(first, 'dist/portcullis.mjs'), 'utf8')).toMatch(
      /^#!\/usr\/bin\/env node\n/,
    );
    expect(statSync(join(first, 'dist/portcullis.mjs')).mode & 0o111).toBe(0o111);
  });

  it('loads heavy parts late: no entry names them', () => {
    for (const name of [
      'dist/portcullis.mjs',
      'action/dist/index.mjs',
      'ado-task/dist/index.mjs',
    ]) {
      const text = readFileSync(join(first, name), 'utf8');
      const eager = [...text.matchAll(/^import .*from "\.\/chunks\/(.+)\.mjs";$/gm)].map(
        (match) => match[1],
      );
      expect(eager.join(' ')).not.toMatch(
        /dockerode|azure-identity|undici|actions-cache|ajv|yaml|sql/,
      );
    }
  });

  it('names every bundled package with its licence, and never one without', () => {
    const notices = readFileSync(join(first, 'THIRD_PARTY_NOTICES'), 'utf8');
    for (const name of [
      'dockerode',
      '@azure/identity',
      'undici',
      'yaml',
      'sql.js',
      '@actions/core',
    ]) {
      expect(notices).toMatch(new RegExp(`^${name.replaceAll('.', '\\.')} \\d`, 'm'));
    }
    expect(notices).not.toMatch(/\((?:see the text|undefined|UNLICENSED)\)$/m);
    expect(notices).not.toMatch(/\((?:A?GPL|SSPL|BUSL)/);
  });
});
