// What a lower room needs from above: implemented by a host or another room, injected by gate.

/** Keeps the advisory stores between runs. Best effort: neither call throws. */
export interface FeedCache {
  /** Puts the files of `folder` back as they were saved under `key` or an older key of the same prefix. */
  restore(folder: string, key: string): Promise<boolean>;
  save(folder: string, key: string): Promise<void>;
}

/** What a registry wants to hear from us: basic credentials, or a registry token of our own making. */
export type RegistryAuthorization =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** An OAuth refresh token (docker's identity token), to be exchanged at the challenge's realm. */
  | { readonly kind: 'refresh-token'; readonly refreshToken: string };

/** Says who we are at a registry host; undefined: this source has nothing for it, ask the next. */
export interface RegistryCredential {
  authorize(registryHost: string): Promise<RegistryAuthorization | undefined>;
}

/** How a host reaches disks in Azure. */
export interface AzureAccess {
  /** A token for a scope (`https://…/.default`). Throws `REGISTRY_DENIED` where there is none. */
  readonly accessToken: (scope: string) => Promise<string>;
  /** `public`, `AzureUSGovernment` …; absent: as the environment says. */
  readonly cloud?: string;
  /** Where each target notes what is to be undone while it is; the step after the job looks there. */
  readonly cleanupFolder?: string;
  /** The pipeline's name for this run, for tags. */
  readonly run?: string;
  /** Hears every secret before it is used. */
  readonly mask?: (secret: string) => void;
}

/** Which paths a run leaves out (`skip-paths`): globs from the root, without leading slash. */
export interface SkippedPaths {
  readonly globs: readonly string[];
  matches(path: string): boolean;
}
