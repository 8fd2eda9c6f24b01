import { describe, expect, it } from 'vitest';
import type { ScanError } from '../../../model/errors.ts';
import { sourceOf } from '../../source.ts';
import { open, plainOf, valueOf, values } from './evaluate-alone.ts';
import { parseTextAt } from './expression.ts';
import { isSecret, withMarks } from './marks.ts';
import { fromPlain } from './plain.ts';
import { maxTextUnits } from './scope.ts';
import { propertyOf, stringValue } from './value.ts';

const nowhere = { source: sourceOf('functions.json', ''), start: 0, end: 0 };

const world = {
  parameters: {
    ...values({
      name: 'web',
      list: [1, 2, { Deep: 'x' }],
      thing: { Kind: 'a', inner: { list: ['p', 'q'] }, nothing: null },
      yes: true,
    }),
    open: open('open'),
    openBool: open('openBool', 'bool'),
    openObject: open('openObject', 'object'),
    openAny: open('openAny', 'any'),
    openList: open('openList', 'array'),
  },
  variables: values({ size: 3 }),
};

function errorIn(json: unknown): ScanError {
  try {
    valueOf(json, world);
  } catch (error) {
    return error as ScanError;
  }
  throw new Error('no error');
}

describe('evaluate', () => {
  it.each([
    ["[parameters('NAME')]", 'web'],
    ["[PARAMETERS('name')]", 'web'],
    ["[variables('size')]", 3],
    ["[parameters('thing').kind]", 'a'],
    ["[parameters('thing')['KIND']]", 'a'],
    ["[parameters('thing').inner.list[1]]", 'q'],
    ["[parameters('list')[2].deep]", 'x'],
    ["[parameters('thing').?none]", null],
    ["[parameters('thing').?none.?more[?0]]", null],
    ["[parameters('thing').nothing.?more]", null],
    ["[parameters('list')[?7]]", null],
    ["[tryGet(parameters('thing'), 'none', 'more')]", null],
    ['[[literal]', '[literal]'],
    ['plain', 'plain'],
  ])('%s is %j', (expression, value) => {
    expect(plainOf(expression, world)).toEqual(value);
  });

  it('evaluates objects and arrays, names of properties included', () => {
    const json = {
      "[concat('a', 'b')]": ['[add(1, 2)]', { c: "[parameters('name')]" }],
      d: 1.5,
      e: null,
    };
    expect(plainOf(json, world)).toEqual({ ab: [3, { c: 'web' }], d: 1.5, e: null });
  });

  it.each([
    ["[parameters('none')]", "the parameter 'none' is not declared"],
    ["[parameters('thing').knd]", "the object has no property 'knd'"],
    ["[parameters('list')[9]]", 'the array has 3 items, none at index 9'],
    ["[parameters('list')[-1]]", 'the array has 3 items, none at index -1'],
    ["[parameters('name').x]", 'a string cannot be accessed by a string'],
    ["[parameters('list').x]", 'an array cannot be accessed by a string'],
    ["[parameters('thing')[0]]", 'an object cannot be accessed by an int'],
    ["[parameters('thing').nothing.x]", 'null cannot be accessed by a string'],
    ['[nope()]', 'there is no function nope()'],
    ['[concatt(1)]', 'there is no function concatt()'],
    ['[add(1)]', 'add(): takes 2 arguments, not 1'],
    ['[if(true(), 1)]', 'if(): takes 3 arguments, not 2'],
    ["[if('true', 1, 2)]", 'if(): the first argument is to be a bool, it is a string'],
    ["[add(1, 'x')]", 'add(): the second argument is to be an int, it is a string'],
    ['[copyIndex()]', 'copyIndex() outside of every loop'],
    ["[fail('no')]", 'the template gives up: no'],
    ['[a(]', 'the expression ends where a function, a text or a number is expected'],
  ])('%s is refused: %s', (expression, message) => {
    const error = errorIn(expression);
    expect(error.message).toContain(message);
    expect(error.code).toBe('TARGET_DAMAGED');
    expect(error.where).toMatch(/^test\.json:1:\d+$/);
  });

  it.each([
    ["[concatt('a')]", 'Did you mean concat()?'],
    ["[parameters('thing').knd]", "Did you mean 'Kind'?"],
  ])('%s hints at what was meant', (expression, hint) => {
    expect(errorIn(expression).hint).toBe(hint);
  });

  it('puts an error at the very argument', () => {
    expect(errorIn(["[concat('a', add(1, 'x'))]"]).where).toBe('test.json:1:23');
    expect(errorIn(["[parameters('thing').knd]"]).where).toBe('test.json:1:24');
  });
});

describe('an untaken branch', () => {
  it.each([
    ["[if(true(), 1, parameters('none'))]", 1],
    ["[if(false(), parameters('thing').none.x, 2)]", 2],
    ["[if(parameters('yes'), 'a', parameters('open'))]", 'a'],
    ["[and(false(), parameters('none'))]", false],
    ["[or(true(), parameters('none'))]", true],
    ["[coalesce('a', parameters('none'))]", 'a'],
    ["[coalesce(null(), parameters('thing').?none, 'b', fail('x'))]", 'b'],
    ['[if(true(), 1, nope())]', 1],
  ])('%s is %j', (expression, value) => {
    expect(plainOf(expression, world)).toEqual(value);
  });
});

describe('an unknown', () => {
  it.each([
    ["[and(parameters('openBool'), false())]", false],
    ["[or(parameters('openBool'), true())]", true],
    ["[if(parameters('openBool'), 'a', 'a')]", 'a'],
    ["[equals(parameters('open'), parameters('OPEN'))]", true],
    [
      "[equals(concat(parameters('open'), '/x'), format('{0}/{1}', parameters('open'), 'x'))]",
      true,
    ],
    ["[equals(concat('a', parameters('open')), 'b')]", false],
    ["[equals(parameters('open'), 5)]", false],
    ["[equals(createArray(1, parameters('open')), createArray(2, parameters('open')))]", false],
    ["[empty(concat('a', parameters('open')))]", false],
    ["[contains(createArray('a', parameters('open')), 'a')]", true],
    ["[length(createArray(parameters('open'), 1))]", 2],
    ["[first(createArray('a', parameters('open')))]", 'a'],
    ["[createObject('a', parameters('open'), 'b', 2).b]", 2],
    ["[union(createObject('a', parameters('open')), createObject('a', 1)).a]", 1],
    ["[coalesce(parameters('thing').?none, 'x')]", 'x'],
    ["[length(map(createArray(1, 2), lambda('x', parameters('open'))))]", 2],
  ])('leaves known what does not depend on it: %s is %j', (expression, value) => {
    expect(plainOf(expression, world)).toEqual(value);
  });

  it.each([
    ["[parameters('open')]", 'string'],
    ["[concat('a', parameters('open'))]", 'string'],
    ["[concat(createArray(), parameters('openList'))]", 'array'],
    ["[concat(createArray(1), parameters('openList'))[0]]", 'any'],
    ["[first(concat(createArray(1), parameters('openList')))]", 'any'],
    ["[length(parameters('openList'))]", 'int'],
    ["[not(parameters('openBool'))]", 'bool'],
    ["[and(true(), parameters('openBool'))]", 'bool'],
    ["[if(parameters('openBool'), 'a', 'b')]", 'string'],
    ["[if(parameters('openBool'), 'a', 1)]", 'any'],
    ["[if(parameters('openBool'), 'a', parameters('none'))]", 'any'],
    ["[equals(parameters('open'), 'a')]", 'bool'],
    ["[equals(parameters('open'), parameters('openAny'))]", 'bool'],
    ["[contains(createArray(parameters('open')), 'a')]", 'bool'],
    ["[parameters('openObject').a.b[0]]", 'any'],
    ["[parameters('thing')[parameters('open')]]", 'any'],
    ["[coalesce(parameters('openAny'), 'a')]", 'any'],
    ["[coalesce(parameters('open'), 'a')]", 'string'],
    ["[filter(createArray(1), lambda('x', parameters('openBool')))]", 'array'],
    ["[sort(createArray(1, 2), lambda('a', 'b', parameters('openBool')))]", 'array'],
    ["[toObject(createArray(1), lambda('x', parameters('open')))]", 'object'],
    ["[map(parameters('openList'), lambda('x', 1))]", 'array'],
    ["[string(createObject('a', parameters('open')))]", 'string'],
    ["[uniqueString(parameters('open'))]", 'string'],
    ["[flatten(createArray(createArray(1), parameters('openList')))]", 'array'],
    ["[listKeys('id', '2020-01-01').keys[0].value]", 'any'],
    ["[reference('x').outputs.y.value]", 'any'],
    ['[newGuid()]', 'string'],
    ['[utcNow()]', 'string'],
    ["[pickZones('a', 'b', 'c')]", 'array'],
    ["[field('type')]", 'any'],
    ['[deployer().objectId]', 'string'],
    ["[union(createArray('a', parameters('open')), createArray('b'))]", 'array'],
  ])('makes unknown what depends on it: %s of type %s', (expression, type) => {
    expect(valueOf(expression, world)).toMatchObject({ kind: 'unknown', type });
  });
  it('keeps what is known of joined arrays, at no index', () => {
    const joined = valueOf(
      "[concat(parameters('openList'), createArray(1), createArray(2))]",
      world,
    );
    expect(joined).toMatchObject({
      kind: 'array',
      items: [{ value: 1n }, { value: 2n }],
      rest: { isAnywhere: true },
    });
  });

  it('carries its reason', () => {
    const value = valueOf("[toLower(concat('a', parameters('open')))]", world);
    expect(value).toMatchObject({
      reason: { kind: 'parameter', message: "the parameter 'open' has no value" },
    });
    const keys = valueOf("[concat('a', listKeys('x', '1').key)]");
    const reason = keys.kind === 'unknown' ? keys.reason : undefined;
    expect(reason).toMatchObject({
      kind: 'runtime',
      message: 'listKeys() asks Azure for keys or secrets',
    });
    expect(reason?.span).toMatchObject({ start: 14, end: 32 });
  });

  it('has the form of another only if the two are equal', () => {
    const form = (expression: string) => {
      const value = valueOf(expression, world);
      return value.kind === 'unknown' ? value.form : '';
    };
    expect(form("[toLower(parameters('open'))]")).toBe(form("[TOLOWER(parameters('Open'))]"));
    expect(form("[concat('a', parameters('open'))]")).not.toBe(
      form("[concat(parameters('open'), 'a')]"),
    );
    expect(form('[newGuid()]')).not.toBe('');
    expect(plainOf('[equals(newGuid(), newGuid())]')).toBe('unknown');
    expect(form("[coalesce(parameters('openAny'), 'a')]")).not.toBe(
      form("[coalesce(parameters('openAny'), 'b')]"),
    );
    expect(form("[if(parameters('openBool'), 'a', 'b')]")).not.toBe(
      form("[if(parameters('openBool'), 'a', 'c')]"),
    );
    const long = `[concat('${'x'.repeat(5000)}', parameters('open'))]`;
    expect(form(long).length).toBeLessThan(100);
    expect(form(long)).toBe(form(long));
  });

  it('keeps the known pieces of a joined text', () => {
    const value = valueOf("[resourceId('A.B/c', concat(parameters('open'), '-', 1))]", {
      ...world,
      target: { level: 'resourceGroup', subscriptionId: 's', resourceGroup: 'g' },
    });
    expect(value).toMatchObject({
      parts: [
        '/subscriptions/s/resourceGroups/g/providers/A.B/c/',
        { form: 'parameters(open)' },
        '-1',
      ],
    });
  });
});

describe('marks', () => {
  const secret = { kind: 'parameter', name: 'licence', isSecure: true } as const;
  const marked = {
    parameters: {
      licence: withMarks(stringValue('abc'), [secret]),
      thing: withMarks(fromPlain({ a: 'x', b: 1 }), [secret]),
      plain: stringValue('y'),
    },
  };

  it.each([
    ["[parameters('licence')]", 1],
    ["[concat('x', parameters('licence'))]", 1],
    ["[base64(concat(parameters('licence'), parameters('licence')))]", 1],
    ["[format('{0}', createArray(parameters('licence')))]", 1],
    ["[parameters('thing').a]", 1],
    ["[createObject('k', parameters('licence')).k]", 1],
    ["[createObject('k', parameters('licence'), 'l', 'x').l]", 0],
    ["[if(equals(parameters('licence'), ''), 'a', 'b')]", 0],
    ["[length(parameters('licence'))]", 0],
    ["[listKeys('x', '1').keys]", 1],
    ["[concat('a', listKeys('x', '1').key)]", 1],
    ["[parameters('plain')]", 0],
  ])('%s has %i', (expression, count) => {
    const { marks } = valueOf(expression, marked);
    expect(marks).toHaveLength(count);
    expect(marks.every(isSecret)).toBe(true);
  });
});

describe('places of values', () => {
  it('are where the value is written, and where the object gives it', () => {
    const value = valueOf({ a: "[if(true(), 'x', 'y')]", b: "[concat('x', 'y')]" });
    const a = propertyOf(value, 'A');
    expect(a?.nameSpan).toMatchObject({ start: 1, end: 4 });
    expect(a?.at).toMatchObject({ start: 7, end: 27 });
    expect(a?.value.span).toMatchObject({ start: 18, end: 21 });
    expect(propertyOf(value, 'b')?.value.span).toMatchObject({ start: 36, end: 52 });
  });
});

describe('faults inside objects', () => {
  it('become unknowns where the surroundings collect them', () => {
    const faults: ScanError[] = [];
    const json = { good: 'x', bad: "[parameters('none')]", list: ['[nope()]', 1] };
    const value = valueOf(json, { overrides: { onFault: (error) => faults.push(error) } });
    expect(faults).toHaveLength(2);
    expect(propertyOf(value, 'good')?.value).toMatchObject({ value: 'x' });
    expect(propertyOf(value, 'bad')?.value).toMatchObject({ reason: { kind: 'fault' } });
    expect(propertyOf(value, 'list')?.value).toMatchObject({ kind: 'array' });
  });

  it('are thrown where they do not', () => {
    expect(() => valueOf({ bad: "[parameters('none')]" })).toThrow('is not declared');
  });
});

describe('bounds', () => {
  it.each([
    [
      'steps',
      "[length(map(range(0, 10000), lambda('x', length(map(range(0, 10000), lambda('y', 1))))))]",
    ],
    ['texts', `[padLeft('a', ${maxTextUnits + 1})]`],
    ['replaced texts', "[replace(padLeft('', 4000000, 'a'), 'a', padLeft('', 4000000, 'b'))]"],
    ['joined texts', "[join(map(range(0, 1000), lambda('x', padLeft('', 100000))), ',')]"],
    ['formatted texts', `[format('{0,1000000}${'{0,1000000}'.repeat(9)}', 'a')]`],
    [
      'nested arrays',
      "[reduce(range(0, 10000), 1, lambda('a', 'b', createArray(lambdaVariables('a'))))]",
    ],
    [
      'nested objects',
      "[equals(reduce(range(0, 10000), 1, lambda('a', 'b', createObject('x', lambdaVariables('a')))), 1)]",
    ],
    [
      'shared values',
      `[string(reduce(range(0, 60), 'x', lambda('a', 'b', createArray(lambdaVariables('a'), lambdaVariables('a')))))]`,
    ],
    [
      'comparisons of shared values',
      `[equals(reduce(range(0, 60), 'x', lambda('a', 'b', createArray(lambdaVariables('a'), lambdaVariables('a')))), reduce(range(0, 60), 'x', lambda('a', 'b', createArray(lambdaVariables('a'), lambdaVariables('a')))))]`,
    ],
    [
      'doubled arrays',
      `[length(reduce(range(0, 60), createArray(1), lambda('a', 'b', concat(lambdaVariables('a'), lambdaVariables('a')))))]`,
    ],
  ])('end too many or too long %s soon', (_, expression) => {
    const begin = performance.now();
    expect(() => valueOf(expression)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }));
    expect(performance.now() - begin).toBeLessThan(8000);
  });

  it('end a function that calls itself, without overflowing', () => {
    const output = parseTextAt("[__bicep.f(createArray(parameters('x')))]", nowhere);
    const overrides = { userFunction: () => ({ parameters: ['x'], output }) };
    expect(() => valueOf('[__bicep.f(1)]', { overrides })).toThrow(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
    );
  });

  it('take the deepest JSON that is read', () => {
    let json: unknown = "[concat('a')]";
    for (let level = 0; level < 498; level++) json = level % 2 === 0 ? [json] : { a: json };
    expect(valueOf(json).kind).toBe('object');
  });
});

describe('user functions', () => {
  const outputs: Readonly<Record<string, string>> = {
    'contoso.greet': "[concat('hi ', parameters('who'), contoso.mark())]",
    'contoso.mark': "['!']",
    'contoso.bad': "[variables('size')]",
    'contoso.loop': '[copyIndex()]',
  };
  const overrides = {
    userFunction(name: string) {
      const text = outputs[name.toLowerCase()];
      if (text === undefined) return undefined;
      const parameters = text.includes("'who'") ? ['Who'] : [];
      return { parameters, output: parseTextAt(text, nowhere) };
    },
  };

  it('see their parameters and one another', () => {
    expect(plainOf("[Contoso.greet('you')]", { ...world, overrides })).toBe('hi you!');
  });

  it.each([
    ['[contoso.bad()]', 'functions see no variables'],
    ['[contoso.loop()]', 'belongs to no loop'],
    ['[contoso.greet()]', 'takes 1 argument, not 0'],
    ['[contoso.none()]', 'there is no function contoso.none()'],
  ])('%s is refused: %s', (expression, message) => {
    expect(() => valueOf(expression, { ...world, overrides })).toThrow(message);
  });
});
