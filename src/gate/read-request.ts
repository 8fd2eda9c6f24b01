// From the texts that a host read to a checked request. Pure: no environment, no file, no clock.

import { UserError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import { printable } from '../model/printable.ts';
import { type AgentRequirement, agentNames } from '../model/template-policy.ts';
import { type ReportFormat, reportFormats } from '../reports/report.ts';
import { environmentName, type Host, type Option, type OptionName, optionsOf } from './options.ts';
import type { DiskScope, GateRequest, OutputRequest, TemplateOptions } from './request.ts';

/** Values by input name as the user wrote them; an absent or blank one was not given. */
export type GivenOptions = Readonly<Partial<Record<OptionName, string>>>;

/** What the host adds: nothing that a user writes. */
export type HostPart = Pick<GateRequest, 'credentials' | 'columns' | 'colour' | 'cache' | 'azure'>;

const defaultTimeoutMs = 30 * 60_000;
/** The longest delay that a timer keeps. */
const longestTimeoutMs = 2 ** 31 - 1;

/** Values of `PORTCULLIS_…` variables, for what the host's own inputs leave open. */
export function givenByEnvironment(
  host: Host,
  environment: Readonly<Record<string, string | undefined>>,
): GivenOptions {
  const given: Partial<Record<OptionName, string>> = {};
  for (const { name } of optionsOf(host)) {
    const value = environment[environmentName(name)];
    if (value !== undefined && value.trim() !== '') given[name] = value;
  }
  return given;
}

function usage(message: string, hint?: string): UserError {
  return new UserError('USAGE', message, hint === undefined ? {} : { hint });
}

function lines(text: string | undefined): string[] {
  return (text ?? '')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * Milliseconds of `90s`, `10m`, `1h`, `1h30m`; a bare number is seconds.
 * @throws UserError when it is none of these, zero, or longer than 24 days
 */
export function parseDuration(text: string, name: string): number {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text.trim());
  const [, hours = '0', minutes = '0', seconds = '0'] = match ?? [];
  const timeMs = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  if (match === null || timeMs === 0 || timeMs > longestTimeoutMs) {
    throw usage(`${name}: «${printable(text)}» is no time`, 'Write it like 90s, 10m or 1h30m.');
  }
  return timeMs;
}

/** The time limit that the given options set, in milliseconds. Throws UserError as `parseDuration`. */
export function timeoutOf({ timeout }: GivenOptions): number {
  return timeout === undefined || timeout.trim() === ''
    ? defaultTimeoutMs
    : parseDuration(timeout, 'timeout');
}

/** @throws UserError for anything but the words of YAML 1.2 booleans, in any case */
export function parseBoolean(text: string, name: string): boolean {
  const word = text.trim().toLowerCase();
  if (word === 'true') return true;
  if (word === 'false') return false;
  throw usage(`${name}: «${printable(text)}» is neither true nor false`);
}

function isReportFormat(word: string): word is ReportFormat {
  return reportFormats.some((format) => format === word);
}

/**
 * One line of `output`: a format, and after `=` the file it goes to.
 * @throws UserError for a format that there is not, or an empty file name
 */
export function parseOutput(text: string): OutputRequest {
  const at = text.indexOf('=');
  const format = (at < 0 ? text : text.slice(0, at)).trim();
  if (!isReportFormat(format)) {
    const like = nearest(format, reportFormats);
    throw usage(
      `output: there is no report «${printable(format)}»`,
      `${like === undefined ? '' : `Did you mean ${like}? `}Reports are ${reportFormats.join(', ')}.`,
    );
  }
  if (at < 0) return { format };
  const file = text.slice(at + 1).trim();
  if (file === '') throw usage(`output: ${format}= lacks its file`, `Write ${format}=FILE.`);
  return { format, file };
}

function parseChoice(text: string, option: Option): string {
  const word = text.trim().toLowerCase();
  if (option.choices?.includes(word) === true) return word;
  const like = nearest(word, option.choices ?? []);
  throw usage(
    `${option.name}: «${printable(text)}» is none of ${option.choices?.join(', ') ?? ''}`,
    like === undefined ? undefined : `Did you mean ${like}?`,
  );
}

/** Reports that a program reads: anything beside one on stdout would spoil it. */
const forPrograms: readonly ReportFormat[] = ['json', 'sarif', 'junit', 'cyclonedx-json'];

function checkOutputs(host: Host, outputs: readonly OutputRequest[]): readonly OutputRequest[] {
  const printed = outputs.flatMap(({ format, file }) => (file === undefined ? [format] : []));
  const spoilt = printed.find((format) => forPrograms.includes(format));
  if (host === 'cli' && printed.length > 1 && spoilt !== undefined) {
    throw usage(
      `output: ${printed.join(' and ')} would go to stdout one after the other`,
      `Name a file for one of them, such as ${spoilt}=FILE.`,
    );
  }
  const files = outputs.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const twice = files.find((file, at) => files.indexOf(file) !== at);
  if (twice !== undefined) {
    throw usage(`output: two reports would go to ${printable(twice)}`, 'Name two files.');
  }
  return outputs;
}

/** Requirements of agents, one a line: `qualys,mdvm` is satisfied by one of the two. */
function parseAgents(text: string): readonly AgentRequirement[] {
  return lines(text).map((line) => ({
    anyOf: line.split(',').map((part) => {
      const word = part.trim().toLowerCase();
      const agent = agentNames.find((name) => name === word);
      if (agent !== undefined) return agent;
      const like = nearest(word, agentNames);
      throw usage(
        `require-agent: there is no agent «${printable(part.trim())}»`,
        `${like === undefined ? '' : `Did you mean ${like}? `}Agents are ${agentNames.join(', ')}.`,
      );
    }),
  }));
}

/** `--deep` beats the usual places, and contradicts `--packages os`. */
function diskScopeOf(packages: string | undefined, isDeep: boolean): DiskScope {
  if (!isDeep) return packages === 'os' ? 'os' : 'usual';
  if (packages !== 'os') return 'deep';
  throw usage('deep: nothing is looked for with --packages os', 'Leave one of the two out.');
}

type Reader = (name: OptionName) => string | undefined;

function readTemplateOptions(text: Reader): TemplateOptions {
  const agents = text('require-agent');
  const subscription = text('subscription');
  const resourceGroup = text('resource-group');
  const location = text('location');
  const flag = (name: 'fix' | 'dry-run') => parseBoolean(text(name) ?? 'false', name);
  const isDry = flag('dry-run');
  if (isDry && !flag('fix')) {
    throw usage('dry-run: there is nothing that would be written', 'Write --fix --dry-run.');
  }
  const fixOnly = lines(text('fix-only'))
    .flatMap((line) => line.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (fixOnly.length > 0 && !flag('fix')) {
    throw usage('fix-only: nothing is mended', 'Write --fix --fix-only RULE.');
  }
  return {
    parameters: lines(text('parameters')),
    ...(agents === undefined ? {} : { requireAgents: parseAgents(agents) }),
    ...(subscription === undefined ? {} : { subscription }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    ...(location === undefined ? {} : { location }),
    ...(flag('fix') ? { fix: isDry ? 'print' : 'write' } : {}),
    ...(fixOnly.length > 0 ? { fixOnly } : {}),
  };
}

/**
 * The request that the given options make at `host`.
 * @throws UserError (USAGE) that names the option and what it may be
 */
export function readRequest(host: Host, given: GivenOptions, part: HostPart): GateRequest {
  const rows = optionsOf(host);
  const text = (name: OptionName): string | undefined => {
    if (!rows.some((option) => option.name === name)) return undefined;
    const value = given[name]?.trim();
    return value === '' ? undefined : value;
  };
  const as = <Value>(name: OptionName, parse: (text: string, option: Option) => Value) => {
    const value = text(name);
    const option = rows.find((row) => row.name === name);
    return value === undefined || option === undefined ? undefined : parse(value, option);
  };
  const targets = lines(text('targets'));
  if (targets.length === 0) {
    throw usage(
      'targets: nothing to scan was named',
      'Name an image, a folder or templates, for example docker-archive:image.tar, registry:ghcr.io/owner/name:tag or arm:infra.',
    );
  }
  const failOn = as('fail-on', parseChoice);
  const ignoreUnfixed = as('ignore-unfixed', (word, { name }) => parseBoolean(word, name));
  const policy = text('policy');
  const platform = text('platform');
  const feeds = text('feeds');
  const db = text('db');
  const scratchGroup = text('scratch-group');
  return {
    ...part,
    targets: [...new Set(targets)],
    ...(failOn === undefined ? {} : { failOn }),
    ...(ignoreUnfixed === undefined ? {} : { ignoreUnfixed }),
    ...(policy === undefined ? {} : { policy }),
    outputs: checkOutputs(host, lines(text('output')).map(parseOutput)),
    ...(platform === undefined ? {} : { platform }),
    ...(feeds === undefined ? {} : { feeds }),
    ...(db === undefined ? {} : { db }),
    ...(scratchGroup === undefined ? {} : { scratchGroup }),
    templates: readTemplateOptions(text),
    diskScope: diskScopeOf(
      as('packages', parseChoice),
      as('deep', (word, { name }) => parseBoolean(word, name)) ?? false,
    ),
    offline: as('offline', (word, { name }) => parseBoolean(word, name)) ?? false,
    skipPaths: lines(text('skip-paths')),
    timeoutMs: timeoutOf(given),
  };
}
