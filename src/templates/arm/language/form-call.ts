// Forms of unknowns that are calls: taken apart, and brought into one wording for what means the same.

/**
 * The arguments of a form that is a call of that function; undefined when it is another.
 * @example argumentsOf('and(a,or(b,c))', 'and') // ['a', 'or(b,c)']
 */
export function argumentsOf(form: string, name: string): string[] | undefined {
  if (!form.startsWith(`${name}(`) || !form.endsWith(')')) return undefined;
  const found: string[] = [];
  let depth = 0;
  let isText = false;
  let start = name.length + 1;
  for (let at = start; at < form.length; at++) {
    const letter = form[at];
    if (isText && letter === '\\') at++;
    else if (letter === '"') isText = !isText;
    if (isText) continue;
    if (letter === '(' || letter === '[' || letter === '{') depth++;
    if (letter === ')' || letter === ']' || letter === '}') depth--;
    if ((letter === ',' && depth === 0) || depth < 0) {
      found.push(form.slice(start, at));
      start = at + 1;
      if (depth < 0) return at === form.length - 1 ? found : undefined;
    }
  }
  return undefined;
}

/**
 * The form of the contrary: not() is moved inwards, and two of them are none.
 * @example negated('or(a,not(b))') // 'and(not(a),b)'
 */
export function negated(form: string): string {
  const [inner, ...more] = argumentsOf(form, 'not') ?? [];
  if (inner !== undefined && more.length === 0) return inner;
  for (const [name, other] of [
    ['and', 'or'],
    ['or', 'and'],
  ] as const) {
    const parts = argumentsOf(form, name);
    if (parts !== undefined) return `${other}(${parts.map(negated).join(',')})`;
  }
  return `not(${form})`;
}
