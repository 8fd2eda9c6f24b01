// Subnets and their network security groups, subnets written in their network or as its children.
import type { Resource } from '../../resource.ts';
import { resourcesOfKey } from '../neighbours.ts';
import type { Outcome, ResourceRule, RuleContext } from '../rule.ts';
import { itemsIn, type Place, placeOf, settingIn, undecided } from '../setting.ts';
import { exampleOf, resourceRule } from '../setting-rule.ts';

const networkType = 'microsoft.network/virtualnetworks';
const subnetType = `${networkType}/subnets`;

/** Subnets of Azure's own services, which take no group or bring their own rules. */
const excepted = new Set([
  'gatewaysubnet',
  'azurefirewallsubnet',
  'azurefirewallmanagementsubnet',
  'azurebastionsubnet',
  'routeserversubnet',
]);

function judgeSubnet(place: Place, name: string | undefined): Outcome | undefined {
  if (name !== undefined && excepted.has(name.toLowerCase())) return undefined;
  const group = settingIn(place, 'properties.networkSecurityGroup');
  const id = settingIn(place, 'properties.networkSecurityGroup.id');
  if (id.kind === 'known' || (id.kind === 'unknown' && group.kind === 'known')) {
    return { kind: 'pass' };
  }
  const what = name === undefined ? 'the subnet' : `subnet '${name.slice(0, 80)}'`;
  if (id.kind === 'unknown') {
    return undecided(id, `whether ${what} has a group is not known: ${id.value.reason.message}`);
  }
  return {
    kind: 'fail',
    at: id.at,
    message: `${what} has no network security group`,
    found: 'absent',
    wanted: 'a networkSecurityGroup',
  };
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Whether a child of the network declares the same subnet with a group: it is deployed after the network. */
function isDeclaredAgain(network: Resource, name: string, { evaluation }: RuleContext): boolean {
  const key = `${network.key}/subnets/${name.toLowerCase()}`;
  return resourcesOfKey(evaluation, key).some(
    (each) => !each.isExisting && judgeSubnet(placeOf(each), name)?.kind === 'pass',
  );
}

function judgeNetwork(network: Resource, context: RuleContext): Outcome | readonly Outcome[] {
  const subnets = itemsIn(placeOf(network), 'properties.subnets');
  if ('kind' in subnets) {
    if (subnets.kind === 'unknown') {
      return undecided(subnets, `the subnets are not known: ${subnets.value.reason.message}`);
    }
    return { kind: 'not-applicable', reason: 'the network declares no subnets itself' };
  }
  const outcomes = subnets.flatMap((subnet) => {
    const setting = settingIn(subnet, 'name');
    const isText = setting.kind === 'known' && setting.value.kind === 'string';
    const name = isText && setting.value.kind === 'string' ? setting.value.value : undefined;
    if (name !== undefined && isDeclaredAgain(network, name, context)) return [];
    return judgeSubnet(subnet, name) ?? [];
  });
  const wrong = outcomes.filter((outcome) => outcome.kind !== 'pass');
  return wrong.length > 0 ? wrong : { kind: 'pass' };
}

const network = (properties: { readonly [name: string]: unknown }) => ({
  type: 'Microsoft.Network/virtualNetworks',
  apiVersion: '2024-05-01',
  name: 'net',
  location: 'westeurope',
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 'app', properties: { addressPrefix: '10.0.0.0/24', ...properties } }],
  },
});

export const subnetRules: readonly ResourceRule[] = [
  resourceRule({
    id: 'NET006',
    severity: 'medium',
    title: 'A subnet has a network security group',
    rationale:
      'Without a group every machine of a subnet is reachable from the whole network, and from the internet by its public address. Gateway, firewall, Bastion and route server subnets are excepted: Azure manages what goes through them.',
    remedy: 'Set networkSecurityGroup.id of the subnet.',
    references: [
      'https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview',
    ],
    aliases: [],
    controls: ['MCSB:NS-1'],
    example: exampleOf(
      network({
        networkSecurityGroup: {
          id: "[resourceId('Microsoft.Network/networkSecurityGroups', 'app')]",
        },
      }),
      network({}),
    ),
    types: [networkType, subnetType],
    check(resource, context) {
      if (resource.type.toLowerCase() === networkType) return judgeNetwork(resource, context);
      const { name } = resource;
      const text = name.kind === 'string' ? lastSegment(name.value) : undefined;
      const reason = 'the subnet is one of a service of Azure';
      return judgeSubnet(placeOf(resource), text) ?? { kind: 'not-applicable', reason };
    },
  }),
];
