// Application Gateways: their web application firewalls and the TLS versions that they take.
// Source of the defaults: Azure's documentation of the resource type and of Application Gateway's TLS policies.
import type { Resource } from '../../resource.ts';
import { expectSince } from '../api-version.ts';
import { passingOf } from '../outcome.ts';
import { isSet } from '../presence.ts';
import type { Outcome, ResourceRule } from '../rule.ts';
import { expectSetting, isBool, isText, settingOf } from '../setting.ts';
import { exampleOf, resourceRule } from '../setting-rule.ts';

type Plain = { readonly [name: string]: unknown };

const gatewayTypes = ['microsoft.network/applicationgateways'];
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

/** Predefined policies of Application Gateway that start at TLS 1.2. */
const modernPolicies = isText(
  'AppGwSslPolicy20170401S',
  'AppGwSslPolicy20220101',
  'AppGwSslPolicy20220101S',
);

function isSecondGeneration(resource: Resource): boolean {
  const tier = settingOf(resource, 'properties.sku.tier');
  return tier.kind === 'known' && isText('Standard_v2', 'WAF_v2')(tier.value);
}

function tlsOfGateway(resource: Resource): Outcome {
  const name = settingOf(resource, 'properties.sslPolicy.policyName');
  if (name.kind !== 'absent') {
    return expectSetting(resource, 'properties.sslPolicy.policyName', {
      holds: modernPolicies,
      wanted: 'a policy that starts at TLS 1.2',
      what: 'the TLS policy',
      absent: 'fail',
      // Gateways of the first generation do not know it.
      ...(isSecondGeneration(resource) ? { fix: 'AppGwSslPolicy20220101' } : {}),
    });
  }
  return expectSince(resource, 'properties.sslPolicy.minProtocolVersion', {
    holds: isText('TLSv1_2', 'TLSv1_3'),
    wanted: "'TLSv1_2' or 'TLSv1_3'",
    what: 'the lowest TLS version',
    newSince: '2023-02-01',
    absentBefore: 'fail',
    absentSince: 'pass',
    absentMeans: 'AppGwSslPolicy20150501, which starts at TLS 1.0',
  });
}

export const gatewayRules: readonly ResourceRule[] = [
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
];
