// The operating system of a machine, as its declaration tells: the disk, then the profile, then the image's publisher.
import type { MachineKind } from '../../model/template-policy.ts';
import type { UnknownValue } from '../arm/language/unknown.ts';
import { type Place, settingIn } from '../rules/setting.ts';
import type { OperatingSystem } from './agents.ts';
import { type Image, operatingSystemOfImage } from './image.ts';

/** `unknown` is set when something that would tell is known to the deployment only. */
export interface SystemAnswer {
  readonly os: OperatingSystem | undefined;
  readonly unknown: UnknownValue | undefined;
}

/** `profile` is `properties` of a machine, `properties.virtualMachineProfile` of a scale set. */
export function operatingSystemOf(
  kind: MachineKind,
  profile: Place,
  image: Image | undefined,
): SystemAnswer {
  let unknown: UnknownValue | undefined;
  const path = kind === 'arc' ? 'osType' : 'storageProfile.osDisk.osType';
  const type = settingIn(profile, path);
  if (type.kind === 'unknown') unknown = type.value;
  if (type.kind === 'known' && type.value.kind === 'string') {
    const text = type.value.value.toLowerCase();
    if (text === 'windows' || text === 'linux') return { os: text, unknown: undefined };
  }
  if (kind === 'arc') return { os: undefined, unknown };
  for (const os of ['windows', 'linux'] as const) {
    const configuration = settingIn(profile, `osProfile.${os}Configuration`);
    if (configuration.kind === 'known') return { os, unknown: undefined };
    if (configuration.kind === 'unknown') unknown ??= configuration.value;
  }
  if (image === undefined) return { os: undefined, unknown };
  const os = operatingSystemOfImage(image);
  if (os !== undefined) return { os, unknown: undefined };
  for (const name of ['publisher', 'offer', 'id']) {
    const piece = settingIn(profile, `storageProfile.imageReference.${name}`);
    if (piece.kind === 'unknown') unknown ??= piece.value;
  }
  return { os: undefined, unknown };
}
