// The Action's inputs, by the names of the table; secrets are masked before anything else happens.

import * as core from '@actions/core';
import { type OptionName, optionsOf } from '../src/gate/options.ts';
import { type GivenOptions, givenByEnvironment } from '../src/gate/read-request.ts';
import { secretParts } from '../src/gate/secret-parts.ts';

export function readInputs(): GivenOptions {
  const given: Partial<Record<OptionName, string>> = {
    ...givenByEnvironment('github', process.env),
  };
  for (const { name, kind } of optionsOf('github')) {
    // Absent is the empty text; getBooleanInput would refuse that, and readRequest checks the words.
    const value = core.getInput(name, { trimWhitespace: kind !== 'secret' });
    if (value !== '') given[name] = value;
    const known = given[name];
    if (kind === 'secret' && known !== undefined) {
      for (const part of secretParts(known)) core.setSecret(part);
    }
  }
  return given;
}
