// AKS001-AKS008 in the order of the catalogue.
import type { TemplateRule } from '../rule.ts';
import { kubernetesAccessRules } from './access-rules.ts';
import { kubernetesDataRules } from './data-rules.ts';
import { kubernetesOperationRules } from './operation-rules.ts';

export const kubernetesRules: readonly TemplateRule[] = [
  ...kubernetesAccessRules,
  ...kubernetesOperationRules,
  ...kubernetesDataRules,
];
