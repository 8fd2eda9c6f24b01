// Bare words of a JSON text: numbers, true, null, names without quotes.

const number = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const marks = '"\',:[]{}/';

/** RFC 8259 section 6. */
export function isNumber(word: string): boolean {
  return number.test(word);
}

/** Whether a UTF-16 unit cannot belong to a word: blanks, no-break space, byte order mark, JSON's own marks. */
export function endsWord(unit: number): boolean {
  return (
    unit <= 32 || unit === 0xa0 || unit === 0xfeff || marks.includes(String.fromCharCode(unit))
  );
}

/** What is wrong with a word that is none of JSON's. */
export function strayWord(word: string): { readonly message: string; readonly hint: string } {
  return /^(?:<{7}|={7}|>{7})/.test(word)
    ? { message: 'a conflict of a merge is not resolved', hint: 'Keep one of its two sides.' }
    : { message: 'a word that is no JSON value', hint: 'Put text into double quotes.' };
}
