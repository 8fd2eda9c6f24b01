// What the template declares and what the deployment is.
import { faultAt } from '../../../source.ts';
import { type Call, eager, type Family, textArgument } from '../definition.ts';
import type { Given } from '../scope.ts';
import { unknownValue } from '../unknown.ts';
import type { Value } from '../value.ts';

function given(what: Given) {
  return eager([0, 0], 'object', (_, call) => call.scope.surroundings.given(what, call.span));
}

function fail(args: readonly Value[], call: Call): Value {
  throw faultAt(call.span, `the template gives up: ${textArgument(args, 0, call).slice(0, 300)}`);
}

/** Values that a tool hands to the deployment; they are in no file. */
function external(_: readonly Value[], call: Call): Value {
  const message = `${call.name}() gives what a tool hands to the deployment`;
  const form = `${call.name.toLowerCase()}@${call.scope.work.next()}`;
  return unknownValue('any', { kind: 'outside', message, span: call.span }, form);
}

export const deploymentFunctions: Family = {
  parameters: eager([1, 1], 'any', (args, call) =>
    call.scope.surroundings.parameter(textArgument(args, 0, call), call.span),
  ),
  variables: eager([1, 1], 'any', (args, call) =>
    call.scope.surroundings.variable(textArgument(args, 0, call), call.span),
  ),
  deployment: given('deployment'),
  deployer: given('deployer'),
  environment: given('environment'),
  fail: eager([1, 1], 'any', fail),
  externalInput: eager([1, 2], 'any', external),
  externalInputs: eager([1, 2], 'any', external),
};
