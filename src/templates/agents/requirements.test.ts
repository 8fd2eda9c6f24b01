import { describe, expect, it } from 'vitest';
import type { AgentRequirement } from '../../model/template-policy.ts';
import { cellsOf, judged, passed, qualys, requiring, template, vm } from './testdata/cells.ts';

describe('requirements', () => {
  const tagged = vm('web-1', {}, { tags: { Env: 'Prod', 'a.b': 'c' } });
  it.each<[string, AgentRequirement['where'], string]>([
    ['none', undefined, 'fail'],
    ['system', { os: 'linux' }, 'fail'],
    ['another system', { os: 'windows' }, 'none'],
    ['kind', { kind: ['vmss', 'vm'] }, 'fail'],
    ['another kind', { kind: ['arc'] }, 'none'],
    ['name', { name: 'WEB-?' }, 'fail'],
    ['another name', { name: 'db-*' }, 'none'],
    ['tags', { tags: { env: 'prod', 'a.b': 'C' } }, 'fail'],
    ['another tag', { tags: { env: 'test' } }, 'none'],
    ['a missing tag', { tags: { owner: 'x' } }, 'none'],
    ['all of them', { os: 'linux', kind: ['vm'], name: '*', tags: { env: 'prod' } }, 'fail'],
  ])('%s', (_, where, expected) => {
    const requirement: AgentRequirement = {
      anyOf: ['qualys'],
      ...(where === undefined ? {} : { where }),
    };
    const policy = { ...requiring('qualys'), requireAgents: [requirement] };
    expect(cellsOf([template([tagged])], policy)[0]?.outcome.kind ?? 'none').toBe(expected);
  });

  it('that may select a machine leave one without the agent undecided, and one with it passes', () => {
    const policy = {
      ...requiring('qualys'),
      requireAgents: [{ anyOf: ['qualys'], where: { os: 'windows' } } as const],
    };
    const unknown = vm('a', { storageProfile: { imageReference: { id: '/subscriptions/x' } } });
    expect(judged([template([unknown])], policy)).toStrictEqual(['a AGT001 undecided']);
    expect(judged([template([unknown, qualys('a')])], policy)[0]).toMatch(/^a AGT001 pass/);
  });

  it('are all judged', () => {
    const policy = {
      ...requiring('qualys'),
      requireAgents: [{ anyOf: ['qualys', 'mdvm'] }, { anyOf: ['mde'] }] as const,
    };
    expect(judged([template([vm('a'), qualys('a')])], policy)).toStrictEqual([
      `a AGT001 pass${passed}`,
      'a AGT010 fail',
    ]);
  });

  it.each([
    ['/subscriptions/*/images/golden/versions/*', 'pass'],
    ['/subscriptions/*/images/other/versions/*', 'fail'],
  ])('count what is baked into %s: %s', (pattern, expected) => {
    const id =
      '/subscriptions/S/resourceGroups/g/providers/Microsoft.Compute/galleries/x/images/Golden/versions/1.0.0';
    const machine = vm('a', { storageProfile: { imageReference: { id } } });
    const policy = {
      ...requiring('qualys'),
      bakedIn: [{ agent: 'qualys', images: [pattern] } as const],
    };
    expect(cellsOf([template([machine])], policy)[0]?.outcome.kind).toBe(expected);
  });

  it.each([
    ['contoso:golden:server:1.0.0', 'pass'],
    ['Contoso:golden:server', 'pass'],
    ['contoso:*', 'pass'],
    ['contoso:golden:server:2.*', 'fail'],
    ['contoso:golden', 'fail'],
  ])('count what is baked into an image of the marketplace by %s: %s', (pattern, expected) => {
    const imageReference = {
      publisher: 'Contoso',
      offer: 'golden',
      sku: 'server',
      version: '1.0.0',
    };
    const machine = vm('a', { storageProfile: { imageReference } });
    const policy = {
      ...requiring('qualys'),
      bakedIn: [{ agent: 'qualys', images: [pattern] } as const],
    };
    expect(cellsOf([template([machine])], policy)[0]?.outcome.kind).toBe(expected);
  });
});
