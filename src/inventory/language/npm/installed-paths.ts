// Which package.json files are installed packages: those that Node's resolution reaches, one node_modules below another.

/** Stores of pnpm and Yarn: `node_modules/.pnpm/x@1.0.0/node_modules/x`. */
const stores = new Set(['.pnpm', '.store']);

/**
 * Whether the path is that of an installed package's manifest. Below the first `node_modules` only package folders
 * and further `node_modules` may follow: so a `node_modules` among the tests or templates inside a package is none.
 * @example isInstalledManifest('app/node_modules/@s/x/package.json') // true
 * @example isInstalledManifest('app/node_modules/x/test/node_modules/y/package.json') // false
 */
export function isInstalledManifest(path: string): boolean {
  const segments = path.split('/');
  let at = segments.indexOf('node_modules');
  if (at === -1 || segments.at(-1) !== 'package.json') return false;
  while (segments[at] === 'node_modules') {
    const first = segments[at + 1] ?? '';
    if (stores.has(first)) {
      at += 3;
      continue;
    }
    if (first.startsWith('.')) return false;
    at += first.startsWith('@') ? 3 : 2;
    if (at === segments.length - 1) return true;
  }
  return false;
}
