import { describe, expect, it } from 'vitest';
import { maxDeploymentDepth } from './context.ts';
import { evaluationOf, linked, messagesOf, namesOf, resourceOf } from './expand-alone.ts';

const machine = { type: 'Microsoft.Compute/virtualMachines', apiVersion: '2024-07-01' };

describe('linked templates', () => {
  const agents = {
    parameters: { vm: { type: 'string' } },
    resources: [
      {
        type: 'Microsoft.Compute/virtualMachines/extensions',
        name: "[concat(parameters('vm'), '/agent')]",
      },
    ],
  };
  const files = { 'agents/qualys.json': agents };
  const given = { vm: { value: 'vm1' } };

  it.each([
    { relativePath: 'agents/qualys.json' },
    { uri: "[uri(deployment().properties.templateLink.uri, 'agents/qualys.json')]" },
    {
      uri: "[concat(uri(deployment().properties.templateLink.uri, 'agents/qualys.json'), parameters('token'))]",
    },
    {
      uri: "[uri(deployment().properties.templateLink.uri, concat('agents/qualys.json', parameters('token')))]",
    },
  ])('are read beside the file: %j', (link) => {
    const evaluation = evaluationOf(
      {
        parameters: { token: { type: 'securestring' } },
        resources: [linked('d', link, given), { ...machine, name: 'vm1' }],
      },
      { files },
    );
    expect(messagesOf(evaluation)).toEqual([]);
    expect(evaluation.gaps).toEqual([]);
    expect(evaluation.linkedFiles).toEqual(['agents/qualys.json']);
    const agent = resourceOf(evaluation, 'vm1/agent');
    expect(agent.parent).toBe(resourceOf(evaluation, 'vm1'));
    expect(agent.declaration.span.source.path).toBe('agents/qualys.json');
    expect(agent.deployment).toMatchObject({ evaluation: 'linked' });
  });

  it.each([
    ['missing-link', { relativePath: 'nothing.json' }, 'nothing.json'],
    ['outside-link', { relativePath: '../x.json' }, '../x.json'],
    ['remote-link', { uri: 'https://example.com/a.json?sig=secret' }, 'https://example.com/a.json'],
    ['remote-link', { uri: "[parameters('where')]" }, "parameters('where')"],
    [
      'template-spec',
      { id: "[resourceId('Microsoft.Resources/templateSpecs/versions', 'a', '1')]" },
      undefined,
    ],
    ['missing-link', {}, ''],
  ])('that cannot be read leave a gap: %s, %j', (kind, link, shown) => {
    const evaluation = evaluationOf({
      parameters: { where: { type: 'string' } },
      resources: [linked('d', link)],
      outputs: { x: { type: 'string', value: "[reference('d').outputs.x.value]" } },
    });
    expect(messagesOf(evaluation)).toEqual([]);
    expect(evaluation.gaps).toMatchObject([{ kind, resource: evaluation.resources[0] }]);
    if (shown !== undefined) expect(evaluation.gaps[0]?.link).toBe(shown);
    expect(evaluation.root.outputs[0]?.value.kind).toBe('unknown');
  });

  it('get the values of a linked parameter file', () => {
    const resource = linked('d', { relativePath: 'agents/qualys.json' });
    const properties = {
      ...resource.properties,
      parameters: undefined,
      parametersLink: { uri: 'given.json' },
    };
    const template = { resources: [{ ...resource, properties }] };
    const known = evaluationOf(template, {
      files: { ...files, 'given.json': { parameters: given } },
    });
    expect(messagesOf(known)).toEqual([]);
    expect(namesOf(known)[1]).toContain('vm1/agent');
    const open = evaluationOf(template, { files });
    expect(messagesOf(open)).toEqual([]);
    expect(open.resources[1]?.name.kind).toBe('unknown');
  });

  it('that link themselves end at a depth', () => {
    const evaluation = evaluationOf({
      resources: [linked('again', { relativePath: 'main.json' })],
    });
    expect(evaluation.faults).toMatchObject([
      {
        code: 'LIMIT_EXCEEDED',
        message: expect.stringContaining(`deeper than ${maxDeploymentDepth} levels`),
      },
    ]);
    expect(evaluation.resources).toEqual([]);
  });

  it('that link themselves more than once end too', () => {
    const link = { relativePath: 'main.json' };
    const { faults } = evaluationOf({ resources: [linked('a', link), linked('b', link)] });
    expect(faults.some(({ code }) => code === 'LIMIT_EXCEEDED')).toBe(true);
  });

  it('with a text that Azure would refuse tell its first faults', () => {
    const evaluation = evaluationOf(
      { resources: [linked('d', { relativePath: 'broken.json' })] },
      { files: { 'broken.json': '{"resources": [,]}' } },
    );
    expect(messagesOf(evaluation)[0]).toMatch(/^broken\.json:1:\d+/);
  });
});
