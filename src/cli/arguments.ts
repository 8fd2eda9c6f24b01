// The command line's words, checked against the table of options.

import { parseArgs } from 'node:util';
import { type Option, type OptionName, optionsOf } from '../gate/options.ts';
import { type GivenOptions, givenByEnvironment } from '../gate/read-request.ts';
import { UserError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import { printable } from '../model/printable.ts';
import {
  type InspectWords,
  inspectWords,
  isInspectWord,
  readInspectWord,
} from './inspect-words.ts';

/** `none`: nothing was asked for. */
export type Command =
  | 'scan'
  | 'inspect'
  | 'db update'
  | 'db status'
  | 'rules'
  | 'help'
  | 'version'
  | 'none';

export interface Arguments {
  readonly command: Command;
  readonly given: GivenOptions;
  /** What stands behind the command: targets, or ecosystems. */
  readonly operands: readonly string[];
  readonly inspect: Readonly<InspectWords>;
  readonly passwordFromStdin: boolean;
  readonly debug: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const flags = { help: 'h', version: 'V', debug: undefined, 'registry-password-stdin': undefined };
/** Never written on a command line: other users of the machine see it there. */
const hidden: readonly OptionName[] = ['targets', 'registry-password'];
const rows = optionsOf('cli').filter((option) => !hidden.includes(option.name));
/** What a command reads; any other option would be without effect. Absent: all. */
const readBy: Partial<Readonly<Record<Command, readonly string[]>>> = {
  'db update': ['db', 'feeds', 'output', 'timeout', 'debug'],
  'db status': ['db', 'output', 'debug'],
  rules: ['output', 'debug'],
  inspect: [
    'output',
    'platform',
    'scratch-group',
    'offline',
    'registry-username',
    'registry-password-stdin',
    'timeout',
    'debug',
    ...Object.keys(inspectWords),
  ],
};

function usage(message: string, hint = 'See portcullis --help.'): UserError {
  return new UserError('USAGE', message, { hint });
}

function definitions(): Record<string, { type: 'string' | 'boolean'; short?: string }> {
  const all: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const { name, kind, short } of rows as readonly Option[]) {
    all[name] = {
      type: kind === 'boolean' ? 'boolean' : 'string',
      ...(short === undefined ? {} : { short }),
    };
  }
  for (const [name, short] of Object.entries(flags)) {
    all[name] = { type: 'boolean', ...(short === undefined ? {} : { short }) };
  }
  for (const [name, type] of Object.entries(inspectWords)) all[name] = { type };
  return all;
}

function unknownOption(rawName: string): UserError {
  if (rawName === '--registry-password') {
    return usage(
      'a password on the command line can be read by every user of the machine',
      'Set PORTCULLIS_REGISTRY_PASSWORD, or pipe it in with --registry-password-stdin.',
    );
  }
  const names = [...rows.map(({ name }) => name), ...Object.keys(flags)];
  const known = [...names, ...Object.keys(inspectWords)].map((name) => `--${name}`);
  const like = nearest(rawName, known);
  return usage(
    `unknown option ${printable(rawName)}`,
    like === undefined ? undefined : `Did you mean ${like}?`,
  );
}

function commandOf(words: readonly string[]): { command: Command; operands: readonly string[] } {
  const [first, second] = words;
  switch (first) {
    case undefined:
      return { command: 'none', operands: [] };
    case 'help':
      return { command: 'help', operands: [] };
    case 'version':
      return { command: 'version', operands: [] };
    case 'scan':
      return { command: 'scan', operands: words.slice(1) };
    case 'rules':
    case 'inspect':
      return { command: first, operands: words.slice(1) };
    case 'db':
      if (second === 'update' || second === 'status') {
        return { command: `db ${second}`, operands: words.slice(2) };
      }
      throw usage(
        second === undefined
          ? 'db lacks its command'
          : `there is no command db ${printable(second)}`,
        'There are db update [ECOSYSTEM…] and db status.',
      );
    default: {
      const like = nearest(first, ['scan', 'inspect', 'db', 'rules', 'help', 'version']);
      throw usage(
        `there is no command ${printable(first)}`,
        like === undefined
          ? `To scan it: portcullis scan ${printable(first)}`
          : `Did you mean ${like}?`,
      );
    }
  }
}

function checkOptions(command: Command, names: readonly string[]): void {
  const own = names.find(isInspectWord);
  if (readBy[command] === undefined && own !== undefined) {
    throw usage(`${command} does not read --${own}`, `Write portcullis inspect TARGET --${own}.`);
  }
  const unread = names.find((name) => readBy[command]?.includes(name) === false);
  if (unread === undefined) return;
  throw usage(
    `${command} does not read --${unread}`,
    `It reads ${readBy[command]?.map((name) => `--${name}`).join(', ') ?? ''}.`,
  );
}

/**
 * Reads the arguments after the program's name; an option beats its environment variable.
 * @throws UserError (USAGE) with the nearest known word
 */
export function readArguments(args: readonly string[], environment: Environment): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    options: definitions(),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const words: string[] = [];
  const seen = new Set<string>();
  const given: Partial<Record<OptionName, string>> = {};
  const inspect: InspectWords = {};
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { value, inlineValue } = token;
    if (token.name in flags) {
      if (value !== undefined) throw usage(`${token.rawName} takes no value`);
      seen.add(token.name);
      continue;
    }
    if (isInspectWord(token.name)) {
      seen.add(token.name);
      readInspectWord(inspect, token.name, token);
      continue;
    }
    const positive = token.name.startsWith('no-') ? token.name.slice(3) : undefined;
    const option = rows.find(({ name }) => name === token.name || name === positive);
    if (option === undefined || (option.name === positive && option.kind !== 'boolean')) {
      throw unknownOption(token.rawName);
    }
    if (option.kind === 'boolean') {
      if (positive === option.name && value !== undefined) {
        throw usage(`${token.rawName} takes no value`);
      }
      given[option.name] = positive === option.name ? 'false' : (value ?? 'true');
      continue;
    }
    if (value === undefined || (!inlineValue && value.startsWith('-') && value !== '-')) {
      throw usage(`${token.rawName} lacks its value ${option.value ?? ''}`.trim());
    }
    const before = given[option.name];
    given[option.name] =
      option.kind === 'lines' && before !== undefined ? `${before}\n${value}` : value;
  }
  const all = { ...givenByEnvironment('cli', environment), ...given };
  const debug = seen.has('debug') || /^(?:1|true)$/i.test(environment['PORTCULLIS_DEBUG'] ?? '');
  const rest = { inspect, passwordFromStdin: seen.has('registry-password-stdin'), debug };
  if (seen.has('help')) return { command: 'help', operands: [], given: all, ...rest };
  if (seen.has('version')) return { command: 'version', operands: [], given: all, ...rest };
  const { command, operands } = commandOf(words);
  if (command === 'scan' && operands.length > 0) all['targets'] = operands.join('\n');
  if (command === 'inspect') {
    const [target, ...more] = operands;
    if (target !== undefined) all['targets'] = target;
    const most = inspect.hive === undefined ? 0 : 1;
    if (more.length > most) {
      throw usage(`inspect takes one target; what is ${printable(more[most] ?? '')}?`);
    }
  }
  checkOptions(command, [...Object.keys(given), ...seen]);
  if (command === 'db status' && operands.length > 0) throw usage('db status takes no operand');
  return { command, operands, given: all, ...rest };
}
