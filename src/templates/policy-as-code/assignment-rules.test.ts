import { describe, expect, it } from 'vitest';
import { document } from '../agents/testdata/cells.ts';
import { evaluateRules } from '../rules/evaluate-rules.ts';
import { now, resultsOf, templateText } from '../rules/testdata/outcomes.ts';
import { assignmentRules } from './assignment-rules.ts';
import { evaluationOfPolicy } from './documents.ts';

const builtIn = (id: string, kind = 'policyDefinitions') =>
  `/providers/Microsoft.Authorization/${kind}/${id}`;
const assessment = builtIn('13ce0167-8ca6-4048-8e6b-f996402e3c1b');
const endpoint = builtIn('e20d08c5-6d64-656d-6465-ce9e37fd0ebc', 'policySetDefinitions');
const current = { vaType: { value: 'mdeTvm' } };

function assignment(properties: object, members: object = {}) {
  return {
    type: 'Microsoft.Authorization/policyAssignments',
    apiVersion: '2022-06-01',
    name: 'a',
    location: 'westeurope',
    identity: { type: 'SystemAssigned' },
    ...members,
    properties: { policyDefinitionId: assessment, parameters: current, ...properties },
  };
}

/** Failures and undecided ones as rule, and the text that they stand at. */
function said(resource: object, members: object = {}): string[] {
  const text = templateText({ ...members, resources: [resource] });
  return resultsOf(text, assignmentRules).flatMap(({ rule, outcome }) => {
    if (outcome.kind !== 'fail' && outcome.kind !== 'undecided') return [];
    const { source, start, end } = outcome.at;
    return [`${rule.id} ${outcome.kind} ${source.text.slice(start, end).replaceAll(/\s+/g, ' ')}`];
  });
}

const secret = { parameters: { p: { type: 'string' } } };
const type = '"Microsoft.Authorization/policyAssignments"';
const off = { microsoftDefenderForEndpointWindowsArcAgentDeployEffect: { value: 'Disabled' } };

describe('rules about assignments', () => {
  it.each<[string, object, string[]]>([
    ['in force', assignment({}), []],
    [
      'of another policy',
      assignment({ policyDefinitionId: builtIn('x') }, { identity: undefined }),
      [],
    ],
    ['without identity', assignment({}, { identity: undefined }), [`POL001 fail ${type}`]],
    [
      'with the identity None',
      assignment({}, { identity: { type: 'None' } }),
      ['POL001 fail "None"'],
    ],
    ['without location', assignment({}, { location: undefined }), [`POL001 fail ${type}`]],
    ['without vaType', assignment({ parameters: {} }), ['POL002 fail "parameters"']],
    ['without parameters', assignment({ parameters: undefined }), ['POL002 fail "properties"']],
    [
      'with the retired vaType',
      assignment({ parameters: { vaType: { value: 'default' } } }),
      ['POL002 fail "default"'],
    ],
    [
      'with an unknown vaType',
      assignment({ parameters: { vaType: { value: "[parameters('p')]" } } }),
      ["POL002 undecided parameters('p')"],
    ],
    [
      'not enforced',
      assignment({ enforcementMode: 'DoNotEnforce' }),
      ['POL003 fail "DoNotEnforce"'],
    ],
    [
      'disabled',
      assignment({ parameters: { ...current, effect: { value: 'Disabled' } } }),
      ['POL003 fail "Disabled"'],
    ],
    ['of an initiative', assignment({ policyDefinitionId: endpoint, parameters: {} }), []],
    [
      'of an initiative with a member off',
      assignment({ policyDefinitionId: endpoint, parameters: off }),
      ['POL003 fail "Disabled"'],
    ],
  ])('%s', (_, resource, expected) => {
    expect(said(resource, secret)).toStrictEqual(expected);
  });

  it.each([
    [{ selectedProvider: 'mdetvm' }, []],
    [{ selectedProvider: 'Other' }, ['POL004 fail "Other"']],
    [{}, ['POL004 fail "properties"']],
  ])('the setting of a subscription, %j', (properties, expected) => {
    const resource = {
      type: 'Microsoft.Security/serverVulnerabilityAssessmentsSettings',
      apiVersion: '2023-05-01',
      name: 'azureServersSetting',
      kind: 'AzureServersSetting',
      properties,
    };
    expect(said(resource)).toStrictEqual(expected);
  });

  it('judge an assignment in a file of its own', () => {
    const alone = document('assignment', {
      name: 'a',
      properties: { policyDefinitionId: assessment },
    });
    const results = evaluateRules(evaluationOfPolicy(alone), assignmentRules, { now });
    const failed = results
      .filter(({ outcome }) => outcome.kind === 'fail')
      .map(({ rule }) => rule.id);
    expect(failed).toStrictEqual(['POL001', 'POL002']);
  });
});
