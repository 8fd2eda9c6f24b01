// Writes what is made from the tables: action.yml, ado-task/task.json, the README's tables, versions in manifests,
// the policy schema's check.
// With --check nothing is written and a difference ends with 1. (--help is made from the table when it is asked for.)

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionYaml } from './generate/action-yaml.ts';
import { extensionManifest } from './generate/extension-manifest.ts';
import { policyCheck } from './generate/policy-check.ts';
import { readmeText } from './generate/readme-tables.ts';
import { taskJson } from './generate/task-json.ts';

const root = join(import.meta.dirname, '..');

/** Every generated file: its path, and what its text should be given what it is. */
export function generatedFiles(): readonly { path: string; is: string; should: string }[] {
  const read = (path: string) => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
  const readOrEmpty = (path: string) => {
    try {
      return read(path);
    } catch {
      // Not there yet: it will be written.
      return '';
    }
  };
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const files: readonly [string, (is: string) => string][] = [
    ['action.yml', () => actionYaml()],
    ['ado-task/task.json', () => taskJson(version)],
    ['ado-task/vss-extension.json', (is) => extensionManifest(is, version)],
    ['README.md', readmeText],
    ['src/policy/policy-check.generated.mjs', () => policyCheck()],
  ];
  return files.map(([path, make]) => {
    const is = readOrEmpty(path);
    return { path, is, should: make(is) };
  });
}

if (process.argv[1] === import.meta.filename) {
  const stale = generatedFiles().filter(({ is, should }) => is !== should);
  if (process.argv.includes('--check')) {
    for (const { path } of stale) console.error(`${path} is stale: run npm run generate`);
    process.exitCode = stale.length === 0 ? 0 : 1;
  } else {
    for (const { path, should } of stale) writeFileSync(join(root, path), should);
  }
}
