// `metadata.portcullis` and `metadata.checkov` of what a template declares.
// checkov's form: a text or a list of texts `CKV_AZURE_1: reason` (its arm/context_parser.py); objects with `id` and
// `comment`, alone or under `skip`, are how it writes them elsewhere.
import type { JsonDocument } from '../arm/syntax/document.ts';
import { type JsonNode, memberOf, type ObjectNode } from '../arm/syntax/node.ts';
import { type Entry, readEntry, type Suppression } from './suppression.ts';

const isNoEntry = {
  ids: [],
  reason: '',
  until: undefined,
  problem: 'it must be a text such as "RULE: reason; until 2027-01-31"',
};

function entryOf(node: JsonNode): Entry {
  if (node.kind === 'string') {
    if (node.value.startsWith('[') && !node.value.startsWith('[[') && node.value.endsWith(']')) {
      return { ...isNoEntry, problem: 'it must be plain text, no expression' };
    }
    return readEntry(node.value.replace(/^\s*(?:checkov|bridgecrew|cortex):skip=/i, ''));
  }
  const id = memberOf(node, 'id')?.value;
  if (id?.kind !== 'string') return isNoEntry;
  const comment = (memberOf(node, 'comment') ?? memberOf(node, 'suppress_comment'))?.value;
  return readEntry(`${id.value}: ${comment?.kind === 'string' ? comment.value : ''}`);
}

function itemsOf(node: JsonNode): readonly JsonNode[] {
  const list = memberOf(node, 'skip')?.value ?? node;
  return list.kind === 'array' ? list.items : [list];
}

/** What is written on a template would excuse all that is in it. */
function isTemplate(object: ObjectNode): boolean {
  return (
    memberOf(object, 'contentVersion') !== undefined || memberOf(object, '$schema') !== undefined
  );
}

function* ofObject(
  object: ObjectNode,
  keyStart: number,
  document: JsonDocument,
): Generator<Suppression> {
  const metadata = memberOf(object, 'metadata')?.value;
  if (metadata?.kind !== 'object') return;
  const { source } = document;
  const covers = {
    kind: 'declaration',
    span: { source, start: object.start, end: object.end },
    keyStart,
  } as const;
  const problem = isTemplate(object)
    ? 'it stands on a template: put it on the resource that it is for'
    : undefined;
  for (const form of ['portcullis', 'checkov'] as const) {
    const value = memberOf(metadata, form)?.value;
    if (value === undefined) continue;
    for (const item of itemsOf(value)) {
      yield {
        form: form === 'portcullis' ? 'metadata' : 'checkov',
        ...entryOf(item),
        ...(problem === undefined ? {} : { problem }),
        span: { source, start: item.start, end: item.end },
        covers,
      };
    }
  }
}

/** Those of a document, at most `room`, in the order of the text. */
export function suppressionsInMetadata(document: JsonDocument, room: number): Suppression[] {
  const found: Suppression[] = [];
  if (document.root === undefined || !/portcullis|checkov/i.test(document.source.text)) return [];
  const pending: (readonly [node: JsonNode, keyStart: number])[] = [[document.root, 0]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, keyStart] = next;
    if (node.kind === 'array') {
      for (const item of node.items.toReversed()) pending.push([item, item.start]);
    }
    if (node.kind !== 'object') continue;
    for (const each of ofObject(node, keyStart, document)) {
      if (found.length >= room) return found;
      found.push(each);
    }
    for (const { value, nameStart } of node.members.toReversed()) pending.push([value, nameStart]);
  }
  return found;
}
