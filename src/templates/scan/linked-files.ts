// Gives expansion the files that templates link, and remembers what was wrong with them.
import { ScanError } from '../../model/errors.ts';
import type { LinkedFile } from '../arm/expansion/context.ts';
import type { JsonDocument } from '../arm/syntax/document.ts';
import { withoutSecrets } from '../link-text.ts';
import type { Source } from '../source.ts';
import { resolveLink } from './links.ts';
import { shownBeside } from './plan.ts';
import type { Repository } from './repository.ts';
import type { TemplateFiles } from './template-files.ts';

/** What addresses name that mean the newest; of others it is said that they were not looked at. */
const usualRefs = /^(?:main|master|head)$/i;

export class LinkedFiles {
  /** Refs that addresses name, by link: what was read is what is checked out. */
  readonly refs = new Map<string, string>();
  /** Documents that were linked, by absolute path. */
  readonly documents = new Map<string, JsonDocument>();
  private readonly shownPaths = new Map<string, string>();
  private readonly files: TemplateFiles;
  private readonly repository: Repository;
  private readonly shownOf: (path: string) => string | undefined;

  /** `shownOf`: how the run shows a file that it names itself. */
  constructor(
    files: TemplateFiles,
    repository: Repository,
    shownOf: (path: string) => string | undefined,
  ) {
    this.files = files;
    this.repository = repository;
    this.shownOf = shownOf;
  }

  /** The absolute path of a linked file by the path that it is shown with. */
  pathOf(shown: string): string | undefined {
    return this.shownPaths.get(shown);
  }

  /** For `ExpansionContext`. */
  readonly read = (from: Source, link: string): LinkedFile => {
    const path = this.files.pathOf(from);
    if (path === undefined) return { kind: 'missing', message: `${link} is linked from no file` };
    const resolved = resolveLink(link, path, this.repository);
    if (resolved.kind !== 'file') return resolved;
    if (resolved.ref !== undefined && !usualRefs.test(resolved.ref)) {
      this.refs.set(withoutSecrets(link), resolved.ref);
    }
    const shown =
      this.shownOf(resolved.path) ?? shownBeside({ path, shown: from.path }, resolved.path);
    try {
      const document = this.files.document(resolved.path, shown);
      this.documents.set(resolved.path, document);
      this.shownPaths.set(shown, resolved.path);
      if (document.root?.kind === 'object') return { kind: 'file', path: shown, document };
      return { kind: 'damaged', message: `${shown} holds no template` };
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      return { kind: 'damaged', message: error.message };
    }
  };
}
