// Every rule over templates, in the order of the catalogue. A new rule is one line here or in a list named here.
import { agentRules } from '../agents/rules/agent-rules.ts';
import { assignmentRules } from '../policy-as-code/assignment-rules.ts';
import { defenderRules } from './defender/defender-rules.ts';
import { keyVaultRules } from './key-vault/key-vault-rules.ts';
import { kubernetesRules } from './kubernetes/kubernetes-rules.ts';
import { machineRules } from './machines/machine-rules.ts';
import { networkRules } from './network/network-rules.ts';
import { registryRules } from './registry/registry-rules.ts';
import type { TemplateRule } from './rule.ts';
import { secretRules } from './secrets/secret-rules.ts';
import { sqlRules } from './sql/sql-rules.ts';
import { storageRules } from './storage/storage-rules.ts';
import { webRules } from './web/web-rules.ts';

export const templateRules: readonly TemplateRule[] = [
  ...agentRules,
  ...assignmentRules,
  ...defenderRules,
  ...machineRules,
  ...networkRules,
  ...storageRules,
  ...keyVaultRules,
  ...registryRules,
  ...kubernetesRules,
  ...sqlRules,
  ...webRules,
  ...secretRules,
];
