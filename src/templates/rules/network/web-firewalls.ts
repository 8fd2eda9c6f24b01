// Policies of web application firewalls, and whether a Front Door has one.
// Source of the defaults: Azure's documentation of the resource types.
import type { Resource } from '../../resource.ts';
import { childrenOf } from '../neighbours.ts';
import type { Outcome, ResourceRule } from '../rule.ts';
import {
  expectIn,
  expectSetting,
  isText,
  itemsIn,
  placeOf,
  settingOf,
  undecided,
} from '../setting.ts';
import { exampleOf, resourceRule } from '../setting-rule.ts';

type Plain = { readonly [name: string]: unknown };

const policyTypes = [
  'microsoft.network/applicationgatewaywebapplicationfirewallpolicies',
  'microsoft.network/frontdoorwebapplicationfirewallpolicies',
];
const profileType = 'microsoft.cdn/profiles';
const firewallReference = 'https://learn.microsoft.com/azure/web-application-firewall/overview';

const policy = (policySettings: Plain) => ({
  type: 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies',
  apiVersion: '2024-02-01',
  name: 'waf',
  location: 'Global',
  sku: { name: 'Premium_AzureFrontDoor' },
  properties: { policySettings },
});
const frontDoor = (properties: Plain) => ({
  type: 'Microsoft.Network/frontDoors',
  apiVersion: '2021-06-01',
  name: 'entry',
  location: 'Global',
  properties: {
    frontendEndpoints: [
      { name: 'main', properties: { hostName: 'entry.azurefd.net', ...properties } },
    ],
  },
});

function firewallOfFrontDoor(resource: Resource): Outcome | readonly Outcome[] {
  const endpoints = itemsIn(placeOf(resource), 'properties.frontendEndpoints');
  if ('kind' in endpoints) {
    if (endpoints.kind === 'unknown') {
      return undecided(endpoints, `the endpoints are not known: ${endpoints.value.reason.message}`);
    }
    return { kind: 'not-applicable', reason: 'the Front Door has no endpoints' };
  }
  return endpoints
    .map((endpoint) =>
      expectIn(endpoint, 'properties.webApplicationFirewallPolicyLink.id', {
        holds: (value) => value.kind === 'string' && value.value !== '',
        wanted: 'a policy',
        what: "the endpoint's web application firewall policy",
        absent: 'fail',
        absentMeans: 'none',
      }),
    )
    .map((outcome) => (outcome.kind === 'undecided' ? givenLater(outcome) : outcome));
}

/** An identifier that only the deployment knows is one all the same. */
function givenLater(outcome: Outcome & { readonly kind: 'undecided' }): Outcome {
  return outcome.unknown.type === 'string' ? { kind: 'pass' } : outcome;
}

/** Profiles of Front Door Standard and Premium take their firewall by a child of their own. */
function firewallOfProfile(resource: Resource, children: readonly Resource[]): Outcome {
  const sku = settingOf(resource, 'sku.name');
  if (
    sku.kind !== 'known' ||
    !isText('Standard_AzureFrontDoor', 'Premium_AzureFrontDoor')(sku.value)
  ) {
    return { kind: 'not-applicable', reason: 'the profile is none of Front Door' };
  }
  if (children.some((each) => each.type.toLowerCase() === `${profileType}/securitypolicies`)) {
    return { kind: 'pass' };
  }
  return {
    kind: 'fail',
    at: resource.declaration.nameSpan,
    message: 'no security policy of this Front Door profile is deployed with it',
    found: 'absent',
    wanted: 'a securityPolicies resource with a web application firewall policy',
  };
}

export const webFirewallRules: readonly ResourceRule[] = [
  resourceRule({
    id: 'NET008.policy-mode',
    severity: 'medium',
    title: 'A web application firewall policy prevents',
    rationale:
      'In Detection mode attacks are written down and let through. The documentation of the resource types names no default, so the mode must be written.',
    remedy: "Set policySettings.mode to 'Prevention'.",
    references: [firewallReference],
    aliases: [],
    controls: ['MCSB:NS-6'],
    example: exampleOf(
      policy({ enabledState: 'Enabled', mode: 'Prevention' }),
      policy({ enabledState: 'Enabled', mode: 'Detection' }),
    ),
    types: policyTypes,
    check: (resource) =>
      expectSetting(resource, 'properties.policySettings.mode', {
        holds: isText('Prevention'),
        wanted: "'Prevention'",
        what: "the firewall's mode",
        absent: 'fail',
        fix: 'Prevention',
      }),
  }),
  resourceRule({
    id: 'NET008.policy-state',
    severity: 'medium',
    title: 'A web application firewall policy is enabled',
    rationale:
      'A policy that is turned off lets everything through. It is on unless the template says Disabled.',
    remedy: "Set policySettings.enabledState (Front Door) or state (gateway) to 'Enabled'.",
    references: [firewallReference],
    aliases: ['CKV_AZURE_122', 'CKV_AZURE_123'],
    controls: ['MCSB:NS-6'],
    example: exampleOf(
      policy({ enabledState: 'Enabled', mode: 'Prevention' }),
      policy({ enabledState: 'Disabled', mode: 'Prevention' }),
    ),
    types: policyTypes,
    check: (resource) => {
      const isFrontDoor = resource.type.toLowerCase().includes('frontdoor');
      const name = isFrontDoor ? 'enabledState' : 'state';
      return expectSetting(resource, `properties.policySettings.${name}`, {
        holds: isText('Enabled'),
        wanted: "'Enabled'",
        what: "the firewall's state",
        absent: 'pass',
        fix: 'Enabled',
      });
    },
  }),
  resourceRule({
    id: 'NET008.front-door-firewall',
    severity: 'medium',
    title: 'A Front Door has a web application firewall',
    rationale:
      'A Front Door without a firewall hands injected queries and scripts on to the application. Its endpoints have none unless a policy is linked; Standard and Premium profiles take it by a securityPolicies resource.',
    remedy:
      'Link a policy by webApplicationFirewallPolicyLink, or add a securityPolicies resource.',
    references: [firewallReference],
    aliases: ['CKV_AZURE_121'],
    controls: ['MCSB:NS-6'],
    example: exampleOf(
      frontDoor({
        webApplicationFirewallPolicyLink: {
          id: "[resourceId('Microsoft.Network/FrontDoorWebApplicationFirewallPolicies', 'waf')]",
        },
      }),
      frontDoor({}),
    ),
    types: ['microsoft.network/frontdoors', profileType],
    check: (resource, { evaluation }) =>
      resource.type.toLowerCase() === profileType
        ? firewallOfProfile(resource, childrenOf(evaluation, resource))
        : firewallOfFrontDoor(resource),
  }),
];
