import { describe, expect, it } from 'vitest';
import { valueAt } from '../language/value.ts';
import { evaluationOf, inner, messagesOf, namesOf, outputsOf } from './expand-alone.ts';

describe('outputs of deployments', () => {
  const makes = inner('A', {
    resources: [],
    outputs: { vmName: { type: 'string', value: 'vm1' } },
  });
  const takes = {
    parameters: { name: { type: 'string' } },
    resources: [{ type: 'A.B/c', name: "[parameters('name')]" }],
  };

  it.each([
    "[reference('A').outputs.vmName.value]",
    "[reference(resourceId('Microsoft.Resources/deployments', 'a'), '2022-09-01').outputs.VMNAME.value]",
    "[reference('A', '2022-09-01', 'Full').properties.outputs.vmName.value]",
  ])('are known to deployments before and behind: %s', (value) => {
    const taker = inner('B', takes, { name: { value } });
    for (const resources of [
      [makes, taker],
      [taker, makes],
    ]) {
      const evaluation = evaluationOf({ resources });
      expect(messagesOf(evaluation)).toEqual([]);
      expect(namesOf(evaluation)).toContain('A.B/c vm1');
    }
  });

  it('are known by symbolic name, in a chain', () => {
    const pass = (from: string) =>
      inner(
        from,
        {
          parameters: { v: { type: 'string' } },
          resources: [],
          outputs: { v: { type: 'string', value: "[concat(parameters('v'), '!')]" } },
        },
        { v: { value: from === 'one' ? 'x' : `[reference('${from}').outputs.v.value]` } },
      );
    const evaluation = evaluationOf({
      languageVersion: '2.0',
      resources: { third: pass('second'), second: pass('first'), first: pass('one') },
      outputs: { v: { type: 'string', value: "[reference('third').outputs.v.value]" } },
    });
    expect(messagesOf(evaluation)).toEqual([]);
    expect(outputsOf(evaluation)).toEqual({ v: 'x!!!' });
  });

  it('that need one another are a fault', () => {
    const needs = (name: string, other: string) =>
      inner(
        name,
        { ...takes, outputs: { v: { type: 'string', value: "[parameters('name')]" } } },
        {
          name: { value: `[reference('${other}').outputs.v.value]` },
        },
      );
    const messages = messagesOf(evaluationOf({ resources: [needs('A', 'B'), needs('B', 'A')] }));
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.join('\n')).toMatch(/needs its own/);
  });

  it('of a deployment outside of the run are unknown, and say so', () => {
    const { resources, faults } = evaluationOf({
      resources: [
        {
          type: 'A.B/c',
          name: 'x',
          p: "[reference('/x/providers/Microsoft.Resources/deployments/y').outputs.p.value]",
        },
      ],
    });
    expect(faults).toEqual([]);
    expect(valueAt(resources[0]?.body, 'p')).toMatchObject({
      kind: 'unknown',
      reason: { kind: 'outside' },
      form: 'reference(/x/providers/microsoft.resources/deployments/y).outputs.p.value',
    });
  });

  it('that are not there are a fault, what Azure adds to a deployment is unknown', () => {
    const evaluation = evaluationOf({
      resources: [makes],
      outputs: {
        a: { type: 'string', value: "[reference('A').outputs.vmNames.value]" },
        b: { type: 'string', value: "[reference('A').correlationId]" },
      },
    });
    expect(messagesOf(evaluation)).toEqual([
      expect.stringContaining("the object has no property 'vmNames'"),
    ]);
    expect(outputsOf(evaluation)).toMatchObject({ b: expect.stringContaining('correlationid') });
  });
});
