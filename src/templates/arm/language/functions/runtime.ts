// Functions that ask Azure while it deploys: keys and secrets, zones, providers. Their results are unknown here.
import { type Call, eager, type Family } from '../definition.ts';
import { formOf, unknownValue } from '../unknown.ts';
import { stringValue, type Value, type ValueType, valueAt } from '../value.ts';

/** The identifier of a resource that a symbolic name stands for; other arguments as they are. */
function identified(target: Value | undefined, call: Call): Value | undefined {
  if (target?.kind !== 'string' || target.value.includes('/')) return target;
  const { surroundings } = call.scope;
  const request = { target, apiVersion: undefined, isFull: false, at: call.span } as const;
  const id = valueAt(surroundings.resource({ kind: 'resourceInfo', ...request }), 'id');
  const isFound = id?.kind === 'string' || (id?.kind === 'unknown' && id.parts !== undefined);
  return isFound ? id : target;
}

/** The text that tells two calls apart; identifiers have no case. */
function lowerForm(value: Value): string {
  return value.kind === 'string' ? formOf(stringValue(value.value.toLowerCase())) : formOf(value);
}

function asks(type: ValueType | 'any', what: string, isSecret = false) {
  return (args: readonly Value[], call: Call): Value => {
    const message = `${call.name}() ${what}`;
    const [first, ...rest] = args;
    const target = isSecret ? identified(first, call) : first;
    const forms = target === undefined ? [] : [target, ...rest].map(lowerForm);
    const form = `${call.name.toLowerCase()}(${forms.join(',')})`;
    const marks = isSecret ? [{ kind: 'secret-function', name: call.name } as const] : [];
    return unknownValue(type, { kind: 'runtime', message, span: call.span }, form, marks);
  };
}

const unlimited = Number.POSITIVE_INFINITY;
const zones = 'asks Azure for the zones of a subscription';

export const runtimeFunctions: Family = {
  // Any name that begins with list; its result holds keys or tokens.
  'list*': eager([1, unlimited], 'any', asks('any', 'asks Azure for keys or secrets', true), 'own'),
  list: eager([1, unlimited], 'any', asks('any', 'asks Azure for keys or secrets', true), 'own'),
  listOutputsWithSecureValues: eager(
    [1, 2],
    'object',
    asks('object', 'gives the secure outputs of a deployment', true),
    'own',
  ),
  pickZones: eager([3, 5], 'array', asks('array', zones), 'own'),
  toLogicalZone: eager([3, 3], 'string', asks('string', zones), 'own'),
  toLogicalZones: eager([3, 3], 'array', asks('array', zones), 'own'),
  toPhysicalZone: eager([3, 3], 'string', asks('string', zones), 'own'),
  toPhysicalZones: eager([3, 3], 'array', asks('array', zones), 'own'),
  providers: eager([1, 2], 'any', asks('any', 'asks Azure for a resource provider'), 'own'),
};
