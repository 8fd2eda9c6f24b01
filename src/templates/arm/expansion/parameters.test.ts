import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../resource.ts';
import { evaluationOf, messagesOf, shownValue, type World } from './expand-alone.ts';

function parameterOf(evaluation: Evaluation, name = 'p') {
  const found = evaluation.root.parameters.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no parameter ${name}`);
  return found;
}

function declared(p: object, world: World = {}, more: object = {}) {
  return evaluationOf({ parameters: { p }, ...more }, world);
}

describe('values of parameters', () => {
  it.each([
    ['a default', { defaultValue: 'd' }, {}, 'default', 'd'],
    ['a parameter file', { defaultValue: 'd' }, { parameters: { P: { value: 'f' } } }, 'file', 'f'],
    ['an argument', {}, { arguments: { P: 'a' } }, 'argument', 'a'],
    [
      'an argument before the file',
      {},
      { arguments: { p: 'a' }, parameters: { p: { value: 'f' } } },
      'argument',
      'a',
    ],
    [
      'a Key Vault',
      {},
      { parameters: { p: { reference: { keyVault: { id: '/x' }, secretName: 's' } } } },
      'key-vault',
      '<parameters(p)>',
    ],
    [
      'an expression of the file',
      {},
      { parameters: { p: { expression: "[toUpper('x')]" } } },
      'file',
      'X',
    ],
    ['nothing', {}, {}, 'none', '<parameters(p)>'],
    ['nothing, where null will do', { nullable: true }, {}, 'default', null],
    [
      'null, where a default stands',
      { defaultValue: 'd' },
      { parameters: { p: { value: null } } },
      'default',
      'd',
    ],
  ])('come from %s', (_, declaration, world: World, origin, value) => {
    const evaluation = declared({ type: 'string', ...declaration }, world);
    const parameter = parameterOf(evaluation);
    expect(messagesOf(evaluation)).toEqual([]);
    expect([parameter.origin, shownValue(parameter.value)]).toEqual([origin, value]);
  });

  it('of a file are taken as they stand: brackets make no expression there', () => {
    const evaluation = declared({ type: 'object' }, { parameters: { p: { value: { a: '[b]' } } } });
    expect(shownValue(parameterOf(evaluation).value)).toEqual({ a: '[b]' });
    const { value } = parameterOf(evaluation);
    expect(value.span?.source.path).toBe('main.parameters.json');
  });

  it('without a value are unknown of their type and carry their mark', () => {
    const evaluation = declared(
      { type: 'secureString' },
      {},
      {
        variables: { v: "[concat(parameters('P'), '!')]" },
        outputs: { v: { type: 'string', value: "[variables('v')]" } },
      },
    );
    expect(parameterOf(evaluation)).toMatchObject({ type: 'securestring', isSecure: true });
    expect(evaluation.root.outputs[0]?.value).toMatchObject({
      kind: 'unknown',
      type: 'string',
      marks: [{ kind: 'parameter', name: 'p', isSecure: true }],
      reason: { kind: 'parameter', message: "the parameter 'p' has no value" },
    });
  });

  it('from a Key Vault are secure whatever their type', () => {
    const reference = { keyVault: { id: '/x' }, secretName: 's' };
    const evaluation = declared({ type: 'string' }, { parameters: { p: { reference } } });
    expect(parameterOf(evaluation)).toMatchObject({
      isSecure: false,
      value: { marks: [{ isSecure: true }] },
    });
  });

  it('keep the default beside the value that is given, also where it is a fault', () => {
    const file = { parameters: { p: { value: 'f' } } };
    expect(
      shownValue(parameterOf(declared({ type: 'string', defaultValue: 'd' }, file)).defaultValue),
    ).toBe('d');
    const broken = declared({ type: 'string', defaultValue: '[nothing()]' }, file);
    expect(messagesOf(broken)).toEqual([]);
    expect(parameterOf(broken).defaultValue?.kind).toBe('unknown');
  });

  it.each([
    ['bool', 'TRUE', true],
    ['int', ' -5 ', -5],
    ['string', '5', '5'],
    ['securestring', 'true', 'true'],
    ['array', '[1, "a"]', [1, 'a']],
    ['object', '{"a": [true]}', { a: [true] }],
  ])('of an argument are read as %s: %j', (type, text, value) => {
    const evaluation = declared({ type }, { arguments: { p: text } });
    expect(messagesOf(evaluation)).toEqual([]);
    expect(shownValue(parameterOf(evaluation).value)).toEqual(value);
  });

  it.each([
    ['bool', 'maybe', 'is no bool'],
    ['int', '1.5', 'is no int'],
    ['int', '99999999999999999999', 'is no int'],
    ['array', '[1,', 'is no JSON'],
    ['object', '[1]', 'is declared as object, its value is an array'],
  ])('of an argument that is no %s are a fault: %j', (type, text, message) => {
    const messages = messagesOf(declared({ type }, { arguments: { p: text } }));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^main\.json:\d+:\d+: /);
    expect(messages[0]).toContain(message);
  });
});

describe('types of parameters', () => {
  it.each([
    [{ type: 'string' }, 5, 'is declared as string, its value is an int'],
    [{ type: 'bool' }, 'true', 'is declared as bool, its value is a string'],
    [{ type: 'int' }, 1.5, 'is declared as int, its value is a float'],
    [{ type: 'object' }, [], 'is declared as object, its value is an array'],
    [{ type: 'array' }, {}, 'is declared as array, its value is an object'],
    [
      { type: 'string', allowedValues: ['a', 'b'] },
      'c',
      "is 'c', which is not among its allowedValues",
    ],
    [{ type: 'int', allowedValues: [1, 2] }, 3, 'is 3, which is not among'],
    [{ type: 'array', allowedValues: ['a', 'b'] }, ['a', 'c'], 'is an array, which is not among'],
    [{ type: 'int', minValue: 2 }, 1, '1 is below the least value, 2'],
    [{ type: 'int', maxValue: 2 }, 3, '3 is above the greatest value, 2'],
    [{ type: 'string', minLength: 2 }, 'a', 'is shorter (1) than the least length, 2'],
    [{ type: 'array', maxLength: 1 }, [1, 2], 'is longer (2) than the greatest length, 1'],
    [{ $ref: '#/definitions/size' }, 'c', "is 'c', which is not among its allowedValues"],
    [{ $ref: '#/definitions/alias' }, 5, 'is declared as string, its value is an int'],
  ])('%j refuses %j, at the value', (declaration, value, message) => {
    const definitions = {
      size: { type: 'string', allowedValues: ['a', 'b'] },
      alias: { $ref: '#/definitions/size' },
    };
    const world = { parameters: { p: { value } } };
    const messages = messagesOf(declared(declaration, world, { definitions }));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^main\.parameters\.json:\d+:\d+: /);
    expect(messages[0]).toContain(message);
    // The same for a default.
    const own = messagesOf(declared({ ...declaration, defaultValue: value }, {}, { definitions }));
    expect(own).toHaveLength(1);
    expect(own[0]).toContain(message);
  });

  it.each([
    [{ type: 'String', allowedValues: ['Standard_LRS'] }, 'standard_lrs'],
    [{ type: 'array', allowedValues: ['a', 'b'] }, ['b', 'a']],
    [{ type: 'object', allowedValues: [{ a: 1 }] }, { a: 1 }],
    [{ type: 'string', nullable: true }, null],
    [{ type: 'int', minValue: 1, maxValue: 1 }, 1],
    [{ $ref: '#/definitions/loop' }, 'x'],
    [{ $ref: '#/definitions/none' }, 'x'],
  ])('%j takes %j', (declaration, value) => {
    const definitions = { loop: { $ref: '#/definitions/loop' } };
    const world = { parameters: { p: { value } } };
    expect(messagesOf(declared(declaration, world, { definitions }))).toEqual([]);
  });

  it('never show what is secure', () => {
    const declaration = { type: 'securestring', allowedValues: ['a'], minLength: 20 };
    const messages = messagesOf(declared(declaration, { parameters: { p: { value: 'hunter2' } } }));
    expect(messages).toHaveLength(1);
    expect(messages[0]).not.toContain('hunter2');
  });

  it('refuse values for what is not declared, where they are given', () => {
    const messages = messagesOf(
      declared({ type: 'string' }, { parameters: { p: { value: 'x' }, q: { value: 1 } } }),
    );
    expect(messages).toEqual([
      expect.stringMatching(
        /^main\.parameters\.json:\d+:\d+: the template declares no parameter 'q'$/,
      ),
    ]);
  });
});
