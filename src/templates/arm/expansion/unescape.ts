// A template inside an ARM template or a policy: `[[…` there is `[…` once the outer one is evaluated.
import type { JsonNode, Member } from '../syntax/node.ts';

/** The tree with one bracket of every `[[` at the start of a text taken off; places stay. */
export function unescaped(node: JsonNode): JsonNode {
  switch (node.kind) {
    case 'string':
      return node.value.startsWith('[[') ? { ...node, value: node.value.slice(1) } : node;
    case 'array':
      return { ...node, items: node.items.map(unescaped) };
    case 'object': {
      const members = node.members.map(
        (member): Member => ({
          ...member,
          name: member.name.startsWith('[[') ? member.name.slice(1) : member.name,
          value: unescaped(member.value),
        }),
      );
      return { ...node, members };
    }
    default:
      return node;
  }
}
