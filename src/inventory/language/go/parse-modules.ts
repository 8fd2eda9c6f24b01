// The module lines of Go's build information (runtime/debug, ModInfo): tab-separated `mod`, `dep` and `=>`.

export interface GoModule {
  readonly path: string;
  /** With its `v`, as `go version -m` prints it; `stdlib` has the Go version without `go`. */
  readonly version: string;
}

/**
 * The modules that are in the binary, the standard library as `stdlib`. What `=>` puts in a module's place is named
 * instead of it; a local folder in its place has no version, so the module's own stands. `(devel)`, the main module
 * of a checkout, is left out: no advisory can be compared with it.
 * @example readGoModules('go1.22.1', 'dep\ta.b/c\tv1.0.0\th1:x=\n') // stdlib 1.22.1, a.b/c v1.0.0
 */
export function readGoModules(goVersion: string, moduleInfo: string): readonly GoModule[] {
  const modules: GoModule[] = [];
  let last: GoModule | undefined;
  const finish = () => {
    if (last !== undefined) modules.push(last);
    last = undefined;
  };
  const standard = readGoVersion(goVersion);
  if (standard !== undefined) modules.push({ path: 'stdlib', version: standard });
  for (const line of moduleInfo.split('\n')) {
    const [kind, path, version] = line.split('\t');
    if (kind === 'mod' || kind === 'dep') finish();
    else if (kind !== '=>') continue;
    if (path && isVersion(version)) last = { path, version };
  }
  finish();
  return modules;
}

const isVersion = (version: string | undefined): version is string =>
  version !== undefined && version !== '' && version !== '(devel)';

/** `go1.22.1`, `go1.21rc2`, `go1.22.1 X:boringcrypto`, `devel go1.23-abcdef …`; undefined where none is named. */
export function readGoVersion(text: string): string | undefined {
  return /(?:^|\s)go(\d+(?:\.\d+)*(?:(?:rc|beta)\d+)?)/.exec(text)?.[1];
}
