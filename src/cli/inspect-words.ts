// The options of `inspect` alone: they stand in no table, since no other host has them.

import type { Inspection } from '../gate/inspect.ts';
import { UserError } from '../model/errors.ts';

export interface InspectWords {
  list?: true;
  hash?: true;
  /** A path. */
  cat?: string;
  /** A path. */
  hive?: string;
}

export const inspectWords = {
  list: 'boolean',
  hash: 'boolean',
  cat: 'string',
  hive: 'string',
} as const;

/** Of `inspect`, beside those of the table of options that it reads. */
export function isInspectWord(name: string): name is keyof InspectWords {
  return Object.hasOwn(inspectWords, name);
}

function usage(message: string, hint: string): UserError {
  return new UserError('USAGE', message, { hint });
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  /** Written after an equals sign. */
  readonly inlineValue: boolean | undefined;
}

/** Takes one option over into `words`. Throws `USAGE` where its value is missing, or too much. */
export function readInspectWord(
  words: InspectWords,
  name: keyof InspectWords,
  { rawName, value, inlineValue }: OptionToken,
): void {
  if (name === 'list' || name === 'hash') {
    if (value !== undefined) throw usage(`${rawName} takes no value`, 'See portcullis --help.');
    words[name] = true;
    return;
  }
  if (value === undefined || (inlineValue !== true && value.startsWith('-'))) {
    throw usage(`${rawName} lacks its value PATH`, `Write ${rawName} etc/os-release, for example.`);
  }
  words[name] = value;
}

/** One of the four things that there are to see; `key`: the operand after the target. Throws `USAGE` where two were asked for. */
export function inspectionOf({ list, hash, cat, hive }: InspectWords, key = ''): Inspection {
  const asked = [list, cat, hive].filter((word) => word !== undefined);
  if (asked.length > 1) {
    throw usage('inspect shows one thing a run', 'Write one of --list, --cat PATH, --hive PATH.');
  }
  if (hash === true && list === undefined) {
    throw usage('hash: nothing is listed', 'Write --list --hash.');
  }
  if (list === true) return { kind: 'list', hash: hash === true };
  if (cat !== undefined) return { kind: 'cat', path: cat };
  if (hive !== undefined) return { kind: 'hive', path: hive, key };
  return { kind: 'layout' };
}
