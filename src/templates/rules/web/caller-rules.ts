// WEB003: who may call a site. Settings and defaults: the template reference of Microsoft.Web/sites and the pages named
// at each rule.
import type { Resource } from '../../resource.ts';
import { passingOf } from '../outcome.ts';
import type { Outcome, TemplateRule } from '../rule.ts';
import { expectSetting, isBool, isText, itemsIn, placeOf, shown, undecided } from '../setting.ts';
import { exampleOf, resourceRule, settingRule } from '../setting-rule.ts';
import { judgeSiteConfig, site, siteConfigTypes, siteReference, siteTypes } from './site.ts';

/** Fails at an origin `*`, passes without one. */
function expectOrigins(resource: Resource, path: string): Outcome {
  const origins = itemsIn(placeOf(resource), path);
  if ('kind' in origins) {
    if (origins.kind !== 'unknown') return { kind: 'pass' };
    return undecided(origins, `the origins are not known: ${origins.value.reason.message}`);
  }
  for (const { value, at } of origins) {
    if (value.kind !== 'string' || value.value.trim() !== '*') continue;
    const message = 'pages of every origin may call this site; name those that need it';
    return { kind: 'fail', at, message, found: shown(value), wanted: 'the origins that need it' };
  }
  for (const { value, at } of origins) {
    if (value.kind !== 'unknown') continue;
    return undecided({ value, at }, `an origin is not known: ${value.reason.message}`);
  }
  return { kind: 'pass' };
}

export const webCallerRules: readonly TemplateRule[] = [
  resourceRule({
    id: 'WEB003.cors',
    severity: 'medium',
    title: 'A site does not take calls from pages of every origin',
    rationale:
      "With the origin '*' any page that a user opens may call the site from his browser. Left out, no other origin may.",
    remedy: "Name the origins that need it in cors.allowedOrigins of siteConfig instead of '*'.",
    references: [
      'https://learn.microsoft.com/azure/app-service/app-service-web-tutorial-rest-api',
      siteReference,
    ],
    aliases: ['CKV_AZURE_57', 'CKV_AZURE_62', 'TA-000006', 'TA-000012', 'TA-000018'],
    controls: ['MCSB:PV-2'],
    types: siteConfigTypes,
    example: exampleOf(
      site({ siteConfig: { cors: { allowedOrigins: ['https://www.example.com'] } } }),
      site({ siteConfig: { cors: { allowedOrigins: ['*'] } } }),
    ),
    check: (resource, context) =>
      judgeSiteConfig(resource, context, 'cors.allowedOrigins', expectOrigins),
  }),
  settingRule({
    id: 'WEB003.client-certificates',
    severity: 'medium',
    title: 'A site asks its callers for certificates',
    rationale:
      'With client certificates only known callers get as far as the code of the site. Left out, nobody is asked.',
    remedy: 'Set properties.clientCertEnabled to true where the callers are services.',
    references: [
      'https://learn.microsoft.com/azure/app-service/app-service-web-configure-tls-mutual-auth',
      siteReference,
    ],
    aliases: ['CKV_AZURE_17', 'AZU-0001', '92302b47-b0cc-46cb-a28f-5610ecda140b'],
    controls: ['MCSB:PV-2'],
    types: siteTypes,
    example: exampleOf(site({ clientCertEnabled: true }), site({ clientCertEnabled: false })),
    path: 'properties.clientCertEnabled',
    expected: {
      holds: isBool(true),
      wanted: 'true',
      what: 'client certificates (clientCertEnabled)',
      absent: 'fail',
      absentMeans: 'false',
      fix: true,
    },
  }),
  resourceRule({
    id: 'WEB003.public-access',
    severity: 'medium',
    title: 'A site is closed to networks that are not named',
    rationale:
      'A site that serves one network should not answer the internet. Left out, it answers everyone.',
    remedy:
      "Set properties.publicNetworkAccess to 'Disabled' and use private endpoints, or set ipSecurityRestrictionsDefaultAction of siteConfig to 'Deny' and name the addresses.",
    references: [
      'https://learn.microsoft.com/azure/app-service/overview-access-restrictions',
      siteReference,
    ],
    aliases: ['CKV_AZURE_222'],
    controls: ['MCSB:PV-2'],
    types: siteTypes,
    example: exampleOf(
      site({ publicNetworkAccess: 'Disabled' }),
      site({ publicNetworkAccess: 'Enabled' }),
    ),
    check: (resource, context) =>
      passingOf(
        expectSetting(resource, 'properties.publicNetworkAccess', {
          holds: isText('Disabled'),
          wanted: "'Disabled'",
          what: 'public network access (publicNetworkAccess)',
          absent: 'fail',
          absentMeans: "'Enabled'",
        }),
        ...['publicNetworkAccess', 'ipSecurityRestrictionsDefaultAction'].map((name) =>
          judgeSiteConfig(resource, context, name, (each, path) =>
            expectSetting(each, path, {
              holds: isText('Disabled', 'Deny'),
              wanted: "'Disabled' or 'Deny'",
              what: `access from networks (${name})`,
              absent: 'fail',
            }),
          ),
        ),
      ),
  }),
];
