// SQL001-SQL003 in the order of the catalogue.
import type { TemplateRule } from '../rule.ts';
import { sqlAccessRules } from './access-rules.ts';
import { sqlAlertRules } from './alert-rules.ts';
import { sqlProtectionRules } from './protection-rules.ts';

export const sqlRules: readonly TemplateRule[] = [
  ...sqlAccessRules,
  ...sqlProtectionRules,
  ...sqlAlertRules,
];
