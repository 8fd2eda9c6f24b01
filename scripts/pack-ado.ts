// Packs the built task into out/portcullis.vsix: stages what belongs into the extension, then tfx-cli.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(import.meta.dirname, '..');
const stage = join(root, 'out', 'vsix');
const vsix = join(root, 'out', 'portcullis.vsix');

/** Path in the repository → path in the extension. */
const contents: readonly (readonly [string, string])[] = [
  ['ado-task/vss-extension.json', 'vss-extension.json'],
  ['ado-task/overview.md', 'overview.md'],
  ['ado-task/images', 'images'],
  ['LICENSE', 'LICENSE'],
  ['ado-task/dist/THIRD_PARTY_NOTICES', 'THIRD_PARTY_NOTICES'],
  ['ado-task/task.json', 'task/task.json'],
  ['ado-task/icon.png', 'task/icon.png'],
  ['ado-task/dist', 'task/dist'],
];

if (!existsSync(join(root, 'ado-task/dist/index.mjs'))) {
  console.error('ado-task/dist is missing: run npm run build first');
  process.exit(1);
}
rmSync(stage, { recursive: true, force: true });
for (const [from, to] of contents) {
  mkdirSync(dirname(join(stage, to)), { recursive: true });
  cpSync(join(root, from), join(stage, to), { recursive: true });
}
const tfx = fileURLToPath(import.meta.resolve('tfx-cli/_build/tfx-cli.js'));
const packed = spawnSync(
  process.execPath,
  [tfx].concat(
    'extension create --no-prompt --no-color --manifest-globs vss-extension.json'.split(' '),
    ['--root', stage, '--output-path', vsix],
  ),
  { encoding: 'utf8' },
);
if (packed.status !== 0 || !existsSync(vsix)) {
  console.error(packed.stdout, packed.stderr);
  process.exit(1);
}
