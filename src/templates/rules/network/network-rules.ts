// The rules over networks, in the order of the catalogue.
import type { TemplateRule } from '../rule.ts';
import { gatewayRules } from './application-gateways.ts';
import { flowLogRules } from './flow-logs.ts';
import { openPortRules } from './open-ports.ts';
import { subnetRules } from './subnets.ts';
import { webFirewallRules } from './web-firewalls.ts';

export const networkRules: readonly TemplateRule[] = [
  ...openPortRules,
  ...subnetRules,
  ...gatewayRules,
  ...webFirewallRules,
  ...flowLogRules,
];
