// Flow logs of Network Watcher: whether they are written, and for how long they are kept.
import type { ResourceRule } from '../rule.ts';
import { expectSetting, isBool, settingOf } from '../setting.ts';
import { exampleOf, resourceRule, settingRule } from '../setting-rule.ts';

const types = ['microsoft.network/networkwatchers/flowlogs'];
const references = ['https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview'];

const flowLog = (enabled: boolean, days: number) => ({
  type: 'Microsoft.Network/networkWatchers/flowLogs',
  apiVersion: '2024-05-01',
  name: 'watcher/net',
  location: 'westeurope',
  properties: {
    targetResourceId: "[resourceId('Microsoft.Network/virtualNetworks', 'net')]",
    storageId: "[resourceId('Microsoft.Storage/storageAccounts', 'flowlogs')]",
    enabled,
    retentionPolicy: { enabled: true, days },
  },
});

export const flowLogRules: readonly ResourceRule[] = [
  settingRule({
    id: 'NET009.enabled',
    severity: 'low',
    title: 'A declared flow log is written',
    rationale:
      'A flow log that is turned off records nothing: who talked to whom cannot be found out after an incident. It is off unless the template turns it on.',
    remedy: 'Set enabled to true.',
    references,
    aliases: ['AZU-0073'],
    controls: ['MCSB:LT-4'],
    example: exampleOf(flowLog(true, 90), flowLog(false, 90)),
    types,
    path: 'properties.enabled',
    expected: {
      holds: isBool(true),
      wanted: 'true',
      what: 'the flow log',
      absent: 'fail',
      absentMeans: 'off',
      fix: true,
    },
  }),
  resourceRule({
    id: 'NET009.retention',
    severity: 'low',
    title: 'Flow logs are kept for 90 days or longer',
    rationale:
      'Intrusions are found weeks after they happened. Without a retention policy, or with one that is off, nothing says how long the logs are kept; 0 days keep them for ever.',
    remedy: 'Set retentionPolicy.enabled to true and retentionPolicy.days to 90 or more.',
    references,
    aliases: ['CKV_AZURE_12', '564b70f8-41cd-4690-aff8-bb53add86bc9', 'AZU-0049'],
    controls: ['MCSB:LT-4'],
    example: exampleOf(flowLog(true, 90), flowLog(true, 7)),
    types,
    check(resource) {
      const days = settingOf(resource, 'properties.retentionPolicy.days');
      const isEndless =
        days.kind === 'known' && days.value.kind === 'int' && days.value.value === 0n;
      const on = expectSetting(resource, 'properties.retentionPolicy.enabled', {
        holds: isBool(true),
        wanted: 'true',
        what: 'the retention policy',
        absent: 'fail',
        absentMeans: 'off',
        fix: true,
      });
      if (isEndless) return on;
      if (on.kind !== 'pass') return on;
      return expectSetting(resource, 'properties.retentionPolicy.days', {
        holds: (value) => value.kind === 'int' && value.value >= 90n,
        wanted: '90 or more',
        what: 'the retention in days',
        absent: 'fail',
        fix: 90,
      });
    },
  }),
];
