// Ports that a network security group opens to the internet: allowed to anybody and not refused before (refusal.ts).
import type { Resource } from '../../resource.ts';
import { resource } from '../machines/machine-examples.ts';
import type { Example, Outcome, ResourceRule, RuleContext } from '../rule.ts';
import { undecided } from '../setting.ts';
import { isRefusedBefore, isWhollyRefused } from './refusal.ts';
import {
  type Answer,
  admitsAnybody,
  groupType,
  opensAllPorts,
  opensPort,
  rulesBeside,
  rulesOf,
  ruleType,
  type SecurityRule,
  shownRule,
} from './security-rule.ts';

const references = [
  'https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview',
  'https://learn.microsoft.com/azure/security/fundamentals/network-best-practices',
];

/** A group with one rule for a source and a port. */
function group(
  sourceAddressPrefix: string,
  destinationPortRange: string,
  protocol = 'Tcp',
): Example {
  return resource('Microsoft.Network/networkSecurityGroups', '2024-05-01', 'app', {
    securityRules: [
      {
        name: 'in',
        properties: {
          access: 'Allow',
          direction: 'Inbound',
          priority: 100,
          protocol,
          sourceAddressPrefix,
          sourcePortRange: '*',
          destinationAddressPrefix: '*',
          destinationPortRange,
        },
      },
    ],
  });
}

interface Watched {
  /** What is open then, as messages begin. */
  readonly subject: string;
  /** Ports with what listens there. */
  readonly ports: ReadonlyMap<number, string>;
  readonly protocol: 'Tcp' | 'Udp';
  /** Rules that open every port are those of NET004. */
  readonly isNet004: boolean;
}

/** Which of the ports are open to anybody by a rule; `false` when none is. */
function openPorts(
  rule: SecurityRule,
  beside: readonly SecurityRule[],
  { ports, protocol, isNet004 }: Watched,
): readonly number[] | Answer {
  const lower = protocol.toLowerCase();
  const admits = admitsAnybody(rule, [lower]);
  if (admits === false) return false;
  const isOfOneProtocol = rule.protocol.texts.includes(lower) && protocol === 'Udp';
  if (isNet004 && !isOfOneProtocol && opensAllPorts(rule) === true) return false;
  const open: number[] = [];
  let doubt: Answer = false;
  for (const port of ports.keys()) {
    const opens = opensPort(rule, port);
    const refused = opens === false || isRefusedBefore(rule, beside, lower, port);
    if (refused === true) continue;
    if (opens === true && refused === false) open.push(port);
    else doubt = refused === false ? opens : refused;
  }
  if (open.length > 0) return admits === true ? open : admits;
  return doubt;
}

/** Judges the rules that a resource declares itself. */
function judge(
  { resource: owner, evaluation }: { resource: Resource; evaluation: RuleContext['evaluation'] },
  look: (rule: SecurityRule, beside: readonly SecurityRule[]) => Outcome | undefined,
): Outcome | readonly Outcome[] {
  const beside = rulesBeside(owner, evaluation);
  const { known, unknown } = rulesOf(owner);
  const outcomes = known.flatMap((rule) => look(rule, beside) ?? []);
  for (const each of unknown) {
    const message = `the security rules are not all known: ${each.value.reason.message}`;
    outcomes.push(undecided(each, message));
  }
  return outcomes.length === 0 ? { kind: 'pass' } : outcomes;
}

function openOutcome(rule: SecurityRule, subject: string, what: string): Outcome {
  return {
    kind: 'fail',
    at: rule.at,
    message: `${subject} is open to the internet: ${shownRule(rule)} lets anybody reach ${what}`,
    found: `${rule.sources.texts.slice(0, 3).join(', ')} to ${rule.ports.texts.slice(0, 8).join(', ')}`,
    wanted: 'no source that is everybody',
  };
}

function doubtOutcome(rule: SecurityRule, answer: Answer, what: string): Outcome | undefined {
  if (typeof answer === 'boolean') return undefined;
  const message = `whether ${shownRule(rule)} lets anybody reach ${what} is not known: ${answer.reason.message}`;
  return undecided({ value: answer, at: rule.at }, message);
}

function watch(watched: Watched): ResourceRule['check'] {
  return (owner, { evaluation }) =>
    judge({ resource: owner, evaluation }, (rule, beside) => {
      const open = openPorts(rule, beside, watched);
      const name = (port: number) => `${port} (${watched.ports.get(port) ?? ''})`;
      const { protocol } = watched;
      if (typeof open === 'object' && 'length' in open) {
        const ports = open.map(name).join(', ');
        return openOutcome(
          rule,
          watched.subject,
          `${protocol.toUpperCase()} ${open.length === 1 ? 'port' : 'ports'} ${ports}`,
        );
      }
      const [first] = watched.ports.keys();
      const what =
        watched.ports.size === 1 && first !== undefined
          ? `port ${name(first)}`
          : `${protocol.toUpperCase()} ports that nobody outside may reach`;
      return doubtOutcome(rule, open, what);
    });
}

const types = [groupType, ruleType];

export const openPortRules: readonly ResourceRule[] = [
  {
    id: 'NET001',
    kind: 'template',
    severity: 'critical',
    title: 'SSH is not open to the internet',
    rationale:
      'Open SSH ports are found within minutes and tried for passwords and holes without end. A group lets nobody in from outside unless a rule allows it.',
    remedy:
      'Name the networks that may come in as source, or go in by Azure Bastion, and take the rule out.',
    references,
    aliases: ['CKV_AZURE_10', '2ade1579-4b2c-4590-bebb-f99bf597f612', 'AZU-0050'],
    controls: ['MCSB:NS-1', 'CIS:6.2'],
    example: { passing: group('10.1.0.0/24', '22'), failing: group('*', '20-30') },
    on: 'resource',
    types,
    check: watch({
      subject: 'SSH',
      ports: new Map([[22, 'SSH']]),
      protocol: 'Tcp',
      isNet004: false,
    }),
  },
  {
    id: 'NET002',
    kind: 'template',
    severity: 'critical',
    title: 'Remote Desktop is not open to the internet',
    rationale:
      'Open Remote Desktop ports are the usual way in of those who encrypt for ransom. A group lets nobody in from outside unless a rule allows it.',
    remedy:
      'Name the networks that may come in as source, or go in by Azure Bastion, and take the rule out.',
    references,
    aliases: ['CKV_AZURE_9', '59cb3da7-f206-4ae6-b827-7abf0a9cab9d', 'AZU-0048'],
    controls: ['MCSB:NS-1', 'CIS:6.1'],
    example: { passing: group('10.1.0.0/24', '3389'), failing: group('Internet', '3389') },
    on: 'resource',
    types,
    check: watch({
      subject: 'Remote Desktop',
      ports: new Map([[3389, 'RDP']]),
      protocol: 'Tcp',
      isNet004: false,
    }),
  },
  {
    id: 'NET003',
    kind: 'template',
    severity: 'high',
    title: 'No other management or database port is open to the internet',
    rationale:
      'Remote management, file sharing, databases and container engines are made for networks of their own; many of them let anybody in who reaches them. A rule that opens every port is reported by NET004.',
    remedy: 'Name the networks that may come in as source, or use private endpoints.',
    references,
    aliases: [],
    controls: ['MCSB:NS-3'],
    example: { passing: group('10.1.0.0/24', '1433'), failing: group('0.0.0.0/0', '1433') },
    on: 'resource',
    types,
    check: watch({
      subject: 'a management or database port',
      ports: new Map([
        [23, 'Telnet'],
        [445, 'SMB'],
        [1433, 'SQL Server'],
        [2375, 'Docker'],
        [2376, 'Docker'],
        [3306, 'MySQL'],
        [5432, 'PostgreSQL'],
        [5985, 'WinRM'],
        [5986, 'WinRM'],
        [6379, 'Redis'],
        [9200, 'Elasticsearch'],
        [10250, 'kubelet'],
        [27017, 'MongoDB'],
      ]),
      protocol: 'Tcp',
      isNet004: true,
    }),
  },
  {
    id: 'NET004',
    kind: 'template',
    severity: 'high',
    title: 'No rule opens every port to the internet',
    rationale:
      'A rule that lets anybody reach every port makes the group useless: what starts to listen next is open at once.',
    remedy: 'Name the ports, and the networks that may come in.',
    references,
    aliases: [],
    controls: ['MCSB:NS-1'],
    example: { passing: group('*', '443'), failing: group('*', '*', '*') },
    on: 'resource',
    types,
    check: (owner, { evaluation }) =>
      judge({ resource: owner, evaluation }, (rule, beside) => {
        const opens = opensAllPorts(rule);
        const admits = admitsAnybody(rule, ['tcp', 'udp']);
        if (opens === false || admits === false) return undefined;
        const protocol = rule.protocol.texts[0] ?? '*';
        const refused = isWhollyRefused(rule, beside, protocol);
        if (refused === true) return undefined;
        const doubts = [opens, admits, refused].filter((each) => typeof each === 'object');
        return doubts[0] === undefined
          ? openOutcome(rule, 'every port', 'all of them')
          : doubtOutcome(rule, doubts[0], 'every port');
      }),
  },
  {
    id: 'NET005.udp',
    kind: 'template',
    severity: 'medium',
    title: 'No UDP service that amplifies attacks is open to the internet',
    rationale:
      'These services answer small questions with large answers to whoever the sender claims to be. Who leaves them open floods others. A rule that opens every port of every protocol is reported by NET004.',
    remedy: 'Name the networks that may ask as source.',
    references,
    aliases: [],
    controls: ['CIS:6.3'],
    example: { passing: group('10.1.0.0/24', '53', 'Udp'), failing: group('*', '53', 'Udp') },
    on: 'resource',
    types,
    check: watch({
      subject: 'a UDP service that amplifies attacks',
      ports: new Map([
        [19, 'chargen'],
        [53, 'DNS'],
        [111, 'portmap'],
        [123, 'NTP'],
        [137, 'NetBIOS'],
        [161, 'SNMP'],
        [389, 'LDAP'],
        [1900, 'SSDP'],
        [5353, 'mDNS'],
        [11211, 'memcached'],
      ]),
      protocol: 'Udp',
      isNet004: true,
    }),
  },
  {
    id: 'NET005.http',
    kind: 'template',
    severity: 'medium',
    title: 'HTTP without encryption is not open to the internet',
    rationale: 'What goes over port 80 can be read and changed on its way.',
    remedy: 'Serve HTTPS on port 443; let a gateway answer on port 80 and send on to it.',
    references,
    aliases: ['CKV_AZURE_160'],
    controls: ['CIS:6.4'],
    example: { passing: group('*', '443'), failing: group('*', '80') },
    on: 'resource',
    types,
    check: watch({
      subject: 'HTTP without encryption',
      ports: new Map([[80, 'HTTP']]),
      protocol: 'Tcp',
      isNet004: false,
    }),
  },
];
