import { describe, expect, it } from 'vitest';
import schema from '../../docs/policy.schema.json' with { type: 'json' };
import { severities } from '../model/severity.ts';
import { agentNames, inlineSuppressionModes, machineKinds } from '../model/template-policy.ts';
import { thresholds } from './policy.ts';

/** Every `enum` below a node, as one text, by the names of the properties that lead to it. */
function enumsOf(node: unknown, path = ''): [path: string, words: string][] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, inner]): [string, string][] => {
    if (name === 'enum' && Array.isArray(inner)) return [[path, inner.join(' ')]];
    const isStructure = name === 'properties' || name === 'items';
    return enumsOf(inner, isStructure ? path : `${path}/${name}`);
  });
}

describe('docs/policy.schema.json', () => {
  it('takes the words that the model knows, and no others', () => {
    const agents = agentNames.join(' ');
    expect(Object.fromEntries(enumsOf(schema))).toStrictEqual({
      '/failOn': thresholds.join(' '),
      '/unknownAs': severities.join(' '),
      '/requireAgents/agent': agents,
      '/requireAgents/anyOf': agents,
      '/requireAgents/where/os': 'windows linux',
      '/requireAgents/where/kind': machineKinds.join(' '),
      '/bakedIn/agent': agents,
      '/undecided/agents': 'close report',
      '/undecided/others': 'close report',
      '/suppressions/inline': inlineSuppressionModes.join(' '),
    });
  });
});
