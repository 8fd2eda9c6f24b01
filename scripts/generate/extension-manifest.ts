// The extension's manifest is written by hand; only its version follows package.json.

/** @throws Error when the manifest has no version to replace */
export function extensionManifest(is: string, version: string): string {
  const should = is.replace(/^(\s*"version":\s*)"[^"]*"/m, `$1"${version}"`);
  if (!/^\s*"version":/m.test(should)) throw new Error('vss-extension.json has no version');
  return should;
}
