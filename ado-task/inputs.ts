// The task's inputs, camelCase, by the names of the table.

import { camelCase, type OptionName, optionsOf } from '../src/gate/options.ts';
import { type GivenOptions, givenByEnvironment } from '../src/gate/read-request.ts';
import type { TaskEnvironment } from './environment.ts';

export function readInputs(task: TaskEnvironment): GivenOptions {
  const given: Partial<Record<OptionName, string>> = {
    ...givenByEnvironment('azure', task.rest),
  };
  for (const { name } of optionsOf('azure')) {
    const value = task.input(camelCase(name));
    if (value !== undefined) given[name] = value;
  }
  return given;
}
