// References that may become links: web addresses without anything that markup, logs or terminals could stumble over.

const address = /^https?:\/\/[A-Za-z0-9._~:/?#@!$&*+,;=%-]+$/;
const longest = 2000;

/** The web addresses among references, in their order, at most `limit` of them. */
export function webAddresses(references: readonly string[], limit: number): string[] {
  return references
    .filter((reference) => reference.length <= longest && address.test(reference))
    .filter((reference) => URL.canParse(reference))
    .slice(0, limit);
}
