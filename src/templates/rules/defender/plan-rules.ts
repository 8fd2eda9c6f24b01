// POL005-POL008: the plans of Microsoft Defender for Cloud. Names of plans: the template reference of
// Microsoft.Security/pricings.
import type { TemplateRule } from '../rule.ts';
import { expectSetting, isText } from '../setting.ts';
import { planRule } from './pricing.ts';

export const defenderPlanRules: readonly TemplateRule[] = [
  planRule({
    id: 'POL005',
    severity: 'high',
    title: 'Microsoft Defender for Servers',
    rationale:
      'The plan brings Defender for Endpoint and the assessment of vulnerabilities to machines. Plan P1 lacks the assessment without an agent and the checks of files and configuration; without a subPlan it is P2.',
    // `default` in apiVersion 2017-08-01-preview: the plan of the whole subscription.
    names: ['VirtualMachines', 'default'],
    aliases: ['AZR-000293'],
    controls: ['MCSB:LT-1', 'MCSB:ES-1', 'CIS:2.1.1'],
    also(resource) {
      const outcome = expectSetting(resource, 'properties.subPlan', {
        holds: isText('P2'),
        wanted: "'P2'",
        what: 'the plan of Defender for Servers (subPlan)',
        absent: 'pass',
        fix: 'P2',
      });
      return outcome.kind === 'fail' ? { ...outcome, severity: 'low' } : outcome;
    },
  }),
  planRule({
    id: 'POL006',
    severity: 'high',
    title: 'Microsoft Defender for Containers',
    rationale:
      'The plan scans images in registries and watches clusters. The older plans ContainerRegistry and KubernetesService are halves of it.',
    names: ['Containers', 'ContainerRegistry', 'KubernetesService'],
    aliases: ['CKV_AZURE_85', 'AZR-000290'],
    controls: ['MCSB:LT-1', 'CIS:2.1.8'],
  }),
  planRule({
    id: 'POL007.key-vaults',
    severity: 'medium',
    title: 'Microsoft Defender for Key Vault',
    rationale: 'The plan reports odd reading of secrets, such as from the Tor network or in bulk.',
    names: ['KeyVaults'],
    aliases: ['CKV_AZURE_87', 'AZR-000352'],
    controls: ['MCSB:LT-1', 'MCSB:DP-8', 'CIS:2.1.10'],
  }),
  planRule({
    id: 'POL007.storage-accounts',
    severity: 'medium',
    title: 'Microsoft Defender for Storage',
    rationale: 'The plan reports malware in uploads and odd reading of blobs.',
    names: ['StorageAccounts'],
    aliases: ['CKV_AZURE_84', 'AZR-000296'],
    controls: ['MCSB:LT-1', 'CIS:2.1.7'],
  }),
  planRule({
    id: 'POL007.sql-servers',
    severity: 'medium',
    title: 'Microsoft Defender for Azure SQL',
    rationale: 'The plan reports injection and guessed passwords, and assesses databases.',
    names: ['SqlServers'],
    aliases: ['AZR-000294'],
    controls: ['MCSB:LT-1', 'CIS:2.1.4'],
  }),
  planRule({
    id: 'POL007.sql-machines',
    severity: 'medium',
    title: 'Microsoft Defender for SQL servers on machines',
    rationale:
      'The plan reports injection and guessed passwords on SQL servers of virtual machines.',
    names: ['SqlServerVirtualMachines'],
    aliases: ['AZR-000297'],
    controls: ['MCSB:LT-1', 'CIS:2.1.5'],
  }),
  planRule({
    id: 'POL007.app-services',
    severity: 'medium',
    title: 'Microsoft Defender for App Service',
    rationale: 'The plan reports attacks on sites and what they leave behind.',
    names: ['AppServices'],
    aliases: ['AZR-000295'],
    controls: ['MCSB:LT-1', 'CIS:2.1.2'],
  }),
  planRule({
    id: 'POL007.resource-manager',
    severity: 'medium',
    title: 'Microsoft Defender for Resource Manager',
    rationale: 'The plan reports odd management of the subscription, whichever tool it comes from.',
    names: ['Arm'],
    aliases: ['AZR-000354'],
    controls: ['MCSB:LT-1', 'CIS:2.1.12'],
  }),
  planRule({
    id: 'POL007.open-source-databases',
    severity: 'medium',
    title: 'Microsoft Defender for open-source relational databases',
    rationale:
      'The plan reports guessed passwords and odd access to PostgreSQL, MySQL and MariaDB.',
    names: ['OpenSourceRelationalDatabases'],
    aliases: [],
    controls: ['MCSB:LT-1', 'CIS:2.1.6'],
  }),
  planRule({
    id: 'POL007.cosmos-dbs',
    severity: 'medium',
    title: 'Microsoft Defender for Azure Cosmos DB',
    rationale: 'The plan reports injection, leaked keys and bulk reading.',
    names: ['CosmosDbs'],
    aliases: [],
    controls: ['MCSB:LT-1', 'CIS:2.1.9'],
  }),
  planRule({
    id: 'POL008',
    severity: 'medium',
    title: 'Microsoft Defender Cloud Security Posture Management',
    rationale:
      'The plan finds paths of attack and looks into the disks of machines without an agent.',
    names: ['CloudPosture'],
    aliases: ['AZR-000372'],
    controls: ['MCSB:LT-1'],
  }),
];
