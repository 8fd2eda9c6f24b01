// Which parts of a page blob were ever written (Get Page Ranges of Azure's blob service): all else is zero and need not
// be asked for.

export interface PageRanges {
  /** Whether all bytes of the range are known to be zero. */
  isZero(offset: number, length: number): boolean;
}

const range = /<PageRange>\s*<Start>(\d{1,15})<\/Start>\s*<End>(\d{1,15})<\/End>\s*<\/PageRange>/g;
const nextMarker = /<NextMarker>\s*[^<\s]/;

/**
 * Reads an answer. Undefined where it is none, or not in order: then nothing is known to be zero. Of an answer that is
 * to be continued nothing is known behind its last range.
 */
export function parsePageRanges(xml: string, sizeBytes: number): PageRanges | undefined {
  if (!/<PageList[\s/>]/.test(xml)) return undefined;
  const starts: number[] = [];
  const ends: number[] = [];
  for (const [, first, last] of xml.matchAll(range)) {
    const start = Number(first);
    // The last byte of the range is in it.
    const end = Number(last) + 1;
    if (end <= start || start < (ends.at(-1) ?? 0)) return undefined;
    starts.push(start);
    ends.push(end);
  }
  const knownEnd = nextMarker.test(xml) ? (ends.at(-1) ?? 0) : sizeBytes;
  return {
    isZero(offset, length) {
      if (offset + length > knownEnd) return false;
      let low = 0;
      let high = ends.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle] ?? 0) <= offset) low = middle + 1;
        else high = middle;
      }
      return (starts[low] ?? Number.POSITIVE_INFINITY) >= offset + length;
    },
  };
}
