// Builds the three bundles: dist/ (command line), action/dist (tracked), ado-task/dist (packed into the .vsix).
// ESM, not minified; what is imported by `await import()` becomes a chunk with a stable name. The same input gives
// the same bytes.

import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { noticesOf, packageOf } from './notices.ts';

const root = join(import.meta.dirname, '..');
const posix = (path: string) => path.split(sep).join('/');

interface Bundle {
  readonly entry: string;
  readonly folder: string;
  readonly name: string;
  readonly executable?: true;
  /** The step after the job, beside the entry as `post.mjs`. */
  readonly post?: string;
}

const bundles: readonly Bundle[] = [
  { entry: 'src/cli/main.ts', folder: 'dist', name: 'portcullis', executable: true },
  { entry: 'action/index.ts', folder: 'action/dist', name: 'index', post: 'action/post.ts' },
  { entry: 'ado-task/index.ts', folder: 'ado-task/dist', name: 'index', post: 'ado-task/post.ts' },
];

/** Native speed-ups that their users do without: asking for one throws, as if it were not installed. */
const withoutNatives: Plugin = {
  name: 'without-natives',
  resolveId(source) {
    return source === 'cpu-features' || source.endsWith('.node') ? '\0native' : null;
  },
  load(id) {
    return id === '\0native'
      ? { code: "throw new Error('native modules are not bundled');", moduleType: 'js' }
      : null;
  },
};

/** Of our own package.json only the version enters a bundle. */
const versionOnly: Plugin = {
  name: 'version-only',
  load(id) {
    if (id !== join(root, 'package.json')) return null;
    const { version } = JSON.parse(readFileSync(id, 'utf8')) as { version: string };
    return { code: `export default ${JSON.stringify({ version })};`, moduleType: 'js' };
  },
};

/** `src/cli/scan.ts` → `cli-scan`, a file of package `dockerode` → `dockerode`. */
function moduleName(id: string): string {
  const owner = packageOf(id);
  const path = owner === undefined ? posix(relative(root, id)).replace(/^src\//, '') : owner.name;
  return path
    .replace(/\.[cm]?[jt]s$/, '')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-/, '');
}

function chunkName(chunk: { facadeModuleId?: string | null; moduleIds: string[] }): string {
  const facade = chunk.facadeModuleId;
  if (typeof facade === 'string') return `chunks/${moduleName(facade)}.mjs`;
  const first = chunk.moduleIds.filter((id) => !id.startsWith('\0')).sort()[0];
  const name = first === undefined ? 'runtime' : `shared-${moduleName(first)}`;
  return `chunks/${name}.mjs`;
}

async function buildBundle(bundle: Bundle, target: string): Promise<readonly string[]> {
  const folder = join(target, bundle.folder);
  const build = await rolldown({
    cwd: root,
    input: {
      [bundle.name]: join(root, bundle.entry),
      ...(bundle.post === undefined ? {} : { post: join(root, bundle.post) }),
    },
    platform: 'node',
    plugins: [withoutNatives, versionOnly],
    checks: { eval: false },
    onLog(level, log, report) {
      // Libraries under node_modules are as they are.
      if (log.id?.includes('node_modules') !== true) report(level, log);
    },
  });
  rmSync(folder, { recursive: true, force: true });
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    minify: false,
    sourcemap: false,
    entryFileNames: '[name].mjs',
    chunkFileNames: chunkName,
    ...(bundle.executable === true
      ? { banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : '') }
      : {}),
  });
  await build.close();
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk');
  const modules = chunks.flatMap((chunk) => chunk.moduleIds);
  if (modules.some((id) => packageOf(id)?.name === 'sql.js')) {
    // Node 20's SQLite; src/runtime/sqlite-wasm.ts looks for it beside its chunk's folder.
    cpSync(join(root, 'node_modules/sql.js/dist/sql-wasm.wasm'), join(folder, 'sql-wasm.wasm'));
  }
  writeFileSync(join(folder, 'THIRD_PARTY_NOTICES'), noticesOf(modules));
  if (bundle.executable === true) chmodSync(join(folder, `${bundle.name}.mjs`), 0o755);
  return modules;
}

/** Builds the bundles (`dist`, `action/dist`, `ado-task/dist`; all without a choice) below `target`. */
export async function build(target: string, wanted: readonly string[] = []): Promise<void> {
  const chosen = bundles.filter(({ folder }) => wanted.length === 0 || wanted.includes(folder));
  const built = await Promise.all(chosen.map((bundle) => buildBundle(bundle, target)));
  if (chosen.length === bundles.length) {
    writeFileSync(join(target, 'THIRD_PARTY_NOTICES'), noticesOf(built.flat()));
  }
}

if (process.argv[1] === import.meta.filename) await build(root, process.argv.slice(2));
