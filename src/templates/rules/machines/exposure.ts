// Public addresses of machines and forwarding by their network interfaces.
// Source of the defaults: Azure's documentation of Microsoft.Network/networkInterfaces.
import type { Outcome, ResourceRule } from '../rule.ts';
import {
  expectIn,
  isBool,
  itemsIn,
  type Place,
  placeOf,
  settingIn,
  undecided,
} from '../setting.ts';
import { machineTypes, onMachine } from './machine.ts';
import { resource } from './machine-examples.ts';

const interfaceType = 'microsoft.network/networkinterfaces';
const reference =
  'https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access';
const interfaceReference =
  'https://learn.microsoft.com/azure/templates/microsoft.network/networkinterfaces';

type Properties = { readonly [name: string]: unknown };
const networkInterface = (configuration: Properties, properties: Properties = {}) =>
  resource('Microsoft.Network/networkInterfaces', '2024-05-01', 'app', {
    ipConfigurations: [
      {
        name: 'main',
        properties: {
          subnet: {
            id: "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'app')]",
          },
          ...configuration,
        },
      },
    ],
    ...properties,
  });

/** Looks at each address of a network interface, of its own resource or inside a machine. */
function publicAddresses(owner: Place, setting: string): readonly Outcome[] {
  const configurations = itemsIn(owner, 'properties.ipConfigurations');
  if ('kind' in configurations) {
    if (configurations.kind !== 'unknown') return [];
    const { value, at } = configurations;
    return [undecided({ value, at }, `the addresses are not known: ${value.reason.message}`)];
  }
  return configurations.flatMap((configuration): Outcome[] => {
    const properties = settingIn(configuration, 'properties');
    const address = settingIn(configuration, `properties.${setting}`);
    if (address.kind === 'absent') return [];
    // An unknown around the address may or may not hold one; one that stands for it is an object or null.
    const isAround = properties.kind === 'unknown';
    if (
      address.kind === 'unknown' &&
      (isAround || address.value.type === 'any' || address.value.type === 'null')
    ) {
      const message = `whether there is a public address is not known: ${address.value.reason.message}`;
      return [undecided(address, message)];
    }
    return [
      {
        kind: 'fail',
        at: address.at,
        message: 'a network interface of a machine has a public address; it must have none',
        found: 'a public address',
        wanted: 'no public address',
      },
    ];
  });
}

/** Network interfaces that a machine or scale set declares itself. */
function ownInterfaces(profile: Place): readonly Place[] {
  const items = itemsIn(profile, 'networkProfile.networkInterfaceConfigurations');
  if (!('kind' in items)) return items;
  if (items.kind !== 'unknown') return [];
  // Stands for what is in the list.
  return [{ value: { ...items.value, type: 'any' }, at: items.at, keySpan: items.at }];
}

const noInterfaces: Outcome = {
  kind: 'not-applicable',
  reason: 'the machine declares no network interface itself',
};

function orPass(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.length === 0 ? [{ kind: 'pass' }] : outcomes;
}

const vmh006: ResourceRule = {
  id: 'VMH006',
  kind: 'template',
  severity: 'high',
  title: 'A machine has no public address of its own',
  rationale:
    'A public address puts every open port of the machine on the internet. There is none unless a network interface names one (publicIPAddress) or a scale set asks for one (publicIPAddressConfiguration).',
  remedy:
    'Take publicIPAddress out; go in by Azure Bastion or a private network, and out by a NAT gateway.',
  references: [reference, interfaceReference],
  aliases: ['CKV_AZURE_119', 'AZR-000449', 'AZR-000450', 'AZU-0076'],
  controls: ['MCSB:NS-1'],
  example: {
    passing: networkInterface({}),
    failing: networkInterface({
      publicIPAddress: { id: "[resourceId('Microsoft.Network/publicIPAddresses', 'app')]" },
    }),
  },
  on: 'resource',
  types: [interfaceType, ...machineTypes],
  check(each, context) {
    if (each.type.toLowerCase() === interfaceType) {
      return orPass(publicAddresses(placeOf(each), 'publicIPAddress'));
    }
    return onMachine(({ profile }) => {
      const own = ownInterfaces(profile);
      if (own.length === 0) return noInterfaces;
      return orPass(own.flatMap((item) => publicAddresses(item, 'publicIPAddressConfiguration')));
    })(each, context);
  },
};

const forwarding = {
  holds: isBool(false),
  wanted: 'false',
  what: 'IP forwarding',
  absent: 'pass',
  fix: false,
} as const;

const vmh019: ResourceRule = {
  id: 'VMH019',
  kind: 'template',
  severity: 'medium',
  title: "A machine's network interface does not forward",
  rationale:
    'An interface that forwards passes on traffic that is not for the machine, around the rules of the network. Only network appliances need that. It is off unless the template turns it on.',
  remedy: 'Set enableIPForwarding to false, or leave it out.',
  references: [interfaceReference],
  aliases: ['CKV_AZURE_118', 'AZU-0075'],
  controls: ['MCSB:NS-3'],
  example: {
    passing: networkInterface({}),
    failing: networkInterface({}, { enableIPForwarding: true }),
  },
  on: 'resource',
  types: [interfaceType, ...machineTypes],
  check(each, context) {
    const path = 'properties.enableIPForwarding';
    if (each.type.toLowerCase() === interfaceType) {
      return expectIn(placeOf(each), path, forwarding, path);
    }
    return onMachine(({ profile }) => {
      const own = ownInterfaces(profile);
      if (own.length === 0) return noInterfaces;
      return own.map((item) => expectIn(item, path, forwarding));
    })(each, context);
  },
};

export const exposureRules = [vmh006, vmh019];
