// Whether the policy's `approved.images` names an image.
import { type Image, imageText } from './image.ts';

/** Longest pattern; a longer one names nothing. */
const maxPattern = 500;

/**
 * Whether one of the patterns fits the image's identifier, `publisher:offer:sku` or `publisher:offer:sku:version`,
 * without case. `*` stands for any text. Images of shared and community galleries need a pattern that begins with that
 * gallery's word.
 * @example isApproved(image, ['canonical:*', '/subscriptions/x/*'])
 */
export function isApproved(image: Image, patterns: readonly string[]): boolean {
  const text = imageText(image).toLowerCase();
  const version = image.kind === 'marketplace' ? image.version.toLowerCase() : undefined;
  const texts = version === undefined ? [text] : [text, `${text}:${version}`];
  return patterns.some((pattern) => {
    const lower = pattern.toLowerCase();
    if (image.kind === 'shared' && !lower.startsWith('/sharedgalleries/')) return false;
    if (image.kind === 'community' && !lower.startsWith('/communitygalleries/')) return false;
    return lower.length <= maxPattern && texts.some((each) => fits(lower, each));
  });
}

/** Follows every place that the pattern can have come to; work is the product of both lengths. */
function fits(pattern: string, text: string): boolean {
  const pieces = pattern.split(/(\*)\**/);
  /** Places in the text that the pieces so far can end at. */
  let ends = new Set([0]);
  for (const piece of pieces) {
    const next = new Set<number>();
    if (piece === '*') {
      for (let end = Math.min(...ends); end <= text.length; end++) next.add(end);
    } else {
      for (const start of ends) {
        if (text.startsWith(piece, start)) next.add(start + piece.length);
      }
    }
    ends = next;
  }
  return ends.has(text.length);
}
