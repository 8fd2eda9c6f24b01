// Writes what is made from the tables: action.yml, ado-task/task.json, the README's tables, versions in manifests,
// the policy schema's check, the rules' pages.
// With --check nothing is written and a difference ends with 1. (--help is made from the table when it is asked for.)

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { actionYaml } from './generate/action-yaml.ts';
import { extensionManifest } from './generate/extension-manifest.ts';
import { policyCheck } from './generate/policy-check.ts';
import { readmeText } from './generate/readme-tables.ts';
import { rulePages } from './generate/rule-pages.ts';
import { taskJson } from './generate/task-json.ts';

const root = join(import.meta.dirname, '..');

/** Pages of rules, also of those that are there no more. */
function pagesThere(): readonly string[] {
  const folder = 'docs/rules';
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
}

/** Every generated file: its path, and what its text should be given what it is; an empty one should not be there. */
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
    ...rulePages(),
  ];
  const made = files.map(([path, make]) => {
    const is = readOrEmpty(path);
    return { path, is, should: make(is) };
  });
  const known = new Set(files.map(([path]) => path));
  const left = pagesThere()
    .filter((path) => !known.has(path))
    .map((path) => ({ path, is: read(path), should: '' }));
  return [...made, ...left];
}

if (process.argv[1] === import.meta.filename) {
  const stale = generatedFiles().filter(({ is, should }) => is !== should);
  if (process.argv.includes('--check')) {
    for (const { path } of stale) console.error(`${path} is stale: run npm run generate`);
    process.exitCode = stale.length === 0 ? 0 : 1;
  } else {
    for (const { path, should } of stale) {
      if (should === '') {
        rmSync(join(root, path));
        continue;
      }
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), should);
    }
  }
}
