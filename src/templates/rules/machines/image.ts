// The image that a machine is made of, as text: an identifier, or publisher, offer, SKU and version.
import type { UnknownValue } from '../../arm/language/unknown.ts';
import type { Outcome } from '../rule.ts';
import { type Place, placeIn, settingIn, undecided } from '../setting.ts';
import type { Machine } from './machine.ts';

export type Image =
  /** Of a gallery, or an image resource; `kind` says which property named it. */
  | { readonly kind: 'id' | 'shared' | 'community'; readonly id: string; readonly place: Place }
  | {
      readonly kind: 'marketplace';
      readonly publisher: string;
      readonly offer: string;
      readonly sku: string;
      /** Empty when it is absent or unknown. */
      readonly version: string;
      readonly place: Place;
    };

const identifiers = [
  ['id', 'id'],
  ['shared', 'sharedGalleryImageId'],
  ['community', 'communityGalleryImageId'],
] as const;

/** An outcome where there is no image, or where it is unknown. */
export function imageOf({ profile }: Machine): Image | Outcome {
  const place = placeIn(profile, 'storageProfile.imageReference');
  if ('kind' in place) {
    if (place.kind === 'unknown') return notKnown(place);
    return { kind: 'not-applicable', reason: 'the machine is made of no image' };
  }
  for (const [kind, name] of identifiers) {
    const id = settingIn(place, name);
    if (id.kind === 'unknown') return notKnown(id);
    if (id.kind === 'known' && id.value.kind === 'string') {
      return { kind, id: id.value.value, place };
    }
  }
  const names: string[] = [];
  for (const name of ['publisher', 'offer', 'sku']) {
    const part = settingIn(place, name);
    if (part.kind === 'unknown') return notKnown(part);
    names.push(part.kind === 'known' && part.value.kind === 'string' ? part.value.value : '');
  }
  const [publisher = '', offer = '', sku = ''] = names;
  const given = settingIn(place, 'version');
  const isText = given.kind === 'known' && given.value.kind === 'string';
  const version = isText ? given.value.value : '';
  return { kind: 'marketplace', publisher, offer, sku, version, place };
}

function notKnown(setting: { readonly value: UnknownValue; readonly at: Place['at'] }): Outcome {
  return undecided(setting, `the image is not known: ${setting.value.reason.message}`);
}

/** `publisher:offer:sku`, or the identifier. */
export function imageText(image: Image): string {
  return image.kind === 'marketplace' ? `${image.publisher}:${image.offer}:${image.sku}` : image.id;
}
