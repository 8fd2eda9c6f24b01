// Remembers what `skip-paths` left out, so that every hit is told.

import type { CoverageRow } from '../model/coverage.ts';
import type { SkipMatcher } from './skipped-paths.ts';

/** Extractors with this prefix read the operating system's package database. */
const systemPrefix = 'os/';

export class SkippedRecord {
  readonly #matcher: SkipMatcher;
  readonly #hits = new Set<string>();
  /** Glob → a path of a package database that it left out. */
  readonly #databases = new Map<string, string>();

  constructor(matcher: SkipMatcher) {
    this.#matcher = matcher;
  }

  /** Whether the path is left out; if so, that is remembered. `plugin` is the one that would have read it. */
  skips(plugin: string, path: string): boolean {
    const glob = this.#matcher.globOf(path);
    if (glob === undefined) return false;
    this.#hits.add(glob);
    if (plugin.startsWith(systemPrefix)) {
      const known = this.#databases.get(glob);
      if (known === undefined || path < known) this.#databases.set(glob, path);
    }
    return true;
  }

  /** Globs that have left nothing out so far. */
  unused(): readonly string[] {
    return this.#matcher.globs.filter((glob) => !this.#hits.has(glob));
  }

  /** One row a glob that hit something, and one more for each that hid a package database. */
  rows(): CoverageRow[] {
    const rows: CoverageRow[] = [];
    for (const glob of this.#matcher.globs) {
      if (!this.#hits.has(glob)) continue;
      const row = { what: `path:${glob}`, status: 'not-scanned', incomplete: false } as const;
      rows.push({ ...row, reason: 'left out by skip-paths' });
      const database = this.#databases.get(glob);
      if (database === undefined) continue;
      rows.push({
        what: 'os-packages',
        status: 'not-scanned',
        reason: `skip-paths «${glob}» leaves out ${database}`,
        incomplete: true,
      });
    }
    return rows;
  }
}
