// Web application firewalls of Application Gateway and Front Door, and the TLS versions that they take.
// Source of the defaults: Azure's documentation of the resource types and of Application Gateway's TLS policies.
import type { Resource } from '../../resource.ts';
import { expectSince } from '../api-version.ts';
import { childrenOf } from '../neighbours.ts';
import { passingOf } from '../outcome.ts';
import { isSet } from '../presence.ts';
import type { Outcome, ResourceRule } from '../rule.ts';
import {
  expectIn,
  expectSetting,
  isBool,
  isText,
  itemsIn,
  placeOf,
  settingOf,
  undecided,
} from '../setting.ts';
import { exampleOf, resourceRule } from '../setting-rule.ts';

type Plain = { readonly [name: string]: unknown };

const gatewayTypes = ['microsoft.network/applicationgateways'];
const policyTypes = [
  'microsoft.network/applicationgatewaywebapplicationfirewallpolicies',
  'microsoft.network/frontdoorwebapplicationfirewallpolicies',
];
const profileType = 'microsoft.cdn/profiles';
const firewallReference = 'https://learn.microsoft.com/azure/web-application-firewall/overview';
const tlsReference =
  'https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview';

const gateway = (properties: Plain) => ({
  type: 'Microsoft.Network/applicationGateways',
  apiVersion: '2024-05-01',
  name: 'entry',
  location: 'westeurope',
  properties: { sku: { name: 'WAF_v2', tier: 'WAF_v2', capacity: 2 }, ...properties },
});
const withPolicy = {
  firewallPolicy: {
    id: "[resourceId('Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies', 'waf')]",
  },
};
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

function firewallOfGateway(resource: Resource): Outcome {
  return passingOf(
    expectSetting(resource, 'properties.webApplicationFirewallConfiguration.enabled', {
      holds: isBool(true),
      wanted: 'true, or a firewallPolicy',
      what: 'the web application firewall',
      absent: 'fail',
      absentMeans: 'none',
    }),
    isSet(resource, 'properties.firewallPolicy.id', {
      what: 'the firewall policy',
      wanted: 'the identifier of one',
    }),
  );
}

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

/** Predefined policies of Application Gateway that start at TLS 1.2. */
const modernPolicies = isText(
  'AppGwSslPolicy20170401S',
  'AppGwSslPolicy20220101',
  'AppGwSslPolicy20220101S',
);

function tlsOfGateway(resource: Resource): Outcome {
  const name = settingOf(resource, 'properties.sslPolicy.policyName');
  if (name.kind !== 'absent') {
    return expectSetting(resource, 'properties.sslPolicy.policyName', {
      holds: modernPolicies,
      wanted: 'a policy that starts at TLS 1.2',
      what: 'the TLS policy',
      absent: 'fail',
      fix: 'AppGwSslPolicy20220101',
    });
  }
  return expectSince(resource, 'properties.sslPolicy.minProtocolVersion', {
    holds: isText('TLSv1_2', 'TLSv1_3'),
    wanted: "'TLSv1_2' or 'TLSv1_3'",
    what: 'the lowest TLS version',
    since: '2023-02-01',
    absentBefore: 'fail',
    absentSince: 'pass',
    absentMeans: 'AppGwSslPolicy20150501, which starts at TLS 1.0',
  });
}

export const webFirewallRules: readonly ResourceRule[] = [
  resourceRule({
    id: 'NET008.gateway-firewall',
    severity: 'medium',
    title: 'An Application Gateway has a web application firewall',
    rationale:
      'A gateway without a firewall hands injected queries and scripts on to the application. There is none unless a policy is linked or webApplicationFirewallConfiguration turns one on.',
    remedy: 'Link a policy by firewallPolicy.id (tier WAF_v2).',
    references: [firewallReference],
    aliases: ['CKV_AZURE_120'],
    controls: ['MCSB:NS-6'],
    example: exampleOf(gateway(withPolicy), gateway({})),
    types: gatewayTypes,
    check: firewallOfGateway,
  }),
  resourceRule({
    id: 'NET008.gateway-tls',
    severity: 'medium',
    title: 'An Application Gateway takes TLS 1.2 or later only',
    rationale:
      'Older versions can be broken. Without sslPolicy a gateway takes the default of its apiVersion: from 2023-02-01 on one that starts at TLS 1.2, before that one that starts at TLS 1.0.',
    remedy:
      "Set sslPolicy.policyName to 'AppGwSslPolicy20220101', or minProtocolVersion to 'TLSv1_2'.",
    references: [tlsReference],
    aliases: ['CKV_AZURE_218'],
    controls: ['MCSB:NS-6', 'MCSB:DP-3'],
    example: exampleOf(
      gateway({ sslPolicy: { policyType: 'Predefined', policyName: 'AppGwSslPolicy20220101' } }),
      gateway({ sslPolicy: { policyType: 'Custom', minProtocolVersion: 'TLSv1_0' } }),
    ),
    types: gatewayTypes,
    check: tlsOfGateway,
  }),
  resourceRule({
    id: 'NET008.gateway-mode',
    severity: 'medium',
    title: "An Application Gateway's own firewall configuration prevents",
    rationale: 'In Detection mode attacks are written down and let through.',
    remedy: "Set webApplicationFirewallConfiguration.firewallMode to 'Prevention'.",
    references: [firewallReference],
    aliases: [],
    controls: ['MCSB:NS-6'],
    example: exampleOf(
      gateway({
        webApplicationFirewallConfiguration: { enabled: true, firewallMode: 'Prevention' },
      }),
      gateway({
        webApplicationFirewallConfiguration: { enabled: true, firewallMode: 'Detection' },
      }),
    ),
    types: gatewayTypes,
    check: (resource) => {
      const configuration = 'properties.webApplicationFirewallConfiguration';
      if (settingOf(resource, configuration).kind === 'absent') {
        return { kind: 'not-applicable', reason: 'the gateway configures no firewall itself' };
      }
      return expectSetting(resource, `${configuration}.firewallMode`, {
        holds: isText('Prevention'),
        wanted: "'Prevention'",
        what: "the firewall's mode",
        absent: 'fail',
        fix: 'Prevention',
      });
    },
  }),
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
