// What is scanned.

export type TargetKind =
  | 'docker-archive'
  | 'oci-dir'
  | 'oci-archive'
  | 'docker'
  | 'registry'
  | 'dir';

/** What a reference was resolved to; absent members do not apply to the kind. */
export interface TargetIdentity {
  /** `sha256:…` of the image manifest. */
  readonly manifestDigest?: string;
  /** `sha256:…` of the image configuration. */
  readonly configDigest?: string;
  /** `linux/amd64`, `linux/arm64/v8`. */
  readonly platform?: string;
  /** Tags that the archive or the engine gives the image, sorted. */
  readonly tags?: readonly string[];
}

export interface Target {
  readonly kind: TargetKind;
  /** As the user wrote it, less a URL's query and user info. */
  readonly reference: string;
  readonly identity: TargetIdentity;
}
