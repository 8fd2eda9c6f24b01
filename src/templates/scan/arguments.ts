// What `--parameters` gives: parameter files, laid over one another in their order, and NAME=VALUE over them.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ScanError, UserError } from '../../model/errors.ts';
import { nearest } from '../../model/nearest.ts';
import type { GivenParameters } from '../arm/expansion/context.ts';
import {
  parameterFaults,
  readParameterFile,
  withArguments,
} from '../arm/expansion/parameter-file.ts';
import { firstError } from '../arm/syntax/document.ts';
import { isParameterDocument } from './kinds.ts';
import { shownPath } from './shown-path.ts';
import type { TemplateFiles } from './template-files.ts';

export interface Arguments {
  readonly given: GivenParameters;
  /** The NAMEs of NAME=VALUE, as written. */
  readonly names: readonly string[];
}

const assignment = /^([A-Za-z_][\w-]*)=(.*)$/s;

/** Throws where Azure would refuse the file: the user named it. */
function readFile(path: string, files: TemplateFiles): GivenParameters {
  const shown = shownPath(path);
  if (!existsSync(path)) {
    throw new UserError('USAGE', `--parameters ${shown}: there is no such file`, {
      hint: 'Give it a parameter file or NAME=VALUE.',
    });
  }
  if (/\.bicepparam$/i.test(path)) {
    throw new UserError('USAGE', `--parameters ${shown}: Bicep is not read yet`, {
      hint: 'Compile it with «bicep build-params» and give the result.',
    });
  }
  const document = files.document(resolve(path), shown);
  const error = firstError(document);
  if (error !== undefined) throw error;
  if (!isParameterDocument(document)) {
    throw new ScanError('TARGET_UNSUPPORTED', `${shown}:1:1`, 'it is no parameter file', {
      hint: 'A parameter file has "parameters" with a "value" or "reference" each.',
    });
  }
  const [wrong] = parameterFaults(document);
  if (wrong !== undefined) throw wrong;
  return readParameterFile(document);
}

/**
 * Reads all `--parameters`; undefined when there are none.
 * Throws UserError USAGE for what is neither or not there, ScanError for a file that cannot be read or is none.
 */
export function readArguments(
  parameters: readonly string[],
  files: TemplateFiles,
): Arguments | undefined {
  if (parameters.length === 0) return undefined;
  const texts = new Map<string, string>();
  const names: string[] = [];
  let given: GivenParameters = { file: undefined, values: new Map() };
  for (const parameter of parameters) {
    const [, name, value] = assignment.exec(parameter) ?? [];
    if (name !== undefined && value !== undefined) {
      names.push(name);
      texts.set(name.toLowerCase(), value);
      continue;
    }
    const path = parameter.startsWith('@') ? parameter.slice(1) : parameter;
    if (path === '') {
      throw new UserError('USAGE', 'a --parameters is empty', {
        hint: 'Give it a parameter file or NAME=VALUE.',
      });
    }
    const read = readFile(path, files);
    const file = given.file === undefined ? read.file : `${given.file}, ${read.file}`;
    given = { file, values: new Map([...given.values, ...read.values]) };
  }
  return { given: withArguments(given, texts), names };
}

/** The values whose parameters are declared: of several templates each takes its own. */
export function declaredOf(
  given: GivenParameters,
  isDeclared: (name: string) => boolean,
): GivenParameters {
  return {
    file: given.file,
    values: new Map([...given.values].filter(([name]) => isDeclared(name))),
  };
}

/** What is wrong with a NAME that no template of the run declares. */
export function undeclared(name: string, declared: ReadonlySet<string>): UserError {
  const meant = nearest(name, [...declared]);
  return new UserError('USAGE', `no template of this run declares the parameter ${name}`, {
    hint: meant === undefined ? 'Check its name.' : `Did you mean ${meant}?`,
  });
}
