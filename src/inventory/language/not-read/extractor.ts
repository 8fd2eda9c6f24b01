// What a tree holds that this version does not read yet: listed in every report, without effect on the exit code.

import type { CoverageRow } from '../../../model/coverage.ts';
import type { Entry, ExtractedInventory, Plugin } from '../../../model/file-tree.ts';

interface Kind {
  readonly kind: string;
  readonly files: string;
  readonly globs: readonly string[];
}

/** To be shortened by every format that gets an extractor. */
const kinds: readonly Kind[] = [
  { kind: 'jar', files: 'Java archives', globs: ['**/*.{jar,war,ear,jpi,hpi}'] },
  { kind: 'dotnet', files: '.NET dependency lists', globs: ['**/*.deps.json'] },
  { kind: 'gem', files: 'Ruby gems', globs: ['**/specifications/**/*.gemspec'] },
  {
    kind: 'composer',
    files: 'lists of PHP packages',
    globs: ['**/vendor/composer/installed.json', '**/composer.lock'],
  },
  { kind: 'cargo', files: 'Rust lock files', globs: ['**/Cargo.lock'] },
  { kind: 'conda', files: 'Conda packages', globs: ['**/conda-meta/*.json'] },
  { kind: 'yarn-pnp', files: 'Yarn Plug’n’Play tables', globs: ['**/.pnp.cjs', '**/.pnp.js'] },
  { kind: 'asar', files: 'Electron archives', globs: ['**/*.asar'] },
  { kind: 'python-archive', files: 'packed Python distributions', globs: ['**/*-packages/*.egg'] },
  { kind: 'pub', files: 'Dart lock files', globs: ['**/pubspec.lock'] },
  { kind: 'hex', files: 'Elixir lock files', globs: ['**/mix.lock'] },
  { kind: 'swift', files: 'Swift package lists', globs: ['**/Package.resolved'] },
];

const accept = (entry: Entry) => entry.type === 'file';

/** One want a kind: asked for again as the same object, a tree answers from its first walk. */
const wants = kinds.map((kind) => ({ ...kind, want: { globs: kind.globs, accept } }));

/** One row for each kind that is there, with its count and the first path. */
export const notRead: Plugin<never, ExtractedInventory> = {
  id: 'language/not-read',
  version: 1,
  wants: wants.map(({ want }) => want),
  async run(tree) {
    const coverage: CoverageRow[] = [];
    for (const { kind, files, want } of wants) {
      const found = await tree.find(want);
      const [first] = found;
      if (first === undefined) continue;
      coverage.push({
        what: `not-read-yet:${kind}`,
        status: 'not-scanned',
        reason: `${files}, which this version does not read: ${found.length} (${first.path}${found.length > 1 ? ', …' : ''})`,
        incomplete: false,
      });
    }
    return { coverage };
  },
};
