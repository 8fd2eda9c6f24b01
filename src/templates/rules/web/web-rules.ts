// WEB001-WEB003 in the order of the catalogue.
import type { TemplateRule } from '../rule.ts';
import { webCallerRules } from './caller-rules.ts';
import { webConnectionRules } from './connection-rules.ts';

export const webRules: readonly TemplateRule[] = [...webConnectionRules, ...webCallerRules];
