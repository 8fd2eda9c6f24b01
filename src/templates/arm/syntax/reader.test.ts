import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, sourceOf, whereOf } from '../../source.ts';
import { errorOf, firstError, maxJsonDepth, maxTextLength } from './document.ts';
import { type JsonNode, memberOf } from './node.ts';
import { readJson } from './reader.ts';

/** Plain data of a tree; the last of equal names counts, as with JSON.parse. */
function plain(node: JsonNode | undefined): unknown {
  if (node === undefined) return undefined;
  switch (node.kind) {
    case 'object': {
      const result: Record<string, unknown> = Object.create(null);
      for (const { name, value } of node.members) result[name] = plain(value);
      return result;
    }
    case 'array':
      return node.items.map(plain);
    case 'number':
      return Number(node.raw);
    case 'null':
      return null;
    default:
      return node.value;
  }
}

function nodes(node: JsonNode): JsonNode[] {
  if (node.kind === 'object') return [node, ...node.members.flatMap(({ value }) => nodes(value))];
  if (node.kind === 'array') return [node, ...node.items.flatMap(nodes)];
  return [node];
}

function read(text: string) {
  const document = readJson(sourceOf('t.json', text));
  const problems = document.problems.map(({ level, message, start, end }) => {
    const at = whereOf({ source: document.source, start, end }).replace('t.json:', '');
    return `${level} ${at} ${message}`;
  });
  return { document, root: document.root, problems };
}

/** Equal but for the prototype. */
function same(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('readJson of plain JSON', () => {
  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent);
        const { root, document } = read(text);
        // Names that differ only in case are errors of ARM, not of JSON.
        expect(document.problems.filter(({ message }) => !message.includes('the name'))).toEqual(
          [],
        );
        expect(same(plain(root))).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the place of every value: its text alone reads as the same value', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const { root } = read(json);
        for (const node of root === undefined ? [] : nodes(root)) {
          const inner = read(json.slice(node.start, node.end)).root;
          expect(same(plain(inner))).toEqual(same(plain(node)));
        }
      }),
    );
  });

  it('keeps the place of every name', () => {
    const text = '{ "a\\u0062": { "c" : [1, {"d":2}] } }';
    const outer = memberOf(read(text).root, 'AB');
    expect(outer && text.slice(outer.nameStart, outer.nameEnd)).toBe('"a\\u0062"');
  });

  it('keeps names that JavaScript treats in its own way', () => {
    const { root } = read('{"__proto__": 1, "constructor": 2}');
    expect(memberOf(root, '__proto__')?.value).toMatchObject({ raw: '1' });
    expect(memberOf(root, 'Constructor')?.value).toMatchObject({ raw: '2' });
  });

  it('keeps every digit of a number', () => {
    expect(read('9223372036854775807').root).toMatchObject({ raw: '9223372036854775807' });
  });
});

describe('readJson of what tools tolerate', () => {
  it.each([
    ['line comments', '// a\n{"a": 1 // b\n}', { a: 1 }],
    ['block comments', '/* a */ {"a": /* "b" */ 1} /* c */', { a: 1 }],
    ['a comment at the end without a line break', '[1] // a', [1]],
    ['trailing commas', '{"a": [1, 2,],}', { a: [1, 2] }],
    ['line breaks and tabs in strings', '["a\n\tb"]', ['a\n\tb']],
    ['a byte order mark that was left in', '\ufeff[1]', [1]],
    ['Windows line breaks', '{\r\n"a": "b\r\nc"\r\n}', { a: 'b\r\nc' }],
  ])('takes %s silently', (_, text, value) => {
    const { root, problems } = read(text);
    expect(problems).toEqual([]);
    expect(same(plain(root))).toEqual(value);
  });

  it('takes single quotes and bare names only when asked to', () => {
    const source = sourceOf('', "{a: 'b', 'c': [1]}");
    expect(readJson(source, { lenient: true }).problems).toEqual([]);
    expect(same(plain(readJson(source, { lenient: true }).root))).toEqual({ a: 'b', c: [1] });
    expect(readJson(source).problems.length).toBeGreaterThan(0);
  });
});

describe('readJson of broken text', () => {
  it.each([
    ['nothing', '', '1:1 the file holds no JSON value', undefined],
    ['a comment only', '// a', '1:5 the file holds no JSON value', undefined],
    ['an object that is not closed', '{\n "a": 1', '1:1 this object is not closed', { a: 1 }],
    ['an array that is not closed', '{"a": [1,', '1:7 this array is not closed', { a: [1] }],
    ['a string that is not closed', '{"a": "b}', '1:7 this string is not closed', { a: 'b}' }],
    ['a comment that is not closed', '[1 /* 2]', '1:4 this comment is not closed', [1]],
    ['a missing comma', '{"a": 1\n "b": 2}', '1:8 a comma is missing', { a: 1, b: 2 }],
    ['a missing comma in an array', '[1 2]', '1:3 a comma is missing', [1, 2]],
    ['a missing colon', '{"a" 1}', '1:2 a colon is missing', { a: 1 }],
    ['a missing value', '{"a":, "b": 2}', '1:6 a value is missing', { a: null, b: 2 }],
    ['a missing value at the end', '{"a": }', '1:7 a value is missing', { a: null }],
    ['two commas', '[1,,2]', '1:4 a comma without a value', [1, 2]],
    ['a wrong bracket', '{"a": [1, 2}, "b": 3}', "1:12 ']' expected", { a: [1, 2] }],
    ['a bracket too many', '{"a": 1}}', '1:9 there is more text', { a: 1 }],
    ['a second value', '{"a": 1}\n[2]', '2:1 there is more text', { a: 1 }],
    ['a bare word', '{"a": yes}', '1:7 a word that is no JSON value', { a: 'yes' }],
    ['a conflict', '<<<<<<< HEAD\n{}', '1:1 a conflict of a merge is not', '<<<<<<<'],
    ['a bare name', '{a: 1}', '1:2 a name in double quotes', { a: 1 }],
    ['a number of no kind', '[01]', '1:2 a word that is no JSON value', ['01']],
    ['an unknown escape', '["C:\\dir"]', '1:5 an escape that JSON does not know', ['C:\\dir']],
    ['a broken escape', '["\\u12"]', '1:3 an escape that JSON does not know', ['\\u12']],
    ['single quotes', "['a']", '1:2 a string in single quotes', ['a']],
    ['a lone slash', '[/]', '1:2 a value is missing', undefined],
    ['a lone colon', '{:}', '1:2 a colon without a name', {}],
    ['a closing bracket alone', '}', '1:1 a value is missing', null],
  ])('says where %s is, and goes on', (_, text, problem, value) => {
    const { root, problems } = read(text);
    expect(problems[0]).toContain(`error ${problem}`);
    if (value !== undefined) expect(same(plain(root))).toEqual(value);
  });

  it('finds every fault of one text', () => {
    const { root, problems } = read('{\n "a": 1\n "b": [1 2],\n "c" 3,\n "d": nope\n}');
    expect(problems.map((problem) => problem.split(' ')[1])).toEqual(['2:8', '3:9', '4:2', '5:7']);
    expect(same(plain(root))).toEqual({ a: 1, b: [1, 2], c: 3, d: 'nope' });
  });

  it('makes one error with file, line, column and mend of the first', () => {
    const { document } = read('{\n "a": nope, "b": }');
    expect(firstError(document)).toMatchObject({
      code: 'TARGET_DAMAGED',
      where: 't.json:2:7',
      hint: 'Put text into double quotes.',
    });
    expect(firstError(read('{"a": 1, "a": 2}').document)).toBeUndefined();
  });

  it('lists no more than a hundred faults', () => {
    expect(read(`[${'x,'.repeat(5000)}]`).problems).toHaveLength(100);
    const names = Array.from({ length: 5000 }, () => '"a":1').join(',');
    expect(read(`{${names}}`).problems).toHaveLength(100);
  });

  it('never throws and ends, whatever the text', () => {
    const unit = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      ',',
      ':',
      '\\',
      '/',
      '*',
      '\n',
      'a',
      '1',
      ' ',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), fc.boolean(), (text, lenient) => {
        const { root, problems } = readJson(sourceOf('', text), { lenient });
        const starts = problems.map(({ start }) => start);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        if (root === undefined) expect(problems).not.toEqual([]);
        for (const node of root === undefined ? [] : nodes(root))
          expect(node.end).toBeGreaterThanOrEqual(node.start);
      }),
      { numRuns: 3000 },
    );
  });

  it('never takes for clean what JSON.parse refuses, but for the tolerated', () => {
    const unit = fc.constantFrom('{', '}', '[', ']', '"a"', ',', ':', '1', 'null');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (pieces) => {
        // Trailing commas are tolerated: take them off before asking JSON.parse.
        const text = pieces.join('');
        const { problems } = read(text);
        let isValid = true;
        try {
          JSON.parse(text.replaceAll(/(?<![[{,:]),(?=[\]}])/g, ''));
        } catch {
          isValid = false;
        }
        const faults = problems.filter((problem) => problem.startsWith('error'));
        if (!isValid) expect([text, faults.length > 0]).toEqual([text, true]);
        if (isValid) expect([text, faults]).toEqual([text, []]);
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws on bytes that are no text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readJson(sourceOf('', decodeText(bytes)))).toHaveProperty('problems');
      }),
    );
  });
});

describe('names of one object', () => {
  it('are an error when they differ only in case, at the second', () => {
    const { problems } = read('{\n "Name": 1,\n "b": {"x": 1, "X": 2},\n "name": 3\n}');
    expect(problems).toEqual([
      'error 3:16 the name "X" differs only in case from "x" (line 3)',
      'error 4:2 the name "name" differs only in case from "Name" (line 2)',
    ]);
  });

  it('are a warning when they are equal; the last counts', () => {
    const { root, problems } = read('{"a": 1, "a": 2}');
    expect(problems[0]).toMatch(/^warning 1:10 /);
    expect(memberOf(root, 'A')?.value).toMatchObject({ raw: '2' });
  });

  it('are found without case', () => {
    expect(memberOf(read('{"Foo": 1}').root, 'fOO')?.name).toBe('Foo');
    expect(memberOf(read('[1]').root, 'foo')).toBeUndefined();
    expect(memberOf(undefined, 'foo')).toBeUndefined();
  });
});

describe('limits', () => {
  it.each([
    ['arrays', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['brackets that are not closed', '['.repeat(10_000)],
  ])('stops at 10,000 levels of %s with one message', (_, text) => {
    const { document, problems } = read(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`nested deeper than ${maxJsonDepth} levels`);
    expect(firstError(document)).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('takes the deepest that is allowed', () => {
    const { problems } = read('['.repeat(maxJsonDepth) + ']'.repeat(maxJsonDepth));
    expect(problems).toEqual([]);
  });

  it('does not begin with a text that is too long', () => {
    const document = readJson(sourceOf('big.json', `[${' '.repeat(maxTextLength)}]`));
    expect(document.root).toBeUndefined();
    expect(firstError(document)).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: 'big.json:1:1: the file is longer than 40 MiB',
    });
  });

  it('stops at too many values', () => {
    const { problems, document } = read(`[${'1,'.repeat(2_000_001)}]`);
    expect(problems).toHaveLength(1);
    const [problem] = document.problems;
    expect(problem && errorOf(document, problem).code).toBe('LIMIT_EXCEEDED');
  });

  it.each([
    ['quotes that are escaped', '"\\"\n'.repeat(200_000)],
    ['brackets that do not fit', '[}'.repeat(200_000)],
    ['equal names', `{${'"a":1,'.repeat(200_000)}}`],
    ['comments that are not closed', '/*'.repeat(200_000)],
    ['commas', `[${','.repeat(400_000)}]`],
  ])('takes no time that grows with the square of %s', (_, text) => {
    const begin = performance.now();
    read(text);
    expect(performance.now() - begin).toBeLessThan(3000);
  });

  it('reads 20 MB in seconds', () => {
    const item = JSON.stringify({ name: 'a', list: [1, 2, 3], inner: { text: 'x'.repeat(300) } });
    const text = `[${Array.from({ length: Math.floor(20e6 / item.length) }, () => item).join(',')}]`;
    const begin = performance.now();
    expect(read(text).problems).toEqual([]);
    expect(performance.now() - begin).toBeLessThan(6000);
  });
});
