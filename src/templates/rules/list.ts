// Every rule over templates, in the order of the catalogue. A new rule is one line here or in a list named here.
import type { TemplateRule } from './rule.ts';

export const templateRules: readonly TemplateRule[] = [];
