// The rules over secrets in templates, in the order of the catalogue.
import type { TemplateRule } from '../rule.ts';
import { literalCredentialRules } from './literal-credentials.ts';
import { parameterRules } from './parameter-rules.ts';
import { secretSettingRules } from './secret-settings.ts';

export const secretRules: readonly TemplateRule[] = [
  ...parameterRules,
  ...literalCredentialRules,
  ...secretSettingRules,
];
