import { describe, expect, it } from 'vitest';
import { evaluationOf, messagesOf, outputsOf } from './expand-alone.ts';

describe('functions that a template declares', () => {
  it('are found with their namespace, without case, and call one another', () => {
    const evaluation = evaluationOf({
      functions: [
        {
          namespace: '__bicep',
          members: {
            Twice: {
              parameters: [{ name: 'x', type: 'string' }],
              output: { type: 'string', value: "[concat(parameters('X'), parameters('x'))]" },
            },
            four: {
              parameters: [{ name: 'x', type: 'string' }],
              output: { type: 'string', value: "[__bicep.twice(__bicep.twice(parameters('x')))]" },
            },
          },
        },
      ],
      outputs: { v: { type: 'string', value: "[__BICEP.FOUR('a')]" } },
    });
    expect(messagesOf(evaluation)).toEqual([]);
    expect(outputsOf(evaluation)).toEqual({ v: 'aaaa' });
  });

  it('see no variables', () => {
    const evaluation = evaluationOf({
      variables: { x: 1 },
      functions: [
        { namespace: 'n', members: { f: { output: { type: 'int', value: "[variables('x')]" } } } },
      ],
      outputs: { v: { type: 'int', value: '[n.f()]' } },
    });
    expect(messagesOf(evaluation)[0]).toContain('functions see no variables');
  });
});
