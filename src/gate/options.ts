// The one table of inputs and outputs. action.yml, task.json, --help and the README are made from it
// (scripts/generate.ts); `readRequest` checks what came in by it.

import { severities } from '../model/severity.ts';
import { agentNames } from '../model/template-policy.ts';
import { reportFormats } from '../reports/report.ts';

export type Host = 'cli' | 'github' | 'azure';

/** `lines`: several values, one a line, on the command line the option again. `boolean`: `true` or `false`. */
export type OptionKind =
  | 'text'
  | 'boolean'
  | 'lines'
  | 'choice'
  | 'duration'
  | 'secret'
  | 'service';

export type OptionGroup =
  | 'Target'
  | 'Gate'
  | 'Templates'
  | 'Reports'
  | 'Advisories'
  | 'Registry'
  | 'Run';

export interface Option {
  /** kebab-case: `--name`, `PORTCULLIS_NAME`, the Action's input; camelCase on Azure. */
  readonly name: string;
  readonly kind: OptionKind;
  readonly group: OptionGroup;
  readonly hosts: readonly Host[];
  /** One or two sentences, in plain text. */
  readonly help: string;
  readonly required?: true;
  /** What stands for an absent value, shown to the reader; absent: nothing. */
  readonly default?: string;
  readonly choices?: readonly string[];
  /** The value's word in `--help`. */
  readonly value?: string;
  readonly short?: string;
  /** Kind of service connection on Azure. */
  readonly service?: 'AzureRM' | 'dockerregistry';
}

const everywhere: readonly Host[] = ['cli', 'github', 'azure'];

const rows = [
  {
    name: 'targets',
    kind: 'lines',
    group: 'Target',
    hosts: everywhere,
    required: true,
    value: 'TARGET',
    help: 'What to scan, one per line: docker-archive:PATH, oci-dir:PATH, oci-archive:PATH, docker:REF, registry:REF, dir:PATH (a root file system), disk:PATH-or-URL[,…] (the disks of a machine), azure:RESOURCE-ID (a managed disk, snapshot, image, gallery image version) or arm:PATH-or-glob (templates). Without a scheme an existing path is told by its content, anything else is an image reference. Several targets give one verdict.',
  },
  {
    name: 'platform',
    kind: 'text',
    group: 'Target',
    hosts: everywhere,
    value: 'OS/ARCH[/VARIANT]',
    default: "the machine's own",
    help: 'Which platform of a multi-platform image; all scans each of them.',
  },
  {
    name: 'skip-paths',
    kind: 'lines',
    group: 'Target',
    hosts: everywhere,
    value: 'GLOB',
    help: 'Paths to leave out, as globs from the root of the target, one per line. Each hit is reported as not scanned; leaving out a package database ends with exit code 3 unless the policy accepts os-packages.',
  },
  {
    name: 'packages',
    kind: 'choice',
    group: 'Target',
    hosts: everywhere,
    choices: ['os', 'all'],
    default: 'all',
    help: 'Of disks: which packages are looked for. os: those of the operating system only; all: language packages in the usual places too.',
  },
  {
    name: 'deep',
    kind: 'boolean',
    group: 'Target',
    hosts: everywhere,
    default: 'false',
    help: 'Of disks: look for language packages everywhere, not only in the usual places.',
  },
  {
    name: 'scratch-group',
    kind: 'text',
    group: 'Target',
    hosts: everywhere,
    value: 'NAME',
    default: 'that of the target',
    help: 'Of azure: targets: the resource group in which a temporary disk or snapshot is made where one is needed. It is removed at the end.',
  },
  {
    name: 'fail-on',
    kind: 'choice',
    group: 'Gate',
    hosts: everywhere,
    choices: [...severities.filter((severity) => severity !== 'info'), 'none'],
    default: 'high',
    help: 'The lowest severity that closes the gate. none: no finding closes it; exit codes 2, 3 and 4 stay.',
  },
  {
    name: 'ignore-unfixed',
    kind: 'boolean',
    group: 'Gate',
    hosts: everywhere,
    default: 'true',
    help: 'Spare vulnerabilities that no version mends yet; the verdict counts them.',
  },
  {
    name: 'policy',
    kind: 'text',
    group: 'Gate',
    hosts: everywhere,
    value: 'FILE',
    default: '.portcullis.yml when there',
    help: 'The policy file: threshold, exceptions, age of the database, accepted gaps.',
  },
  {
    name: 'parameters',
    kind: 'lines',
    group: 'Templates',
    hosts: everywhere,
    value: 'FILE|NAME=VALUE',
    help: 'A parameter file, or one value, for the templates; the option again for more, later ones win. It replaces the parameter files that are found by their names.',
  },
  {
    name: 'require-agent',
    kind: 'lines',
    group: 'Templates',
    hosts: everywhere,
    value: 'NAME[,NAME]',
    default: "the policy's, else qualys,mdvm",
    help: `An agent that every machine of a template must get: ${agentNames.join(', ')}. Several in one line: one of them is enough; the option again: each is asked for. It replaces the policy's requireAgents.`,
  },
  {
    name: 'subscription',
    kind: 'text',
    group: 'Templates',
    hosts: everywhere,
    value: 'ID',
    default: 'a placeholder',
    help: 'The subscription that the templates are evaluated for.',
  },
  {
    name: 'resource-group',
    kind: 'text',
    group: 'Templates',
    hosts: everywhere,
    value: 'NAME',
    default: 'a placeholder',
    help: 'The resource group that the templates are evaluated for.',
  },
  {
    name: 'location',
    kind: 'text',
    group: 'Templates',
    hosts: everywhere,
    value: 'NAME',
    default: 'a placeholder',
    help: 'The region of that resource group, or of the deployment.',
  },
  {
    name: 'fix',
    kind: 'boolean',
    group: 'Templates',
    hosts: ['cli'],
    default: 'false',
    help: 'Write into the templates what mends their findings: the agent, and settings that one literal mends. Comments and layout stay; what an edit does not mend is not written.',
  },
  {
    name: 'fix-only',
    kind: 'lines',
    group: 'Templates',
    hosts: ['cli'],
    value: 'RULE',
    default: 'all that can be mended',
    help: 'With --fix: mend the findings of these rules alone, one per line (or with commas): a rule, a row of rules such as STO003, or agents.',
  },
  {
    name: 'dry-run',
    kind: 'boolean',
    group: 'Templates',
    hosts: ['cli'],
    default: 'false',
    help: 'With --fix: print the difference, write nothing.',
  },
  {
    name: 'output',
    kind: 'lines',
    group: 'Reports',
    hosts: everywhere,
    short: 'o',
    value: 'FORMAT[=FILE]',
    default: 'table',
    help: `A report to write, one per line: ${reportFormats.join(', ')}. Without a file the command line prints it (of those that programs read only one); the hosts keep a file of their own.`,
  },
  {
    name: 'feeds',
    kind: 'text',
    group: 'Advisories',
    hosts: everywhere,
    value: 'DIR|URL',
    default: 'the public addresses',
    help: 'A folder or mirror of advisory feeds: osv/ECOSYSTEM/all.zip, kev.json, eol.json.',
  },
  {
    name: 'db',
    kind: 'text',
    group: 'Advisories',
    hosts: everywhere,
    value: 'DIR',
    default: 'the user’s cache folder',
    help: 'Where the advisory database is kept between runs.',
  },
  {
    name: 'offline',
    kind: 'boolean',
    group: 'Advisories',
    hosts: everywhere,
    default: 'false',
    help: 'Ask no network for advisories: use the database and the feeds folder as they are.',
  },
  {
    name: 'registry-username',
    kind: 'text',
    group: 'Registry',
    hosts: ['cli', 'github'],
    value: 'NAME',
    help: "User name at the targets' registry. Without it DOCKER_CONFIG, its credential helpers and anonymous access are tried.",
  },
  {
    name: 'registry-password',
    kind: 'secret',
    group: 'Registry',
    hosts: ['cli', 'github'],
    help: "Password or token at the targets' registry; masked in the log.",
  },
  {
    name: 'azure-subscription',
    kind: 'service',
    service: 'AzureRM',
    group: 'Registry',
    hosts: ['azure'],
    help: 'Azure Resource Manager service connection that may pull from Azure Container Registry, and read disks (docs/azure-role.json).',
  },
  {
    name: 'container-registry',
    kind: 'service',
    service: 'dockerregistry',
    group: 'Registry',
    hosts: ['azure'],
    help: 'Docker registry service connection with user name and password of the registry. Without one, the variables PORTCULLIS_REGISTRY_USERNAME and PORTCULLIS_REGISTRY_PASSWORD are read from env.',
  },
  {
    name: 'timeout',
    kind: 'duration',
    group: 'Run',
    hosts: everywhere,
    value: 'TIME',
    default: '30m',
    help: 'The longest time of the whole run: 90 or 90s (seconds), 10m, 1h. When it is over, what was found is reported and the exit code is 3.',
  },
] as const satisfies readonly Option[];

export type OptionName = (typeof rows)[number]['name'];

/** The table as its rows' common type. */
export const optionTable: readonly (Option & { readonly name: OptionName })[] = rows;

/** What a run tells the pipeline, in the order of the documentation. */
export const outputs = [
  { name: 'verdict', help: 'pass, fail or error.' },
  {
    name: 'exit-code',
    help: '0 open, 1 closed by findings, 2 wrong usage or policy, 3 not wholly scanned, 4 no advisory database or too old.',
  },
  { name: 'failing-count', help: 'Findings that close the gate.' },
  { name: 'critical-count', help: 'Critical findings, whatever their state.' },
  { name: 'high-count', help: 'High findings.' },
  { name: 'medium-count', help: 'Medium findings.' },
  { name: 'low-count', help: 'Low findings.' },
  { name: 'info-count', help: 'Informational findings.' },
  { name: 'unknown-count', help: 'Findings of unknown severity.' },
  {
    name: 'digest',
    help: "The image's manifest digest, or for an image of a Docker engine, which tells none, its ID (the digest of the configuration); empty for a folder; of several targets one per line.",
  },
  {
    name: 'report-path',
    help: 'Path of the JSON report. The paths are empty when the run ended before there was a result, as with exit code 2.',
  },
  { name: 'sarif-path', help: 'Path of the SARIF report.' },
  { name: 'sbom-path', help: 'Path of the CycloneDX document.' },
] as const;

export type OutputName = (typeof outputs)[number]['name'];

/** The rows that a host has. */
export function optionsOf(host: Host): readonly (Option & { readonly name: OptionName })[] {
  return optionTable.filter((option) => option.hosts.includes(host));
}

/** @example camelCase('fail-on') // 'failOn' */
export function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** @example environmentName('fail-on') // 'PORTCULLIS_FAIL_ON' */
export function environmentName(name: string): string {
  return `PORTCULLIS_${name.toUpperCase().replaceAll('-', '_')}`;
}
