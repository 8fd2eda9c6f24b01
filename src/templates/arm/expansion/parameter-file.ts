// Values for parameters: parameter files (Microsoft's "Create Resource Manager parameter file") and NAME=VALUE.
import type { ScanError } from '../../../model/errors.ts';
import { faultAt, type Source, type Span } from '../../source.ts';
import { literalValue, termOf } from '../language/json-terms.ts';
import { clip } from '../language/wording.ts';
import type { JsonDocument } from '../syntax/document.ts';
import { type JsonNode, memberOf } from '../syntax/node.ts';
import type { GivenParameters, GivenValue } from './context.ts';

function givenValue(source: Source, node: JsonNode, nameSpan: Span): GivenValue | undefined {
  const value = memberOf(node, 'value')?.value;
  if (value !== undefined) {
    return { kind: 'value', value: literalValue(source, value), nameSpan };
  }
  const reference = memberOf(node, 'reference')?.value;
  if (reference !== undefined) {
    return {
      kind: 'key-vault',
      at: { source, start: reference.start, end: reference.end },
      nameSpan,
    };
  }
  const expression = memberOf(node, 'expression')?.value;
  if (expression === undefined) return undefined;
  return { kind: 'expression', term: termOf(source, expression), nameSpan };
}

/** The values of a parameter file's `parameters`; members that are no value, reference or expression are left out. */
export function readParameterFile(document: JsonDocument): GivenParameters {
  const { source, root } = document;
  // Azure's tools take a file of the values alone too.
  const parameters = memberOf(root, 'parameters')?.value ?? root;
  const values = new Map<string, GivenValue>();
  if (parameters?.kind === 'object') {
    for (const { name, nameStart, nameEnd, value } of parameters.members) {
      const given = givenValue(source, value, { source, start: nameStart, end: nameEnd });
      if (given !== undefined) values.set(name.toLowerCase(), given);
    }
  }
  return { file: source.path, values };
}

/** What Azure refuses of a parameter file: members that give no value. */
export function parameterFaults({ source, root }: JsonDocument): ScanError[] {
  const parameters = memberOf(root, 'parameters')?.value;
  if (parameters?.kind !== 'object') return [];
  return parameters.members.flatMap(({ name, nameStart, nameEnd, value }) => {
    const span = { source, start: nameStart, end: nameEnd };
    if (givenValue(source, value, span) !== undefined) return [];
    const message = `'${clip(name)}' has neither a value nor a reference`;
    return [faultAt(span, message, 'Write {"value": …}.')];
  });
}

/** Values of `--parameters NAME=VALUE`, laid over those of a file. */
export function withArguments(
  given: GivenParameters,
  texts: ReadonlyMap<string, string>,
): GivenParameters {
  if (texts.size === 0) return given;
  const values = new Map(given.values);
  for (const [name, text] of texts) values.set(name.toLowerCase(), { kind: 'text', text });
  return { file: given.file, values };
}
