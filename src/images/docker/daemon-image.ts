// An image of a Docker or Podman engine, by `docker save`.

import { UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { ResolvedImage, WantedPlatform } from '../oci/image.ts';

export async function openDaemonImage(
  reference: string,
  _wanted: WantedPlatform,
  _runtime: Runtime,
): Promise<ResolvedImage> {
  throw new UserError('ENGINE_UNREACHABLE', `${reference}: engines are not read yet`);
}
