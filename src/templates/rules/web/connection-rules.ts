// WEB001-WEB002: how a site is reached and maintained. Settings and defaults: the template reference of
// Microsoft.Web/sites and the pages named at each rule.
import type { TemplateRule } from '../rule.ts';
import { isBool, isText, isVersion } from '../setting.ts';
import { exampleOf, resourceRule, settingRule } from '../setting-rule.ts';
import { expectSiteConfig, site, siteConfigTypes, siteReference, siteTypes } from './site.ts';

export const webConnectionRules: readonly TemplateRule[] = [
  settingRule({
    id: 'WEB001',
    severity: 'high',
    title: 'A site sends everyone to HTTPS',
    rationale:
      'Over plain HTTP anyone on the way reads and changes what the site and its users say, sign-in cookies too. Left out in a template, HTTP is answered.',
    remedy: 'Set properties.httpsOnly to true.',
    references: [
      'https://learn.microsoft.com/azure/app-service/configure-ssl-bindings',
      siteReference,
    ],
    aliases: [
      'CKV_AZURE_14',
      'CKV_AZURE_70',
      'CKV_AZURE_153',
      'AZR-000084',
      'TA-000004',
      'TA-000010',
      'TA-000016',
      'AZU-0004',
      '488847ff-6031-487c-bf42-98fd6ac5c9a0',
    ],
    controls: ['MCSB:DP-3', 'CIS:9.2'],
    types: siteTypes,
    example: exampleOf(site({ httpsOnly: true }), site({ httpsOnly: false })),
    path: 'properties.httpsOnly',
    expected: {
      holds: isBool(true),
      wanted: 'true',
      what: 'HTTPS only (httpsOnly)',
      absent: 'fail',
      absentMeans: 'false',
      fix: true,
    },
  }),
  resourceRule({
    id: 'WEB002.tls',
    severity: 'medium',
    title: 'A site refuses TLS before 1.2',
    rationale: 'TLS 1.0 and 1.1 are broken. Left out, 1.2 is the minimum.',
    remedy: "Set minTlsVersion of siteConfig to '1.2', or remove it.",
    references: [
      'https://learn.microsoft.com/azure/app-service/overview-tls',
      'https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.AppService.MinTLS',
      siteReference,
    ],
    aliases: [
      'CKV_AZURE_15',
      'CKV_AZURE_145',
      'AZR-000073',
      'TA-000005',
      'TA-000011',
      'TA-000017',
      'AZU-0006',
      'b5c851d5-00f1-43dc-a8de-3218fd6f71be',
    ],
    controls: ['MCSB:DP-3', 'MCSB:NS-8', 'CIS:9.3'],
    types: siteConfigTypes,
    example: exampleOf(
      site({ siteConfig: { minTlsVersion: '1.2' } }),
      site({ siteConfig: { minTlsVersion: '1.0' } }),
    ),
    check: expectSiteConfig('minTlsVersion', {
      holds: isVersion('1.2', '1.3'),
      wanted: "'1.2' or '1.3'",
      what: 'the minimum TLS version (minTlsVersion)',
      absent: 'pass',
      fix: '1.2',
    }),
  }),
  resourceRule({
    id: 'WEB002.ftps',
    severity: 'medium',
    title: 'A site is not deployed to over plain FTP',
    rationale:
      'FTP sends the password and the code of the site in the clear. Azure documents no default, and the built-in policy "App Service apps should require FTPS only" does not accept the setting left out.',
    remedy: "Set ftpsState of siteConfig to 'Disabled', or to 'FtpsOnly' where FTPS is used.",
    references: ['https://learn.microsoft.com/azure/app-service/deploy-ftp', siteReference],
    aliases: ['CKV_AZURE_78', 'AZR-000081', 'TA-000003', 'TA-000009', 'TA-000015', 'AZU-0071'],
    controls: ['MCSB:DP-3', 'CIS:9.10'],
    types: siteConfigTypes,
    example: exampleOf(
      site({ siteConfig: { ftpsState: 'Disabled' } }),
      site({ siteConfig: { ftpsState: 'AllAllowed' } }),
    ),
    check: expectSiteConfig('ftpsState', {
      holds: isText('Disabled', 'FtpsOnly'),
      wanted: "'Disabled' or 'FtpsOnly'",
      what: 'the state of FTP (ftpsState)',
      absent: 'fail',
      fix: 'Disabled',
    }),
  }),
  resourceRule({
    id: 'WEB002.debugging',
    severity: 'medium',
    title: 'A site cannot be debugged from outside',
    rationale: 'Remote debugging opens ports into the running process. Left out, it is off.',
    remedy: 'Remove remoteDebuggingEnabled of siteConfig or set it to false.',
    references: ['https://learn.microsoft.com/azure/app-service/configure-common', siteReference],
    aliases: ['CKV_AZURE_72', 'CKV_AZURE_155', 'AZR-000074', 'TA-000002', 'TA-000008', 'TA-000014'],
    controls: ['MCSB:PV-2'],
    types: siteConfigTypes,
    example: exampleOf(
      site({ siteConfig: { remoteDebuggingEnabled: false } }),
      site({ siteConfig: { remoteDebuggingEnabled: true } }),
    ),
    check: expectSiteConfig('remoteDebuggingEnabled', {
      holds: isBool(false),
      wanted: 'false',
      what: 'remote debugging (remoteDebuggingEnabled)',
      absent: 'pass',
      fix: false,
    }),
  }),
  settingRule({
    id: 'WEB002.identity',
    severity: 'medium',
    title: 'A site has an identity of its own',
    rationale:
      'With a managed identity a site reaches databases and vaults without a password in its settings. Left out, it has none.',
    remedy: "Set identity.type to 'SystemAssigned', or to 'UserAssigned' with an identity.",
    references: [
      'https://learn.microsoft.com/azure/app-service/overview-managed-identity',
      siteReference,
    ],
    aliases: [
      'CKV_AZURE_16',
      'CKV_AZURE_71',
      'AZR-000082',
      'TA-000007',
      'TA-000013',
      'TA-000019',
      'AZU-0002',
      'e9c133e5-c2dd-4b7b-8fff-40f2de367b56',
    ],
    controls: ['MCSB:IM-3', 'CIS:9.5'],
    types: siteTypes,
    example: exampleOf(
      site({}, { identity: { type: 'SystemAssigned' } }),
      site({}, { identity: { type: 'None' } }),
    ),
    path: 'identity.type',
    expected: {
      holds: isText('SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned'),
      wanted: "'SystemAssigned', 'UserAssigned' or 'SystemAssigned, UserAssigned'",
      what: 'the identity (identity.type)',
      absent: 'fail',
      absentMeans: "'None'",
      fix: 'SystemAssigned',
    },
  }),
];
