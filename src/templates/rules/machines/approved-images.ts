// Whether the policy's approvedImages names an image.
import { type Image, imageText } from './image.ts';

/** Longest pattern; a longer one names nothing. */
const maxPattern = 500;

/**
 * Whether one of the patterns fits the image's identifier or `publisher:offer:sku`, without case. `*` stands for any
 * text within one segment, `**` for any text. Images of shared and community galleries need a pattern that begins with
 * that gallery's word.
 * @example isApproved(image, ['canonical:ubuntu-24_04-lts:*', '/subscriptions/x/**'])
 */
export function isApproved(image: Image, patterns: readonly string[]): boolean {
  const text = imageText(image).toLowerCase();
  return patterns.some((pattern) => {
    const lower = pattern.toLowerCase();
    if (image.kind === 'shared' && !lower.startsWith('/sharedgalleries/')) return false;
    if (image.kind === 'community' && !lower.startsWith('/communitygalleries/')) return false;
    return lower.length <= maxPattern && fits(lower, text);
  });
}

/** Follows every place that the pattern can have come to; work is the product of both lengths. */
function fits(pattern: string, text: string): boolean {
  const pieces = pattern.split(/(\*+)/);
  /** Places in the text that the pieces so far can end at. */
  let ends = new Set([0]);
  for (const piece of pieces) {
    const next = new Set<number>();
    if (piece.startsWith('*')) {
      let isReached = false;
      for (let end = 0; end <= text.length; end++) {
        const isCut = piece.length === 1 && /[/:]/.test(text[end - 1] ?? '');
        isReached = ends.has(end) || (isReached && !isCut);
        if (isReached) next.add(end);
      }
    } else {
      for (const start of ends) {
        if (text.startsWith(piece, start)) next.add(start + piece.length);
      }
    }
    ends = next;
  }
  return ends.has(text.length);
}
