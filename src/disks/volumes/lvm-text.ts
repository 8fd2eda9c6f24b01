// The text format of LVM2's descriptions: sections in braces, `name = value`, strings, numbers, lists, comments.
// lvm2, libdm/libdm-config.c.

import { damaged } from '../byte-source.ts';

export type LvmValue = number | string | readonly (number | string)[];

export interface LvmSection {
  readonly values: ReadonlyMap<string, LvmValue>;
  readonly sections: ReadonlyMap<string, LvmSection>;
}

const deepest = 16;
const space = /[\s,]*(?:#[^\n]*[\s,]*)*/y;
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]=]|[^\s"{}[\]=,#]+/y;

/** Linear in the text. Throws ScanError with the offset of what is not understood. */
export function parseLvmText(text: string, name: string): LvmSection {
  let at = 0;

  function fail(message: string): never {
    throw damaged(`${name}, LVM2 description, character ${at}`, message);
  }

  function next(): string | undefined {
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
    if (at >= text.length) return undefined;
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) return fail('is not understood');
    at += found.length;
    return found;
  }

  function scalar(word: string): number | string {
    if (word.startsWith('"')) return word.slice(1, -1).replace(/\\(.)/gs, '$1');
    const number = Number(word);
    return Number.isFinite(number) ? number : word;
  }

  function value(): LvmValue {
    const first = next();
    if (first === undefined || first === '{' || first === '}' || first === '=' || first === ']') {
      return fail('a value is missing');
    }
    if (first !== '[') return scalar(first);
    const list: (number | string)[] = [];
    for (;;) {
      const word = next();
      if (word === ']') return list;
      if (word === undefined || word === '[' || word === '{' || word === '}' || word === '=') {
        return fail('a list has no end');
      }
      list.push(scalar(word));
    }
  }

  function section(depth: number): LvmSection {
    if (depth > deepest) return fail('sections lie too deep in one another');
    const values = new Map<string, LvmValue>();
    const sections = new Map<string, LvmSection>();
    for (;;) {
      const name = next();
      if (name === undefined || name === '}') {
        if ((name === undefined) !== (depth === 0)) return fail('braces do not match');
        return { values, sections };
      }
      const sign = next();
      // A name that stands twice would have two readings.
      if (values.has(name) || sections.has(name)) return fail('a name stands twice');
      if (sign === '=') values.set(name, value());
      else if (sign === '{') sections.set(name, section(depth + 1));
      else return fail('neither a value nor a section follows a name');
    }
  }

  return section(0);
}
