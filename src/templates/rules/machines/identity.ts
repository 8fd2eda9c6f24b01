// The managed identity of a machine or scale set. Source: Azure's documentation of managed identities.
import type { ResourceRule } from '../rule.ts';
import { expectSetting } from '../setting.ts';
import { machineTypes } from './machine.ts';
import { linuxMachine } from './machine-examples.ts';

const vmh020: ResourceRule = {
  id: 'VMH020',
  kind: 'template',
  severity: 'medium',
  title: 'A machine has a managed identity',
  rationale:
    'Software on a machine without an identity needs stored credentials for Azure, and agents that sign in by it (Azure Monitor, Guest Configuration) do not work. There is none unless the template gives one.',
  remedy: "Add identity: { type: 'SystemAssigned' }, or a user-assigned one.",
  references: [
    'https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview',
  ],
  aliases: [],
  controls: ['MCSB:IM-3'],
  example: {
    passing: linuxMachine({}, { identity: { type: 'SystemAssigned' } }),
    failing: linuxMachine({}),
  },
  on: 'resource',
  types: machineTypes,
  check: (each) =>
    expectSetting(each, 'identity.type', {
      holds: (value) => value.kind === 'string' && value.value.toLowerCase() !== 'none',
      wanted: "'SystemAssigned' or 'UserAssigned'",
      what: 'the managed identity',
      absent: 'fail',
      absentMeans: 'none',
      fix: 'SystemAssigned',
    }),
};

export const identityRules = [vmh020];
