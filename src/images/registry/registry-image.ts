// An image of an OCI registry.

import { UserError } from '../../model/errors.ts';
import type { RegistryCredential } from '../../model/ports.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { ResolvedImage, WantedPlatform } from '../oci/image.ts';
import type { ImageReference } from '../reference.ts';

export async function openRegistryImage(
  reference: ImageReference,
  _wanted: WantedPlatform,
  _credentials: readonly RegistryCredential[],
  _runtime: Runtime,
): Promise<readonly ResolvedImage[]> {
  throw new UserError('REGISTRY_FAILED', `${reference.host}: registries are not read yet`);
}
