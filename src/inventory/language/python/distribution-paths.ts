// Which metadata files are installed Python distributions, and what their paths say.

/** Folders of tests inside packages, whose samples look like distributions. */
const samples = new Set(['test', 'tests', 'testdata', 'test-data', 'test_data', 'fixtures']);

/** `name-1.0.dist-info`, `name-1.0-py3.11.egg-info`, `name-1.0-py3.11.egg`. */
const folderName = /^(.+?)-(\d[^-]*)(?:-py[\d.]+(?:-.+)?)?\.(?:dist-info|egg-info|egg)$/;

/** NAME_MAX of every file system that pip installs into. */
const longestName = 255;

/** The segment that names the distribution: a `.dist-info` or `.egg-info`, or the `.egg` above `EGG-INFO`. */
function nameSegment(segments: readonly string[]): number {
  const last = segments.length - 1;
  const name = segments[last] ?? '';
  if (name.endsWith('.egg-info')) return last;
  if (segments[last - 1] === 'EGG-INFO') return last - 2;
  return last - 1;
}

/** False for samples inside packages, and for what pip left over (`~ip-22.0.dist-info`) and itself ignores. */
export function isDistribution(path: string): boolean {
  const segments = path.split('/');
  const named = nameSegment(segments);
  if (segments[named]?.startsWith('~')) return false;
  const from = Math.max(
    segments.lastIndexOf('site-packages'),
    segments.lastIndexOf('dist-packages'),
  );
  return from === -1 || !segments.slice(from + 1, named).some((segment) => samples.has(segment));
}

/** Name and version as the folder's name has them, for metadata that lacks them, as pip reads it. */
export function nameFromPath(
  path: string,
): { readonly name: string; readonly version: string } | undefined {
  const segments = path.split('/');
  const segment = segments[nameSegment(segments)] ?? '';
  const match = segment.length > longestName ? null : folderName.exec(segment);
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { name: match[1], version: match[2] };
}
