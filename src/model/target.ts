// What is scanned.

/** Every kind of target, the scheme before its colon; what follows: a path, an image's name, paths and addresses of disks, or a resource in Azure. */
export const targetKinds = {
  'docker-archive': 'path',
  'oci-dir': 'path',
  'oci-archive': 'path',
  docker: 'image',
  registry: 'image',
  dir: 'path',
  disk: 'disks',
  azure: 'resource',
  arm: 'path',
} as const;

export type TargetKind = keyof typeof targetKinds;

/** Kinds that are images. */
export type ImageKind = Exclude<TargetKind, 'dir' | 'disk' | 'azure' | 'arm'>;

export const targetSchemes = Object.keys(targetKinds) as readonly TargetKind[];

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
  /** Templates that were evaluated, and the parameter files that belong to them. */
  readonly templates?: number;
  readonly parameterFiles?: number;
  /** Of a resource in Azure: its identifier, and the version that `latest` stood for. */
  readonly resourceId?: string;
  readonly version?: string;
  /** Of a machine: `VHD (dynamic)`, and the bytes of the disk in it. */
  readonly disks?: readonly {
    readonly name: string;
    readonly format: string;
    readonly sizeBytes: number;
  }[];
}

export interface Target {
  readonly kind: TargetKind;
  /** As the user wrote it, less a URL's query and user info. */
  readonly reference: string;
  readonly identity: TargetIdentity;
}
