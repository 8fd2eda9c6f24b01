// What other resources of the run are: asked of the surroundings, which know the resources.
import { argument, type Call, eager, type Family } from '../definition.ts';
import type { ResourceRequest } from '../scope.ts';
import { unknownCall } from '../unknown.ts';
import type { Value } from '../value.ts';

function ask(kind: ResourceRequest['kind']) {
  return (args: readonly Value[], call: Call): Value => {
    const mode = args.find(
      (arg, index) => index > 0 && arg.kind === 'string' && arg.value.toLowerCase() === 'full',
    );
    return call.scope.surroundings.resource({
      kind,
      target: argument(args, 0, call),
      apiVersion: args[1] === mode ? undefined : args[1],
      isFull: mode !== undefined,
      at: call.span,
    });
  };
}

/** Names of roles are looked up in Azure. */
function roleDefinitions(args: readonly Value[], call: Call): Value {
  const name = argument(args, 0, call);
  const reason = {
    kind: 'runtime',
    message: 'roleDefinitions() looks the role up in Azure',
    span: call.span,
  } as const;
  const cause = { kind: 'unknown', type: 'object', reason, form: '', parts: undefined } as const;
  return unknownCall(
    call.name,
    [name],
    { ...cause, span: call.span, marks: [] },
    'object',
    call.span,
  );
}

export const resourceFunctions: Family = {
  reference: eager([1, 3], 'any', ask('reference'), 'own'),
  references: eager([1, 3], 'array', ask('references'), 'own'),
  resourceInfo: eager([1, 1], 'object', ask('resourceInfo'), 'own'),
  roleDefinitions: eager([1, 1], 'object', roleDefinitions, 'own'),
};
