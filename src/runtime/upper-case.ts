// Names as Windows compares them where a volume has no table of its own: by their upper case, letter by letter.

/**
 * The name in upper case, as long as it was. No letter outside ASCII becomes one of ASCII, as the dotless i does in
 * Unicode: Windows has none such.
 * @example upperCase('größe') // 'GRÖßE'
 */
export function upperCase(name: string): string {
  let upper = '';
  for (let index = 0; index < name.length; index += 1) {
    const letter = name.charAt(index);
    const other = letter.toUpperCase();
    const isKept = other.length !== 1 || (other < '\x80' && letter >= '\x80');
    upper += isKept ? letter : other;
  }
  return upper;
}
