// Required parameters whose few possible values are tried: bools, and those with `allowedValues`.
import type { Source } from '../../source.ts';
import { literalValue } from '../language/json-terms.ts';
import { type Plain, toPlain } from '../language/plain.ts';
import { boolValue, type Value } from '../language/value.ts';
import { type JsonNode, memberOf } from '../syntax/node.ts';
import { type GivenParameters, maxTrials } from './context.ts';
import { decidingParameters } from './deciders.ts';
import { declaredType } from './parameter-type.ts';
import { spanOf } from './terms.ts';

/** One combination; empty when nothing is tried. */
export interface Trial {
  /** By name as declared. */
  readonly values: ReadonlyMap<string, Value>;
  readonly plain: Readonly<Record<string, Plain>>;
}

interface Candidate {
  readonly name: string;
  readonly values: readonly Value[];
}

function candidatesOf(source: Source, template: JsonNode, given: GivenParameters): Candidate[] {
  const parameters = memberOf(template, 'parameters')?.value;
  const definitions = memberOf(template, 'definitions')?.value;
  if (parameters?.kind !== 'object') return [];
  const candidates: Candidate[] = [];
  for (const { name, value: node } of parameters.members) {
    if (node.kind !== 'object' || given.values.has(name.toLowerCase())) continue;
    if (memberOf(node, 'defaultValue') !== undefined) continue;
    const type = declaredType(node, definitions);
    if (type.isNullable || type.isSecure || type.type === 'array') continue;
    if (type.allowed?.kind === 'array') {
      const values = type.allowed.items.map((item) => literalValue(source, item));
      if (values.length > 0) candidates.push({ name, values });
    } else if (type.type === 'bool') {
      const span = spanOf(source, node);
      candidates.push({ name, values: [boolValue(true, span), boolValue(false, span)] });
    }
  }
  return candidates;
}

/** Those that decide something come first, each kind in the order of the text. */
function ranked(candidates: readonly Candidate[], deciding: ReadonlySet<string>): Candidate[] {
  const rank = ({ name }: Candidate) => (deciding.has(name.toLowerCase()) ? 0 : 1);
  return candidates.toSorted((left, right) => rank(left) - rank(right));
}

/**
 * The combinations to expand with; one empty one when there is nothing to try. A parameter with which there would be
 * too many stays without a value.
 */
export function trialsOf(
  source: Source,
  template: JsonNode,
  given: GivenParameters,
): readonly Trial[] {
  const candidates = candidatesOf(source, template, given);
  const product = candidates.reduce((count, { values }) => count * values.length, 1);
  const order =
    product <= maxTrials ? candidates : ranked(candidates, decidingParameters(source, template));
  let trials: Trial[] = [{ values: new Map(), plain: {} }];
  for (const { name, values } of order) {
    if (trials.length * values.length > maxTrials) continue;
    trials = trials.flatMap((trial) =>
      values.map((value) => ({
        values: new Map([...trial.values, [name, value]]),
        plain: { ...trial.plain, [name]: toPlain(value) ?? null },
      })),
    );
  }
  return trials;
}
