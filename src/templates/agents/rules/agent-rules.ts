// The rules about agents, in the order of the catalogue.
import type { ResourceRule } from '../../rules/rule.ts';
import { presenceRules } from '../presence-rules.ts';
import { clearTextRules } from './clear-text.ts';
import { fittingRules } from './fitting.ts';
import { licenceRules } from './licence.ts';
import { machineSideRules } from './machine-side.ts';
import { retiredRules } from './retired.ts';
import { upgradeRules } from './upgrades.ts';

export const agentRules: readonly ResourceRule[] = [
  ...presenceRules,
  ...licenceRules,
  ...upgradeRules,
  ...fittingRules,
  ...retiredRules,
  ...machineSideRules,
  ...clearTextRules,
].toSorted((left, right) => (left.id < right.id ? -1 : 1));
