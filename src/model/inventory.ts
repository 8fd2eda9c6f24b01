// What is installed: the operating system and the packages.

import type { CoverageRow } from './coverage.ts';
import type { Origin } from './file-tree.ts';

export interface OperatingSystem {
  /** os-release ID, as written: `debian`, `azurelinux`. */
  readonly id: string;
  readonly versionId?: string;
  readonly idLike: readonly string[];
  readonly codename?: string;
  readonly prettyName?: string;
  /** OSV ecosystem with release, where one is known: `Debian:12`, `Ubuntu:22.04:LTS`, `Alpine:v3.20`. */
  readonly ecosystem?: string;
}

export type PackageManager = 'dpkg' | 'apk' | 'rpm' | 'npm' | 'pypi' | 'go';

export interface Package {
  /** OSV ecosystem: `Debian:12`, `npm`, `PyPI`, `Go`; empty for an operating system that no feed knows. */
  readonly ecosystem: string;
  readonly manager: PackageManager;
  readonly name: string;
  /** As the package manager prints it, epoch included when there is one. */
  readonly version: string;
  readonly architecture?: string;
  /** Source package (dpkg `Source`, apk origin, rpm SOURCERPM); absent where a format has none. */
  readonly source?: { readonly name: string; readonly version: string };
  readonly purl: string;
  /** Paths of what declares the package, sorted. */
  readonly locations: readonly string[];
  readonly origin?: Origin;
  /** Whether the base image brought it; absent when not known. */
  readonly fromBaseImage?: boolean;
  /** rpm MODULARITYLABEL. */
  readonly modularityLabel?: string;
  /** The operating-system package whose file list holds this one: it is listed, not matched. */
  readonly ownedBy?: string;
  readonly licences?: readonly string[];
}

export interface Inventory {
  readonly os?: OperatingSystem;
  readonly packages: readonly Package[];
  readonly coverage: readonly CoverageRow[];
}
