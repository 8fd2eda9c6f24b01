// `npm run example`: the built command line on a real image and a real excerpt of advisories, without network.
// Ends with 0 only when the gate closed, and for the reasons in expected.json.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Expected, type Shown, verify } from './verify.ts';

const here = import.meta.dirname;
const root = join(here, '..');
const cli = join(root, 'dist/portcullis.mjs');
// For the tests: another excerpt than the tracked one, another folder than out/example.
const feeds = process.env['EXAMPLE_FEEDS'] ?? join(here, 'feeds');
const out = process.env['EXAMPLE_OUT'] ?? join(root, 'out/example');

function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function give(reasons: readonly string[]): never {
  const lines = [
    '',
    'The example did not go as it should:',
    ...reasons.map((each) => `  - ${each}`),
  ];
  // written at once: what is still on its way when the process ends can be lost
  writeSync(1, `${lines.join('\n')}\n`);
  process.exit(1);
}

function shownPath(path: string): string {
  return relative(process.cwd(), path) || '.';
}

if (!existsSync(cli)) give(['dist/portcullis.mjs is not built: run `npm ci` or `npm run build`']);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = join(out, 'result.json');
const sarif = join(out, 'result.sarif');
const args = [
  'scan',
  `docker-archive:${shownPath(join(here, 'image/shop.tar'))}`,
  '--feeds',
  shownPath(feeds),
  '--db',
  shownPath(join(out, 'db')),
  '--offline',
  '-o',
  'table',
  '-o',
  `json=${shownPath(result)}`,
  '-o',
  `sarif=${shownPath(sarif)}`,
];
// The reader's own settings for Portcullis must not change what is shown.
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('PORTCULLIS_')),
);

say(`$ npx portcullis ${args.join(' ')}`, '');
const run = spawnSync(process.execPath, [cli, ...args], { env, stdio: 'inherit' });
if (run.error !== undefined) give([run.error.message]);
if (!existsSync(result)) give([`exit code ${run.status ?? run.signal}, and no JSON report`]);

const expected: Expected = JSON.parse(readFileSync(join(here, 'expected.json'), 'utf8'));
const shown: Shown = JSON.parse(readFileSync(result, 'utf8'));
const faults = verify(expected, run.status, shown);
if (!existsSync(sarif)) faults.push('there is no SARIF report');
if (faults.length > 0) give(faults);

say(
  '',
  `A pipeline gets exit code ${run.status}: the gate is closed, because of`,
  ...expected.failing.map(
    ({ id, package: name, ecosystem, why }) => `  ${id}  ${name} (${ecosystem}): ${why}`,
  ),
  '',
  `Written: ${shownPath(result)} (JSON), ${shownPath(sarif)} (SARIF).`,
  '',
  'Next, an image of your own:',
  '  npx portcullis scan docker:NAME:TAG                 an image of the local Docker engine',
  '  npx portcullis scan registry:HOST/NAME:TAG          straight from a registry',
  '  npx portcullis scan NAME:TAG --fail-on critical     another threshold',
  'The first scan fetches the advisories that the image needs; `npx portcullis --help` shows all options.',
  '',
  'As expected: this example shows a closed gate, so it is done.',
);
