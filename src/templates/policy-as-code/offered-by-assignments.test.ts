import { describe, expect, it } from 'vitest';
import type { AgentName } from '../../model/template-policy.ts';
import {
  cellsOf,
  document,
  judged,
  requiring,
  runtime,
  subscription,
  template,
  vm,
} from '../agents/testdata/cells.ts';

const assessmentId = '13ce0167-8ca6-4048-8e6b-f996402e3c1b';
const builtIn = (id: string, kind = 'policyDefinitions') =>
  `/providers/Microsoft.Authorization/${kind}/${id}`;
const group = `${subscription}/resourceGroups/rg`;

const machines = template([
  vm('a'),
  {
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    apiVersion: '2024-07-01',
    name: 's',
    properties: { virtualMachineProfile: { storageProfile: { osDisk: { osType: 'Linux' } } } },
  },
  {
    type: 'Microsoft.HybridCompute/machines',
    apiVersion: '2024-07-10',
    name: 'e',
    properties: { osType: 'Windows' },
  },
]);

const current = { vaType: { value: 'mdeTvm' } };

function assignment(properties: object, members: object = {}) {
  return {
    type: 'Microsoft.Authorization/policyAssignments',
    apiVersion: '2022-06-01',
    name: 'va',
    location: 'westeurope',
    identity: { type: 'SystemAssigned' },
    ...members,
    properties: { policyDefinitionId: builtIn(assessmentId), parameters: current, ...properties },
  };
}

function at(
  level: 'subscription' | 'managementGroup' | 'tenant',
  ...resources: readonly unknown[]
) {
  const file = level === 'subscription' ? '2018-05-01/subscription' : `2019-08-01/${level}`;
  const $schema = `https://schema.management.azure.com/schemas/${file}DeploymentTemplate.json#`;
  return { $schema, resources };
}

/** Outcomes of the virtual machine, the scale set and the Arc machine. */
function outcomes(others: readonly object[], ...anyOf: readonly AgentName[]): string {
  const files = others.map((each) => ({ ...each }));
  return cellsOf([machines, ...files], requiring(...anyOf))
    .map(({ outcome }) => outcome.kind)
    .join(' ');
}

const none = 'fail fail fail';
const both = 'pass fail pass';

describe('an assignment for vulnerability assessment', () => {
  it.each<[string, object, string]>([
    ['at the subscription', at('subscription', assignment({})), both],
    ['at a management group', at('managementGroup', assignment({})), both],
    ['at the tenant', at('tenant', assignment({})), both],
    ['in the same group', template([assignment({})]), both],
    [
      'with a user-assigned identity',
      at('subscription', assignment({}, { identity: { type: 'UserAssigned' } })),
      both,
    ],
    [
      'in another case',
      at('subscription', assignment({ policyDefinitionId: builtIn(assessmentId).toUpperCase() })),
      both,
    ],
    ['enforced', at('subscription', assignment({ enforcementMode: 'default' })), both],
    ['without identity', at('subscription', assignment({}, { identity: undefined })), none],
    [
      'with the identity None',
      at('subscription', assignment({}, { identity: { type: 'None' } })),
      none,
    ],
    ['without vaType', at('subscription', assignment({ parameters: {} })), none],
    [
      'with the retired vaType',
      at('subscription', assignment({ parameters: { vaType: { value: 'default' } } })),
      none,
    ],
    ['not enforced', at('subscription', assignment({ enforcementMode: 'DoNotEnforce' })), none],
    [
      'disabled',
      at('subscription', assignment({ parameters: { ...current, effect: { value: 'disabled' } } })),
      none,
    ],
    [
      'overridden',
      at('subscription', assignment({ overrides: [{ kind: 'policyEffect', value: 'Disabled' }] })),
      none,
    ],
    [
      'not for the group',
      at('subscription', assignment({ notScopes: [group.toUpperCase()] })),
      none,
    ],
    ['not for another group', at('subscription', assignment({ notScopes: [`${group}2`] })), both],
    [
      'not for one machine',
      at(
        'subscription',
        assignment({ notScopes: [`${group}/providers/Microsoft.Compute/virtualMachines/a`] }),
      ),
      'fail fail pass',
    ],
    [
      'of another policy',
      at('subscription', assignment({ policyDefinitionId: builtIn('x') })),
      none,
    ],
    [
      'with unknown identity',
      at('subscription', assignment({}, { identity: { type: runtime('x') } })),
      'undecided fail undecided',
    ],
    [
      'of an unknown policy',
      at('subscription', assignment({ policyDefinitionId: runtime('x') })),
      'undecided undecided undecided',
    ],
    [
      'with resource selectors',
      at('subscription', assignment({ resourceSelectors: [{ name: 'x' }] })),
      'undecided fail undecided',
    ],
    [
      'under a condition',
      at('subscription', assignment({}, { condition: runtime('x') })),
      'undecided fail undecided',
    ],
    ['by a scope', at('managementGroup', assignment({}, { scope: group })), both],
    [
      'by the scope of another group',
      at('managementGroup', assignment({}, { scope: `${group}2` })),
      none,
    ],
  ])('%s', (_, other, expected) => {
    expect(outcomes([other], 'qualys', 'mdvm')).toBe(expected);
  });

  it('counts only in what is deployed together', () => {
    expect(outcomes([], 'mdvm')).toBe(none);
  });

  it('says why it does not count', () => {
    const other = at('subscription', assignment({ parameters: {} }));
    const [cell] = cellsOf([machines, other], requiring('mdvm'));
    expect(cell?.outcome).toMatchObject({ message: expect.stringContaining('retired scanner') });
  });
});

describe('an initiative', () => {
  const assigned = (id: string, parameters: object = {}) =>
    at(
      'subscription',
      assignment({ policyDefinitionId: builtIn(id, 'policySetDefinitions'), parameters }),
    );
  const endpoint = 'e20d08c5-6d64-656d-6465-ce9e37fd0ebc';
  const off = { microsoftDefenderForEndpointLinuxVmAgentDeployEffect: { value: 'Disabled' } };
  it.each<[string, object, AgentName, string]>([
    ['for Defender for Endpoint', assigned(endpoint), 'mde', both],
    ['with one member off', assigned(endpoint, off), 'mde', 'fail fail pass'],
    ['for another agent', assigned(endpoint), 'ama', none],
    ['for scale sets', assigned('f5bf694c-cca7-4033-b883-3a23327d5485'), 'ama', 'fail pass fail'],
    [
      'for Guest Configuration',
      assigned('12794019-7a00-42cf-95c2-882eed337cc8'),
      'guest-configuration',
      both,
    ],
    [
      'switched off',
      assigned('f5bf694c-cca7-4033-b883-3a23327d5485', { effect: { value: 'Disabled' } }),
      'ama',
      none,
    ],
  ])('%s', (_, other, agent, expected) => {
    expect(outcomes([other], agent)).toBe(expected);
  });
});

describe('policies of one’s own', () => {
  const consequence = {
    effect: "[parameters('effect')]",
    details: {
      type: 'Microsoft.Compute/virtualMachines/extensions',
      deployment: {
        properties: {
          mode: 'incremental',
          parameters: {
            vmName: { value: "[field('name')]" },
            type: { value: "[parameters('agentType')]" },
          },
          template: {
            $schema:
              'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
            contentVersion: '1.0.0.0',
            parameters: { vmName: { type: 'string' }, type: { type: 'string' } },
            variables: { publisher: 'Qualys' },
            resources: [
              {
                type: 'Microsoft.Compute/virtualMachines/extensions',
                apiVersion: '2023-09-01',
                name: "[concat(parameters('vmName'), '/q')]",
                properties: {
                  publisher: "[variables('publisher')]",
                  type: "[parameters('type')]",
                },
              },
            ],
          },
        },
      },
    },
  };
  const rule = {
    if: { field: 'type', equals: 'Microsoft.Compute/virtualMachines' },
    // oxlint-disable-next-line unicorn/no-thenable -- the name that Azure Policy gives it
    then: consequence,
  };
  const parameters = {
    effect: { type: 'String', defaultValue: 'DeployIfNotExists' },
    agentType: { type: 'String', defaultValue: 'QualysAgentLinux' },
  };
  const id = `${subscription}/providers/Microsoft.Authorization/policyDefinitions/own`;
  const definition = document('definition', {
    id,
    name: 'own',
    properties: { policyRule: rule, parameters },
  });
  const assigned = (properties: object = {}) =>
    document('assignment', {
      name: 'own',
      identity: { type: 'SystemAssigned' },
      properties: { policyDefinitionId: id, scope: subscription, ...properties },
    });

  it.each<[string, object, string]>([
    ['by default', {}, 'pass'],
    ['for another system', { parameters: { agentType: { value: 'QualysAgent' } } }, 'fail'],
    ['audited', { parameters: { effect: { value: 'AuditIfNotExists' } } }, 'fail'],
    ['elsewhere', { scope: '/subscriptions/99999999-1111-2222-3333-444444444444' }, 'fail'],
  ])('in files of their own, %s', (_, properties, expected) => {
    const [cell] = cellsOf([machines], requiring('qualys'), [definition, assigned(properties)]);
    expect(cell?.outcome.kind).toBe(expected);
  });

  it('in a file that is written for a template around it', () => {
    const text = JSON.stringify({ id, name: 'own', properties: { policyRule: rule, parameters } });
    const escaped = document('definition', JSON.parse(text.replaceAll('"[', '"[[')));
    const [cell] = cellsOf([machines], requiring('qualys'), [escaped, assigned()]);
    expect(cell?.outcome.kind).toBe('pass');
  });

  it('in a template, where their expressions are escaped', () => {
    const escaped = JSON.parse(
      JSON.stringify({ policyRule: rule, parameters }).replaceAll('"[', '"[['),
    );
    const own = {
      type: 'Microsoft.Authorization/policyDefinitions',
      apiVersion: '2021-06-01',
      name: 'own',
      properties: escaped,
    };
    const set = {
      type: 'Microsoft.Authorization/policySetDefinitions',
      apiVersion: '2021-06-01',
      name: 'set',
      properties: { policyDefinitions: [{ policyDefinitionId: id }] },
    };
    const setId = `${subscription}/providers/Microsoft.Authorization/policySetDefinitions/set`;
    const other = at(
      'subscription',
      own,
      set,
      assignment({ policyDefinitionId: setId, parameters: {} }),
    );
    expect(judged([machines, other])[0]).toBe("a AGT001 pass: assignment 'va' of own");
  });
});
