// POL005-POL010 in the order of the catalogue.
import type { TemplateRule } from '../rule.ts';
import { defenderContactRules } from './contact-rules.ts';
import { defenderPlanRules } from './plan-rules.ts';
import { roleRules } from './role-rules.ts';

export const defenderRules: readonly TemplateRule[] = [
  ...defenderPlanRules,
  ...defenderContactRules,
  ...roleRules,
];
