// What of a secret a host must be told to mask.

/** A shorter line, such as the brace of a JSON key, would mask half the log. */
const shortest = 4;

/**
 * Each line of a secret of several lines, as they appear in a log; the secret itself when it has but one.
 * The agent takes no line break in a secret, and both hosts mask line by line.
 */
export function secretParts(secret: string): readonly string[] {
  if (!/[\r\n]/.test(secret)) return [secret];
  const lines = secret.split(/[\r\n]+/).filter((line) => line.trim().length >= shortest);
  return [...new Set(lines)];
}
