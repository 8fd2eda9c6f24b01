import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unknownValue } from '../../arm/language/unknown.ts';
import { evaluationsOf, templateText } from '../testdata/outcomes.ts';
import { branchesOf, mayChooseText } from './branches.ts';

const parameters = {
  secret: { type: 'secureString' },
  plain: { type: 'string' },
  object: { type: 'object' },
};

function valueOf(expression: string) {
  const outputs = { found: { type: 'string', value: expression } };
  const [evaluation] = evaluationsOf(templateText({ parameters, resources: [], outputs }));
  const value = evaluation?.root.outputs[0]?.value;
  return value?.kind === 'unknown' ? value : expect.fail('the value is known');
}

const secret = { kind: 'parameter', name: 'secret' };
const text = (each: string) => ({ kind: 'text', text: each });

it.each([
  ["[parameters('secret')]", [secret]],
  [
    "[if(empty(parameters('secret')), 'Pass,(w)\"1', parameters('secret'))]",
    [text('Pass,(w)"1'), secret],
  ],
  [
    "[if(empty(parameters('secret')), parameters('plain'), parameters('secret'))]",
    [{ kind: 'parameter', name: 'plain' }, secret],
  ],
  [
    "[if(empty(parameters('secret')), parameters('object').a, parameters('secret'))]",
    [{ kind: 'parameter', name: 'object' }, secret],
  ],
  ["[take(concat('Fixed-1', parameters('secret')), 7)]", [text('Fixed-1')]],
  ["[substring(concat('Fixed-1', parameters('secret')), 0, 7)]", [text('Fixed-1')]],
  ["[take(parameters('secret'), 7)]", [secret]],
  ["[concat('Fixed-1', parameters('secret'))]", [{ kind: 'other' }]],
  ["[trim(if(empty(parameters('secret')), 'x', parameters('secret')))]", [text('x'), secret]],
  ["[uniqueString(parameters('secret'))]", [{ kind: 'other' }]],
])('reads what %s may be', (expression, expected) => {
  expect(branchesOf(valueOf(expression))).toStrictEqual(expected);
});

it('leaves long expressions that choose a text open', () => {
  const long = 'x'.repeat(500);
  expect(mayChooseText(valueOf(`[take(concat('${long}', parameters('secret')), 9)]`))).toBe(true);
  expect(
    mayChooseText(valueOf("[if(empty(parameters('secret')), 'x', parameters('secret'))]")),
  ).toBe(false);
});

it('takes any form', () => {
  const reason = { kind: 'parameter', message: '', span: undefined } as const;
  const units = fc.string({
    unit: fc.constantFrom('if', '(', ')', ',', '"', '\\', '+', 'a', 'take', '[', '.'),
  });
  fc.assert(
    fc.property(units, (form) => {
      expect(branchesOf(unknownValue('string', reason, form)).length).toBeGreaterThanOrEqual(0);
    }),
  );
});
