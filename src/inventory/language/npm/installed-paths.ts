// Which package.json files are installed packages: what Node's resolution finds in some node_modules.

/** Folders of samples inside packages, whose node_modules nobody's `require` reaches. */
const samples = new Set(
  'test,tests,__tests__,testdata,test-data,fixture,fixtures,__fixtures__,template,templates,example,examples,sample,samples,mocks,__mocks__,spec,specs'.split(
    ',',
  ),
);

/** How many segments after `node_modules` name the package, or the package's folder in a store. */
function nameLength(segments: readonly string[], at: number): number {
  const first = segments[at] ?? '';
  // Yarn's store: node_modules/.store/lodash-npm-4.17.21-6382451519/package
  if (first === '.store' && segments[at + 2] === 'package') return 3;
  // pnpm, Bun, Deno: node_modules/.pnpm/lodash@4.17.21/node_modules/lodash
  if (first.startsWith('.') || first.startsWith('@')) return 2;
  return 1;
}

/**
 * Whether the path is that of an installed package's manifest: directly in a `node_modules`, of which those below
 * tests or templates of a package do not count.
 * @example isInstalledManifest('app/node_modules/@s/x/package.json') // true
 * @example isInstalledManifest('app/node_modules/x/test/node_modules/y/package.json') // false
 */
export function isInstalledManifest(path: string): boolean {
  const segments = path.split('/');
  const last = segments.lastIndexOf('node_modules');
  if (last === -1 || segments.at(-1) !== 'package.json') return false;
  const length = nameLength(segments, last + 1);
  if (last + 1 + length !== segments.length - 1) return false;
  if (segments[last + 1]?.startsWith('.') && length !== 3) return false;
  for (let at = segments.indexOf('node_modules'); at < last; ) {
    const inside = at + 1 + nameLength(segments, at + 1);
    const next = segments.indexOf('node_modules', inside);
    if (next === -1) return true;
    if (segments.slice(inside, next).some((segment) => samples.has(segment))) return false;
    at = next;
  }
  return true;
}

/** The name under which the package is installed; undefined in a store of another naming. */
export function installedName(path: string): string | undefined {
  const segments = path.split('/');
  const at = segments.lastIndexOf('node_modules') + 1;
  const length = segments[at]?.startsWith('@') ? 2 : 1;
  return segments[at]?.startsWith('.') || at === 0
    ? undefined
    : segments.slice(at, at + length).join('/');
}
